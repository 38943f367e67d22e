"""What is to be played: how long, by whom, how hastily."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

USUAL_THINKING: Final = 5.0
TYPING_SECONDS: Final = 0.12
"""Between two letters of somebody who types at a usual speed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The same seed, book and users play the same acts; in what order desks meet is the machine's."""

    seconds: float
    thinking: float = USUAL_THINKING
    """Seconds between two acts, on average; at 0 nobody thinks or types slowly either."""
    seed: int = 1
    busy: tuple[int, ...] = ()
    """The customers with whom the whole house has to do today: there people meet on the same card."""
    acts: int | None = None
    """So many acts at most."""
