"""The letters between the rows of a list sorted by name, and those of the strip beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ui.parts.cells import Group

Letters = Sequence[tuple[str, int]]
OTHERS, OTHERS_SIGN = "Other scripts", "…"


class Place(NamedTuple):
    """Where a letter begins: the letter as the strip shows it, and the place of its first row."""

    sign: str
    at: int


def letter_places(letters: Letters, down: bool = False) -> list[Place]:
    """Each letter with its first row. What begins with a sign or digit comes first, other scripts come last."""
    last = len(letters) - 1
    signs = [
        OTHERS_SIGN if letter == "#" and place == last and place > 0 else letter
        for place, (letter, _) in enumerate(letters)
    ]
    counted = list(zip(signs, (count for _, count in letters), strict=True))
    places, at = [], 0
    for sign, count in reversed(counted) if down else counted:
        places.append(Place(sign, at))
        at += count
    return places


def letter_groups(places: Sequence[Place]) -> list[Group]:
    """A heading above the first row of each letter."""
    return [Group(place.at, OTHERS if place.sign == OTHERS_SIGN else place.sign) for place in places]


def letter_at(places: Sequence[Place], at: int) -> str:
    """The letter under which a row stands."""
    return next((place.sign for place in reversed(places) if place.at <= at), "")
