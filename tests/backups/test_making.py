"""A backup is made of any book, proven by restoring it, noted, and nothing is left of one that came to nothing."""

from __future__ import annotations

import json
import os
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app import clock
from app.backing_up import back_up
from app.book import Book, create_book, open_book
from app.errors import HousebookError, NotAllowed, Refused, Stopped, UnreadableFile
from app.features.backups import backups, opening_keys, standing
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.journal.reading import JournalFilter, journal
from app.features.team import AddUser
from app.features.undo import UndoOperation
from app.keys.place import keys_path
from app.new_key import change_key
from app.opened_backup import keys_of_words
from app.proof import verify
from app.proving import prove
from app.restoring import restore
from app.rules.permissions import Role
from app.sign_in import sign_in, sign_in_with_recovery_key
from app.ticket import Ticket
from tests.locked import ANNS, BENS, CUSTOMER, Locked
from tests.prepared import prepared_book
from ui.cli import main


def files(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.rglob("*")) if folder.exists() else []


def _never(_words: str) -> None:
    """The book has a recovery key."""
    pytest.fail("another recovery key was made")


def test_a_backup_is_made_proven_and_noted(book: Book, tmp_path: Path) -> None:
    book.do(AddCustomer(name="Talleres Ibáñez"))
    revision = book.revision()

    told: list[str] = []

    made = back_up(book, tmp_path / "kept", told.append)

    assert len(told) == 1
    assert made.revision == revision + 1, "with the keys that were made for it"
    assert files(tmp_path / "kept") == [made.file.name]
    (noted,) = book.ask(backups)
    assert (noted.file, noted.place, noted.revision, noted.bytes) == (
        made.file.name, str(tmp_path / "kept"), made.revision, made.file.stat().st_size
    )  # fmt: skip
    assert noted.proven_at == made.proven_at
    assert book.ask(journal, JournalFilter())[0].summary.startswith("Backed the book up into Nordlicht-Handel-")
    assert book.ask(verify).ok


def test_the_next_one_needs_no_other_recovery_key(book: Book, tmp_path: Path) -> None:
    told: list[str] = []
    first, second = (back_up(book, tmp_path, told.append) for _ in range(2))

    (words,) = told
    assert prove(second.file, keys_of_words(words)).ok
    assert [one.file for one in book.ask(backups)] == [second.file.name, first.file.name]


def test_who_may_not_back_up_is_told_so_and_nothing_is_written(file_book: Book, tmp_path: Path) -> None:
    file_book.do(AddUser("staff", "Staff", Role.STAFF))
    file_book.do(AddUser("it", "The computers", Role.IT))
    with closing(open_book(file_book.location, "staff")) as staff:
        with pytest.raises(NotAllowed, match="back up and restore"):
            back_up(staff, tmp_path / "kept", print)
        assert files(tmp_path / "kept") == []
    with closing(open_book(file_book.location, "it")) as it:
        assert back_up(it, tmp_path / "kept", print).file.exists()


def test_stopped_on_the_way_leaves_nothing_but_what_is_complete(file_book: Book, tmp_path: Path) -> None:
    seen: list[str] = []

    def stop_at(what: str) -> Ticket:
        def report(now: str, done: int, total: int) -> None:
            seen.append(now)
            if now == what:
                ticket.stop()

        ticket = Ticket(report)
        return ticket

    back_up(file_book, tmp_path / "first", print)
    with pytest.raises(Stopped):
        back_up(file_book, tmp_path / "kept", print, stop_at("Backing up"))
    assert files(tmp_path / "kept") == []
    for number, what in enumerate(("Checking the backup", "Restoring", "Comparing"), start=1):
        made = back_up(file_book, tmp_path / "kept", print, stop_at(what))
        assert made.proven_at is None, "it is complete, and proven later"
        assert len(files(tmp_path / "kept")) == number
        assert file_book.ask(backups)[0].proven_at is None
    assert file_book.ask(standing).unproven == 3
    assert set(seen) >= {"Backing up", "Checking the backup", "Restoring", "Comparing"}


