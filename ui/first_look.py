"""The start of a window on a book: it comes up with the first customers, or without them where they take too long."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from app.computer.memory import Memory
from app.errors import PasswordNeeded
from app.glimpse import Glimpse

if TYPE_CHECKING:
    from ui.window import Window

PATIENCE: Final = 150
"""So long the window waits for its first customers; a share that does not answer holds nobody up."""
_AFTER_PAINT: Final = 30


class FirstLook(QObject):
    """Shows the window once, and then lets the book be opened."""

    def __init__(self, window: Window, memory: Memory, go_in: Callable[[], object], ask: Callable[[], object]) -> None:
        """`go_in` opens the book; `ask` asks for the password where it takes one."""
        super().__init__(window)
        self._window, self._memory, self._go_in, self._ask = window, memory, go_in, ask
        self._late = QTimer(self, singleShot=True, interval=PATIENCE)
        self._late.timeout.connect(self._go_on)
        self._late.start()

    def came(self, seen: Glimpse | None) -> None:
        """What was seen of the book, if anything; too late once the book itself is there."""
        if seen is not None and not self._window.pages:
            self._window.show_sight(seen, self._memory)
        if self._late.isActive():
            self._late.stop()
            self._go_on()

    def failed(self, error: object) -> None:
        """Nothing could be seen: a password is needed first, or opening tells why."""
        if isinstance(error, PasswordNeeded) and self._late.isActive():
            self._late.stop()
            self._ask()
        else:
            self.came(None)

    def _go_on(self) -> None:
        self._window.show()
        # Not before that is painted: what opening loads would take turns with the painting.
        QTimer.singleShot(_AFTER_PAINT, self, self._go_in)
