"""Customers that the command line shows count as opened, and are shown also where nothing can be noted."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from app.book import Book, open_book
from app.features.customers.commands import AddCustomer
from app.features.team import AddUser
from tests.damaged import spoil
from ui.cli import main
from ui.commands import openings

Run = Callable[..., Any]


@pytest.fixture
def run(place: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command as Ann, the owner, or Ben, a viewer, on a book of three customers."""
    monkeypatch.setenv("HOUSEBOOK_BOOK", place)
    with closing(open_book(place, "ann")) as book:
        book.do(AddUser("ben", "Ben Okafor", "viewer"))
        for name in ("Acme One", "Acme Two", "Zoe Ltd"):
            book.do(AddCustomer("company", name))

    def go(login: str, *words: str) -> Any:
        capsys.readouterr()
        assert main(["--user", login, *words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return go


def test_who_lists_and_shows_customers_has_opened_so_many(run: Run) -> None:
    assert len(run("ben", "find", "acme")) == 2
    assert run("ben", "find", "nobody") == []
    assert run("ben", "show", "zoe")["name"] == "Zoe Ltd"
    told = run("ann", "ledger", "--openings")
    assert [(one["user"], one["cards"], one["notice"]) for one in told] == [("ben", 3, False)]


@pytest.fixture
def acme(file_book: Book) -> Path:
    """A plain file with one customer, closed."""
    file_book.do(AddCustomer("company", "Acme"))
    file_book.close()
    return Path(file_book.location)


def test_nobody_waits_long_for_who_writes(
    acme: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openings, "_PATIENCE_SECONDS", 0.1)
    with closing(open_book(str(acme), "ann")) as book, book._store.writing():
        began = monotonic()
        assert main(["find", "acme", "--book", str(acme)]) == 0
        assert monotonic() - began < 10
    assert "Acme" in capsys.readouterr().out


def test_a_damaged_book_is_read_all_the_same_and_not_written(acme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(acme, "saved_lists")
    before = acme.read_bytes()
    assert main(["find", "acme", "--book", str(acme)]) == 3
    told = capsys.readouterr()
    assert "Acme" in told.out and "The book is damaged" in told.err and "Not saved" not in told.err
    assert acme.read_bytes() == before
