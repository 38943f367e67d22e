"""What can be a login, and the one that is offered to somebody who has typed their name."""

from __future__ import annotations

import re
from typing import Final

from app.errors import Refused
from app.rules.folding import fold

MOST_LETTERS: Final = 40
_NEVER: Final = re.compile(r"""[\s/\\"'`´‘’‚‛“”„‟«»‹›]""")
_NOT_IN_LOGIN: Final = re.compile(r"[^a-z0-9]+")
_ANY: Final = "owner"
"""For names in other letters than these: a login is typed at every desk, whatever its keyboard."""


def suggested_login(name: str) -> str:
    """The first name in plain letters ("Ann Becker": ann), titles and initials aside; nothing without a name."""
    words = name.split()
    for word in [one for one in words if not one.endswith(".")] or words:
        login = _NOT_IN_LOGIN.sub("", fold(word))
        if login and not login.isdigit():
            return login
    return _ANY if words else ""


def refuse_login(login: str) -> None:
    """Raises Refused for what cannot be a login: those that a book has already stay as they are."""
    if not login or len(login) > MOST_LETTERS or not login.isprintable() or _NEVER.search(login):
        raise Refused(
            f"A login is one word of at most {MOST_LETTERS} letters, without slashes and quotes, such as ann.", "login"
        )
