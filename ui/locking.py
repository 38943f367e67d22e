"""An encrypted book is locked when nobody is there: the window covered, the book closed, its keys forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.changes import Changes, Topic
from app.computer.memory import Memory
from app.computer.pauses import Pauses
from app.errors import HousebookError
from ui import entering
from ui.frame.cover import Cover
from ui.frame.idle import Idleness
from ui.parts.action import Action
from ui.parts.form_draft import FormDraft

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.window import Window

_LOCK_MORE = (
    "You asked to stay signed in here: whoever works on this computer under your name may open the book without the"
    " password. Lock the computer too."
)
LOCK, MINUTES = "file.lock", "lock_after"


class Locking(QObject):
    """Of one window on one encrypted book."""

    def __init__(
        self, window: Window, desk: Desk, memory: Memory, location: str, pauses: Pauses, leave: Callable[[], object]
    ) -> None:
        """`leave` closes the window and goes to where one signs in."""
        super().__init__(window)
        self._window, self._desk, self._memory, self._leave = window, desk, memory, leave
        self._location, self._pauses = location, pauses
        self.cover: Cover | None = None
        self.idleness: Idleness | None = None
        self.action = Action(LOCK, "Lock now", self.lock, "Ctrl+Shift+L", "read only", menu="File")
        desk.changed.connect(self._hear)

    def begin(self) -> None:
        """The window stands: watch whether it is used."""
        handle = self._window.windowHandle()
        if handle is not None:
            self.idleness = Idleness(handle, self)
            self.idleness.long.connect(self.lock)
            self._ask_minutes(self.idleness)

    def lock(self) -> None:
        """Cover the window at once; the book is closed as soon as all is saved."""
        if self.cover is not None:
            return
        self._keep_typed()
        self._memory.drafts.lock()
        self._desk.errand(self, entering.locked, self._location, self._desk.user.id, otherwise=self._half_locked)
        login, sealed = self._desk.user.login, self._memory.drafts.sealed
        self.cover = Cover(self._window, login, lambda: self._pauses.left(self._location), sealed=sealed)
        self.cover.wanted.connect(self._unlock)
        self.cover.left.connect(self._leave)
        self._desk.put_down(lambda: None)

    def _half_locked(self, error: HousebookError) -> None:
        """The window is locked; but somebody may open the book here in another way."""
        if self.cover is not None:
            self.cover.tell(f"{error.words} {_LOCK_MORE}")

    def _keep_typed(self) -> None:
        """What was typed since the last pause is kept too."""
        from ui.pages.customers.touch_log import TouchLog

        for form in self._window.findChildren(FormDraft):
            form.keep_now()
        for log in self._window.findChildren(TouchLog):
            log.keep()

    def _unlock(self, password: str) -> None:
        asked = (self._location, entering.opened_again, self._location, self._desk.user.id, password)
        then, otherwise, unwanted = self._opened, self._refused, entering.left
        self._desk.errand(self, self._pauses.tried, *asked, then=then, otherwise=otherwise, unwanted=unwanted)

    def _opened(self, entered: entering.Entered) -> None:
        cover, self.cover = self.cover, None
        if entered.seal is not None:
            self._memory.drafts.unlock(entered.seal)
        self._desk.take_up(entered.book)
        if cover is not None:
            cover.take_away()

    def _refused(self, error: HousebookError) -> None:
        if self.cover is not None:
            self.cover.say(error)

    def _hear(self, changes: Changes) -> None:
        if Topic.BOOK in changes.topics and self.idleness is not None:
            self._ask_minutes(self.idleness)

    def _ask_minutes(self, idleness: Idleness) -> None:
        from app.features.settings import book_settings

        self._desk.ask(self, book_settings, then=lambda values: idleness.set_minutes(values[MINUTES]))
