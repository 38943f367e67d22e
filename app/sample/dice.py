"""Random numbers for the sample company: always the same for the same seed, and drawn without much ado.

A million customers draw some two hundred million numbers; Python's own `choice` spends most of its time on an
evenness that no sample needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice(Random):
    """Random numbers from one draw each, even to within the 53 bits of it."""

    def choice(self, seq: Sequence[T]) -> T:  # type: ignore[override]
        """One of these."""
        return seq[int(self.random() * len(seq))]

    def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
        """A whole number from `start` up to but not including `stop`; from 0 up to `start` where that stands alone."""
        low, high = (0, start) if stop is None else (start, stop)
        return low + step * int(self.random() * -(-(high - low) // step))

    def randint(self, a: int, b: int) -> int:
        """A whole number from a to b."""
        return a + int(self.random() * (b - a + 1))
