"""What can be seen of the ledger: what left, who took it, where to and why, and who said yes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.models import Export, ExportEnd, ExportRequest, User
from app.models.among import among
from app.rules.chunks import chunks
from app.rules.days import Span
from app.rules.permissions import Permission, asks_for, for_any
from app.rules.ways_out import WAYS
from app.store.spans import in_span


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Which exports to show; everything given must fit."""

    user_id: int | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ExportCount:
    """One export as it counts: when it was, and how many customers left."""

    id: int
    at: datetime
    customers: int


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One export; `login` and `approver` are logins.

    `finished` is None where nobody knows how it ended, as when the program was killed.
    """

    id: int
    at: datetime
    user_id: int
    user: str
    login: str
    way: str
    customers: int
    to: str
    reason: str
    approved_by: str
    approver: str
    desk: str
    fingerprint: str
    finished: bool | None

    @property
    def what(self) -> str:
        """The form in which they left, in words."""
        return WAYS[self.way].words if self.way in WAYS else self.way


_APPROVER = aliased(User)
_LINES = (
    select(
        Export.id, Export.at, Export.user_id, User.name, User.login, Export.way, Export.customers,
        Export.destination, Export.reason, func.coalesce(_APPROVER.name, ""), func.coalesce(_APPROVER.login, ""),
        Export.desk, Export.fingerprint, ExportEnd.finished,
    )
    .join(User, User.id == Export.user_id)
    .outerjoin(ExportEnd, ExportEnd.export_id == Export.id)
    .outerjoin(ExportRequest, ExportRequest.id == Export.request_id)
    .outerjoin(_APPROVER, _APPROVER.id == ExportRequest.answered_by)
    .order_by(Export.id.desc())
)  # fmt: skip


def whole_or_own(user_id: int, /, chosen: LedgerFilter, *_: Any, **__: Any) -> Permission:
    """What one took oneself is open to all; the whole ledger is not."""
    return Permission.SEE_CUSTOMERS if chosen.user_id == user_id else Permission.SEE_LEDGER


@asks_for(whole_or_own)
def ledger(session: Session, chosen: LedgerFilter) -> list[LedgerLine]:
    """All of these exports, the newest first."""
    return _lines(session, _LINES.where(*_conditions(session, chosen)))


@asks_for(whole_or_own)
def ledger_counts(session: Session, chosen: LedgerFilter) -> list[ExportCount]:
    """What all of these exports come to, the newest first; a page asks for the lines of those that it shows."""
    counts = select(Export.id, Export.at, Export.customers).where(*_conditions(session, chosen))
    return [ExportCount(*row) for row in session.execute(counts.order_by(Export.id.desc()))]


@asks_for(whole_or_own)
def ledger_lines(session: Session, chosen: LedgerFilter, ids: Sequence[int]) -> list[LedgerLine]:
    """Those of the exports of these ids that are meant."""
    meant = _LINES.where(among(Export.id), *_conditions(session, chosen))
    return [line for some in chunks(ids) for line in _lines(session, meant, ids=list(some))]


def _conditions(session: Session, chosen: LedgerFilter) -> Iterator[ColumnElement[bool]]:
    if chosen.user_id is not None:
        yield Export.user_id == chosen.user_id
    if chosen.span is not None:
        yield in_span(session, Export, chosen.span)


@for_any(Permission.SEE_LEDGER)
def marked_so(session: Session, fingerprints: Sequence[str], digest: str) -> list[LedgerLine]:
    """The exports that bear one of these fingerprints, or whose file was just this one."""
    fits = or_(Export.fingerprint.in_(list(fingerprints)), and_(ExportEnd.digest == digest, ExportEnd.digest != ""))
    return _lines(session, _LINES.where(fits))


def lines_with(session: Session, ids: Sequence[int]) -> list[LedgerLine]:
    """The exports of these ids."""
    return _lines(session, _LINES.where(Export.id.in_(list(ids))))


def _lines(session: Session, rows: Select[*tuple[Any, ...]], **given: Any) -> list[LedgerLine]:
    found: list[tuple[Any, ...]] = [tuple(row) for row in session.execute(rows, given)]
    return [LedgerLine(*row) for row in found]
