"""Filters kept under a name, for oneself or shared with the firm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.errors import NotAllowed, Refused
from app.features.customers.lists import ListFilter
from app.models import SavedList
from app.rules.permissions import Permission
from app.rules.text import clean
from app.work import Command, Work


@dataclass(frozen=True, slots=True)
class SavedLine:
    """A saved list as the rail shows it."""

    id: int
    name: str
    filter: ListFilter
    shared: bool
    user_id: int


@dataclass(frozen=True)
class SaveList(Command[int]):
    """Keep a filter under a name; the same name of the same user is replaced. Answers its id."""

    needs: ClassVar[Permission] = Permission.SEE_CUSTOMERS

    name: str
    filter: ListFilter
    shared: bool = False

    def carry_out(self, work: Work) -> int:
        name = clean(self.name)
        if not name:
            raise Refused("Not saved: the list has no name yet.", "name")
        if self.shared and not work.user.may(Permission.SHARE_LISTS):
            raise NotAllowed("Not saved: you may keep lists for yourself, but not share them with the firm.")
        own = select(SavedList).where(SavedList.user_id == work.user.id, SavedList.name == name)
        found = work.session.execute(own).scalars().first()
        criteria = self.filter.to_json()
        if found is None:
            row = SavedList(name=name, user_id=work.user.id, shared=self.shared, criteria=criteria)
            found = work.add(row)
        else:
            work.change(found, criteria=criteria, shared=self.shared)
        work.say(f"Saved the list {name}")
        return found.id


@dataclass(frozen=True)
class RemoveList(Command[None]):
    """Remove a saved list; the customers on it stay as they are."""

    needs: ClassVar[Permission] = Permission.SEE_CUSTOMERS

    list_id: int

    def carry_out(self, work: Work) -> None:
        row = work.get(SavedList, self.list_id)
        if row.user_id != work.user.id and not work.user.may(Permission.SHARE_LISTS):
            raise NotAllowed("Not removed: this list belongs to somebody else.")
        work.remove(row)
        work.say(f"Removed the list {row.name}")


def saved_lists(session: Session, user_id: int) -> list[SavedLine]:
    """The user's own lists and those shared with the firm."""
    seen = or_(SavedList.user_id == user_id, SavedList.shared)
    rows = session.execute(select(SavedList).where(seen).order_by(SavedList.id)).scalars()
    return [SavedLine(row.id, row.name, ListFilter.from_json(row.criteria), row.shared, row.user_id) for row in rows]
