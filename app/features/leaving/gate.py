"""The one gate: asks for right, reason and approval, and writes the ledger before the first byte leaves."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from app.errors import Refused
from app.features.leaving.canaries import card_of
from app.features.leaving.other_approval import other_approval
from app.features.leaving.present import present_customers
from app.features.leaving.requests import approved_request
from app.features.leaving.threshold import why_approval
from app.formats.card import Card
from app.limits import refuse_beyond
from app.models import Export, ExportEnd
from app.rules.key_ranges import to_ranges
from app.rules.permissions import Permission
from app.rules.text import clean
from app.rules.ways_out import HELD, WAYS, WITH_CANARIES, new_fingerprint
from app.rules.words import counted
from app.work import Command, Work

_SHORTEST = 4
_NEEDS_APPROVAL = "Nothing was exported: {} the approval of a second person. {}"
_ASK = "Ask for it; the owner sets the number in the settings of the book."


@dataclass(frozen=True, slots=True)
class Permit:
    """The line of the ledger under which customers may leave now; `customer_ids` in the order of the list."""

    id: int
    fingerprint: str
    customer_ids: Sequence[int]
    canaries: Sequence[Card] = ()
    """Invented customers who leave with them, uncounted."""


@dataclass(frozen=True)
class LetOut(Command[Permit]):
    """Write into the ledger that these customers leave the book."""

    needs: ClassVar[Permission] = Permission.EXPORT

    customer_ids: Sequence[int]
    way: str
    to: str
    reason: str

    def carry_out(self, work: Work) -> Permit:
        way, reason = WAYS[known_way(self.way)], said_reason(self.reason)
        ids = present_customers(work, self.customer_ids)
        refuse_beyond(work, self.needs, len(ids))
        keys = to_ranges(ids)
        why = why_approval(work, ids)
        request = approved_request(work, keys, way.name, reason) if why else None
        if why and request is None:
            other = other_approval(work, keys, way.name, reason)
            raise Refused(_NEEDS_APPROVAL.format(why, other or _ASK), "approval")
        export = work.add(
            Export(
                at=work.now,
                user_id=work.user.id,
                desk=socket.gethostname(),
                way=way.name,
                customers=len(ids),
                keys=keys,
                destination=clean(self.to),
                reason=reason,
                request_id=None if request is None else request.id,
                fingerprint=new_fingerprint(),
            )
        )
        if request is not None:
            work.change(request, used_at=work.now)
        left = f"Exported {counted(len(ids), 'customer')} as {way.words} to {export.destination}"
        work.say(f"{left}: {reason} ({export.fingerprint})")
        return Permit(export.id, export.fingerprint, ids, _canaries(work, export))


@dataclass(frozen=True)
class NoteEnd(Command[None]):
    """Write into the ledger how an export ended."""

    needs: ClassVar[Permission] = Permission.EXPORT

    export_id: int
    finished: bool
    digest: str = ""

    def carry_out(self, work: Work) -> None:
        export = work.get(Export, self.export_id)
        if export.user_id != work.user.id:
            raise Refused("Not noted: this export is somebody else's.")
        work.add(ExportEnd(export_id=export.id, at=work.now, finished=self.finished, digest=self.digest))
        said = "was finished" if self.finished else "was not finished"
        work.say(f"The export {export.fingerprint} to {export.destination} {said}")


def known_way(name: str) -> str:
    """The name of a way out. Raises Refused."""
    if name not in WAYS:
        raise Refused(f"Nothing was exported: {name} is no way out. There are: {', '.join(WAYS)}.", "way")
    return name


def said_reason(reason: str) -> str:
    """The reason as it stands in the ledger. Raises Refused."""
    said = clean(reason)
    if sum(sign.isalpha() for sign in said) < _SHORTEST:
        raise Refused("Nothing was exported: say in a sentence what it is for. It stands in the ledger.", "reason")
    return said


def _canaries(work: Work, export: Export) -> Sequence[Card]:
    """Who else leaves: nobody with a few customers, and nobody with what is held on one."""
    if export.customers < WITH_CANARIES or export.way == HELD:
        return ()
    return tuple(card_of(one) for one in work.take_canaries(export.id))
