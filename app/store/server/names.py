"""What the roles of a prepared book are called on its server.

All begin with the book's own name, as roles belong to the whole server. Those that nobody signs in with have a blank
in it, which no login has: no user can be given such a name.
"""

from __future__ import annotations

from collections.abc import Container
from itertools import chain, count

from app.errors import Refused
from app.rules.permissions import Permission

_LONGEST = 63
"""How many bytes a role's name has at most."""
MOST_OF_LOGIN = _LONGEST - 3
"""How many bytes the role has with which somebody signs in: a number may have to follow."""
_MOST_LETTERS = _LONGEST - max(len(f" may {right.name}") for right in Permission)


def free_prefix(database: str, taken: Container[str]) -> str:
    """What the roles of the book in this database begin with: its name, numbered where another book left such roles."""
    short = cut(database.replace(" ", "_"), _MOST_LETTERS - 3)
    names = chain((short,), (f"{short}{n}" for n in count(2)))
    return next(name for name in names if owner(name) not in taken)


def owner(prefix: str) -> str:
    """The role that holds all tables; nobody signs in as it."""
    return f"{prefix} owner"


def keeper(prefix: str) -> str:
    """The role that makes and locks logins; nobody signs in as it, and it owns two functions and nothing else."""
    return f"{prefix} keeper"


def people(prefix: str) -> str:
    """The group of all who may open the book."""
    return f"{prefix} people"


def refuse_too_long(prefix: str, login: str) -> None:
    """Raises Refused for a login of the book that the server would cut."""
    if len(f"{prefix}_{login}".encode()) > MOST_OF_LOGIN:
        most = MOST_OF_LOGIN - len(f"{prefix}_".encode())
        raise Refused(f"On this server a login has at most {most} plain letters. Choose a shorter one.", "login")


def group(prefix: str, right: Permission | None) -> str:
    """The group of those who hold a right of the book; without one, of all who may open it."""
    return people(prefix) if right is None else f"{prefix} may {right.name.lower()}"


def quoted(name: str) -> str:
    """A name as it stands in a statement."""
    return '"' + name.replace('"', '""') + '"'


def cut(name: str, most: int = _LONGEST) -> str:
    """The beginning of a name, of so many bytes at most."""
    return name.encode()[:most].decode(errors="ignore")
