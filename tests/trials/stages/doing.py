"""The stages: what stands there before, how the book is come by, and what is then done in it."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from app.book import Book, create_book, open_book
from app.computer.places import sample_book
from app.errors import HousebookError
from app.features.customers.finding import find
from app.features.importing import ImportCards, Reading, read_files
from app.features.lists import AddTag
from app.features.sampling import fill_with_sample
from app.features.touchpoints import LogTouchPoint
from app.features.undo import UndoOperation
from app.models import Operation
from app.sample_book import open_sample
from app.store import place
from app.store.file_copy import copy_file
from app.store.sqlite import SqliteStore
from tests.store.newer import NEW_COLUMN, newer_program
from tests.store.old_books import FIRM, KEY, LOGIN, old_book

CARDS, MANY_CARDS, SAMPLE = 30, 1500, 4
STEP = f"{NEW_COLUMN}; op.execute(\"UPDATE customers SET nick = 'of ' || name\")"
"""A migration that makes a column and fills it, whatever the program's own ones do."""

IN_HALVES = f"{NEW_COLUMN}; op.execute('COMMIT'); op.execute('BEGIN IMMEDIATE')"


@dataclass(frozen=True, slots=True)
class Way:
    """How the book is kept: encrypted with a key, in a folder that others share."""

    name: str
    key: bytes | None = None
    shared: bool = False


PLAIN, ENCRYPTED, SHARED = Way("plain"), Way("encrypted", key=KEY), Way("shared", shared=True)


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing that a person does. `operations`: how many the journal has more when it is done.

    `leaves`: how many files stand in the folder then.
    """

    prepare: Callable[[Path, Way], object] | None
    """Puts the book there that stands there before, if one does."""
    enter: Callable[[Path, Way], Book]
    do: Callable[[Book], object] = lambda _book: None
    operations: int = 0
    leaves: int = 1
    step: str | None = None
    """The step by which the program is ahead of the book."""
    place: Callable[[Path], Path] = lambda folder: folder / "firm.book"

    @property
    def begins_with_template(self) -> bool:
        """Whether it is to be made once above all folders."""
        return self.prepare is _copied

    def begin(self, folder: Path, way: Way) -> Path:
        """Make the folder and what stands in it before. Answers where the book is, or will be."""
        folder.mkdir()
        path = self.place(folder)
        if self.prepare is not None:
            self.prepare(path, way)
        return path


def make_template(folder: Path, way: Way) -> None:
    """Make the book that most stages begin with in a folder above theirs: some customers, the last ones imported."""
    with surroundings(folder, way, None):
        book = create_book(str(_template(folder, way)), FIRM, LOGIN, key=way.key)
        fill_with_sample(book.do, 10)
        book.do(ImportCards(_read("First", CARDS)))
        book.close()


@contextmanager
def surroundings(folder: Path, way: Way, step: str | None) -> Iterator[None]:
    """The process as a stage needs it; nothing else happens in it, so that only files are put back."""
    logging.disable()
    os.environ["XDG_DATA_HOME"] = str(folder)
    if way.shared:
        place.LOCAL.clear()
    if step is None:
        yield
        return
    ahead = folder.parent / f"ahead-{os.getpid()}"
    with newer_program(ahead, step):
        yield
    ahead.rmdir()


def _read(called: str, count: int) -> Reading:
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{0} {1}\r\nTEL:+49 170 {1:07}\r\nEMAIL:no{1}@example.org\r\nEND:VCARD\r\n"
    return read_files([(called, "".join(card.format(called, number) for number in range(count)).encode())])


def _newest(session: Session) -> int:
    return session.execute(select(Operation.id).order_by(Operation.revision.desc()).limit(1)).scalar_one()


def _template(folder: Path, way: Way) -> Path:
    return folder / f"{way.name}.book"


def _copied(path: Path, way: Way) -> None:
    shutil.copyfile(_template(path.parent.parent, way), path)


def _old(path: Path, way: Way) -> None:
    old_book(path.parent, key=way.key)


def _opened(path: Path, way: Way) -> Book:
    return open_book(str(path), LOGIN, way.key)


def _made(path: Path, way: Way) -> Book:
    """As the first start does: a book that stands there already is opened."""
    return _opened(path, way) if path.exists() else create_book(str(path), FIRM, LOGIN, key=way.key)


def _sample(_path: Path, _way: Way) -> Book:
    return open_sample(customers=SAMPLE)


def _log(book: Book) -> None:
    customer = book.ask(find, "first", 1)[0].id
    book.do(LogTouchPoint(customer, "call", "Wants the grippers before August"))


def _import(book: Book) -> None:
    book.do(ImportCards(_read("Second", CARDS)))


def _import_many(book: Book) -> None:
    book.do(ImportCards(_read("Second", MANY_CARDS)))


def _undo(book: Book) -> None:
    book.do(UndoOperation(book.ask(_newest)))


def _save_in_halves(book: Book) -> None:
    book.do(AddTag("first half"))
    book.do(AddTag("second half"))


def _tell_too_soon(book: Book) -> None:
    with suppress(HousebookError):
        book.do(AddTag("saved"))


def _opened_with_copies_in_place(path: Path, way: Way) -> Book:
    """A copy is written under its own name at once."""

    def keep_copy(store: SqliteStore, _connection: Connection, ending: str) -> Path:
        copy_file(store.file, target := store.path.with_name(f"{store.path.name}.{ending}-now"))
        return target

    with patch.object(SqliteStore, "keep_copy", keep_copy):
        return _opened(path, way)


def _save_raw(book: Book) -> None:
    with closing(dbapi2.connect(book.location, isolation_level=None)) as raw:
        raw.execute("CREATE TABLE raw (words TEXT)")


STAGES: Mapping[str, Stage] = {
    "save": Stage(_copied, _opened, _log, operations=1),
    "import": Stage(_copied, _opened, _import, operations=1),
    "large import": Stage(_copied, _opened, _import_many, operations=1),
    "undo": Stage(_copied, _opened, _undo, operations=1),
    "migration": Stage(_old, _opened, leaves=2, step=STEP),
    "first start": Stage(None, _made, operations=1),
    "sample company": Stage(None, _sample, operations=2, place=lambda _folder: sample_book()),
}
"""What is to hold."""

NEVER = "sample company", ENCRYPTED
"""The sample company has no key."""

BROKEN: Mapping[str, Stage] = {
    "saved in halves": Stage(_copied, _opened, _save_in_halves, operations=2),
    "told too soon": Stage(_copied, _opened, _tell_too_soon, operations=1),
    "raw complaint": Stage(_copied, _opened, _save_raw),
    "migrated in halves": Stage(_old, _opened, leaves=2, step=IN_HALVES),
    "copied in place": Stage(_old, _opened_with_copies_in_place, leaves=2, step=STEP),
}
"""What the trials have to catch."""

ALL = {**STAGES, **BROKEN}
