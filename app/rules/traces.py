"""Whether somebody stands in a text, whatever it has become: by e-mail address, telephone number or name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.rules.folding import fold
from app.rules.phones import digits

_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w.-]+")
_BETWEEN: Final = re.compile(r"[\W_]+")
_TAIL, _SHORTEST = 8, 7
"""Of a number so many digits tell it, however it begins; fewer than the second tell nothing."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A text, folded, in which people are looked for: as it stands, and as words with one blank between them.

    The words are without e-mail addresses, which have names in them.
    """

    text: str = ""
    words: str = ""


NOBODY: Final = Sought()


def sought(text: str) -> Sought:
    """A text, made ready."""
    folded = fold(text)
    return Sought(folded, f" {_BETWEEN.sub(' ', _ADDRESS.sub(' ', folded))} ")


def stands_by(there: Sought, name: str, other_way: str, email: str, phone: str) -> Iterator[str]:
    """By what of theirs somebody stands in a text; `other_way` is the name with the family's before the given one."""
    folded = fold(email)
    if email and folded in there.text and re.search(rf"(?<![\w.+-]){re.escape(folded)}(?!\.?[\w-])", there.text):
        yield "e-mail"
    tail = digits(phone)[-_TAIL:]
    if len(tail) >= _SHORTEST and re.search(f"{' ?'.join(tail)}(?!\\d)", there.words):
        yield "telephone"
    if any(_BETWEEN.sub(" ", f" {fold(one)} ") in there.words for one in (name, other_way) if one):
        yield "name"
