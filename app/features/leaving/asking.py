"""The command that asks a second person for their yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from app.errors import Refused
from app.features.leaving.gate import known_way, said_reason
from app.features.leaving.present import present_customers
from app.features.leaving.requests import open_of
from app.features.leaving.threshold import why_approval
from app.limits import refuse_beyond
from app.models import ExportRequest
from app.rules.key_ranges import to_ranges
from app.rules.permissions import Permission
from app.rules.ways_out import REQUEST_DAYS, WAYS
from app.rules.words import counted
from app.work import Command, Work


@dataclass(frozen=True)
class AskApproval(Command[int]):
    """Ask that just these customers may leave for just this reason. Answers the request's id."""

    needs: ClassVar[Permission] = Permission.EXPORT

    customer_ids: Sequence[int]
    way: str
    reason: str

    def carry_out(self, work: Work) -> int:
        way, reason = WAYS[known_way(self.way)], said_reason(self.reason)
        ids = present_customers(work, self.customer_ids)
        refuse_beyond(work, self.needs, len(ids))
        if not why_approval(work, ids):
            raise Refused("Not asked: so few customers need nobody's approval. Export them.")
        keys = to_ranges(ids)
        if before := open_of(work, keys, way.name, reason):
            return before[0].id
        request = work.add(
            ExportRequest(
                at=work.now,
                user_id=work.user.id,
                way=way.name,
                customers=len(ids),
                keys=keys,
                reason=reason,
                until_day=work.today + timedelta(days=REQUEST_DAYS - 1),
                approved=False,
            )
        )
        work.say(f"Asked to export {counted(len(ids), 'customer')} as {way.words}: {reason}")
        return request.id
