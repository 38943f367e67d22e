"""What a page holds in hand while something is on its way for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from app.errors import HousebookError
from app.ticket import Ticket

LOG = logging.getLogger(__name__)
Then = Callable[[Any], object]


class Running:
    """Something on its way; its answer goes to `then`, its failure to `otherwise`."""

    def __init__(self, owner: QObject, then: Then | None, otherwise: Then | None, halt: Then) -> None:
        self.owner, self.then, self.otherwise = owner, then, otherwise
        self.ticket = Ticket()
        self.future: Future[None] = Future()
        self.failure: HousebookError | None = None
        self.unwanted: Then | None = None
        self.untaken: Any = None
        self.dropped = False
        self._halt = halt

    def stop(self) -> None:
        """Ask for an end; `otherwise` gets Stopped."""
        self._halt(self)

    def drop(self) -> None:
        """Ask for an end, and let nothing of it come home."""
        self.dropped = True
        self._halt(self)

    def let_go(self) -> None:
        """End an answer that nobody took: a book that was opened has to be closed."""
        answer, self.untaken = self.untaken, None
        if self.unwanted is not None and answer is not None:
            try:
                self.unwanted(answer)
            except Exception:
                LOG.warning("What nobody took could not be ended", exc_info=True)

    @property
    def wanted(self) -> bool:
        """Whether anybody still waits for the answer."""
        return not self.dropped and isValid(self.owner)
