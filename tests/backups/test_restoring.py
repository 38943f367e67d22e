"""What a restore does beyond rows: an older program's backup is brought up, and nobody erased comes back by it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from app.backing_up import back_up
from app.book import Book, open_book
from app.entrance import check_book
from app.errors import DamagedFile, Refused
from app.features.backups import backups, opening_keys
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.erasing import EraseCustomer
from app.keys.recovery import to_words
from app.keys.sealing import new_key
from app.opened_backup import keys_of_words
from app.past_book import open_backup
from app.proof import verify
from app.proving import prove
from app.proving_again import prove_again
from app.restoring import restore
from app.ticket import Ticket
from tests.store.newer import NEWEST, newer_program


def test_who_was_erased_since_does_not_come_back(file_book: Book, location: str, tmp_path: Path) -> None:
    gone = file_book.do(AddCustomer(name="Talleres Ibáñez")).answer
    file_book.do(AddCustomer(name="Somebody Else"))
    made = back_up(file_book, tmp_path / "kept", print)
    file_book.do(EraseCustomer(gone))

    there = location.replace("firm.book", "other.book")
    restored = restore(made.file, there, file_book.ask(opening_keys), Ticket())

    assert restored.erased == 1

    with closing(open_book(there, "ann")) as book:
        assert book.ask(find, "talleres") == []
        assert [line.name for line in book.ask(find, "somebody")] == ["Somebody Else"]
        assert book.ask(verify).ok


@pytest.mark.parametrize(
    ("left", "found"),
    [(0, "The file of the backup is empty"), (23, "The file of the backup was cut off after 23 bytes")],
)
def test_an_empty_file_and_one_shorter_than_any_backup_are_told_as_what_they_are(
    file_book: Book, tmp_path: Path, left: int, found: str
) -> None:
    told: list[str] = []
    made = back_up(file_book, tmp_path / "kept", told.append)
    made.file.write_bytes(made.file.read_bytes()[:left])

    def by_words() -> object:
        return restore(made.file, str(tmp_path / "back.book"), keys_of_words(told[0]), Ticket())

    def browsed() -> object:
        return open_backup(file_book, made.file)

    for opened in (by_words, browsed, lambda: prove_again(file_book, made.file)):
        with pytest.raises(DamagedFile, match=f"^{found}, so .*Copy it once more, or take another one.$"):
            opened()

    assert not (tmp_path / "back.book").exists()
    assert file_book.ask(backups)[0].fault.startswith(found)


@pytest.mark.parametrize("held", [b"tubof zijin mabog nujad", b"PK\x03\x04" * 1000])
def test_a_file_of_another_kind_is_told_as_none_of_ours(held: bytes, tmp_path: Path) -> None:
    (tmp_path / "letter.hbk").write_bytes(held)

    with pytest.raises(DamagedFile, match=r"^The file is no backup, or its beginning is damaged, so nothing"):
        restore(tmp_path / "letter.hbk", str(tmp_path / "back.book"), keys_of_words(to_words(new_key())), Ticket())

    assert [one.name for one in tmp_path.iterdir()] == ["letter.hbk"]


def test_an_older_program_s_backup_is_restored_and_brought_up(
    place: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    told: list[str] = []
    with closing(open_book(place, "ann")) as book:
        book.do(AddCustomer(name="Talleres Ibáñez"))
        made = back_up(book, tmp_path / "kept", told.append)
    there = str(tmp_path / "back.book")
    with newer_program(tmp_path_factory.mktemp("newer")):
        keys = keys_of_words(told[0])
        assert prove(made.file, keys).ok
        restore(made.file, there, keys, Ticket())
        with closing(open_book(there, "ann")) as book:
            assert [line.name for line in book.ask(find, "talleres")] == ["Talleres Ibáñez"]
            book.do(AddCustomer(name="After it"))
            assert book.ask(verify).ok
        assert check_book(there) == []


def test_a_newer_program_s_backup_is_refused_with_what_it_takes(
    place: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with newer_program(tmp_path_factory.mktemp("newer")), closing(open_book(place, "ann")) as book:
        made = back_up(book, tmp_path / "kept", print)
        keys = book.ask(opening_keys)

    with pytest.raises(Refused, match=f"newer Housebook made this backup.* at step {NEWEST}"):
        restore(made.file, str(tmp_path / "back.book"), keys, Ticket())
    assert not list(tmp_path.glob("back*"))
