"""All that is held on one customer, for that customer: it leaves by the gate as everything does."""

from __future__ import annotations

from typing import Final

from app.features.leaving import Permit
from app.features.leaving.held import Held
from app.leaving import Leaving
from app.rules.ways_out import HELD

WHY: Final = "For the customer, who may ask for it"
"""The reason that stands in the ledger."""


class Document:
    """Keeps what is held on the one customer, to be printed."""

    held: Held

    def begin(self, _permit: Permit, _width: object) -> None:
        """It waits."""

    def take_held(self, held: Held) -> None:
        """Here it is."""
        self.held = held

    def finish(self) -> str:
        """It is no file yet."""
        return ""

    def drop(self) -> None:
        """Nothing stands anywhere."""


def holding(customer: int, to: str) -> Leaving:
    """What is wanted, for `let_out`."""
    return Leaving((customer,), HELD, to, WHY)
