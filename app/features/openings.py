"""How many cards each user opened: hundreds within an hour raise a notice to who reads the ledger.

Counted is what windows and command lines of the program say; what somebody reads from a copy of the file is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, ClassVar, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.book_settings import book_settings
from app.errors import Refused
from app.models import CardOpening, User
from app.rules.days import Span
from app.rules.permissions import Permission, for_any
from app.rules.ways_out import MOST_OPENED
from app.rules.words import counted
from app.store.spans import in_span
from app.work import Command, Work

_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class NoteOpenings(Command[None]):
    """Note that this user opened so many cards since it was noted last."""

    needs: ClassVar[Permission] = Permission.SEE_CUSTOMERS

    cards: int

    def carry_out(self, work: Work) -> None:
        if not 0 < self.cards <= MOST_OPENED:
            raise Refused("So many cards nobody opens at once.", "cards")
        work.add(CardOpening(at=work.now, user_id=work.user.id, cards=self.cards))
        work.say(f"Opened {counted(self.cards, 'card')}")


@dataclass(frozen=True, slots=True)
class OpenedCards:
    """So many cards that a user opened within an hour, from the first note of it to the last.

    `many`: more than the owner wants to be told of.
    """

    id: int
    user_id: int
    user: str
    login: str
    begin: datetime
    until: datetime
    cards: int
    many: bool


_NOTES = (
    select(CardOpening.id, CardOpening.at, CardOpening.cards, User.id, User.name, User.login)
    .join(User, User.id == CardOpening.user_id)
    .order_by(CardOpening.user_id, CardOpening.at, CardOpening.id)
)


@for_any(Permission.SEE_LEDGER)
def openings(session: Session, span: Span) -> list[OpenedCards]:
    """What was opened in a span, the newest hour first: a user's busiest hours, and between them one after another."""
    limit = int(book_settings(session)["openings_notice"])
    notes = [tuple(row) for row in session.execute(_NOTES.where(in_span(session, CardOpening, span)))]
    hours = [hour for _, own in groupby(notes, lambda note: note[3]) for hour in _hours(list(own), limit)]
    return sorted((_opened(hour, limit) for hour in hours), key=lambda one: one.until, reverse=True)


def _hours(notes: list[Any], limit: int) -> Iterator[list[Any]]:
    """An hour begins with any note: where one is above the number it is told, however the others fall."""
    runs = [notes]
    while runs:
        run = runs.pop()
        first, end, cards = _busiest(run)
        if cards <= limit:
            yield from _one_after_another(run)
        else:
            yield run[first:end]
            runs += [run[:first], run[end:]]


def _busiest(notes: Sequence[Any]) -> tuple[int, int, int]:
    """The hour with the most cards: its first note, the one after its last, and how many cards."""
    first, cards, most = 0, 0, (0, 0, 0)
    for place, note in enumerate(notes):
        cards += note[2]
        while note[1] - notes[first][1] > _HOUR:
            cards -= notes[first][2]
            first += 1
        if cards > most[2]:
            most = first, place + 1, cards
    return most


def _one_after_another(notes: Iterable[Any]) -> list[list[Any]]:
    hours: list[list[Any]] = []
    for note in notes:
        if not hours or note[1] - hours[-1][0][1] > _HOUR:
            hours.append([])
        hours[-1].append(note)
    return hours


def _opened(hour: list[Any], limit: int) -> OpenedCards:
    first, last, cards = hour[0], hour[-1], sum(note[2] for note in hour)
    return OpenedCards(last[0], last[3], last[4], last[5], first[1], last[1], cards, cards > limit)
