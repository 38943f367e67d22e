"""What can be done with touch points: log, correct, withdraw, restore."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import select

from app.errors import NotAllowed, Refused
from app.models import FollowUp, Membership, TouchPoint
from app.rules.permissions import Permission
from app.rules.text import clean
from app.rules.touch import Direction, Kind, Mood, told
from app.work import Command, Edits, Work

_LONGEST_MINUTES = 10_000
_EDITABLE = frozenset({"kind", "direction", "mood", "minutes", "words", "contact_id", "at"})


@dataclass(frozen=True)
class LogTouchPoint(Command[int]):
    """Note what passed between us and a customer, and what was promised. The same `uid` is stored once."""

    needs: ClassVar[Permission] = Permission.LOG_TOUCH_POINTS

    customer_id: int
    kind: str
    words: str = ""
    contact_id: int | None = None
    direction: str = ""
    mood: str = ""
    minutes: int | None = None
    at: datetime | None = None
    follow_up_on: date | None = None
    follow_up_words: str = ""
    uid: str | None = None

    def carry_out(self, work: Work) -> int:
        stored = _stored(work, self.uid)
        if stored is not None:
            return stored
        customer = work.keep(self.customer_id)
        values = _values(self._given(work))
        _check(work, self.customer_id, values)
        _check_time(work, values["at"])
        self._check_follow_up(work)
        touch_point = work.add(
            TouchPoint(customer_id=self.customer_id, user_id=work.user.id, uid=self.uid or "", **values)
        )
        self._promise(work, touch_point.id)
        work.say(f"Logged {told(touch_point.kind, touch_point.direction, customer)}")
        return touch_point.id

    def _given(self, work: Work) -> dict[str, Any]:
        given = {name: getattr(self, name) for name in _EDITABLE}
        return given | {"at": self.at or work.now}

    def _check_follow_up(self, work: Work) -> None:
        if self.follow_up_on is None and clean(self.follow_up_words):
            raise Refused("Say by which day this is promised.", "follow_up_on")
        if self.follow_up_on is not None and self.follow_up_on < work.today:
            raise Refused("The day of a promise cannot be in the past.", "follow_up_on")

    def _promise(self, work: Work, touch_point: int) -> None:
        if self.follow_up_on is not None:
            work.add(
                FollowUp(
                    customer_id=self.customer_id,
                    touch_point_id=touch_point,
                    user_id=work.user.id,
                    due_on=self.follow_up_on,
                    words=clean(self.follow_up_words, lines=True),
                )
            )


@dataclass(frozen=True)
class CorrectTouchPoint(Command[None]):
    """Change what was logged; the journal keeps what it was before."""

    needs: ClassVar[Permission] = Permission.LOG_TOUCH_POINTS

    touch_point_id: int
    edits: Edits

    def carry_out(self, work: Work) -> None:
        touch_point = _own(work, self.touch_point_id, "correct")
        unknown = self.edits.keys() - _EDITABLE
        if unknown:
            raise Refused(f"A touch point has no {min(unknown)} that could be corrected.", min(unknown))
        wanted = _values({name: now for name, (_, now) in self.edits.items()})
        kept = {name: getattr(touch_point, name) for name in _EDITABLE - wanted.keys()}
        _check(work, touch_point.customer_id, kept | wanted)
        if "at" in wanted:
            _check_time(work, wanted["at"])
        work.edit(touch_point, {name: (self.edits[name][0], now) for name, now in wanted.items()})
        customer = work.keep(touch_point.customer_id)
        work.say(f"Corrected {told(touch_point.kind, touch_point.direction, customer)}")


@dataclass(frozen=True)
class WithdrawTouchPoint(Command[None]):
    """Take a touch point out of sight; it stays in the book and can be restored."""

    needs: ClassVar[Permission] = Permission.LOG_TOUCH_POINTS

    touch_point_id: int

    def carry_out(self, work: Work) -> None:
        touch_point = _own(work, self.touch_point_id, "withdraw")
        if touch_point.withdrawn_at is None:
            work.change(touch_point, withdrawn_at=work.now)
        customer = work.keep(touch_point.customer_id)
        work.say(f"Withdrew {told(touch_point.kind, touch_point.direction, customer)}")


@dataclass(frozen=True)
class RestoreTouchPoint(Command[None]):
    """Bring a withdrawn touch point back into sight."""

    needs: ClassVar[Permission] = Permission.LOG_TOUCH_POINTS

    touch_point_id: int

    def carry_out(self, work: Work) -> None:
        touch_point = _own(work, self.touch_point_id, "restore")
        work.change(touch_point, withdrawn_at=None)
        customer = work.keep(touch_point.customer_id)
        work.say(f"Restored {told(touch_point.kind, touch_point.direction, customer)}")


def _stored(work: Work, uid: str | None) -> int | None:
    """The touch point that an earlier try of the same save left."""
    if not uid:
        return None
    return work.session.execute(select(TouchPoint.id).where(TouchPoint.uid == uid)).scalar_one_or_none()


def _own(work: Work, key: int, verb: str) -> TouchPoint:
    """The touch point, if the user may change it: their own, or any with the permission for it."""
    touch_point = work.get(TouchPoint, key)
    if touch_point.user_id != work.user.id and not work.user.may(Permission.CORRECT_TOUCH_POINTS):
        raise NotAllowed(f"Not done: {work.user.name} may {verb} only what they logged themselves.")
    return touch_point


def _values(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a form gave, as it is kept."""
    values = dict(given)
    if "words" in values:
        values["words"] = clean(values["words"], lines=True)
    if values.get("at") is not None:
        values["at"] = values["at"].astimezone(UTC)
    return values


def _check(work: Work, customer: int, values: Mapping[str, Any]) -> None:
    for name, known in (("kind", Kind), ("direction", Direction), ("mood", Mood)):
        if values[name] not in frozenset(known):
            raise Refused(f"“{values[name]}” is no {name} of a touch point.", name)
    if values["kind"] == Kind.NOTE and not values["words"]:
        raise Refused("A note needs words.", "words")
    if values["minutes"] is not None and not 0 <= values["minutes"] <= _LONGEST_MINUTES:
        raise Refused("Minutes are a number from 0 to 10,000.", "minutes")
    _check_contact(work, customer, values["contact_id"])


def _check_time(work: Work, at: datetime | None) -> None:
    if at is None:
        raise Refused("Say when it was.", "at")
    if at > work.now + timedelta(days=1):
        raise Refused("A touch point has happened already; promise a follow-up for what is to come.", "at")


def _check_contact(work: Work, customer: int, contact: int | None) -> None:
    if contact is None:
        return
    here = select(Membership.id).where(Membership.customer_id == customer, Membership.contact_id == contact)
    if work.session.execute(here).first() is None:
        raise Refused("This person is not a contact of the customer.", "contact_id")
