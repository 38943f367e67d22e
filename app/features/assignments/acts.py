"""What can be done with assignments: give customers to a user in a role, and end that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Row as Line
from sqlalchemy import Select, bindparam, select

from app.errors import NotFound, Refused
from app.features.assignments.seeing import ROLE_NAME, SEES_CUSTOMERS
from app.features.assignments.who import ROLES
from app.house_rules import one_owner_each
from app.models import Assignment, AssignmentRole, Customer, User
from app.models.among import among
from app.rules.chunks import chunks
from app.rules.days import DAY
from app.rules.folding import fold
from app.rules.people import departed
from app.rules.periods import Fit, Period, fit
from app.rules.permissions import Permission
from app.rules.words import counted
from app.work import Command, Work

_OF_CUSTOMERS = select(Assignment.customer_id).where(among(Assignment.id)).distinct()
_PRESENT = (
    select(Assignment.customer_id, Assignment.id, Assignment.user_id, Assignment.from_day, Assignment.until_day)
    .where(
        among(Assignment.customer_id),
        Assignment.role_id == bindparam("role"),
        Assignment.until_day.is_(None) | (Assignment.until_day >= bindparam("since")),
    )
    .order_by(Assignment.from_day, Assignment.id)
)
_TAKER = select(User.id, User.name, User.departed_on, ROLE_NAME.label("role"), SEES_CUSTOMERS.label("sees"))
_ENDING = (
    select(Assignment.id, Assignment.from_day, Assignment.until_day, Customer.name, User.name, AssignmentRole.name)
    .join(Customer, Customer.id == Assignment.customer_id)
    .join(User, User.id == Assignment.user_id)
    .join(AssignmentRole, AssignmentRole.id == Assignment.role_id)
    .where(among(Assignment.id))
)


@dataclass(frozen=True)
class Assign(Command[int]):
    """Let a user look after customers in a role; a new owner takes over from the present one.

    The user is named by id or login, the role by id or name (none: the owner's). Answers how many were assigned:
    customers whom the user has in this role already are passed over.
    """

    needs: ClassVar[Permission] = Permission.ASSIGN

    customer_ids: tuple[int, ...]
    user: int | str
    role: int | str | None = None
    from_day: date | None = None
    until_day: date | None = None

    def carry_out(self, work: Work) -> int:
        from_day = self.from_day or work.today
        self._check_days(from_day)
        user, role = _user(work, self.user, from_day), _role(work, self.role)
        customers = list(dict.fromkeys(self.customer_ids))
        with one_owner_each(work, customers) as known:
            _check_known(customers, known)
            fits = self._give(work, customers, user, role, from_day)
        work.say(f"Assigned {_told(work, list(fits))} to {user.name} as {role.name.lower()}")
        return len(fits)

    def _give(
        self,
        work: Work,
        customers: Sequence[int],
        user: Line[*tuple[Any, ...]],
        role: Line[int, str, bool],
        from_day: date,
    ) -> dict[int, Fit]:
        fits = dict(self._fits(work, customers, user.id, role, from_day))
        if not fits:
            raise Refused(_already(work, customers, user.name, role.name), "user")
        ended = [key for one in fits.values() for key in one.ended]
        work.change_many(Assignment, ended, until_day=from_day - DAY)
        shared = {"user_id": user.id, "role_id": role.id, "from_day": from_day}
        rows = [{"customer_id": key, "until_day": one.until_day, **shared} for key, one in fits.items()]
        work.add_many(Assignment, rows)
        return fits

    def _check_days(self, from_day: date) -> None:
        if self.until_day is not None and self.until_day < from_day:
            raise Refused("The last day cannot be before the first one.", "until_day")
        if from_day == date.min:
            raise Refused("This first day is too long ago.", "from_day")

    def _fits(
        self, work: Work, customers: Sequence[int], user: int, role: Line[int, str, bool], from_day: date
    ) -> Iterator[tuple[int, Fit]]:
        """By customer how the new assignment fits in; only an owner ends what others have."""
        present = _PRESENT if role.is_owner else _PRESENT.where(Assignment.user_id == user)
        for some in chunks(customers):
            periods = _by_customer(work, present, {"ids": some, "role": role.id, "since": from_day})
            for customer in some:
                fitted = fit(user, from_day, self.until_day, periods.get(customer, ()))
                if fitted is not None:
                    yield customer, fitted


@dataclass(frozen=True)
class EndAssignments(Command[int]):
    """Let assignments end with a day; without one they hold no longer from today on. Answers how many ended."""

    needs: ClassVar[Permission] = Permission.ASSIGN

    assignment_ids: tuple[int, ...]
    until_day: date | None = None

    def carry_out(self, work: Work) -> int:
        last = self.until_day or work.today - DAY
        with one_owner_each(work, _customers(work, self.assignment_ids)):
            return self._end(work, last)

    def _end(self, work: Work, last: date) -> int:
        found = [line for some in chunks(self.assignment_ids) for line in _rows(work, _ENDING, {"ids": some})]
        if len(found) < len(set(self.assignment_ids)):
            raise NotFound("Some of these assignments are not in the book (any more). Nothing was ended.")
        running = [line for line in found if line.until_day is None or line.until_day > last]
        if not running:
            raise Refused("These assignments have ended by then already.", "until_day")
        by_last: dict[date, list[int]] = defaultdict(list)
        for line in running:
            by_last[max(last, line.from_day - DAY)].append(line.id)
        for until_day, keys in by_last.items():
            work.change_many(Assignment, keys, until_day=until_day)
        work.say(_ended(running))
        return len(running)


def _customers(work: Work, assignments: Sequence[int]) -> list[int]:
    found = {line[0] for some in chunks(assignments) for line in _rows(work, _OF_CUSTOMERS, {"ids": some})}
    return sorted(found)


def _rows(work: Work, chosen: Select[*tuple[Any, ...]], asked: dict[str, Any]) -> Sequence[Line[Any]]:
    return work.session.execute(chosen, asked).all()


def _by_customer(work: Work, chosen: Select[*tuple[Any, ...]], asked: dict[str, Any]) -> dict[int, list[Period]]:
    periods: dict[int, list[Period]] = defaultdict(list)
    for line in _rows(work, chosen, asked):
        customer, *period = tuple(line)
        periods[customer].append(Period(*period))
    return periods


def _user(work: Work, wanted: int | str, from_day: date) -> Line[*tuple[Any, ...]]:
    """The user with this id or login. Raises NotFound, and Refused for who sees no customers or will have departed."""
    whose = User.id == wanted if isinstance(wanted, int) else User.login == wanted
    user = work.session.execute(_TAKER.where(whose)).one_or_none()
    if user is None:
        raise NotFound(f"There is no user {wanted} in this book.")
    if departed(user.departed_on, max(from_day, work.today)):
        raise Refused(f"{user.name} has departed and can look after nobody.", "user")
    if not user.sees:
        told = f"{user.name} is {user.role} in this book and may not see customers, so they can look after nobody."
        raise Refused(told, "user")
    return user


def _role(work: Work, wanted: int | str | None) -> Line[int, str, bool]:
    roles = work.session.execute(ROLES).all()
    for role in roles:
        if role.is_owner if wanted is None else wanted == role.id or fold(str(wanted)) == fold(role.name):
            return role
    known = ", ".join(role.name for role in roles)
    raise Refused(f"There is no role {wanted} in this book. There are: {known}.", "role")


def _check_known(customers: Sequence[int], known: Sequence[int]) -> None:
    """Raises NotFound unless all of them are in the book."""
    if not customers:
        raise Refused("Choose at least one customer.", "customer_ids")
    if unknown := len(customers) - len(known):
        missing = "This customer is" if len(customers) == 1 else f"{unknown} of these customers are"
        raise NotFound(f"{missing} not in the book (any more). Nobody was assigned.")


def _told(work: Work, customers: Sequence[int]) -> str:
    """The only customer's name, or how many they are."""
    if len(customers) > 1:
        return counted(len(customers), "customer")
    return work.session.execute(select(Customer.name).where(Customer.id == customers[0])).scalar_one()


def _already(work: Work, customers: Sequence[int], user: str, role: str) -> str:
    return f"{user} has {_told(work, customers)} as {role.lower()} already. Nothing was changed."


def _ended(lines: Sequence[Line[Any]]) -> str:
    if len(lines) > 1:
        return f"Ended {counted(len(lines), 'assignment')}"
    customer, user, role = tuple(lines[0])[3:]
    return f"Ended that {user} looks after {customer} as {role.lower()}"
