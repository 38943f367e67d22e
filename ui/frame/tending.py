"""Now and then the window looks whether something is due for the backups, and does it beside all other work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer

from app.errors import HousebookError, Stopped
from app.rules.permissions import Permission

if TYPE_CHECKING:
    from app.ticket import Ticket
    from ui.desk import Desk

_LOOKS_MS: Final = 300_000
_NOT_DONE: Final = "The backup that was due was not made. {why}"


class Tending(QObject):
    """Looks every five minutes, at the desk of whoever may back up. What a day brings is said once."""

    def __init__(self, desk: Desk, say: Callable[[str], object], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._say = desk, say
        self._busy, self._said = False, ""
        self._beat = QTimer(self, interval=_LOOKS_MS)
        self._beat.timeout.connect(self.look)
        self._beat.start()

    def look(self) -> None:
        """Do what is due, unless that is being done."""
        if self._busy or not self._desk.may(Permission.BACK_UP):
            return
        self._busy = True
        self._desk.beside(self, _tended, then=self._done, otherwise=self._failed)

    def _done(self, words: str) -> None:
        self._busy = False
        if words and words != self._said:
            self._say(words)
        self._said = words

    def _failed(self, error: HousebookError) -> None:
        self._done("" if isinstance(error, Stopped) else _NOT_DONE.format(why=error.words))


def _tended(book: Any, ticket: Ticket) -> str:
    # Loaded when it is needed: archives are no part of the start.
    from app.tending import tend

    return tend(book, ticket)
