"""Canary customers: invented, in no list or count of the book; they leave with larger exports, and prove where from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import NotFound, Refused
from app.formats.card import Address, Card, Reach
from app.models import Canary, CanaryEnd, Email, ExportCanary
from app.rules.folding import fold
from app.rules.names import split_name
from app.rules.permissions import Permission, for_any
from app.rules.phones import digits
from app.rules.text import clean
from app.store.canaries import Leaver
from app.work import Command, Work

_CHANGED = "Changed the canary customers"
_STANDING = select(Canary).where(~select(CanaryEnd.id).where(CanaryEnd.canary_id == Canary.id).exists())


@dataclass(frozen=True)
class AddCanary(Command[int]):
    """Seed an invented customer. Answers its id; it is no customer's."""

    needs: ClassVar[Permission] = Permission.SEED_CANARIES

    name: str = ""
    kind: str = "company"
    organisation: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    postal_code: str = ""
    town: str = ""
    country: str = ""

    def carry_out(self, work: Work) -> int:
        named = ("name", "organisation", "email", "phone", "street", "postal_code", "town", "country")
        said = {name: clean(getattr(self, name)) for name in named}
        _refuse_unreached(said["name"], self.kind, said["email"], said["phone"])
        folded = fold(said["email"])
        _refuse_known(work, fold(said["name"]), folded)
        parts = split_name(said["name"]) if self.kind == "person" else None
        given, family = (parts.given, parts.family) if parts else ("", "")
        canary = work.add(Canary(kind=self.kind, given=given, family=family, folded=folded, **said))
        work.say(_CHANGED)
        return canary.id


@dataclass(frozen=True)
class RemoveCanary(Command[None]):
    """Let a canary leave no more. In files it is found for good."""

    needs: ClassVar[Permission] = Permission.SEED_CANARIES

    canary_id: int

    def carry_out(self, work: Work) -> None:
        if work.session.execute(_STANDING.where(Canary.id == self.canary_id)).scalar_one_or_none() is None:
            raise NotFound("This canary customer is not in the book (any more).")
        work.add(CanaryEnd(canary_id=self.canary_id, at=work.now))
        work.say(_CHANGED)


@dataclass(frozen=True, slots=True)
class CanaryLine:
    """A canary that leaves with larger exports, and with how many it left so far."""

    id: int
    kind: Literal["person", "company"]
    name: str
    organisation: str
    email: str
    phone: str
    town: str
    exports: int


@for_any(Permission.SEED_CANARIES)
def canaries(session: Session) -> list[CanaryLine]:
    """Those that leave, by name."""
    left = select(func.count()).where(ExportCanary.canary_id == Canary.id).scalar_subquery()
    rows = session.execute(_STANDING.add_columns(left)).all()
    told = [
        CanaryLine(one.id, one.kind, one.name, one.organisation, one.email, one.phone, one.town, number)
        for one, number in rows
    ]
    return sorted(told, key=lambda one: fold(one.name))


def card_of(one: Leaver) -> Card:
    """A canary as the card of a customer."""
    return Card(
        line=0,
        raw="",
        kind="person" if one.kind == "person" else "company",
        name=one.name,
        given=one.given,
        family=one.family,
        organisation=one.organisation or (one.name if one.kind == "company" else ""),
        emails=(Reach(one.email, "work", True),) if one.email else (),
        phones=(Reach(one.phone, "work", True),) if one.phone else (),
        addresses=_addresses(one),
        uid=one.uid,
    )


def _addresses(one: Leaver) -> tuple[Address, ...]:
    place = Address(one.street, "", one.postal_code, one.town, "", one.country, "work", True)
    return (place,) if one.street or one.postal_code or one.town or one.country else ()


def _refuse_unreached(name: str, kind: str, email: str, phone: str) -> None:
    if not name:
        raise Refused("Not saved: the canary customer has no name yet.", "name")
    if kind not in ("company", "person"):
        raise Refused("Not saved: a customer is a company or a person.", "kind")
    begun, at, domain = email.partition("@")
    if email and (not (begun and at and domain) or " " in email):
        raise Refused(f"Not saved: “{email}” is no e-mail address. It looks like name@firm.example.", "email")
    if phone and not digits(phone):
        raise Refused(f"Not saved: “{phone}” has no digits, so it is no telephone number.", "phone")
    if not email and not phone:
        raise Refused("Not saved: it needs an e-mail address or a telephone number that reaches only you.", "email")


def _refuse_known(work: Work, name: str, folded: str) -> None:
    """No customer has a canary's address, and each canary has a name and an address of its own."""
    if folded and work.session.execute(select(Email.id).where(Email.folded == folded).limit(1)).first():
        raise Refused("Not saved: a customer has this e-mail address. Take one that reaches only you.", "email")
    for one in work.session.execute(_STANDING).scalars():
        if fold(one.name) == name:
            raise Refused(f"Not saved: there is a canary customer {one.name} already.", "name")
        if folded and one.folded == folded:
            raise Refused(f"Not saved: the canary customer {one.name} has this e-mail address.", "email")
