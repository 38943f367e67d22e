"""Who may open the book, and as whom somebody opens it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.errors import NotAllowed, NotFound
from app.rules.people import departed
from app.rules.permissions import Needed, Rights
from app.rules.text import clean
from app.store.hot import rows_of, to_day
from app.store.schema import refuse_brought_up
from app.store.sight import Sight
from app.store.user_row import COLUMNS, ROLE, TABLES, rights_of, sight_of

_USERS = f"SELECT {COLUMNS} FROM {TABLES}"
_AT_WORK = f"SELECT {COLUMNS}, (SELECT version_num FROM alembic_version) FROM {TABLES} WHERE users.id = :id"

_SOME = 20
_WHICH = "This book has several users. Say which one you are: --user LOGIN or HOUSEBOOK_USER. The logins are: {logins}."


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The user for whom a book is open; `role` is what theirs is called, `rights` what it gives by now.

    `sight` says what of the customers they do not see; nothing, where they see all.
    """

    id: int
    login: str
    name: str
    role: str
    rights: Rights
    sight: Sight | None = None

    def may(self, needed: Needed) -> bool:
        """Whether the user's role allows it."""
        return self.rights.allow(needed)

    def demand(self, needed: Needed) -> None:
        """Raise NotAllowed where the user's role does not allow it."""
        if not self.may(needed):
            missing = needed[0] if isinstance(needed, tuple) else needed
            raise NotAllowed(f"Not done: {self.name} is {self.role} in this book and may not {missing}.")


def user_with_id(session: Session, key: int) -> SignedIn:
    """The user as the book has them now. Raises NotFound, NotAllowed for those who have departed, and BookTooNew
    where somebody with a newer program has come since the book was opened."""
    found = rows_of(session, _AT_WORK, {"id": key})
    if not found:
        raise NotFound("There is no such user in this book (any more).")
    refuse_brought_up(found[0][-1])
    return _present_one(found[0])


def user_with_login(session: Session, login: str) -> SignedIn:
    """The user who signs in so. Raises NotFound, and NotAllowed for those who have departed."""
    found = rows_of(session, f"{_USERS} WHERE users.login = :login", {"login": clean(login)})
    if not found:
        raise NotFound(f"There is no user {clean(login)} in this book.")
    return _present_one(found[0])


def only_user(session: Session) -> SignedIn:
    """The one user there is. Raises NotFound where there are several."""
    users = list(present_users(session))
    if not users:
        raise NotFound("All users of this book have departed. Nobody can open it any more.")
    if len(users) > 1:
        raise several(user.login for user in users)
    return users[0]


def several(logins: Iterable[str]) -> NotFound:
    """What to say where it is not plain which of them opens the book."""
    return NotFound(_WHICH.format(logins=_listed(sorted(logins))))


def _listed(logins: list[str]) -> str:
    more = len(logins) - _SOME
    return ", ".join(logins[:_SOME]) + (f" and {more:,} more" if more > 0 else "")


def present_users(session: Session) -> Iterator[SignedIn]:
    """All who may open the book, by name."""
    rows = rows_of(session, f"{_USERS} ORDER BY users.name", {})
    return (_signed_in(row) for row in rows if not departed(to_day(row[4]), clock.today()) and row[5] is None)


def _present_one(row: Any) -> SignedIn:
    if row[4] is not None and departed(to_day(row[4]), clock.today()):
        raise NotAllowed(f"{row[2]} has departed and can no longer open this book.")
    if row[5] is not None:
        raise NotAllowed(f"{row[2]} is locked out of this book. Whoever may change the team can let them in again.")
    return _signed_in(row)


@lru_cache(maxsize=64)
def _signed_in(row: tuple[Any, ...]) -> SignedIn:
    """Made once of equal rows: each question begins by reading one."""
    return SignedIn(row[0], row[1], row[2], row[ROLE], rights_of(row), sight_of(row))
