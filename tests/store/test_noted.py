"""What a check found is minded by every program, until a check passes or the file is another one."""

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from app.book import Book, create_book, open_book
from app.entrance import check_book
from app.errors import BookDamaged
from app.features.lists import AddTag, tags
from app.store.noted import note_outcome, seen
from tests.damaged import spoil

pytestmark = pytest.mark.usefixtures("large")


@pytest.fixture
def spoiled(path: Path) -> Path:
    """A book whose damage only a check finds: nobody asks for saved lists here."""
    spoil(path, "saved_lists")
    return path


def saves(path: Path) -> bool:
    with closing(open_book(str(path), "ann")) as book:
        try:
            book.do(AddTag("Press"))
        except BookDamaged as fault:
            assert fault.words.startswith("Not saved. The book is damaged") and book.damage
            return False
    return True


def test_without_a_check_nobody_knows(spoiled: Path) -> None:
    assert saves(spoiled)


def test_who_comes_after_the_check_only_reads(spoiled: Path) -> None:
    before = spoiled.read_bytes()
    assert check_book(str(spoiled))
    assert not saves(spoiled)
    with closing(open_book(str(spoiled), "ann")) as book:
        assert "Restore the last backup" in str(book.damage)
        assert book.ask(tags) == []
    assert spoiled.read_bytes() == before


def test_who_has_the_book_open_meanwhile_writes_nothing_more(spoiled: Path) -> None:
    with closing(open_book(str(spoiled), "ann")) as book:
        book.do(AddTag("Before"))
        before = spoiled.read_bytes()
        assert check_book(str(spoiled))
        with pytest.raises(BookDamaged, match=r"^Not saved"):
            book.do(AddTag("After"))
        assert [tag.name for tag in book.ask(tags)] == ["Before"]
    assert spoiled.read_bytes() == before


def test_what_waits_in_the_log_is_not_brought_into_the_file_at_the_end(spoiled: Path) -> None:
    with closing(open_book(str(spoiled), "ann")) as book:
        book.do(AddTag("Before"))
        before = spoiled.read_bytes()
        assert check_book(str(spoiled))
    assert spoiled.read_bytes() == before
    assert not saves(spoiled)


def test_a_backup_put_in_its_place_is_written_again(spoiled: Path, new_file: Path) -> None:
    seen = spoiled.stat()
    assert check_book(str(spoiled))
    shutil.copyfile(new_file, spoiled)
    os.utime(spoiled, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert saves(spoiled)
    assert check_book(str(spoiled)) == []
    assert [one.name for one in spoiled.parent.iterdir()] == ["firm.book"]


def test_a_backup_is_whole_when_it_was_restored_as_the_words_say(spoiled: Path, new_file: Path) -> None:
    assert saves(spoiled)
    with closing(open_book(str(spoiled), "ann")) as book:
        book.do(AddTag("Before"))
        words, *_ = check_book(str(spoiled))
    beside = [spoiled.with_name(f"firm.book{ending}") for ending in ("-wal", "-shm")]
    assert all(one.exists() and one.name.removeprefix("firm.book") in words for one in beside)
    for one in beside:
        one.rename(one.with_name(f"old{one.suffix}"))
    shutil.copyfile(new_file, spoiled)
    assert saves(spoiled)
    assert check_book(str(spoiled)) == []


def test_a_damaged_file_that_was_only_touched_is_still_damaged(spoiled: Path) -> None:
    assert check_book(str(spoiled))
    os.utime(spoiled)
    assert not saves(spoiled)


def test_a_check_that_finds_nothing_ends_it(path: Path) -> None:
    assert note_outcome(path, "The book is damaged: somebody was mistaken.", seen(path)) is None
    assert not saves(path)
    assert check_book(str(path)) == []
    assert saves(path)


def test_a_note_that_cannot_be_read_makes_the_file_be_looked_through(path: Path) -> None:
    with closing(open_book(str(path), "ann")) as book:
        path.with_name("firm.book.damaged").write_bytes(b"")
        with pytest.raises(BookDamaged):
            book.do(AddTag("Press"))
    assert saves(path)


def test_a_new_book_begins_without_the_note_about_an_old_one(spoiled: Path) -> None:
    assert check_book(str(spoiled))
    spoiled.unlink()
    create_book(str(spoiled), "Firm", "ann").close()
    assert saves(spoiled)


def test_lists_out_of_step_end_no_writing(file_book: Book) -> None:
    with file_book._store.writing() as session:
        session.execute(text("INSERT INTO search_words (rowid, name) VALUES (4711, 'ann')"))
        session.commit()
    words, *_ = check_book(file_book.location)
    assert "out of step" in words
    assert saves(Path(file_book.location))


def test_where_it_cannot_be_noted_that_is_said(spoiled: Path) -> None:
    spoiled.with_name("firm.book.damaged").mkdir()
    assert "could not be noted" in check_book(str(spoiled))[1]
