"""The keys of an encrypted book: another data key, and the printed one used where passwords are lost."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

from app import clock
from app.book import Book
from app.computer.pauses import RECOVERY_WORDS, is_wrong
from app.errors import Refused
from app.features.failures import failed_sign_ins, together
from app.new_key import change_key
from app.sign_in import forget_key, is_encrypted_file, kept_here, sign_in, sign_in_with_recovery_key, staying
from ui.commands import Subcommand
from ui.commands.opening import count, location_of, login_said, opened, remember
from ui.commands.passwords import NEW, chosen_password, tried, typed_words, with_password

_NOT_OURS = "What stood for these in the keys file was not written by Housebook, so they do not open the book now."
_MOST_DAYS = 36_500
_RECOVER = (
    "Where a password is lost: open an encrypted book with the seventeen words of its recovery sheet, and give a"
    " user a new password. The words are taken from HOUSEBOOK_RECOVERY_KEY and the password from"
    " HOUSEBOOK_NEW_PASSWORD, or both are asked for at a terminal. Other users keep their passwords, and the sheet"
    " stays as it is."
)
_SIGN_IN = (
    "Open a book once as a user, whom the next commands here then mean. The password is taken from"
    " HOUSEBOOK_PASSWORD, or asked for at a terminal. --stay keeps the key to an encrypted book in this computer's"
    " keyring."
)
_NOTHING_TO_KEEP = "Nothing was kept: this is no encrypted file, so there is no key of it that could stay here."
_COUNTED = "Counted at the computers of the house; who has a copy of the files can try elsewhere unseen."


def _key_arguments(parser: ArgumentParser) -> None:
    what = "change: write the book anew under another key, which only those get who may open it now"
    parser.add_argument("act", choices=["change"], help=what)


def _key(args: Namespace) -> dict[str, Any]:
    location = location_of(args)
    login = login_said(args, location)
    done = with_password(location, lambda password: change_key(location, login, password))
    with closing(done.book) as book:
        answer = {"book": book.location, "without": list(done.without), "anew": list(done.anew)}
        return answer if done.words is None else {**answer, "recovery_key": done.words}


def _show_key(answer: dict[str, Any]) -> Iterator[str]:
    yield f"The book {answer['book']} has another key. Older copies and backups keep the one before."
    if answer["without"]:
        yield f"No longer open it: {', '.join(answer['without'])}."
    if answer["anew"]:
        yield f"{_NOT_OURS} Give each a password (housebook users password LOGIN): {', '.join(answer['anew'])}."
    if "recovery_key" in answer:
        yield "What stood there for the recovery key was not written by Housebook, so the sheet before opens nothing."
        yield "The new recovery key, which is shown this once and kept nowhere. Write it down, and lock it away:"
        yield f"  {answer['recovery_key']}"


def _recover_arguments(parser: ArgumentParser) -> None:
    parser.description = _RECOVER
    parser.add_argument("login", metavar="LOGIN", help="the user who gets a new password")


def _recover(args: Namespace) -> dict[str, Any]:
    location = location_of(args)
    words, new = typed_words(), chosen_password(args.login, NEW)

    def ask(said: str | None) -> Book:
        return sign_in_with_recovery_key(location, args.login, said or "", new)

    with closing(tried(location, ask, words, is_wrong, RECOVERY_WORDS)) as book:
        return {"book": book.location, "user": book.user.login}


def _show_recovered(answer: dict[str, Any]) -> Iterator[str]:
    yield f"{answer['user']} opens {answer['book']} with the new password."


def _sign_in_arguments(parser: ArgumentParser) -> None:
    parser.description = _SIGN_IN
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--stay", action="store_true", help="keep the key in this computer's keyring")
    way.add_argument("--forget", action="store_true", help="keep it no longer: ask for the password again")


def _sign_in(args: Namespace) -> dict[str, Any]:
    location = location_of(args)
    login = login_said(args, location)
    if args.forget:
        gone = [one for one in kept_here(location) if login in (None, one) and forget_key(location, one)]
        return {"book": location, "user": login, "stays": False, "forgotten": gone}
    if args.stay and not is_encrypted_file(location):
        raise Refused(_NOTHING_TO_KEEP)
    with closing(with_password(location, lambda password: sign_in(location, login, password, stay=args.stay))) as book:
        remember(location, book)
        return {"book": book.location, "user": book.user.login, "stays": book.user.login in staying(location)}


def _show_signed_in(answer: dict[str, Any]) -> Iterator[str]:
    if "forgotten" in answer:
        gone = ", ".join(answer["forgotten"])
        yield f"The password of {gone} is asked for again." if gone else "Nobody stayed signed in here."
        return
    yield f"{answer['user']} opens {answer['book']}."
    if answer["stays"]:
        yield "On this computer no password is asked for any more, until sign-in --forget."


def _failures_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--days", type=count, default=90, metavar="N", help="so many days back; else 90")


def _failures(args: Namespace) -> list[dict[str, Any]]:
    since = clock.today() - timedelta(days=min(args.days, _MOST_DAYS))
    with opened(args) as book:
        rows = together(book.ask(failed_sign_ins, since))
    return [{"on": row.on, "login": row.login or None, "desk": row.desk, "times": row.times} for row in rows]


def _show_failures(answer: list[dict[str, Any]]) -> Iterator[str]:
    for one in answer:
        login = one["login"] or "a login that nobody has"
        yield f"{one['on']}  {one['times']:>4}  wrong for {login} at {one['desk']}"
    yield _COUNTED if answer else f"No wrong password was noted. {_COUNTED}"


SUBCOMMANDS = {
    "failures": Subcommand(_failures_arguments, _failures, _show_failures),
    "sign-in": Subcommand(_sign_in_arguments, _sign_in, _show_signed_in),
    "key": Subcommand(_key_arguments, _key, _show_key),
    "recover": Subcommand(_recover_arguments, _recover, _show_recovered),
}
