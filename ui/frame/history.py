"""Back and forward: the spots a person has been at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

_MOST = 100


@dataclass(frozen=True)
class Spot:
    """A page, and what it showed there."""

    page: str
    shown: dict[str, Any] = field(default_factory=dict)


class History:
    """The spots in their order, and where among them the person is."""

    def __init__(self) -> None:
        self._spots: list[Spot] = []
        self._at = -1

    def note(self, spot: Spot) -> None:
        """The person is here now; what was ahead is forgotten."""
        if self._at >= 0 and self._spots[self._at] == spot:
            return
        kept = self._spots[: self._at + 1]
        if kept and kept[-1] == Spot(spot.page):
            # The page has come to show something by itself: that is no step.
            kept.pop()
        self._spots = [*kept, spot][-_MOST:]
        self._at = len(self._spots) - 1

    def back(self) -> Spot | None:
        """One spot back."""
        return self._step(-1)

    def forward(self) -> Spot | None:
        """One spot on."""
        return self._step(1)

    def can_go_back(self) -> bool:
        """Whether there is a spot before this one."""
        return self._at > 0

    def can_go_forward(self) -> bool:
        """Whether there is a spot after this one."""
        return self._at < len(self._spots) - 1

    def _step(self, by: int) -> Spot | None:
        if not 0 <= self._at + by < len(self._spots):
            return None
        self._at += by
        return self._spots[self._at]
