"""The welcome page: a small window of its own, shown while no book is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.computer.desk_file import KnownBook, place_of
from app.errors import HousebookError
from ui.pages.welcome.choices import Choices
from ui.pages.welcome.doors import Doors, Entrance
from ui.pages.welcome.new_book import NewBook
from ui.pages.welcome.panel import Panel
from ui.pages.welcome.panels import AtWork, Connect, Sample
from ui.pages.welcome.recovery import KeepKey, UseKey
from ui.pages.welcome.restoring import Walk
from ui.pages.welcome.sign_in import Approach, PasswordSignIn
from ui.parts.badge import paint_badge
from ui.parts.ground import ground
from ui.parts.labels import text_label
from ui.parts.section import Hairline
from ui.theme.tokens import Size, Space, Weight

if TYPE_CHECKING:
    from app.recovery_key import Sheet

_FORM_WIDTH = 360
_BOOKS = "Books (*.book);;All files (*)"


class WelcomePage(QWidget):
    """Books at the left, the way into one at the right."""

    def __init__(self, doors: Doors, version: str) -> None:
        super().__init__()
        self.setObjectName("welcome")
        self.setWindowTitle("Housebook")
        self.resize(900, 680)
        self.setMinimumSize(760, 540)
        ground(self, "surface")
        self._doors = doors
        foot = text_label(f"Housebook {version}", Size.SMALL, tone="text3")
        foot.setContentsMargins(Space.M, 0, 0, 0)
        self.choices = Choices(doors.books(), _Head(), foot)
        self.choices.wanted.connect(self._choose)
        self._right = _room()
        self.panel: Panel | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.choices)
        line.addWidget(Hairline(standing=True))
        line.addWidget(self._right, 1)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._show_focused)
        self.choices.choose("book.0" if doors.books() else "welcome.new")

    def say(self, error: HousebookError) -> None:
        """Say what kept a book from being opened."""
        if self.panel is not None:
            self.panel.say(error)

    def _choose(self, way: str, book: KnownBook | None) -> None:
        if book is not None:
            self._approach(book.location, book.firm, book.login)
        elif way == "new":
            self.show_panel(NewBook(self._doors))
        elif way == "file":
            self._choose_file()
        elif way == "backup":
            Walk(self, self._doors, self.show_panel, self.sign_in).begin()
        elif way == "server":
            connect = Connect(self._doors)
            connect.looked.connect(self.sign_in)
            self.show_panel(connect)
        else:
            self.show_panel(Sample(self._doors))

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Open a book", "", _BOOKS)
        if chosen:
            self.sign_in(chosen)

    def sign_in(self, location: str, login: str | None = None) -> None:
        """Ask who it is that opens this book."""
        place = place_of(location)
        for number, book in enumerate(self._doors.books()):
            if book.location == place:
                self.choices.mark(f"book.{number}")
                self._approach(location, book.firm, login or book.login)
                return
        self._approach(location, "", login or "")

    def _approach(self, location: str, firm: str, login: str) -> None:
        panel = Approach(self._doors, location, firm, login)
        panel.seen.connect(partial(self._show_way_in, panel))
        self.show_panel(panel)

    def _show_way_in(self, approach: Approach, entrance: Entrance) -> None:
        if self.panel is not approach:
            return
        panel = approach.panel_for(entrance)
        if isinstance(panel, PasswordSignIn):
            panel.recovery_wanted.connect(partial(self._use_key, approach.location, approach.firm))
        self.show_panel(panel)
        if approach.told is not None:
            panel.say(approach.told)

    def _use_key(self, location: str, firm: str, login: str) -> None:
        back = partial(self._approach, location, firm, login)
        self.show_panel(UseKey(self._doors, location, firm, login, back))

    def show_key(self, sheet: Sheet, kept: Callable[[], object], told: str = "") -> None:
        """Show the recovery key of a book that was just encrypted; nothing else can be done until it is kept."""
        self.choices.setEnabled(False)
        panel = KeepKey(self._doors, sheet, kept)
        panel.told.setText(told)
        self.show_panel(panel)

    def show_work(self) -> None:
        """Say that the book is being written anew; nothing else can be done until that has ended."""
        self.choices.setEnabled(False)
        self.show_panel(AtWork(self._doors))

    def _show_focused(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the keyboard is seen, also where a refusal led there."""
        inner = self._right.widget()
        if now is not None and inner is not None and inner.isAncestorOf(now):
            self._right.ensureWidgetVisible(now, 0, Space.XXL)

    def closeEvent(self, event: QCloseEvent) -> None:
        if isinstance(self.panel, KeepKey) and not self.panel.kept:
            self.panel.remind()
            event.ignore()
        elif isinstance(self.panel, AtWork) and event.spontaneous():
            event.ignore()
        else:
            super().closeEvent(event)

    def show_panel(self, panel: Panel) -> None:
        """Show another right side."""
        self.panel = panel
        panel.setFixedWidth(_FORM_WIDTH)
        inner = QWidget()
        ground(inner, "surface")
        column = QVBoxLayout(inner)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(panel)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(2)
        # Not at once: a button of what stood there may be what led here.
        before = self._right.takeWidget()
        if before is not None:
            before.hide()
            before.deleteLater()
        self._right.setWidget(inner)
        panel.begin()


def _room() -> QScrollArea:
    """Where the panels stand; a small window or large letters let it scroll."""
    made = QScrollArea()
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setWidgetResizable(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    ground(made.viewport(), "surface")
    return made


class _Head(QWidget):
    """The mark and the name of the program."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(36)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addSpacing(Space.M + 28 + Space.M)
        line.addWidget(text_label("Housebook", Size.NAME, Weight.BOLD))

    def paintEvent(self, _event: QPaintEvent) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = self.width() - Space.M - 28 if mirrored else Space.M
        paint_badge(QPainter(self), x, (self.height() - 28) / 2, 28)
