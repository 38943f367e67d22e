"""Requests for exports that need a second person's yes: asked, answered, used once, and at an end after some days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound, Refused
from app.models import ExportRequest, User
from app.rules.key_ranges import from_ranges
from app.rules.permissions import Permission, for_any
from app.rules.ways_out import REQUEST_DAYS, WAYS
from app.rules.words import counted
from app.work import Command, Work


@dataclass(frozen=True)
class AnswerRequest(Command[None]):
    """Say yes or no to somebody else's request."""

    needs: ClassVar[Permission] = Permission.APPROVE

    request_id: int
    approve: bool

    def carry_out(self, work: Work) -> None:
        request = work.get(ExportRequest, self.request_id, words=f"There is no request {self.request_id}.")
        if request.user_id == work.user.id:
            raise Refused("Not answered: this is your own request. Somebody else has to answer it.")
        if request.answered_at is not None:
            raise Refused("Not answered: this request was answered before.")
        if request.until_day < work.today:
            raise Refused("Not answered: this request has ended. It has to be asked again.")
        work.change(request, answered_at=work.now, answered_by=work.user.id, approved=self.approve)
        asker = work.session.get_one(User, request.user_id).name
        what = f"to export {counted(request.customers, 'customer')} as {WAYS[request.way].words}: {request.reason}"
        work.say(f"{'Approved' if self.approve else 'Refused'} the request of {asker} {what}")


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as both sides see it. `state` is asked, approved, refused, used or ended."""

    id: int
    at: datetime
    user_id: int
    user: str
    way: str
    customers: int
    reason: str
    until: date
    answered_by: str
    state: str


_ANSWERER = aliased(User)
_REQUESTS = (
    select(ExportRequest, User.name, _ANSWERER.name)
    .join(User, User.id == ExportRequest.user_id)
    .outerjoin(_ANSWERER, _ANSWERER.id == ExportRequest.answered_by)
    .order_by(ExportRequest.at.desc(), ExportRequest.id.desc())
)


@for_any(Permission.EXPORT, Permission.APPROVE)
def requests(session: Session, user_id: int, today: date, *, to_answer: bool = False) -> list[RequestLine]:
    """What a user asked for and, if they answer others' requests, those; that are at work, or ended of late."""
    since = today - timedelta(days=REQUEST_DAYS)
    rows: Select[*tuple[Any, ...]] = _REQUESTS.where(ExportRequest.until_day >= since)
    if not to_answer:
        rows = rows.where(ExportRequest.user_id == user_id)
    return [_line(request, user, answerer, today) for request, user, answerer in session.execute(rows)]


def approved_request(work: Work, keys: str, way: str, reason: str) -> ExportRequest | None:
    """The user's request for this very set, way and reason that was approved and can still be used."""
    same = _same(work, keys, way, reason).where(ExportRequest.approved)
    return work.session.execute(same.with_for_update()).scalars().first()


@dataclass(frozen=True, slots=True)
class Requested:
    """What a request is for, so that just this can be exported."""

    state: str
    customer_ids: Sequence[int]
    way: str
    reason: str


@for_any(Permission.EXPORT, Permission.APPROVE)
def requested(session: Session, request_id: int, user_id: int, today: date) -> Requested:
    """A user's own request. Raises NotFound."""
    own = select(ExportRequest).where(ExportRequest.id == request_id, ExportRequest.user_id == user_id)
    found = session.execute(own).scalar_one_or_none()
    if found is None:
        raise NotFound("You have no such request.")
    return Requested(_state(found, today), from_ranges(found.keys), found.way, found.reason)


@for_any(Permission.EXPORT, Permission.APPROVE)
def count_waiting(session: Session, user_id: int, today: date, *, to_answer: bool) -> int:
    """How many requests wait for this user: others' to be answered, and their own that were approved."""
    lines = requests(session, user_id, today, to_answer=to_answer)
    return sum(one.state == ("approved" if one.user_id == user_id else "asked") for one in lines)


def open_of(work: Work, keys: str, way: str, reason: str) -> Sequence[ExportRequest]:
    """The same request, if it was asked before and nobody has said no."""
    unrefused = or_(ExportRequest.answered_at.is_(None), ExportRequest.approved)
    return work.session.execute(_same(work, keys, way, reason).where(unrefused)).scalars().all()


def _same(work: Work, keys: str, way: str, reason: str) -> Select[ExportRequest]:
    """The user's requests for this very set, way and reason that have neither ended nor been used."""
    return select(ExportRequest).where(
        ExportRequest.user_id == work.user.id,
        ExportRequest.used_at.is_(None),
        ExportRequest.until_day >= work.today,
        ExportRequest.way == way,
        ExportRequest.reason == reason,
        ExportRequest.keys == keys,
    )


def _line(request: ExportRequest, user: str, answerer: str | None, today: date) -> RequestLine:
    return RequestLine(
        request.id,
        request.at,
        request.user_id,
        user,
        request.way,
        request.customers,
        request.reason,
        request.until_day,
        answerer or "",
        _state(request, today),
    )


def _state(request: ExportRequest, today: date) -> str:
    if request.used_at is not None:
        return "used"
    if request.answered_at is not None and not request.approved:
        return "refused"
    if request.until_day < today:
        return "ended"
    return "approved" if request.approved else "asked"
