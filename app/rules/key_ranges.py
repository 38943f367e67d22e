"""Many keys as a short text: 4-6,9 for 4, 5, 6 and 9."""

from __future__ import annotations

from collections.abc import Iterable


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
    keys: list[int] = []
    for span in told.split(",") if told else ():
        first, _, last = span.partition("-")
        keys.extend(range(int(first), int(last or first) + 1))
    return keys
