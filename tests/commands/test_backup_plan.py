"""`places plan`: what the window's schedule says, on the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.book import Book
from app.features.backups import ChangePlan, Plan, plan
from app.features.journal.reading import JournalFilter, journal
from app.features.team import AddUser
from app.rules.retention import Keep
from ui.cli import main


def told(capsys: pytest.CaptureFixture[str], book: Book, *words: str) -> Any:
    assert main(["places", "plan", *words, "--json", "--book", book.location, "--user", "ann"]) == 0
    return json.loads(capsys.readouterr().out)


def test_it_is_shown_and_nothing_is_changed_by_that(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    before = book.revision()
    assert told(capsys, book) == {"at": "02:00", "daily": 7, "weekly": 4, "monthly": 12, "yearly": 5}
    assert told(capsys, book, "--daily", "7")["daily"] == 7
    assert book.revision() == before


def test_what_is_said_is_changed_and_the_rest_stays(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    book.do(ChangePlan(Plan(3, Keep(5, 6, 7, 8))))
    answer = told(capsys, book, "--weekly", "0", "--at", "23:00")
    assert answer == {"at": "23:00", "daily": 5, "weekly": 0, "monthly": 7, "yearly": 8}
    assert book.ask(plan) == Plan(23, Keep(5, 0, 7, 8))
    assert "every night at 23:00" in book.ask(journal, JournalFilter())[0].summary
    assert told(capsys, book, "--by-hand")["at"] is None
    assert book.ask(plan).hour is None


def test_it_is_told_in_words(file_book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["places", "plan", "--book", file_book.location]) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        "A backup is made by itself each day, from 02:00 on.\nIn each place the newest stays of 7 days,"
    )


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("--daily", "0"), 1, "at least one daily one"),
        (("--yearly", "1001"), 1, "1,000 of each at most"),
        (("--weekly", "some"), 2, "no number"),
        (("--at", "23:30"), 2, "no full hour"),
        (("--at", "24:00"), 2, "no full hour"),
    ],
)
def test_what_makes_no_sense_is_refused(
    file_book: Book, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, why: str
) -> None:
    before = file_book.revision()
    try:
        answered = main(["places", "plan", *words, "--book", file_book.location])
    except SystemExit as end:
        answered = int(str(end.code))
    assert answered == code
    assert why in capsys.readouterr().err
    assert file_book.revision() == before


def test_it_takes_the_right_to_back_up(file_book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    file_book.do(AddUser("ben", "Ben Okafor", "staff"))
    assert main(["places", "plan", "--book", file_book.location, "--user", "ben"]) == 1
    assert "back up" in capsys.readouterr().err
