"""One person at work: whom they know today, whom they turn to next, and what they did that can be taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from app.features.customers.card import Card
from app.features.customers.lists import CustomerLine
from app.features.sampling import Picked
from app.features.touchpoints import LogTouchPoint
from app.rules.touch import DIRECTED, Direction, Kind
from app.rules.uid import new_uid
from ui.replay.plan import Plan
from ui.replay.words import note, promise, sentence

_MOST_KNOWN, _MOST_DONE = 300, 100
_FEWEST_DIGITS, _MOST_DIGITS, _MOST_LETTERS = 4, 6, 16
_BUSY_SHARE, _PROMISED_SHARE, _DIGITS_SHARE = 0.25, 0.25, 0.2
_LATEST_PROMISE = 30
_KINDS: Final = (Kind.CALL, Kind.CALL, Kind.CALL, Kind.EMAIL, Kind.EMAIL, Kind.MEETING, Kind.VISIT, Kind.NOTE)
_FIELDS: Final = ("notes", "notes", "nickname", "do_not_mail")


@dataclass
class Person:
    """What happens to them is drawn by lot, the same with each seed."""

    plan: Plan
    number: int = 0
    known: list[Picked] = field(default_factory=list)
    colleagues: Sequence[int] = ()
    done: list[int] = field(default_factory=list)
    customer: int | None = None
    """Whose card is on the screen."""
    chosen: Counter[str] = field(default_factory=Counter)
    """Whose value stayed, where two had changed the same field."""

    def __post_init__(self) -> None:
        self.lot = Random(f"{self.plan.seed}:{self.number}")

    def meet(self, lines: Iterable[CustomerLine]) -> None:
        """They have seen these in a list; whom they saw long ago they forget."""
        self.known += [Picked(one.id, one.name, one.phone) for one in lines]
        del self.known[:-_MOST_KNOWN]

    def note_done(self, operation: int | None) -> None:
        """They did this, and might take it back."""
        if operation is not None:
            self.done.append(operation)
            del self.done[:-_MOST_DONE]

    def somebody(self) -> Picked:
        """A customer they think of."""
        return self.lot.choice(self.known)

    def whom(self, busy_share: float = _BUSY_SHARE) -> int:
        """A customer with whom they have to do; often one with whom the whole house has."""
        busy = self.plan.busy
        return self.lot.choice(busy) if busy and self.lot.random() < busy_share else self.somebody().id

    def some(self, fewest: int, most: int) -> tuple[int, ...]:
        """Several customers, none of them twice."""
        keys = sorted({one.id for one in self.known})
        return tuple(self.lot.sample(keys, min(self.lot.randint(fewest, most), len(keys))))

    def colleague(self) -> int:
        """Anybody who has not departed."""
        return self.lot.choice(self.colleagues)

    def sought(self, wanted: Picked) -> str:
        """What they would type to find one: a name, its second word, or the end of a number."""
        digits = "".join(sign for sign in wanted.phone if sign.isdigit())
        if len(digits) > _MOST_DIGITS and self.lot.random() < _DIGITS_SHARE:
            return digits[-self.lot.randint(_FEWEST_DIGITS, _MOST_DIGITS) :]
        words = wanted.name.split()
        return " ".join(words[self.lot.randrange(min(2, len(words))) :])[:_MOST_LETTERS]

    def touch_point(self, customer: int, today: date) -> LogTouchPoint:
        """What passed just now, sometimes with a promise."""
        kind, promised = self.lot.choice(_KINDS), self.lot.random() < _PROMISED_SHARE
        return LogTouchPoint(
            customer,
            kind,
            sentence(self.lot),
            direction=self.lot.choice((Direction.IN, Direction.OUT)) if kind in DIRECTED else Direction.NONE,
            follow_up_on=today + timedelta(self.lot.randint(1, _LATEST_PROMISE)) if promised else None,
            follow_up_words=promise(self.lot) if promised else "",
            uid=new_uid(),
        )

    def edits(self, seen: Card) -> dict[str, tuple[Any, Any]]:
        """A field of a card, as (was, now): mostly the notes, now and then another name or a mark."""
        name = self.lot.choice(_FIELDS)
        was = seen.values[name]
        return {name: (was, not was if isinstance(was, bool) else note(self.lot))}
