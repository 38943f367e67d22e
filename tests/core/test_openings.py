"""Many cards opened within an hour: added up for each user, told above the owner's number, and never taken back."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app import clock
from app.book import Book, open_book
from app.errors import HousebookError, NotAllowed, Refused
from app.features.openings import NoteOpenings, openings
from app.features.settings import ChangeSetting
from app.features.team import AddUser
from app.features.undo import UndoOperation
from app.rules.days import Span

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def told(book: Book) -> list[tuple[str, int, bool]]:
    return [(one.login, one.cards, one.many) for one in book.ask(openings, Span(LONG_AGO, clock.now()))]


def test_what_one_user_opens_within_an_hour_is_added_up(book: Book, place: str) -> None:
    book.do(AddUser("ben", "Ben Okafor", "viewer"))
    with closing(open_book(place, "ben")) as ben:
        for _ in range(5):
            ben.do(NoteOpenings(50))
        with pytest.raises(NotAllowed):
            ben.ask(openings, Span(LONG_AGO, clock.now()))
    book.do(NoteOpenings(7))
    assert sorted(told(book)) == [("ann", 7, False), ("ben", 250, True)]


def test_the_next_hour_begins_anew(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = clock.now()
    for minutes, cards in ((0, 150), (59, 50), (61, 150), (150, 150)):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: begin + timedelta(minutes=minutes))
        book.do(NoteOpenings(cards))
    assert told(book) == [("ann", 150, False), ("ann", 150, False), ("ann", 200, False)]


def test_many_cards_within_any_hour_are_told_wherever_it_begins(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = clock.now()
    for minutes, cards in ((0, 50), (59, 150), (61, 200), (180, 250), (239, 5), (900, 3)):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: begin + timedelta(minutes=minutes))
        book.do(NoteOpenings(cards))
    assert told(book) == [("ann", 3, False), ("ann", 255, True), ("ann", 350, True), ("ann", 50, False)]


def test_the_owner_says_how_many_are_many(book: Book) -> None:
    book.do(NoteOpenings(60))
    assert told(book) == [("ann", 60, False)]
    book.do(ChangeSetting("openings_notice", 50))
    assert told(book) == [("ann", 60, True)]


@pytest.mark.parametrize("cards", [0, -5, 1_000_000])
def test_nonsense_is_not_noted(book: Book, cards: int) -> None:
    with pytest.raises(Refused):
        book.do(NoteOpenings(cards))
    assert told(book) == []


def test_what_was_noted_stays(book: Book) -> None:
    done = book.do(NoteOpenings(60))
    with pytest.raises(HousebookError):
        book.do(UndoOperation(done.operation or 0))
    with pytest.raises(DBAPIError), book._store.writing() as session:
        session.execute(text("DELETE FROM card_openings"))
    assert told(book) == [("ann", 60, False)]
