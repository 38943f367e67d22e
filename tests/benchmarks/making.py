"""Makes the books that are measured, where they are missing."""

from __future__ import annotations

from pathlib import Path

from app.book import create_book
from app.features.sampling import fill_with_sample
from tests.benchmarks.books import LOGIN, Books


def made(folder: Path, customers: int, *, server: bool) -> Books:
    """The books in this folder, made now if they are not there."""
    folder.mkdir(parents=True, exist_ok=True)
    books = Books(folder, customers, None)
    if not books.plain.exists():
        book = create_book(str(books.plain), "Nordlicht Handel", LOGIN)
        fill_with_sample(book.do, customers)
        book.close()
    return books
