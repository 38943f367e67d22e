"""Many keys a chunk at a time: a statement takes only so many values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

CHUNK = 5000
"""How many keys one statement asks for: well below what either engine takes."""


def chunks(keys: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """The keys in their order, so many at a time; nothing of nothing."""
    return (keys[start : start + size] for start in range(0, len(keys), size))
