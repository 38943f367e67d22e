"""The bar over the pages: the book, back and forward, search, new, who I am."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from ui.frame.blocks import BookBlock, UserBlock
from ui.frame.rail import WIDTH
from ui.parts.action import Actions
from ui.parts.buttons import button, say, tool_button
from ui.parts.ground import ground
from ui.parts.search_box import SearchBox
from ui.theme.tokens import Height, Space


class TopBar(QWidget):
    """Lays the parts of the bar side by side; what they do is said by the window."""

    def __init__(self, window: QWidget, book: BookBlock, user: UserBlock) -> None:
        super().__init__(window)
        self.setObjectName("top_bar")
        self.setFixedHeight(Height.TOP_BAR)
        ground(self, "window")
        self.back = tool_button("back", "Back", name="back")
        self.forward = tool_button("forward", "Forward", name="forward")
        self.search = SearchBox(window, self)
        self.offers = False
        self._new = QHBoxLayout()
        self._new.setSpacing(0)
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.XS, 0, Space.S, 0)
        line.setSpacing(0)
        book.setFixedWidth(WIDTH - Space.XS)
        line.addWidget(book)
        line.addSpacing(Space.S)
        line.addWidget(self.back)
        line.addWidget(self.forward)
        line.addSpacing(Space.L)
        line.addWidget(self.search, 10)
        line.addStretch(1)
        line.addSpacing(Space.L)
        line.addLayout(self._new)
        line.addSpacing(Space.M)
        line.addWidget(user)

    def offer(self, actions: Actions, first: str, more: list[str]) -> None:
        """The button for what is new most often, and beside it a menu of the rest."""
        if not actions.has(first):
            return
        self.offers = True
        made = actions.button(first)
        made.setFixedHeight(Height.TOP_BUTTON)
        self._new.addWidget(made)
        menu = actions.menu_of(more, self)
        if not menu.isEmpty():
            made.setProperty("joint", "last" if self._mirrored() else "first")
            self._new.addWidget(_caret(menu, "first" if self._mirrored() else "last"))

    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft


def _caret(menu: QMenu, joint: str) -> QPushButton:
    made = button("", sign="caret down", name="new_menu")
    say(made, "More that is new")
    made.setProperty("joint", joint)
    made.setFixedSize(26, Height.TOP_BUTTON)
    made.setMenu(menu)
    return made
