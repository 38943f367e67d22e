"""A backup that is made before something large: how far it is, and what to do where it cannot be made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import HousebookError
from app.rules.permissions import Permission
from ui.parts.buttons import button
from ui.parts.labels import text_label
from ui.parts.progress import Progress
from ui.parts.strip import Strip
from ui.theme.tokens import Size, Space, Weight

if TYPE_CHECKING:
    from app.ticket import Ticket
    from ui.desk import Desk
    from ui.running import Running

_WORDS: Final = "A backup is made first, so that there is a way back to just before."
_NOT_MADE: Final = "Nothing was changed yet: there is no backup of just before."


class BackupFirst(QWidget):
    """Hidden until a backup is really made. What comes after it is done at once where none is wanted."""

    resized = Signal()
    said = Signal(str)
    """What to know of a backup that was made: a place that is away."""

    def __init__(self, desk: Desk, verb: str, name: str) -> None:
        """`verb` says what is done without a backup."""
        super().__init__()
        self.setObjectName(name)
        self._desk = desk
        self._running: Running | None = None
        self._go: Callable[[], object] = lambda: None
        self._leave: Callable[[], object] = lambda: None
        self._words = text_label(_WORDS, Size.VALUE, Weight.MEDIUM, wrap=True)
        self.progress = Progress(f"{name}.progress")
        self.without = button(verb, "link", run=self._go_on, name=f"{name}.without")
        self.error = Strip("error", verb=verb, run=self._go_on, name=f"{name}.error")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        for part in (self._words, self.progress, self.without, self.error):
            column.addWidget(part)
        column.setAlignment(self.without, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def begin(self, why: str, go: Callable[[], object], leave: Callable[[], object]) -> None:
        """Go on when a backup is made, or where none is wanted; `leave` where somebody stopped it, or it failed."""
        self._end()
        if not self._desk.may(Permission.BACK_UP):
            go()
            return
        self._go, self._leave = go, leave
        self._running = self._desk.beside(
            self, _backed_up, why, then=self._made, otherwise=self.failed, report=self._report
        )

    def _report(self, what: str, done: int, total: int) -> None:
        if self._running is None:
            return
        if self.progress.isHidden():
            self.progress.begin(what, self._stop)
            self._show(self._words, self.progress, self.without)
        self.progress.report(what, done, total)

    def _made(self, told: str) -> None:
        self._go_on()
        if told:
            self.said.emit(told)

    def _stop(self) -> None:
        """Neither the backup nor what comes after it."""
        leave = self._leave
        self._end()
        leave()

    def _go_on(self) -> None:
        go = self._go
        self._end()
        go()

    def failed(self, error: HousebookError) -> None:
        """Say why there is none, and offer to go on without."""
        go, leave = self._go, self._leave
        self._end()
        self._go = go
        self.error.set_words(_NOT_MADE, error.words)
        self._show(self.error)
        leave()

    def _show(self, *shown: QWidget) -> None:
        for part in (self._words, self.progress, self.without, self.error):
            part.setVisible(part in shown)
        self.show()
        self.resized.emit()

    def _end(self) -> None:
        """Nothing is made any more, and nothing shown."""
        running, self._running = self._running, None
        if running is not None:
            running.drop()
        self._go = self._leave = lambda: None
        self.progress.end()
        if not self.isHidden():
            self.hide()
            self.resized.emit()


def _backed_up(book: Any, why: str, ticket: Ticket) -> str:
    # Loaded when it is needed: archives are no part of the start.
    from app.beforehand import back_up_before

    return back_up_before(book, why, ticket)
