"""The welcome page: a small window of its own, shown while no book is open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.computer.desk_file import KnownBook
from app.errors import HousebookError
from ui.pages.welcome.choices import Choices
from ui.pages.welcome.doors import Doors
from ui.pages.welcome.panels import Connect, NewBook, Panel, Sample, SignIn, known_book
from ui.parts.badge import paint_badge
from ui.parts.ground import ground
from ui.parts.labels import text_label
from ui.parts.section import Hairline
from ui.theme.tokens import Size, Space, Weight

_FORM_WIDTH = 360
_BOOKS = "Books (*.book);;All files (*)"


class WelcomePage(QWidget):
    """Books at the left, the way into one at the right."""

    def __init__(self, doors: Doors, version: str) -> None:
        super().__init__()
        self.setObjectName("welcome")
        self.setWindowTitle("Housebook")
        self.resize(900, 600)
        self.setMinimumSize(760, 540)
        ground(self, "surface")
        self._doors = doors
        foot = text_label(f"Housebook {version}", Size.SMALL, tone="text3")
        foot.setContentsMargins(Space.M, 0, 0, 0)
        self.choices = Choices(doors.books(), _Head(), foot)
        self.choices.wanted.connect(self._choose)
        self._right = QVBoxLayout()
        self._right.setContentsMargins(Space.XXL, 0, Space.XXL, 0)
        self.panel: Panel | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.choices)
        line.addWidget(Hairline(standing=True))
        line.addLayout(self._right, 1)
        self.choices.choose("book.0" if doors.books() else "welcome.new")

    def say(self, error: HousebookError) -> None:
        """Say what kept a book from being opened."""
        if self.panel is not None:
            self.panel.say(error)

    def _choose(self, way: str, book: KnownBook | None) -> None:
        if book is not None:
            self.show_panel(known_book(self._doors, book))
        elif way == "new":
            self.show_panel(NewBook(self._doors))
        elif way == "file":
            self._choose_file()
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

    def sign_in(self, location: str) -> None:
        """Ask who it is that opens this book."""
        self.show_panel(SignIn(self._doors, location, "", ""))

    def show_panel(self, panel: Panel) -> None:
        """Show another right side."""
        if self.panel is not None:
            self.panel.hide()
            self.panel.deleteLater()
        for place in reversed(range(self._right.count())):
            self._right.takeAt(place)
        self.panel = panel
        panel.setFixedWidth(_FORM_WIDTH)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(panel)
        middle.addStretch(1)
        self._right.addStretch(1)
        self._right.addLayout(middle)
        self._right.addStretch(2)
        panel.begin()


class _Head(QWidget):
    """The mark and the name of the program."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(36)
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.M + 28 + Space.M, 0, 0, 0)
        line.addWidget(text_label("Housebook", Size.NAME, Weight.BOLD))

    def paintEvent(self, _event: QPaintEvent) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = self.width() - Space.M - 28 if mirrored else Space.M
        paint_badge(QPainter(self), x, (self.height() - 28) / 2, 28)
