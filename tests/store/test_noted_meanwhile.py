"""A note of damage outlasts whatever happens during a look: only the outcome of one about this very file changes it."""

import os
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from app.book import open_book
from app.entrance import check_book, logins
from app.errors import BookDamaged
from app.features.lists import AddTag
from app.store.noted import noted, seen
from app.store.sqlite import SqliteStore
from tests.damaged import spoil
from tests.store.old_books import LOGIN, old_book
from tests.store.test_noted import saves

NOTE = "firm.book.damaged"
During = Callable[[Callable[[], object]], None]


class Killed(BaseException):
    """What ends a program without a word."""


pytestmark = pytest.mark.usefixtures("large")


@pytest.fixture
def doubted(path: Path) -> Path:
    """A damaged book that was touched after a check found the damage."""
    spoil(path, "saved_lists")
    assert check_book(str(path))
    os.utime(path)
    return path


@pytest.fixture
def during(monkeypatch: pytest.MonkeyPatch) -> During:
    """Lets something happen once, just when the next look has gone over the file."""
    real = SqliteStore.complaints

    def prepare(act: Callable[[], object]) -> None:
        acts = [act]

        def complaints(store: SqliteStore, session: Session) -> list[str]:
            try:
                return real(store, session)
            finally:
                while acts:
                    acts.pop()()

        monkeypatch.setattr(SqliteStore, "complaints", complaints)

    return prepare


def kill() -> None:
    raise Killed


def put_in_place(backup: Path, path: Path) -> None:
    """As a person does who renames: what stood there is gone at once."""
    beside = path.with_name("restored")
    shutil.copyfile(backup, beside)
    beside.replace(path)


def spoil_note(path: Path) -> None:
    """A note that nobody can open."""
    path.with_name(NOTE).symlink_to(NOTE)


def test_who_is_killed_in_the_look_leaves_the_note(doubted: Path, during: During) -> None:
    before = doubted.read_bytes()
    during(kill)
    with pytest.raises(Killed):
        open_book(str(doubted), "ann")
    assert doubted.with_name(NOTE).exists()
    assert not saves(doubted)
    assert doubted.read_bytes() == before


def test_a_check_that_is_killed_leaves_the_note(doubted: Path, during: During) -> None:
    during(kill)
    with pytest.raises(Killed):
        check_book(str(doubted))
    assert not saves(doubted)


def test_who_opens_the_book_during_the_look_writes_nothing_either(doubted: Path, during: During) -> None:
    before = doubted.read_bytes()
    saved: list[bool] = []
    during(lambda: saved.append(saves(doubted)))
    assert not saves(doubted)
    assert saved == [False]
    assert doubted.read_bytes() == before


