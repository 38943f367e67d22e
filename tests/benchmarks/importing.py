"""An import of many vCards into an empty book, with journal, search and set-aside rows, and the undo of it.

Beside it the vobject library, which only parses the same cards (`pip install vobject`; where it is missing, so is the
comparison), a part of them, since it takes so long; and a reader that only cuts lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import uuid4

from app.book import create_book
from app.features.importing import ImportCards, read_files, set_aside_files
from app.features.undo import UndoOperation
from tests.benchmarks import Figure
from tests.benchmarks.books import KEY, LOGIN, Books
from tests.benchmarks.cards import vcards
from tests.benchmarks.making import FIRM
from tests.benchmarks.serving import drop_database, empty_database

_CARDS, _SHARE = 100_000, 20
_BROKEN = b"BEGIN:VCARD\r\nVERSION:3.0\r\nNOTE:Nobody is named here\r\nEND:VCARD\r\n"
_END = b"END:VCARD\r\n"


def figures(books: Books) -> Iterator[Figure]:
    """Into an empty book of each kind; the number of cards is the smaller of 100,000 and the book's customers."""
    number = min(_CARDS, books.customers)
    data = vcards(number) + _BROKEN
    for kind in books.kinds:
        with TemporaryDirectory(dir=books.folder) as name, _empty_place(books, kind, Path(name)) as place:
            read, done, undone = _through_the_program(place, data, KEY if kind == "encrypted" else None, Path(name))
        took = read + done
        told = f"{took:.1f} s ({read:.1f} read, {done:.1f} brought in); lines only cut {_cut(data):.2f} s"
        yield _beside_vobject(kind, data, took, told)
        measured = f"{undone:.1f} s beside {took:.1f} s"
        yield Figure(f"undo of that import, {kind}", "no slower than the act", measured, undone <= took)


@contextmanager
def _empty_place(books: Books, kind: str, folder: Path) -> Iterator[str]:
    """Where a new book of this kind can be made; gone at the end."""
    if kind != "server":
        yield str(folder / "import.book")
        return
    name = f"import_{uuid4().hex}"
    try:
        yield empty_database(books.server, name)
    finally:
        drop_database(books.server, name)


def _through_the_program(place: str, data: bytes, key: bytes | None, folder: Path) -> tuple[float, float, float]:
    """Seconds for reading, for bringing in and for taking back."""
    book = create_book(place, FIRM, LOGIN, key=key)
    try:
        began = perf_counter()
        reading = read_files([("cards.vcf", data)])
        read = perf_counter()
        done = book.do(ImportCards(reading))
        for name, mended in set_aside_files(reading.set_aside, [("cards.vcf", data)]):
            (folder / name).write_bytes(mended)
        brought = perf_counter()
        book.do(UndoOperation(done.operation or 0))
        undone = perf_counter()
    finally:
        book.close()
    if len(reading.set_aside) != 1 or done.answer.added < len(reading.cards) * 0.99:
        raise RuntimeError("The import did not bring in what it should have.")
    return read - began, brought - read, undone - brought


def _cut(data: bytes) -> float:
    began = perf_counter()
    for line in data.decode().split("\r\n"):
        line.partition(":")
    return perf_counter() - began


def _beside_vobject(kind: str, data: bytes, took: float, told: str) -> Figure:
    number = data.count(_END) - 1
    what, goal = f"import of {number:,} vCards into an empty book, {kind}", "a quarter of vobject's parsing"
    if find_spec("vobject") is None:
        return Figure(what, goal, f"{told}; vobject is not installed", False)
    parsed = _parsed(data, number // _SHARE) * _SHARE
    return Figure(
        what, goal, f"{took / parsed:.2f} x: {told}; vobject {parsed:.0f} s by a twentieth", took <= parsed / 4
    )


def _parsed(data: bytes, cards: int) -> float:
    """Seconds that vobject takes for the first so many cards."""
    part = _END.join(data.split(_END, cards)[:cards]) + _END
    vobject = import_module("vobject")
    began = perf_counter()
    if sum(1 for _ in vobject.readComponents(part.decode())) != cards:
        raise RuntimeError("vobject read another number of cards.")
    return perf_counter() - began
