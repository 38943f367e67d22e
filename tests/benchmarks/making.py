"""Makes the books that are measured, where they are missing, and says how long that took and how large they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from sqlcipher3 import dbapi2

from app.book import create_book
from app.features.sampling import fill_with_sample
from tests.benchmarks.books import KEY, KINDS, LOGIN, Books
from tests.benchmarks.copying import copy_book
from tests.benchmarks.serving import at, empty_database, finish_database, has_database, server

FIRM = "Nordlicht Handel"


@contextmanager
def made(folder: Path, customers: int, kinds: Sequence[str] = KINDS) -> Iterator[Books]:
    """The books in this folder, made now if they are not there; the server runs as long as they are used."""
    folder.mkdir(parents=True, exist_ok=True)
    books = Books(folder, customers, tuple(kinds))
    for kind in books.files:
        _make_file(books, kind)
    if "server" not in kinds:
        yield books
        return
    with server(folder / "postgres") as url:
        yield replace(books, server=_made_on(url, books))


def _make_file(books: Books, kind: str) -> None:
    """Under another name first, so that a book that was not finished is never measured."""
    path = Path(books.place(kind))
    if path.exists():
        return
    if kind == "encrypted":
        _make_file(books, "plain")
    began, unfinished = perf_counter(), path.with_suffix(".making")
    for ending in ("", "-wal", "-shm"):
        Path(f"{unfinished}{ending}").unlink(missing_ok=True)
    if kind == "encrypted":
        _encrypt(books.plain, unfinished)
    else:
        _fill(str(unfinished), books.customers)
    unfinished.rename(path)
    _say(path.name, books.customers, perf_counter() - began, path.stat().st_size)


def _say(what: str, customers: int, seconds: float, size: int) -> None:
    print(f"Made {what}: {customers:,} customers in {seconds:,.0f} s, {size / 1e6:,.0f} MB", flush=True)


def _fill(location: str, customers: int) -> None:
    book = create_book(location, FIRM, LOGIN)
    try:
        made = fill_with_sample(book.do, customers)
    finally:
        book.close()
    print(f"{made.touch_points:,} touch points with {made.customers:,} customers", flush=True)


def _encrypt(plain: Path, path: Path) -> None:
    """The plain book in a new file under `KEY`: SQLCipher carries over all but the two numbers in the header."""
    raw = dbapi2.connect(str(plain), isolation_level=None)
    try:
        raw.execute(f"ATTACH ? AS encrypted KEY \"x'{KEY.hex()}'\"", (str(path),))
        raw.execute("SELECT sqlcipher_export('encrypted')").fetchall()
        for number in ("user_version", "application_id"):
            value = raw.execute(f"PRAGMA main.{number}").fetchone()[0]
            raw.execute(f"PRAGMA encrypted.{number} = {value}")
        raw.execute("PRAGMA encrypted.journal_mode = wal").fetchall()
    finally:
        raw.close()


def _made_on(url: str, books: Books) -> str:
    """The book's own database on the server, filled now if it is not there; renamed last, as the files are."""
    name, unfinished = f"customers_{books.customers}", f"making_{books.customers}"
    if not has_database(url, name):
        began, place = perf_counter(), empty_database(url, unfinished)
        if books.plain.exists():
            create_book(place, FIRM, LOGIN).close()
            copy_book(books.plain, place)
        else:
            _fill(place, books.customers)
        size = finish_database(url, unfinished, name)
        _say(name, books.customers, perf_counter() - began, size)
    return at(url, name)
