"""What the database complains of is told in one sentence; what is a mistake of ours goes through as one."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from app.book import Book, open_book
from app.errors import BookDamaged, BookUnreachable, HousebookError, NotABook, Refused
from app.features.lists import AddTag, tags
from app.store.faults import told, translated

SQLITE_SENTENCES = {
    "database is locked": (5, BookUnreachable, "somebody else is writing"),
    "attempt to write a readonly database": (8, BookUnreachable, "but not written"),
    "disk I/O error": (10, BookUnreachable, "does not answer"),
    "database disk image is malformed": (11, BookDamaged, "damaged"),
    "database or disk is full": (13, BookUnreachable, "disk is full"),
    "file is not a database": (26, NotABook, "not a book"),
}
STATES = {
    "08006": "does not answer",
    "3D000": "no such database",
    "28P01": "name and password",
    "28000": "name and password",
    "40001": "same moment",
    "40P01": "same moment",
    "42501": "right to it",
    "53100": "disk is full",
    "53300": "too many",
    "55P03": "writing for a long time",
    "57P01": "does not answer",
    "57P03": "does not answer",
    "23505": "just added the same",
    "23503": "just added the same",
    "XX001": "damaged",
}
BUGS = ("42703", "42P01", "23502", "23514", "22P02", "42601")


def raised(book: Book, statement: str) -> DBAPIError:
    """What the database itself says to a statement."""
    with pytest.raises(DBAPIError) as caught, book._store._engine.connect() as connection:
        connection.execute(text(statement))
    return caught.value


@pytest.mark.parametrize("words", SQLITE_SENTENCES)
def test_sqlite_is_understood_by_its_code(words: str) -> None:
    code, kind, said = SQLITE_SENTENCES[words]
    fault = dbapi2.DatabaseError(words)
    fault.sqlite_errorcode = code | 0x100  # with and without the finer half of the code
    error = told(fault)
    assert type(error) is kind
    assert said in error.words


@pytest.mark.parametrize("state", STATES)
def test_postgresql_is_understood_by_its_state(state: str) -> None:
    fault = DBAPIError("SELECT", None, type("Fault", (psycopg.Error,), {"sqlstate": state})("does not exist"))
    error = translated(fault)
    assert error is not None
    assert STATES[state] in error.words


@pytest.mark.parametrize("state", BUGS)
def test_our_mistakes_on_postgresql_go_through(state: str) -> None:
    fault = DBAPIError(
        "SELECT", None, type("Fault", (psycopg.Error,), {"sqlstate": state})("connection does not exist")
    )
    assert translated(fault) is None


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT no_such_column FROM users",
        "SELECT * FROM no_such_table",
        "INSERT INTO files (digest, media_type) VALUES ('1', 'image/png')",
        "SELECT connection",
    ],
)
def test_our_mistakes_are_not_dressed_up(book: Book, statement: str) -> None:
    assert translated(raised(book, statement)) is None


@pytest.mark.parametrize("statement", ["SELECT json('{')", "SELECT * FROM said WHERE said MATCH '\"'"])
def test_malformed_questions_are_no_damage(file_book: Book, statement: str) -> None:
    assert translated(raised(file_book, statement)) is None


def test_a_second_of_the_same_is_refused(book: Book) -> None:
    def two() -> None:
        with book._store.writing() as session:
            for _ in range(2):
                session.execute(text("INSERT INTO files VALUES ('1', 'image/png', '')"))

    with pytest.raises(Refused, match="just added the same"):
        two()


def test_what_belongs_to_nothing_is_refused(book: Book) -> None:
    with pytest.raises(Refused, match="removed what this belongs to"), book._store.writing() as session:
        row = "1, 999, 'tags', 1, NULL, NULL, 'added', NULL, 1, NULL"
        session.execute(text(f"INSERT INTO changes VALUES ({row})"))
        session.commit()


def test_a_missing_value_is_a_mistake_of_ours(book: Book) -> None:
    with pytest.raises(IntegrityError), book._store.writing() as session:
        session.execute(text("INSERT INTO files (digest, media_type, data) VALUES ('1', NULL, '')"))


def test_a_sign_that_is_no_text_is_refused(book: Book) -> None:
    def ask(session: Session) -> str:
        return str(session.execute(text("SELECT :word"), {"word": "half \ud800"}).scalar_one())

    with pytest.raises(Refused, match="no text"):
        book.ask(ask)


def test_a_file_of_something_else_is_not_a_book(tmp_path: Path) -> None:
    path = tmp_path / "letter.book"
    path.write_bytes(b"Dear Sir or Madam, " * 400)
    with pytest.raises(NotABook, match="not a book"):
        open_book(str(path), "ann")


def test_a_torn_file_is_told_as_damaged(tmp_path: Path, new_file: Path) -> None:
    path = tmp_path / "torn.book"
    shutil.copyfile(new_file, path)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(BookDamaged):
        open_book(str(path), "ann").ask(tags)


class TestServer:
    """Doors of a real server that stay shut."""

    @pytest.fixture
    def engine_kind(self) -> str:
        return "postgres"

    def refused(self, location: str) -> HousebookError:
        with pytest.raises(BookUnreachable) as caught:
            open_book(location, "ann")
        return caught.value

    def test_no_such_database(self, place: str) -> None:
        wrong = make_url(place).set(database="nowhere").render_as_string(hide_password=False)
        assert "no such database" in self.refused(wrong).words

    def test_no_such_role(self, place: str) -> None:
        wrong = make_url(place).set(username="nobody_here").render_as_string(hide_password=False)
        words = self.refused(wrong).words
        assert "no such database or role" in words or "name and password" in words

    def test_nobody_listens(self) -> None:
        assert "does not answer" in self.refused("postgresql://ann@127.0.0.1:9/firm").words

    def test_no_such_host(self) -> None:
        assert "no such server" in self.refused("postgresql://ann@nowhere.invalid/firm").words

    def test_a_server_that_goes_away_in_a_question(self, book: Book, place: str) -> None:
        def long(session: Session) -> None:
            session.execute(text("SELECT pg_sleep(30)"))

        self.cut_off(place, "pg_sleep", lambda: book.ask(long))
        assert book.ask(tags) == []

    def test_a_server_that_goes_away_between_two_questions(self, book: Book, place: str) -> None:
        book.ask(tags)
        end_backends(place, "")
        assert book.ask(tags) == []

    def test_a_server_that_goes_away_in_a_command(self, book: Book, place: str) -> None:
        with psycopg.connect(place) as other:
            other.execute("LOCK TABLE tags IN SHARE MODE")
            self.cut_off(place, "INSERT INTO tags", lambda: book.do(AddTag("Press")))
        assert book.ask(tags) == []
        book.do(AddTag("Press"))
        assert len(book.ask(tags)) == 1

    def cut_off(self, place: str, doing: str, work: Callable[[], object]) -> None:
        killer = threading.Thread(target=end_backends, args=[place, doing])
        killer.start()
        with pytest.raises(BookUnreachable, match="does not answer"):
            work()
        killer.join()


def end_backends(place: str, doing: str) -> None:
    """End what the server does for the others of this database, as soon as it does it."""
    ended = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND datname = current_database() AND application_name = 'housebook' AND query LIKE %s"
    )
    with psycopg.connect(place, autocommit=True) as admin:
        for _ in range(200):
            row = admin.execute(ended, [f"%{doing}%"]).fetchone()
            if row and row[0]:
                return
            admin.execute("SELECT pg_sleep(0.05)")
