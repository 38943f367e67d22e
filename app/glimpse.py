"""What of a book can be shown while it is being opened: whose it is, who one is there, and its first customers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from app import clock
from app.keys.place import is_encrypted
from app.rules.people import departed
from app.rules.permissions import Permission, Rights
from app.store.customer_line import CustomerLine, as_lines
from app.store.glimpse import Seen, look_into
from app.store.user_row import ROLE, rights_of, sight_of

_LINES = 60


class Glimpse(NamedTuple):
    """A book at first sight."""

    location: str
    firm: str
    user_id: int
    user: str
    role: str
    rights: Rights
    lines: list[CustomerLine]


def is_locked(location: str) -> bool:
    """Whether nothing of a book can be shown before somebody has said a password."""
    return "://" not in location and is_encrypted(_path(location))


def glimpse(location: str, login: str | None, key: bytes | None = None) -> Glimpse | None:
    """What this user may see of a book in a file; nothing where that is not plain at once: opening tells why."""
    path = _path(location)
    try:
        return _seen(path, login, key) if "://" not in location and path.is_file() else None
    except (OSError, ValueError, TypeError, OverflowError):
        return None  # a place that fails, or a damaged book with values that nobody wrote; opening it tells so


def _path(location: str) -> Path:
    return Path(location).expanduser().absolute()


def _seen(path: Path, login: str | None, key: bytes | None) -> Glimpse | None:
    seen = look_into(path, key, _LINES)
    who = _who(seen, login) if seen is not None else None
    if seen is None or who is None or not seen["lines"]:
        return None
    rights = rights_of(who)
    if Permission.SEE_CUSTOMERS not in rights.may or sight_of(who) is not None:
        return None
    return Glimpse(str(path), seen["book"][0][0], who[0], who[2], who[ROLE], rights, as_lines(seen["lines"]))


def _who(seen: Seen, login: str | None) -> tuple[Any, ...] | None:
    """The user of this login, or the only one there is."""
    today = clock.today()
    let_in = [user for user in seen["users"] if user[5] is None]
    present = [user for user in let_in if not departed(user[4] and date.fromisoformat(user[4]), today)]
    named = [user for user in present if login is None or user[1] == login]
    return named[0] if len(named) == 1 else None
