"""The window of a book: the frame only. Contents at the left, one page, menus, the message line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QWidget

from app.changes import Changes
from app.computer.desk_file import DeskFile
from app.computer.memory import Memory
from app.errors import HousebookError
from app.glimpse import Glimpse
from app.rules.permissions import Needed
from ui.contents import Entry, contents_for
from ui.desk import Desk
from ui.frame.history import History, Spot
from ui.frame.menus import MenuBar
from ui.frame.rail import RailEntry
from ui.frame.reading_order import step
from ui.frame.searching import Finder, Searching
from ui.frame.undoing import Undoing
from ui.frame.whole import Whole, Whose
from ui.pages.customers.first_sight import FirstSight, Successor
from ui.parts.action import Action, Actions
from ui.parts.ground import ground
from ui.parts.messages import Messages
from ui.parts.page import Page

GEOMETRY = "window.geometry"
LEAST = (1024, 640)
USUAL = (1280, 800)
COUNT_PAUSE = 2000
"""The numbers of the rail follow after it: counting a book again at each save of each colleague is dear."""


@runtime_checkable
class Visitable(Protocol):
    """A page that can be told what to show."""

    def visit(self, **spot: Any) -> None: ...


@runtime_checkable
class Counting(Protocol):
    """A page with a number in the rail."""

    def count(self, show: Callable[[str, str], None]) -> None: ...


class Window(QMainWindow):
    """Shown empty at once; `show_book` fills it."""

    closed = Signal()

    def __init__(self, file: DeskFile) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("Housebook")
        self.setMinimumSize(*LEAST)
        self.resize(*USUAL)
        self._file = file
        kept = file.recall(GEOMETRY)
        if isinstance(kept, str):
            self.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii", "ignore")))
        self._menus = MenuBar(self)
        self.setMenuBar(self._menus)
        empty = QWidget()
        ground(empty, "window")
        self.setCentralWidget(empty)
        self.pages: dict[str, Page] = {}
        self.page_id = ""
        self._frame: Whole | None = None
        self._sight: FirstSight | None = None

    def show_sight(self, seen: Glimpse, memory: Memory) -> None:
        """The frame and the first customers, as long as the book is being opened."""
        whose = Whose(seen.firm, seen.location, False, seen.user_id, seen.user, seen.role)
        frame = self._frame_for(whose, seen.rights.allow)
        self._sight = FirstSight(seen, memory)
        frame.stack.addWidget(self._sight)
        frame.rail.set_current("customers")
        self._sight.setFocus()

    def show_book(self, desk: Desk, memory: Memory, program: Sequence[Action] = ()) -> None:
        """Build the frame and the first page for this book; the other pages follow while nobody waits."""
        from ui.frame.with_book import of_help, put_around  # which the first paint does not wait for

        self.desk, self._memory = desk, memory
        self.actions_here = Actions(self, desk.may)
        self.messages = Messages(self)
        self._history = History()
        user, server = desk.user, desk.kind == "postgresql"
        frame = self._frame_for(Whose(desk.firm, desk.location, server, user.id, user.name, user.role), desk.may)
        self._top, self._rail, self._stack, self._status = frame.top, frame.rail, frame.stack, frame.status
        self._book, self._user = frame.book, frame.user
        self._rail.wanted.connect(self.go)
        put_around(frame, self, desk, self.actions_here, memory, self._file)
        self._searching = Searching(self._top.search, self.actions_here)
        self._uncounted: set[str] = set()
        self._count_soon = QTimer(self, singleShot=True, interval=COUNT_PAUSE)
        self._count_soon.setObjectName("window.count_soon")
        self._count_soon.timeout.connect(self._count_again)
        self.undoing = Undoing(desk, self.actions_here, self.messages)
        self.actions_here.add(*program, *self._own_actions(), *of_help(self, desk, self.actions_here, self._file))
        self._listen(desk)
        first = memory.recall_here("window.page", "")
        self.go(first if first in self._entries else next(iter(self._entries)))
        QTimer.singleShot(0, self, self._build_next)

    def go(self, page_id: str, **spot: Any) -> None:
        """Show a page, and there what `spot` says; Back comes home to where one was."""
        self._show(Spot(page_id, spot))
        self._history.note(Spot(page_id, spot))
        self._show_way()

    @property
    def entry_ids(self) -> list[str]:
        """The pages that this user may see, in their order."""
        return list(self._entries)

    def search(self, words: str) -> None:
        """As if this were typed into the search box."""
        self._top.search.begin()
        self._top.search.setText(words)
        self._top.search.textEdited.emit(words)

    def build_all(self) -> None:
        """Build at once what is still missing."""
        for page_id in self._entries:
            self._page(page_id)
        self._offer()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return step(self.centralWidget(), forward) or super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._file.keep(GEOMETRY, self.saveGeometry().toBase64().toStdString())
        for page in self.pages.values():
            leave = getattr(page, "leave", None)
            if leave is not None:
                leave()
        if self.page_id:
            self._memory.keep_here("window.page", self.page_id)
        super().closeEvent(event)
        self.closed.emit()

    # The frame

    def _frame_for(self, whose: Whose, may: Callable[[Needed], bool]) -> Whole:
        """The frame; what stood there at first sight stays, if the book is what it seemed to be."""
        self.setWindowTitle(f"{whose.firm} – Housebook")
        self._entries = {entry.id: entry for entry in contents_for(may)}
        if self._frame is None or self._frame.whose != whose:
            lines = [RailEntry(e.id, e.text, e.icon, e.at_foot, e.takes_customers) for e in self._entries.values()]
            self._frame, self._sight = Whole(self, whose, lines), None
            self.setCentralWidget(self._frame)
        return self._frame

    def _listen(self, desk: Desk) -> None:
        QShortcut(QKeySequence("Ctrl+F"), self, self._top.search.begin)
        desk.failed.connect(self._say_error)
        desk.bug.connect(lambda words: self.messages.warn(words))
        desk.reachable.connect(self._status.show_reachable)
        desk.damaged.connect(self._status.show_damaged)
        desk.changed.connect(self._count_later)
        self._top.back.clicked.connect(lambda: self._step(self._history.back))
        self._top.forward.clicked.connect(lambda: self._step(self._history.forward))

    def _say_error(self, error: HousebookError) -> None:
        self.messages.warn(error.words)

    # Pages

    def _page(self, page_id: str) -> Page:
        if page_id not in self.pages:
            entry = self._entries[page_id]
            page = entry.make(self.desk, self.actions_here, self._memory)
            self.pages[page_id] = page
            self._stack.addWidget(page)
            self._go_on_from_sight(page)
            if isinstance(page, Finder):
                self._searching.add(list(self._entries).index(page_id), page)
            self._count(page_id)
        return self.pages[page_id]

    def _go_on_from_sight(self, page: Page) -> None:
        sight, self._sight = self._sight, None
        if sight is not None:
            if isinstance(page, Successor):
                sight.hand_over(page)
            sight.deleteLater()

    def _build_next(self) -> None:
        """One page at a time, so that the one that is seen stays quick."""
        waiting = [page_id for page_id in self._entries if page_id not in self.pages]
        if waiting:
            self._page(waiting[0])
            QTimer.singleShot(0, self, self._build_next)
        else:
            self._offer()

    def _offer(self) -> None:
        self._menus.fill(self.actions_here)
        if not self._top.offers:
            self._top.offer(self.actions_here, "customers.new", ["customers.new", "touchpoints.log", "importing.files"])
        self._book.set_menu(self.actions_here.menu_of(["file.open", "file.new", "", "go.settings", "file.leave"]))
        self._user.set_menu(self.actions_here.menu_of(["me.password", "file.lock", "", "file.leave", "go.settings"]))

    def _show(self, spot: Spot) -> None:
        page, self.page_id = self._page(spot.page), spot.page
        self._stack.setCurrentWidget(page)
        self._rail.set_current(spot.page)
        if spot.shown and isinstance(page, Visitable):
            page.visit(**spot.shown)
        focus = getattr(page, "focus_first", None)
        if focus is not None:
            focus()
        self.actions_here.refresh()

    def _step(self, way: Callable[[], Spot | None]) -> None:
        spot = way()
        if spot is not None:
            self._show(spot)
        self._show_way()

    def _show_way(self) -> None:
        self._top.back.setEnabled(self._history.can_go_back())
        self._top.forward.setEnabled(self._history.can_go_forward())

    def _note(self, page: str, **spot: Any) -> None:
        self._history.note(Spot(page, spot))
        self._show_way()

    def _count(self, page_id: str) -> None:
        page = self.pages[page_id]
        if isinstance(page, Counting):
            page.count(self._rail.item(page_id).set_count)

    def _count_later(self, changes: Changes) -> None:
        self._uncounted |= {key for key, page in self.pages.items() if changes.topics & page.count_topics}
        if self._uncounted and not self._count_soon.isActive():
            self._count_soon.start()

    def _count_again(self) -> None:
        for page_id in self._uncounted:
            self._count(page_id)
        self._uncounted = set()

    # What the window itself offers

    def _own_actions(self) -> list[Action]:
        say, history = self.messages.say, self._history
        return [
            Action("edit.undo", "Undo", self.undoing.undo, "Ctrl+Z", "undo", menu="Edit"),
            Action("search.focus", "Search", self._top.search.begin, "Ctrl+K", "search", menu="Edit"),
            Action("view.refresh", "Refresh", lambda: self.pages[self.page_id].refresh(), "F5", "refresh", menu="View"),
            *(
                Action(f"view.panes{n}", f"{words} of three panes", partial(self._panes, n), f"Ctrl+{n}", menu="View")
                for n, words in ((1, "One"), (2, "Two"), (3, "All"))
            ),
            Action("go.back", "Back", partial(self._step, history.back), "Alt+Left", "back", menu="Go"),
            Action("go.forward", "Forward", partial(self._step, history.forward), "Alt+Right", "forward", menu="Go"),
            Action("go.note", "Remember this spot", self._note),
            *(self._go_action(entry, number) for number, entry in enumerate(self._entries.values(), 1)),
            Action("messages.say", "Say", lambda words: say(words)),
            Action("messages.warn", "Warn", lambda words: self.messages.warn(words)),
        ]

    def _go_action(self, entry: Entry, number: int) -> Action:
        run = partial(self.go, entry.id)
        return Action(f"go.{entry.id}", entry.text, run, f"Ctrl+Shift+{number}", entry.icon, menu="Go")

    def _panes(self, number: int) -> None:
        show = getattr(self.pages[self.page_id], "show_panes", None)
        if show is not None:
            show(number)
