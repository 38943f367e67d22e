"""Exports by the hundred, without the files: a ledger as it stands after years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from app.models import Export
from app.rules.permissions import Permission
from app.rules.ways_out import new_fingerprint
from app.work import Command, Work


@dataclass(frozen=True)
class WriteLedger(Command[None]):
    """Write exports of so many customers into the ledger, each an hour after the one before, the last one now."""

    needs: ClassVar[Permission] = Permission.EXPORT

    customers: Sequence[int]

    def carry_out(self, work: Work) -> None:
        hours = range(len(self.customers) - 1, -1, -1)
        lines = zip(hours, self.customers, strict=True)
        work.add_many(Export, [_export(work, hour, many) for hour, many in lines])
        work.say("Wrote into the ledger")


def _export(work: Work, hour: int, customers: int) -> dict[str, object]:
    return {
        "at": work.now - timedelta(hours=hour),
        "user_id": work.user.id,
        "desk": "desk 1",
        "way": ("vcard4", "csv", "xlsx", "print")[hour % 4],
        "customers": customers,
        "keys": "",
        "destination": f"/home/ann/Lists/list-{hour}.csv",
        "reason": f"Letter no. {hour} to the customers of the fair",
        "fingerprint": new_fingerprint(),
    }
