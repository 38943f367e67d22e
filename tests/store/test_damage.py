"""A damaged book is read as far as can be, and not a byte of it is changed any more."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from app.book import Book, create_book, open_book
from app.entrance import check_book
from app.errors import BookDamaged, NotABook
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.customers.lists import ListFilter, first_lines
from app.features.lists import AddTag, stages, tags
from app.features.sampling import fill_with_sample
from app.features.team import users
from app.models import BookState
from app.store import damage
from app.store.file import BookFile
from tests.damaged import PAGE, spoil

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path, new_file: Path) -> Path:
    made = tmp_path / "firm.book"
    shutil.copyfile(new_file, made)
    return made


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the file were too large to be looked through when it is opened."""
    monkeypatch.setattr(damage, "_SMALL", 0)


def beside(path: Path) -> Iterator[str]:
    """What was written beside the book; the memory that desks share is none."""
    found = path.parent.glob("firm.book?*")
    return (one.name for one in found if one.stat().st_size and not one.name.endswith("-shm"))


def test_what_is_found_at_opening_is_said_and_nothing_is_written(path: Path) -> None:
    spoil(path, "stages")
    before = path.read_bytes()
    book = open_book(str(path), "ann")
    assert "damaged" in (book.damage or "")
    assert "Restore the last backup" in (book.damage or "")
    assert [user.login for user in book.ask(users)] == ["ann"]
    with pytest.raises(BookDamaged):
        book.ask(stages)
    with pytest.raises(BookDamaged, match=r"^Not saved"):
        book.do(AddTag("Press"))
    book.close()
    assert path.read_bytes() == before
    assert [*path.parent.iterdir()] == [path]
    assert check_book(str(path)) != []


def test_what_is_met_in_use_ends_all_writing_and_the_rest_goes_on(path: Path, large: None) -> None:
    spoil(path, "stages")
    before = path.read_bytes()
    book = open_book(str(path), "ann")
    assert "damaged" not in str(book.damage)
    with pytest.raises(BookDamaged):
        book.ask(stages)
    assert "damaged" in str(book.damage)
    assert [user.login for user in book.ask(users)] == ["ann"]
    with pytest.raises(BookDamaged, match=r"^Not saved"):
        book.do(AddTag("Press"))
    with closing(book.watch()) as watch:
        assert not watch.wait(0)
    book.close()
    assert path.read_bytes() == before
    assert list(beside(path)) == []


def test_what_was_saved_before_waits_in_the_log_and_is_not_brought_into_the_file(path: Path, large: None) -> None:
    spoil(path, "saved_lists")
    before = path.read_bytes()
    book = open_book(str(path), "ann")
    book.do(AddTag("Press"))
    with pytest.raises(BookDamaged):
        book.ask(lambda session: session.execute(text("SELECT * FROM saved_lists")).all())
    assert [tag.name for tag in book.ask(tags)] == ["Press"]
    book.close()
    assert path.read_bytes() == before
    assert list(beside(path)) != []
    again = open_book(str(path), "ann")
    assert [tag.name for tag in again.ask(tags)] == ["Press"]
    again.close()


def test_a_file_whose_end_is_missing_is_read_as_far_as_it_goes(path: Path) -> None:
    made = open_book(str(path), "ann")
    fill_with_sample(made.do, 20)
    made.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: -4 * PAGE])
    book = open_book(str(path), "ann")
    assert "end of its file" in (book.damage or "")
    assert book.firm == "Nordlicht Handel"
    book.close()
    assert path.read_bytes() == whole[: -4 * PAGE]


def test_a_value_that_nobody_wrote_is_damage_and_no_mistake_of_the_program(file_book: Book) -> None:
    with file_book._store.writing() as session:
        session.execute(text("UPDATE book SET listed_on = '2O26-01-01'"))
        session.commit()
    with pytest.raises(BookDamaged, match="the table book holds values"):
        file_book.ask(lambda session: session.execute(select(BookState.listed_on)).scalar_one())
    assert file_book.damage is not None


