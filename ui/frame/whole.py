"""All of the window that stands whatever page is shown: the bar above, the contents, the room for pages, the foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.frame.blocks import BookBlock, UserBlock
from ui.frame.rail import WIDTH, Rail, RailEntry
from ui.frame.status_bar import StatusBar
from ui.frame.top_bar import TopBar
from ui.parts.avatar import face_for
from ui.parts.section import Hairline


class Whose(NamedTuple):
    """Whose book it is, where it stands, and who has it open."""

    firm: str
    location: str
    on_server: bool
    user_id: int
    user: str
    role: str


class Whole(QWidget):
    """Lays the parts of the frame out; what they do is said by the window."""

    def __init__(self, window: QWidget, whose: Whose, entries: Sequence[RailEntry]) -> None:
        super().__init__(window)
        self.whose = whose
        place = "Book on a server" if whose.on_server else "Book on this computer"
        self.book = BookBlock(whose.firm, place, WIDTH)
        self.user = UserBlock(whose.user, whose.role[:1].upper() + whose.role[1:], face_for(whose.user_id, whose.user))
        self.top, self.rail, self.stack = TopBar(window, self.book, self.user), Rail(), QStackedWidget()
        self.status = StatusBar(whose.location, "server" if whose.on_server else "computer")
        self.rail.show_entries(entries)
        self._lay_out()

    def put_strip(self, strip: QWidget) -> None:
        """Above the pages, what has to be said of the whole book."""
        self._column.insertWidget(2, strip)

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        for part in (self.rail, Hairline(standing=True), self.stack):
            middle.addWidget(part, 1 if part is self.stack else 0)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(Hairline())
        column.addLayout(middle, 1)
        column.addWidget(Hairline())
        column.addWidget(self.status)
