"""Backups on the command line: made, listed, proven, and restored as a book."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app import clock
from app.backing_up import back_up, place_of_backups
from app.errors import Refused
from app.features.backups import BackupLine, NoteProof, OpeningKeys, backups, opening_keys
from app.keys.recovery import fingerprint
from app.proving import prove
from app.restoring import keys_of_words, restore
from app.rules.words import counted
from app.sign_in import is_server
from app.ticket import Ticket
from ui.commands import Subcommand
from ui.commands.opening import named_book, opened
from ui.commands.output import written
from ui.commands.passwords import RECOVERY, typed_words, words_in

_CHECK = "one line for what watches over the house: exit code 1 unless a backup of the last two days is proven"
_FRESH_HOURS = 48
_KEY_FILE = (
    "a file with the words of the recovery key, if no book's own keys shall open it; where no book is named they are"
    f" taken from {RECOVERY} otherwise"
)
_NOT_SHOWN = "The recovery key of the backups could not be shown, so none was made, nor a backup."


def _backup_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--to", metavar="DIR", help="the folder; else the one of the last backup, or one beside the book"
    )


def _backup(args: Namespace) -> dict[str, Any]:
    words: list[str] = []
    with opened(args) as book, _told_if_it_fails(words):
        folder = Path(args.to).expanduser() if args.to else place_of_backups(book)
        made = back_up(book, folder, words.append if args.json else _show_words)
    answer = {
        "file": str(made.file), "revision": made.revision, "rows": made.rows, "bytes": made.bytes,
        "seconds": round(made.seconds, 2), "proven": True,
    }  # fmt: skip
    return {**answer, "recovery_key": words[0]} if words else answer


@contextmanager
def _told_if_it_fails(words: Sequence[str]) -> Iterator[None]:
    """Words that stand in no answer, as there is none, are not lost: the book may have their key by now."""
    try:
        yield
    except BaseException:
        for one in words:
            print("\n".join(_lines_of_words(one)), file=sys.stderr, flush=True)
        raise


def _show_words(words: str) -> None:
    """Now, and not when the backup is made: the program may be ended before."""
    try:
        with written():
            print("\n".join(_lines_of_words(words)))
    except OSError as fault:
        raise Refused(_NOT_SHOWN) from fault


def _lines_of_words(words: str) -> Iterator[str]:
    yield "The recovery key of the backups, which is shown this once and kept nowhere. Write it down, lock it away:"
    yield f"  {words}"
    yield "With it and a backup alone the book can be restored on another computer. It takes the place of one that was"
    yield "shown before and of which no backup came."


def _show_backup(answer: dict[str, Any]) -> Iterator[str]:
    size = f"{answer['bytes'] / 1e6:,.1f} MB"
    yield f"Backed up {counted(answer['rows'], 'row')} into {answer['file']} ({size}, {answer['seconds']:.1f} s)."
    yield "It was restored into a scratch book and is the same, row for row. Keep another copy in a second place."


def _backups_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help=_CHECK)


def _backups(args: Namespace) -> list[dict[str, Any]] | dict[str, Any]:
    with opened(args) as book:
        made = book.ask(backups)
    if args.check:
        return _checked(made)
    return [
        {
            "file": one.file, "at": one.at.isoformat(), "revision": one.revision,
            "proven_at": one.proven_at.isoformat() if one.proven_at else None, "places": [one.place],
            "rows": one.rows, "bytes": one.bytes,
        }
        for one in made
    ]  # fmt: skip


def _checked(made: Sequence[BackupLine]) -> dict[str, Any]:
    """How old the newest proven one is: of that moment is what a restore would bring back."""
    newest = next((one for one in made if one.proven_at is not None), None)
    if newest is None:
        return {"ok": False, "file": None, "at": None, "hours": None}
    hours = (clock.now() - newest.at).total_seconds() / 3600
    return {"ok": hours <= _FRESH_HOURS, "file": newest.file, "at": newest.at.isoformat(), "hours": round(hours, 1)}


def _show_backups(answer: list[dict[str, Any]] | dict[str, Any]) -> Iterator[str]:
    if isinstance(answer, dict):
        found = "no backup was proven yet"
        if answer["file"]:
            found = f"the newest proven backup is {answer['hours']:,.0f} hours old, {answer['file']}"
        yield f"{'OK' if answer['ok'] else 'TOO OLD'}: {found}"
        return
    if not answer:
        yield "No backup was made yet. Make one with: housebook backup"
    for one in answer:
        proven = "proven" if one["proven_at"] else "NOT PROVEN"
        at, file = one["at"][:16].replace("T", " "), Path(one["places"][0]) / one["file"]
        yield f"{at}  no. {one['revision']:>7}  {proven}  {file}"


def _prove_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--recovery-key-file", metavar="F", help=_KEY_FILE)


def _prove(args: Namespace) -> dict[str, Any]:
    path = Path(args.file).expanduser()
    words = _words(args)
    if words is not None:
        proof = prove(path, keys_of_words(words))
    else:
        with opened(args) as book:
            proof = prove(path, book.ask(opening_keys))
            if proof.ok:
                book.do(NoteProof(proof.backup.digest))
    return {"ok": proof.ok, "rows": proof.rows, "journal_ok": proof.journal_ok}


def _show_proof(answer: dict[str, Any]) -> Iterator[str]:
    if answer["ok"]:
        rows = counted(answer["rows"], "row")
        yield f"The backup is sound: restored, its {rows} are as they were, and the journal holds."
    else:
        yield "The backup can be read, but is NOT what the book was. Take another one."


def _ok(answer: list[dict[str, Any]] | dict[str, Any]) -> int:
    return 0 if isinstance(answer, list) or answer["ok"] else 1


def _restore_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument(
        "--to", metavar="BOOK", required=True, help="a new file, or an empty database: postgresql://..."
    )
    parser.add_argument("--recovery-key-file", metavar="F", help=_KEY_FILE)


def _restore(args: Namespace) -> dict[str, Any]:
    restored = restore(Path(args.file).expanduser(), args.to, _opening(args), Ticket())
    return {
        "book": restored.location, "rows": restored.rows, "revision": restored.header.revision,
        "firm": restored.header.firm, "encrypted": restored.encrypted, "signed_by": fingerprint(restored.signer),
    }  # fmt: skip


def _opening(args: Namespace) -> OpeningKeys:
    words = _words(args)
    if words is not None:
        return keys_of_words(words)
    with opened(args) as book:
        return book.ask(opening_keys)


def _words(args: Namespace) -> str | None:
    """The words of the recovery key, where they shall open it and no book's own keys."""
    if args.recovery_key_file is not None:
        return words_in(args.recovery_key_file)
    return None if named_book(args) else typed_words()


_PLAIN = (
    "It is not encrypted, as the book was not, and asks for no password: whoever can copy the file can read all of it."
    " Encrypt it in the window: Tools, Encrypt this book."
)
_ON_SERVER = (
    "It is not guarded by the server and has no login for each user: whoever reaches this database opens it as any of"
    " them. A prepared book does not come back as such yet."
)


def _show_restored(answer: dict[str, Any]) -> Iterator[str]:
    rows = counted(answer["rows"], "row")
    yield f"Restored the book of {answer['firm']} as of no. {answer['revision']} to {answer['book']}: {rows}."
    yield f"It was signed with the firm's key {answer['signed_by']}; compare that with the recovery sheet."
    if answer["encrypted"]:
        yield "Everybody opens it with the password they had."
    else:
        yield _ON_SERVER if is_server(answer["book"]) else _PLAIN


SUBCOMMANDS = {
    "backup": Subcommand(_backup_arguments, _backup, _show_backup),
    "backups": Subcommand(_backups_arguments, _backups, _show_backups, _ok),
    "prove": Subcommand(_prove_arguments, _prove, _show_proof, _ok),
    "restore": Subcommand(_restore_arguments, _restore, _show_restored),
}
