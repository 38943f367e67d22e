"""What cannot be a password: what anybody would try first."""

from __future__ import annotations

from typing import Final

from app.errors import Refused
from app.rules.folding import fold

LEAST_LETTERS: Final = 8
"""Short ones are guessed from a copy of the keys file, however slow each guess is made."""
_LEAST_DIFFERENT: Final = 4


def refuse_weak(password: str, login: str) -> None:
    """Raises Refused for a password that would be guessed at once."""
    if len(password) < LEAST_LETTERS:
        raise Refused(f"A password has at least {LEAST_LETTERS} letters; some words make a good one.", "password")
    if fold(password) == fold(login) or len(set(password)) < _LEAST_DIFFERENT:
        raise Refused("This password would be guessed at once. Choose another one.", "password")