def test_a_file_in_doubt_keeps_the_journal_that_it_has_until_it_was_looked_through(doubted: Path) -> None:
    with closing(dbapi2.connect(str(doubted), isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode = delete")
    before = doubted.read_bytes()
    assert not saves(doubted)
    assert doubted.read_bytes() == before


def test_a_closed_copy_put_in_its_place_is_written_at_once(doubted: Path, new_file: Path) -> None:
    shutil.copyfile(new_file, doubted)
    with closing(dbapi2.connect(str(doubted), isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode = delete")
    assert saves(doubted)
    assert not doubted.with_name(NOTE).exists()


def test_what_waits_in_the_log_of_a_file_in_doubt_is_not_brought_into_it(path: Path) -> None:
    spoil(path, "saved_lists")
    with closing(open_book(str(path), "ann")) as book:
        book.do(AddTag("Before"))
        assert check_book(str(path))
    os.utime(path)
    before = path.read_bytes()
    assert logins(str(path)) == [("ann", "Ann Becker")]
    assert path.read_bytes() == before
    assert path.with_name("firm.book-wal").stat().st_size


def test_a_damaged_older_book_in_doubt_is_not_brought_up(tmp_path: Path) -> None:
    path = old_book(tmp_path)
    spoil(path, "saved_lists")
    path.with_name(NOTE).write_text('{"words": "The book is damaged: once.", "file": [1, 2, 3, 4]}')
    before = path.read_bytes()
    with pytest.raises(BookDamaged, match="its file is not whole"):
        open_book(str(path), LOGIN)
    with pytest.raises(BookDamaged, match="its file is not whole"):
        logins(str(path))
    assert path.read_bytes() == before
    assert path.with_name(NOTE).exists()
    words, *more = check_book(str(path))
    assert "its file is not whole" in words and not any("is not made as it was" in one for one in more)
    assert path.read_bytes() == before


def test_a_sound_older_book_in_doubt_is_brought_up_and_written(tmp_path: Path) -> None:
    path = old_book(tmp_path)
    path.with_name(NOTE).write_text('{"words": "The book is damaged: once.", "file": [1, 2, 3, 4]}')
    with closing(open_book(str(path), LOGIN)) as book:
        book.do(AddTag("Brought up"))
        assert book.damage is None
    assert not path.with_name(NOTE).exists()


def test_the_note_stands_until_an_older_book_that_was_brought_up_is_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old_book(tmp_path)
    path.with_name(NOTE).write_text('{"words": "The book is damaged: once.", "file": [1, 2, 3, 4]}')
    monkeypatch.setattr("app.soundness.verify", lambda _session: kill())
    with pytest.raises(Killed):
        open_book(str(path), LOGIN)
    assert path.with_name(NOTE).exists()


def test_a_backup_put_in_place_during_a_check_is_not_said_to_be_damaged(
    path: Path, new_file: Path, during: During
) -> None:
    spoil(path, "saved_lists")
    during(lambda: put_in_place(new_file, path))
    assert "another file was put in its place" in check_book(str(path))[1]
    assert not path.with_name(NOTE).exists()
    assert saves(path)


def test_a_check_that_began_earlier_takes_no_newer_note_away(path: Path, during: During) -> None:
    newer = path.with_name(NOTE)
    newer.write_text('{"words": "The book is damaged: once.", "file": []}')
    during(lambda: newer.write_text('{"words": "The book is damaged: now.", "file": []}'))
    words, more = check_book(str(path))
    assert words == "The book is damaged: now." and "check it again" in more
    assert newer.exists()
    assert check_book(str(path)) == []


def test_a_first_note_that_came_during_a_check_stays(path: Path, during: During) -> None:
    newer = path.with_name(NOTE)
    during(lambda: newer.write_text('{"words": "The book is damaged: now.", "file": []}'))
    assert check_book(str(path)) == ["The book is damaged: now."]
    assert newer.exists()


def test_a_file_that_was_touched_during_a_check_keeps_its_note(doubted: Path, new_file: Path, during: During) -> None:
    shutil.copyfile(new_file, doubted)
    during(lambda: os.utime(doubted, ns=(1, 1)))
    assert "check it again" in check_book(str(doubted))[1]
    assert doubted.with_name(NOTE).exists()
    assert check_book(str(doubted)) == []


def test_damage_is_noted_also_where_the_file_was_written_to_during_the_check(path: Path, during: During) -> None:
    spoil(path, "saved_lists")
    during(lambda: os.utime(path, ns=(1, 1)))
    assert check_book(str(path))
    assert seen(path).in_doubt
    assert not saves(path)
    assert not seen(path).in_doubt


def test_a_note_that_nobody_can_open_is_one(path: Path) -> None:
    with closing(open_book(str(path), "ann")) as book:
        spoil_note(path)
        with pytest.raises(BookDamaged, match=r"^Not saved"):
            book.do(AddTag("Press"))
    path.with_name(NOTE).unlink()
    assert saves(path)


def test_a_note_that_cannot_be_removed_is_minded_and_told(path: Path) -> None:
    path.with_name(NOTE).mkdir()
    assert "remove it yourself" in check_book(str(path))[1]
    assert not saves(path)


def test_a_note_about_a_file_that_has_just_gone_is_about_another_one(doubted: Path) -> None:
    assert noted(doubted)
    doubted.unlink()
    assert seen(doubted).in_doubt


def test_the_note_is_for_all_who_read_the_folder_and_nothing_half_stands_beside_it(path: Path) -> None:
    spoil(path, "saved_lists")
    mask = os.umask(0o022)
    try:
        assert check_book(str(path))
    finally:
        os.umask(mask)
    assert path.with_name(NOTE).stat().st_mode & 0o777 == 0o644
    path.with_name(NOTE).unlink()
    path.with_name(NOTE).mkdir()
    assert "could not be noted" in check_book(str(path))[1]
    assert not list(path.parent.glob(f".{NOTE}*"))


def test_lists_out_of_step_hide_no_broken_journal(path: Path) -> None:
    with closing(dbapi2.connect(str(path), isolation_level=None)) as raw:
        raw.execute("INSERT INTO search_words (rowid, name) VALUES (4711, 'ann')")
        raw.execute("UPDATE operations SET summary = summary || '.'")
    assert "journal was changed" in check_book(str(path))[0]
    assert not saves(path)


def test_what_a_lost_row_is_told_as_is_the_same_in_use_and_in_a_check(path: Path) -> None:
    with closing(dbapi2.connect(str(path), isolation_level=None)) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("UPDATE changes SET operation_id = -5 WHERE id = (SELECT min(id) FROM changes)")
    lost = "1 row of the table changes belongs to no row of operations"
    with closing(open_book(str(path), "ann")) as book, suppress(BookDamaged):
        book.ask(lambda session: session.execute(text("SELECT 1")).one()[7])
    assert book.damage and lost in book.damage
    assert lost in check_book(str(path))
