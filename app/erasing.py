"""Erasing somebody for good: rows, words, pictures and what the journal kept of them; the chain goes on verifying.

The journal's hashes cover digests of old values, so the values can go. Sentences are covered themselves: of the
operations with a change about the erased, those that are about nobody else or have one of their names in them are taken
out (a short name is found in longer words too), and the operation that erases them seals what is left of those.
Sentences of other operations stay, whomever they name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from app.models import (
    JOURNALLED,
    Change,
    Contact,
    Customer,
    Erasure,
    File,
    Journalled,
    Membership,
    Operation,
    TouchPoint,
)
from app.models.base import table_of
from app.proof import seal_of
from app.rules.chain import ERASED, digest_of
from app.rules.chunks import chunks
from app.rules.key_ranges import to_ranges
from app.rules.permissions import Permission, for_everybody
from app.rules.words import counted
from app.work import Command, Work


@dataclass(frozen=True)
class EraseAgain(Command[int]):
    """Erase those whom an older copy of the book brought back. Answers how many customers there were."""

    needs: ClassVar[Permission] = Permission.ERASE

    digests: tuple[str, ...]

    def carry_out(self, work: Work) -> int:
        wanted = set(self.digests)
        customers, people = (
            [key for key, uid in work.session.execute(select(model.id, model.uid)) if digest_of(uid) in wanted]
            for model in (Customer, Contact)
        )
        what = f"Erased {counted(len(customers), 'customer')} again, whom an older copy of the book brought back"
        erase(work, customers, what, people=people, known=self.digests)
        return len(customers)


@dataclass(frozen=True)
class StayErased(Command[None]):
    """Say in a copy of an earlier day that whoever was erased since is so there, too: no row of theirs came into it.

    `operations` are those of which the sentences went with them, in their order.
    """

    needs: ClassVar[Permission] = Permission.ERASE

    digests: tuple[str, ...]
    operations: tuple[int, ...]

    def carry_out(self, work: Work) -> None:
        _seal(work, self.digests, self.operations, "Left out whom the book has erased since")


@for_everybody
def erased_digests(session: Session) -> frozenset[str]:
    """By what those are known who were erased from this book."""
    found = session.execute(select(Erasure.digests)).scalars()
    return frozenset(digest for digests in found for digest in digests.split())


def erase(
    work: Work, customers: Sequence[int], what: str, *, people: Sequence[int] = (), known: Iterable[str] = ()
) -> None:
    """Erase customers, and the people who are at none besides; `what` is the sentence that stays."""
    contacts = sorted({*people, *_people_only_at(work, customers)})
    gone = _Gone(work, customers, contacts)
    names, digests = gone.names(), {*gone.digests(), *known}
    gone.remove()
    operations = gone.blank_sentences(names)
    gone.forget_values()
    _seal(work, digests, operations, what)


def _seal(work: Work, digests: Iterable[str], operations: Sequence[int], what: str) -> None:
    """Remember who was erased, and seal what is left of the operations whose sentences went with them."""
    seal = seal_of(work.session, operations)
    ranges = to_ranges(operations)
    row = {"at": work.now, "user_id": work.user.id, "operation_id": work.operation}
    work.add(Erasure(**row, digests=" ".join(sorted(digests)), operations=ranges))
    work.say(f"{what} (seal {seal})")


def _people_only_at(work: Work, customers: Sequence[int]) -> list[int]:
    here = select(Membership.contact_id).where(Membership.customer_id.in_(customers))
    elsewhere = select(Membership.contact_id).where(Membership.customer_id.not_in(customers))
    return list(work.session.execute(here.except_(elsewhere)).scalars())


class _Gone:
    """Some customers and people on their way out, and all that is about them."""

    def __init__(self, work: Work, customers: Sequence[int], contacts: Sequence[int]) -> None:
        self._work, self._session = work, work.session
        self._customers, self._contacts = list(customers), list(contacts)
        self._about = or_(Change.customer_id.in_(self._customers), Change.contact_id.in_(self._contacts))

    def digests(self) -> set[str]:
        """By what they are known again."""
        found: set[str] = set()
        for model, keys in ((Customer, self._customers), (Contact, self._contacts)):
            uids = self._session.execute(select(model.uid).where(model.id.in_(keys))).scalars()
            found.update(digest_of(uid) or "" for uid in uids)
        return found

    def names(self) -> set[str]:
        """What they are called, and were called before."""
        found: set[str] = set()
        for model, keys in ((Customer, self._customers), (Contact, self._contacts)):
            found.update(self._session.execute(select(model.name).where(model.id.in_(keys))).scalars())
        tables = Change.table_name.in_((Customer.__tablename__, Contact.__tablename__))
        before = select(Change.before).where(self._about, tables, Change.before.is_not(None))
        found.update(str(json.loads(one or "{}").get("name", "")) for one in self._session.execute(before).scalars())
        return {name.casefold() for name in found if name}

    def remove(self) -> None:
        """All rows about them, whoever refers to a person otherwise loses that, and pictures that nobody else has."""
        pictures = self._pictures()
        with_them = select(TouchPoint.id).where(
            TouchPoint.contact_id.in_(self._contacts), TouchPoint.customer_id.not_in(self._customers)
        )
        self._work.change_many(TouchPoint, list(self._session.execute(with_them).scalars()), contact_id=None)
        for model in reversed(list(JOURNALLED.values())):
            self._work.remove_many(model, self._rows(model))
        for digest in pictures - self._pictures(everybody=True):
            self._session.connection().execute(delete(File).where(File.digest == digest))

    def _rows(self, model: type[Journalled]) -> list[int]:
        columns = table_of(model).c
        keys = ((model.customer_key, self._customers), (model.contact_key, self._contacts))
        conditions = [columns[key].in_(some) for key, some in keys if key and some]
        return list(self._session.execute(select(columns.id).where(or_(*conditions))).scalars()) if conditions else []

    def _pictures(self, *, everybody: bool = False) -> set[str]:
        found: set[str] = set()
        for model, keys in ((Customer, self._customers), (Contact, self._contacts)):
            chosen = select(model.photo).where(model.photo.is_not(None))
            chosen = chosen if everybody else chosen.where(model.id.in_(keys))
            found.update(digest for digest in self._session.execute(chosen).scalars() if digest)
        return found

    def blank_sentences(self, names: Iterable[str]) -> list[int]:
        """Take the sentences of their own operations, and of shared ones that name them; these, in their order."""
        touched = select(Change.operation_id).where(self._about, Change.operation_id != self._work.operation)
        others = select(Change.operation_id).where(
            Change.operation_id == Operation.id,
            or_(
                Change.customer_id.not_in(self._customers),
                Change.customer_id.is_(None) & Change.contact_id.not_in(self._contacts),
            ),
        )
        rows = select(Operation.id, Operation.summary, others.exists()).where(Operation.id.in_(touched))
        blank = [
            key
            for key, said, shared in self._session.execute(rows.order_by(Operation.revision))
            if said != ERASED and (not shared or any(name in said.casefold() for name in names))
        ]
        for some in chunks(blank):
            wiped = update(Operation).where(Operation.id.in_(some)).values(summary=ERASED)
            self._session.connection().execute(wiped)
        self._session.expire_all()
        return blank

    def forget_values(self) -> None:
        """What the journal kept of them, what was removed just now included; the digests stay."""
        self._session.connection().execute(update(Change).where(self._about).values(before=None))
