"""A login that is offered to somebody who has typed their name."""

from __future__ import annotations

import re
from typing import Final

from app.rules.folding import fold

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