def test_a_place_that_takes_nothing_is_told_before_a_key_is_made(file_book: Book, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    told: list[str] = []

    with pytest.raises(HousebookError, match="cannot be written into"):
        back_up(file_book, tmp_path / "taken", told.append)

    assert told == []


def test_an_encrypted_book_comes_back_for_all_its_people(locked: Locked, tmp_path: Path) -> None:
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        made = back_up(book, tmp_path / "kept", _never)
    there = tmp_path / "elsewhere" / "back.book"
    there.parent.mkdir()

    restored = restore(made.file, str(there), keys_of_words(locked.words), Ticket())

    assert restored.encrypted
    assert files(there.parent) == ["back.book", "back.book.keys"]
    assert b"SQLite" not in there.read_bytes()[:16]
    for login, password in (("ann", ANNS), ("ben", BENS)):
        with closing(sign_in(str(there), login, password)) as book:
            assert [line.name for line in book.ask(find, "talleres")] == [CUSTOMER]
    with pytest.raises(NotAllowed):
        sign_in(str(there), "ben", ANNS)
    with closing(sign_in_with_recovery_key(str(there), "ben", locked.words, "another long one")) as book:
        book.do(AddCustomer(name="After it"))
        assert book.ask(verify).ok


def test_whoever_had_a_copy_of_the_lost_book_s_key_does_not_open_the_one_restored(
    locked: Locked, tmp_path: Path
) -> None:
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        made = back_up(book, tmp_path / "kept", print)
        restored = restore(made.file, str(tmp_path / "back.book"), book.ask(opening_keys), Ticket())
    before = keys_path(Path(locked.place)).read_bytes()
    keys_path(Path(restored.location)).write_bytes(before)
    with pytest.raises(HousebookError, match="does not fit"):
        sign_in(restored.location, "ann", ANNS)


def test_after_another_key_of_the_book_backups_get_other_keys_and_older_ones_still_open(
    locked: Locked, tmp_path: Path
) -> None:
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        older = back_up(book, tmp_path / "kept", print)
        had = book.ask(opening_keys)
    with closing(change_key(locked.place, "ann", ANNS).book) as book:
        newer = back_up(book, tmp_path / "kept", _never)
        keys = book.ask(opening_keys)
    assert prove(older.file, keys).ok
    with pytest.raises(NotAllowed, match="other keys"):
        prove(newer.file, had)


def test_a_backup_of_another_book_is_not_taken_for_one_s_own(file_book: Book, tmp_path: Path) -> None:
    theirs, told = create_book(str(tmp_path / "theirs.book"), "Another firm", "zoe"), list[str]()
    with closing(theirs):
        made = back_up(theirs, tmp_path / "theirs", told.append)
    back_up(file_book, tmp_path / "ours", print)
    with pytest.raises(NotAllowed, match="other keys"):
        prove(made.file, file_book.ask(opening_keys))
    ours = file_book.ask(opening_keys)
    stolen = replace(ours, privates=(*ours.privates, *keys_of_words(told[0]).privates))
    with pytest.raises(Refused, match="another book, that of Another firm"):
        prove(made.file, stolen)


def test_nothing_is_restored_over_a_book_and_nothing_of_a_damaged_one(place: str, tmp_path: Path) -> None:
    with closing(open_book(place, "ann")) as book:
        made = back_up(book, tmp_path / "kept", print)
        keys = book.ask(opening_keys)
    with pytest.raises(Refused, match="already"):
        restore(made.file, place, keys, Ticket())
    data = bytearray(made.file.read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "damaged.hbk").write_bytes(data)
    for damaged in (tmp_path / "damaged.hbk", tmp_path / "missing.hbk"):
        with pytest.raises(UnreadableFile):
            restore(damaged, str(tmp_path / "never.book"), keys, Ticket())
    assert not list(tmp_path.glob("never*"))


def test_on_a_prepared_server_who_looks_after_the_computers_backs_up_and_others_reach_no_key(tmp_path: Path) -> None:
    prepared = prepared_book()
    with closing(prepared.opened("ann")) as owner:
        owner.do(AddCustomer(name="Talleres Ibáñez"))
    with closing(prepared.opened("it")) as it:
        made = back_up(it, tmp_path / "kept", print)
        restore(made.file, str(tmp_path / "back.book"), it.ask(opening_keys), Ticket())
    with closing(open_book(str(tmp_path / "back.book"), "ann")) as book:
        assert [line.name for line in book.ask(find, "talleres")] == ["Talleres Ibáñez"]
    for login in ("manager", "staff"):
        with closing(prepared.opened(login)) as other, pytest.raises(NotAllowed):
            other.ask(opening_keys)
        with prepared.raw(login) as raw, pytest.raises(Exception, match="permission denied"):
            raw.execute("SELECT private FROM backup_keys")


def test_the_command_line_says_what_the_contract_asks(
    locked: Locked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOUSEBOOK_BOOK", locked.place)
    monkeypatch.setenv("HOUSEBOOK_USER", "ann")
    monkeypatch.setenv("HOUSEBOOK_PASSWORD", ANNS)

    def said(*words: str) -> Any:
        assert main([*words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    made = said("backup", "--to", str(tmp_path / "kept"))
    assert made.keys() >= {"file", "revision", "rows", "bytes", "seconds", "proven"}
    (listed,) = said("backups")
    assert said("backups", "--check")["file"] == listed["file"]
    assert {"file", "at", "revision", "proven_at", "places"} <= listed.keys()
    assert said("prove", made["file"]) == {"ok": True, "rows": made["rows"], "journal_ok": True}
    monkeypatch.delenv("HOUSEBOOK_PASSWORD")
    monkeypatch.delenv("HOUSEBOOK_BOOK")
    (tmp_path / "sheet").write_text(locked.words + "\n")
    words = "--recovery-key-file", str(tmp_path / "sheet")
    restored = said("restore", made["file"], "--to", str(tmp_path / "back.book"), *words)
    assert (restored["rows"], restored["revision"]) == (made["rows"], made["revision"])
    assert main(["restore", made["file"], "--to", str(tmp_path / "back.book"), *words]) == 1
    assert "already a file" in capsys.readouterr().err


def test_a_note_of_a_backup_is_never_undone(file_book: Book, tmp_path: Path) -> None:
    back_up(file_book, tmp_path, print)
    newest = file_book.ask(journal, JournalFilter())[0]
    assert newest.summary.startswith("Backed")
    with pytest.raises(Refused, match="stays in the list"):
        file_book.do(UndoOperation(newest.id))


def test_what_watches_over_the_house_hears_of_a_backup_that_is_too_old(
    file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["backups", "--check", "--book", file_book.location]
    assert main(asked) == 1
    back_up(file_book, tmp_path, list[str]().append)
    assert main(asked) == 0
    later = clock.now() + timedelta(hours=49)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert main(asked) == 1
    assert [line.partition(":")[0] for line in capsys.readouterr().out.splitlines()] == ["TOO OLD", "OK", "TOO OLD"]


def test_what_a_killed_program_left_goes_after_a_day(file_book: Book, tmp_path: Path) -> None:
    old, new = tmp_path / "1.hbk.part", tmp_path / "2.hbk.part"
    for left in (old, new):
        left.write_bytes(b"half")
    yesterday = clock.now().timestamp() - 90_000
    os.utime(old, (yesterday, yesterday))

    back_up(file_book, tmp_path, print)

    assert not old.exists()
    assert new.exists()
