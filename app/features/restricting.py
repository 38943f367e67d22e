"""Restricted customers: only the people named open them; for everybody else they are not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.models import Customer, CustomerReader, User
from app.rules.people import departed
from app.rules.permissions import Permission, of_the_whole_book
from app.work import Command, Work


@dataclass(frozen=True)
class RestrictCustomer(Command[None]):
    """Let only these users open a customer from now on; who may restrict need not be among them."""

    needs: ClassVar[Permission] = Permission.RESTRICT_CUSTOMERS

    customer_id: int
    users: tuple[int, ...]

    def carry_out(self, work: Work) -> None:
        customer = work.find_hidden(self.customer_id)
        names = _names(work, self.users)
        rows = select(CustomerReader.user_id, CustomerReader.id).where(CustomerReader.customer_id == customer.id)
        held = {user: key for user, key in work.session.execute(rows)}
        added = [user for user in names if user not in held]
        work.add_many(CustomerReader, [{"customer_id": customer.id, "user_id": user} for user in added])
        work.remove_many(CustomerReader, [key for user, key in held.items() if user not in names])
        work.change(customer, restricted_on=customer.restricted_on or work.today)
        work.say(f"Restricted {customer.name} to {', '.join(names.values())}")


@dataclass(frozen=True)
class OpenToAll(Command[None]):
    """Let everybody open a customer again who may see customers."""

    needs: ClassVar[Permission] = Permission.RESTRICT_CUSTOMERS

    customer_id: int

    def carry_out(self, work: Work) -> None:
        customer = work.find_hidden(self.customer_id)
        if customer.restricted_on is None:
            raise Refused(f"{customer.name} is not restricted.")
        rows = select(CustomerReader.id).where(CustomerReader.customer_id == customer.id)
        work.remove_many(CustomerReader, work.session.execute(rows).scalars().all())
        work.change(work.find_hidden(self.customer_id), restricted_on=None)
        work.say(f"Opened {customer.name} to all")


@dataclass(frozen=True, slots=True)
class RestrictedLine:
    """A restricted customer, since when it is, and who opens it: id, login and name of each."""

    customer_id: int
    name: str
    since: date
    people: tuple[tuple[int, str, str], ...]


_RESTRICTED = (
    select(Customer.id, Customer.name, Customer.restricted_on, User.id, User.login, User.name)
    .outerjoin(CustomerReader, CustomerReader.customer_id == Customer.id)
    .outerjoin(User, User.id == CustomerReader.user_id)
    .where(Customer.restricted_on.is_not(None))
    .order_by(Customer.sort_name, Customer.id, User.name)
)


@of_the_whole_book(Permission.RESTRICT_CUSTOMERS)
def restricted_customers(session: Session) -> list[RestrictedLine]:
    """All of them by name, also those that who asks does not open: else the book could lose them."""
    about: dict[int, tuple[str, date]] = {}
    people: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    rows: Iterable[Any] = session.execute(_RESTRICTED)
    for key, name, since, *person in rows:
        about[key] = name, since
        if person[0] is not None:
            people[key].append((person[0], person[1], person[2]))
    return [RestrictedLine(key, name, since, tuple(people[key])) for key, (name, since) in about.items()]


def _names(work: Work, users: Sequence[int]) -> dict[int, str]:
    rows: Sequence[Any] = work.session.execute(select(User.id, User.name, User.departed_on).order_by(User.name)).all()
    known = {key: name for key, name, on in rows if key in set(users) and not departed(on, work.today)}
    if not known or len(known) < len(set(users)):
        raise Refused("Name at least one person who is still in the team, so that somebody can open it.", "users")
    return known
