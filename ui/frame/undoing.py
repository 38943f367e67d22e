"""Says what was done at this desk, and takes it back: the newest first, as often as asked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from ui.desk import Desk
from ui.parts.action import Actions
from ui.parts.messages import Messages

UNDO = "journal.undo"


class Undoing(QObject):
    """The operations of this window that can still be undone by Ctrl+Z."""

    def __init__(self, desk: Desk, actions: Actions, messages: Messages) -> None:
        super().__init__(messages)
        self._actions, self._messages = actions, messages
        self._operations: list[int] = []
        desk.did.connect(self._tell)

    def undo(self) -> None:
        """Take back the last thing done here."""
        if self._operations:
            self._undo(self._operations.pop())
        else:
            self._messages.say("Nothing was done here that could be undone. The journal has all that was done.")

    def _tell(self, done: Any) -> None:
        words, operation = f"{done.summary}.", done.operation
        if done.undoes is not None:
            # An undo is an operation too: undoing it does again what was undone.
            self._messages.say(words, lambda: self._undo(operation), verb="Redo", key="")
        elif self._actions.has(UNDO):
            self._operations.append(operation)
            self._messages.say(words, self.undo)
        else:
            self._messages.say(words)

    def _undo(self, operation: int) -> None:
        self._actions.trigger(UNDO, operation=operation)
