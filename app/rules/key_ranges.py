"""Many keys as a short text: 4-6,9 for 4, 5, 6 and 9."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache


def to_ranges(keys: Iterable[int]) -> str:
    """The keys in order, each once, neighbours as one range."""
    spans: list[list[int]] = []
    for key in sorted(set(keys)):
        if spans and key == spans[-1][1] + 1:
            spans[-1][1] = key
        else:
            spans.append([key, key])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)


def from_ranges(told: str) -> list[int]:
    """The keys that such a text names."""
    return [key for first, last in zip(*_spans(told), strict=True) for key in range(first, last + 1)]


def in_ranges(keys: Iterable[int], told: str) -> bool:
    """Whether such a text names all these keys; asked again of the same text it is quick."""
    firsts, lasts = _spans(told)
    places = ((key, bisect_right(firsts, key) - 1) for key in keys)
    return all(place >= 0 and key <= lasts[place] for key, place in places)


@lru_cache(maxsize=2)
def _spans(told: str) -> tuple[array[int], array[int]]:
    """First and last key of each range, in their order."""
    firsts, lasts = array("q"), array("q")
    for span in told.split(",") if told else ():
        first, _, last = span.partition("-")
        firsts.append(int(first))
        lasts.append(int(last or first))
    return firsts, lasts