@pytest.mark.parametrize("value", ["'x'", "1 << 62"])
def test_an_instant_that_is_none_in_a_list_is_damage_before_anybody_paints_it(file_book: Book, value: str) -> None:
    file_book.do(AddCustomer(name="Ann Lee"))
    with file_book._store.writing() as session:
        session.execute(text(f"UPDATE listing SET last_touch_at = {value}"))
        session.commit()
    with pytest.raises(BookDamaged, match="the table listing holds values"):
        file_book.ask(first_lines, ListFilter(), ())


def test_a_mistake_of_the_program_stays_one(file_book: Book) -> None:
    def mistaken(_session: Session) -> None:
        raise LookupError("a mistake")

    with pytest.raises(LookupError):
        file_book.ask(mistaken)
    assert file_book.damage is None


def test_one_wrong_page_of_an_encrypted_book_leaves_the_others_readable(tmp_path: Path, large: None) -> None:
    path = tmp_path / "firm.book"
    create_book(str(path), "Nordlicht Handel", "ann", key=KEY).close()
    raw = dbapi2.connect(str(path))
    raw.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    (root,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'stages'").fetchone()
    raw.close()
    whole = bytearray(path.read_bytes())
    whole[(root - 1) * PAGE + 2000] ^= 1
    path.write_bytes(whole)
    book = open_book(str(path), "ann", KEY)
    with pytest.raises(BookDamaged):
        book.ask(stages)
    assert [user.login for user in book.ask(users)] == ["ann"]
    book.close()
    words, first, *_ = check_book(str(path), KEY)
    assert words.startswith("The book is damaged: its file is not whole.") and "Restore the last backup" in words
    assert first == f"HMAC verification failed for page {root}"


def test_a_look_leaves_no_trace_beside_a_book_that_nobody_has_open(path: Path) -> None:
    assert damage.look(BookFile(path)) is None
    assert [*path.parent.iterdir()] == [path]


def test_another_programs_database_is_no_damaged_book(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    raw = dbapi2.connect(str(path))
    raw.execute("CREATE TABLE recipes (name TEXT)")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(NotABook, match=r"not a book of Housebook"):
        open_book(str(path), "ann")
    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize(("was", "is_now"), [(b"'tags', NEW.id", b"'tags', NEW.\xa0d"), (b"ON tags", b"ON t\xa0gs")])
def test_names_that_are_no_text_any_more_are_damage(path: Path, was: bytes, is_now: bytes, large: None) -> None:
    whole = path.read_bytes()
    assert was in whole
    path.write_bytes(whole.replace(was, is_now))
    before = path.read_bytes()
    assert "Restore the last backup" in check_book(str(path))[0]
    path.with_name(f"{path.name}.damaged").unlink(missing_ok=True)
    with pytest.raises(BookDamaged), closing(open_book(str(path), "ann")) as book:
        book.do(AddTag("Press"))
    assert path.read_bytes() == before


@pytest.mark.parametrize("gone", ["search_words", "search_digits"])
def test_a_search_that_is_not_there_is_damage_and_no_mistake_of_the_program(path: Path, gone: str, large: None) -> None:
    with closing(dbapi2.connect(str(path))) as raw:
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("DELETE FROM sqlite_master WHERE name = ?", (gone,))
        raw.commit()
    with closing(open_book(str(path), "ann")) as book:
        with pytest.raises(BookDamaged, match="found by is not made as it was"):
            book.ask(find, "030 12")
        assert "damaged" in str(book.damage)


def test_what_is_asked_of_a_list_of_tables_that_breaks_off_is_damage_each_time(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[whole.index(b"triggerjournal_backup_keys_") - 1] ^= 4
    path.write_bytes(whole)
    with closing(open_book(str(path), "ann")) as book:
        for _ in range(3):
            with pytest.raises(BookDamaged, match="its list of tables cannot be read"):
                book.ask(find, "a")
    assert path.read_bytes() == bytes(whole)
