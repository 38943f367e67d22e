"""Which canaries stand in a file, and with which exports they left: also where its marks were taken out."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.leaving.finding import Traces
from app.features.leaving.ledger import LedgerLine, lines_with
from app.models import Canary, ExportCanary
from app.rules.permissions import Permission, for_any
from app.rules.traces import stands_by

_SEVERAL = 5


@dataclass(frozen=True, slots=True)
class FoundCanary:
    """A canary in a file: by what of it (e-mail, telephone, name)."""

    id: int
    name: str
    by: tuple[str, ...]

    @property
    def words(self) -> str:
        """Elvira Quintas (by e-mail, telephone and name)."""
        return f"{self.name} (by {' and '.join(part for part in (', '.join(self.by[:-1]), self.by[-1]) if part)})"

    @property
    def surely(self) -> bool:
        """Whether it is more than a name, which others may have."""
        return self.by != ("name",)


@dataclass(frozen=True, slots=True)
class FoundCanaries:
    """Those in one file, and the exports with which most of them left, the newest first; `together`: so many of them.

    Where they left with several exports, `more` of these are not listed.
    """

    canaries: tuple[FoundCanary, ...]
    exports: tuple[LedgerLine, ...]
    together: int
    more: int = 0


@for_any(Permission.SEED_CANARIES)
def canaries_found(session: Session, traces: Traces) -> FoundCanaries:
    """The canaries that stand in a file with these traces; also those that leave no more."""
    found = [one for row in session.execute(select(Canary)).scalars() if (one := _stands(row, traces)).by]
    left = _left_with(session, [one.id for one in found])
    most = max(left.values(), default=0)
    best = [export for export, number in left.items() if number == most]
    lines = sorted(lines_with(session, best), key=lambda line: line.at, reverse=True)
    return FoundCanaries(tuple(found), tuple(lines[:_SEVERAL]), most, max(0, len(lines) - _SEVERAL))


def _stands(one: Canary, traces: Traces) -> FoundCanary:
    other_way = f"{one.family} {one.given}" if one.family else ""
    return FoundCanary(one.id, one.name, tuple(stands_by(traces.people, one.name, other_way, one.email, one.phone)))


def _left_with(session: Session, ids: list[int]) -> dict[int, int]:
    """By export how many of these canaries left with it."""
    left: dict[int, int] = {}
    for export in session.execute(select(ExportCanary.export_id).where(ExportCanary.canary_id.in_(ids))).scalars():
        left[export] = left.get(export, 0) + 1
    return left
