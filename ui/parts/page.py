"""A page: what it shows, and when it asks anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.changes import Changes, Topic
from app.errors import HousebookError, Stopped
from ui.parts.action import Actions
from ui.running import Running

if TYPE_CHECKING:
    # The desk brings the whole database with it; a page is given one and need not load it.
    from ui.desk import Desk


class Page(QWidget):
    """Names the topics it shows, asks in `load`, shows in the functions that `load` passed on.

    It asks when it is first seen, and again when a topic of its own changed: at once if it is visible,
    else when it is seen the next time.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset()
    count_topics: ClassVar[frozenset[Topic]] = frozenset()
    """On which of them the page's number in the rail depends."""

    def __init__(self, desk: Desk, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.known_actions = desk, actions
        self._stale = True
        self._newest: dict[str, int] = {}
        desk.changed.connect(self._hear)

    def load(self) -> None:
        """Ask for all that the page shows."""
        raise NotImplementedError

    def failed(self, error: HousebookError) -> None:
        """An answer did not come: tell it where the whole window hears of it; a page with room says it there."""
        if not isinstance(error, Stopped):
            self.desk.failed.emit(error)

    def refresh(self) -> None:
        """Ask now if the page is seen, else when it will be."""
        self._stale = not self.isVisible()
        if not self._stale:
            self.load()

    def ask(
        self,
        query: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], object],
        otherwise: Callable[[HousebookError], object] | None = None,
        lane: str = "",
    ) -> Running:
        """Put a question; only what comes of the newest one of its lane (by default: of its query) is shown."""
        lane = lane or getattr(query, "__qualname__", repr(query))
        number = self._newest[lane] = self._newest.get(lane, 0) + 1

        def if_newest(show: Callable[[Any], object], answer: Any) -> None:
            if self._newest[lane] == number:
                show(answer)

        return self.desk.ask(
            self,
            query,
            *args,
            then=lambda answer: if_newest(then, answer),
            otherwise=lambda error: if_newest(otherwise or self.failed, error),
            lane=lane,
        )

    def do(
        self,
        command: Any,
        then: Callable[[Any], object] | None = None,
        otherwise: Callable[[HousebookError], object] | None = None,
    ) -> None:
        """Carry out a command; the page refreshes by the change it makes, like every other page."""
        self.desk.do(self, command, then=then, otherwise=otherwise or self.failed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.load()

    def _hear(self, changes: Changes) -> None:
        if changes.topics & self.topics:
            self.refresh()
