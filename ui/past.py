"""The past of a book in a window of its own, beside the present one: a backup, or the book as of a minute."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.computer.desk_file import DeskFile
from app.computer.drafts import Drafts
from app.computer.memory import Memory
from app.errors import HousebookError, Stopped
from app.rules.permissions import Needed, Permission
from app.ticket import Ticket
from ui.desk import Desk, Running
from ui.frame.minute import MinuteDialog
from ui.frame.past_opening import PastOpening
from ui.frame.taking_back import TakeBackDialog
from ui.frame.whole import Whole
from ui.parts.action import Action
from ui.parts.days import full_words
from ui.parts.strip import Strip
from ui.parts.table import TableView
from ui.window import Window

if TYPE_CHECKING:
    from app.features.backups import BackupLine
    from app.features.taking_back.then import Then
    from app.past_book import PastBook

_LOOKED_AT: Final = frozenset({Permission.SEE_CUSTOMERS, Permission.SEE_JOURNAL})
_WHY: Final = "Nothing in it can be changed. What was so then can be taken back into the book of today."
_BACK_TO: Final = "backups.back_to"
_STOPPED: Final = "Stopped. Nothing of it is left; the book is as it was."
_WHICH: Final = "Which backup?"
_KINDS: Final = "Backups (*.hbk)"
_NONE: Final = "Choose customers or touch points first. A person is taken back by the menu beside the name."


class PastDesk(Desk):
    """A desk at which nothing but looking is offered; how many cards were looked at is noted in the book of today."""

    def __init__(self, past: PastBook, live: Desk, parent: QObject) -> None:
        self._live = live
        super().__init__(past, parent)

    def do(self, owner: QObject, command: Any, *more: Any, **how: Any) -> Running:
        """Only that note is taken."""
        from app.features.openings import NoteOpenings

        do = self._live.do if isinstance(command, NoteOpenings) else super().do
        return do(owner, command, *more, **how)

    def may(self, needed: Needed | str) -> bool:
        rights = needed if isinstance(needed, tuple) else (Permission(needed),)
        return any(right in _LOOKED_AT and super(PastDesk, self).may(right) for right in rights)


class PastWindow(Window):
    """Says above every page that this is the past; what was so then is taken back from here."""

    def __init__(self, past: PastBook, live: Desk, folder: Path) -> None:
        super().__init__(DeskFile(folder / "desk.json"))
        self.setObjectName("past.window")
        self.of, self._live = past.of, live
        desk = PastDesk(past, live, self)
        self._file_here = DeskFile(folder / "desk.json")
        memory = Memory(self._file_here, Drafts(folder, desk.location), desk.location)
        self.show_book(desk, memory, self._take_back_actions())
        words = f"{past.what.removeprefix('the ').capitalize()} {full_words(past.at)}, read only"
        self.setWindowTitle(f"{words} – {past.firm} – Housebook")
        if self._frame is not None:
            self._frame.put_strip(Strip("notice", words, _WHY, "Take back…", self._begin_taking, name="past.strip"))
        self.closed.connect(desk.close)

    def _take_back_actions(self) -> list[Action]:
        needs = Permission.SEE_CUSTOMERS
        return [
            Action("past.take_back", "Take back…", self._begin_taking, "Ctrl+B", "bring back", needs, menu="Customer"),
            Action("past.person", "Take a person back…", self._take_person, "", "bring back", needs),
            Action("past.touch_point", "Take a touch point back…", self._take_touch_point, "", "bring back", needs),
        ]

    def _chosen(self) -> tuple[str, list[int]]:
        """What is selected where the keyboard is: touch points on their page or in the time line, else customers."""
        from ui.pages.customers.page import CustomersPage
        from ui.pages.touchpoints.page import TouchPointsPage

        page = self.pages.get(self.page_id)
        if isinstance(page, TouchPointsPage):
            return "touch_points", _selected(page.table)
        if not isinstance(page, CustomersPage):
            return "customers", []
        if page.time_line.list.hasFocus():
            return "touch_points", _selected(page.time_line.list)
        return "customers", _selected(page.list.table)

    def _begin_taking(self) -> None:
        table, keys = self._chosen()
        if keys:
            self._take_back(table, keys)
        else:
            self.messages.say(_NONE)

    def _take_person(self, person: int) -> None:
        self._take_back("contacts", [person])

    def _take_touch_point(self, touch_point: int) -> None:
        self._take_back("touch_points", [touch_point])

    def _take_back(self, table: str, keys: Sequence[int]) -> None:
        from app.features.taking_back.then import contacts_then, customers_then, touch_points_then

        read = {"customers": customers_then, "contacts": contacts_then, "touch_points": touch_points_then}[table]
        self.desk.ask(self, read, keys, then=self._compare, lane="taking back")

    def _compare(self, thens: Sequence[Then]) -> None:
        from app.features.taking_back.compared import today_of

        asked = (today_of, thens[0].table, [one.uid for one in thens])
        self._live.ask(self, *asked, then=partial(self._ask, thens), otherwise=self._say_error)

    def _ask(self, thens: Sequence[Then], today: dict[str, Then]) -> None:
        dialog = TakeBackDialog(self, self._live, thens, today, self.of)
        dialog.done = self.messages.say
        dialog.begin()


class Pasts(QObject):
    """The windows on the past that belong to one window of a book; they go with it, and when it is locked."""

    def __init__(self, window: Window, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self.windows: list[PastWindow] = []
        self._openings: dict[PastOpening, Running] = {}
        window.closed.connect(self.close)
        desk.put_away.connect(self.close)

    def actions(self) -> list[Action]:
        """What the window of the book offers; the page of backups hands over which one."""
        needs = Permission.BACK_UP
        return [
            Action("past.backup", "Open a backup, read only…", self._of_backup, "", "read only", needs, menu="Tools"),
            Action("past.minute", "The book as of a minute…", self._of_minute, "", "time", needs, menu="Tools"),
        ]

    def close(self) -> None:
        """Close all of them, and open none of those that are on their way."""
        for window in list(self.windows):
            window.close()
        for opening, running in list(self._openings.items()):
            running.drop()
            self._end(opening)

    def _of_backup(self, listed: BackupLine | None = None) -> None:
        if listed is not None:
            self._begin(_listed_backup, listed)
            return
        named = QFileDialog.getOpenFileName(self._window, _WHICH, "", _KINDS)[0]
        if named:
            self._begin(_backup, Path(named))

    def _of_minute(self) -> None:
        actions = self._window.actions_here
        go_back = (lambda moment: actions.trigger(_BACK_TO, moment=moment)) if actions.has(_BACK_TO) else None
        MinuteDialog(self._window, self._desk, partial(self._begin, _as_of), go_back).begin()

    def _begin(self, way: Callable[..., PastBook], what: Any) -> None:
        opening = PastOpening(lambda: self._openings[opening].stop())
        self._openings[opening] = self._desk.errand(
            self, way, self._desk.book, what, then=partial(self._show, opening),
            otherwise=partial(self._failed, opening), report=opening.progress.report, unwanted=_left,
        )  # fmt: skip
        frame = self._window.findChild(Whole)
        if frame is not None:
            frame.put_strip(opening)
            opening.show()

    def _end(self, opening: PastOpening) -> None:
        self._openings.pop(opening, None)
        opening.end()

    def _show(self, opening: PastOpening, past: PastBook) -> None:
        self._end(opening)
        window = PastWindow(past, self._desk, past.folder)
        self.windows.append(window)
        window.closed.connect(lambda: self.windows.remove(window))
        window.closed.connect(window.deleteLater)
        window.show()

    def _failed(self, opening: PastOpening, error: HousebookError) -> None:
        self._end(opening)
        messages = self._window.messages
        if isinstance(error, Stopped):
            messages.say(_STOPPED)
        else:
            messages.warn(error.words)


def _selected(table: TableView) -> list[int]:
    keys = table.selected_ids() or [table.current_id()]
    return [key for key in keys if isinstance(key, int)]


def _backup(book: Any, file: Path, ticket: Ticket) -> PastBook:
    from app.past_book import open_backup

    return open_backup(book, file, ticket=ticket)


def _listed_backup(book: Any, one: BackupLine, ticket: Ticket) -> PastBook:
    from app.backup_files import file_of

    return _backup(book, file_of(book, one, ticket), ticket)


def _as_of(book: Any, moment: Any, ticket: Ticket) -> PastBook:
    from app.past_book import open_as_of

    return open_as_of(book, moment, ticket)


def _left(past: PastBook) -> None:
    past.close()
