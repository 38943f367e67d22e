"""The head of the page: what it is, how many, the three ways to look, and what can be done with the team."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QWidget

from ui.parts.action import Actions
from ui.parts.buttons import toggle, tool_button
from ui.parts.labels import text_label
from ui.theme.tokens import Height, Size, Space, Weight

BY_PERSON, BY_CUSTOMER, BY_TEAM = "person", "customer", "team"
WAYS: Final = ((BY_PERSON, "By person"), (BY_CUSTOMER, "By customer"), (BY_TEAM, "By team"))


class TeamHead(QWidget):
    """Title, counts, ways to look; `menu_wanted` at the place where the menu of the rest opens."""

    way_chosen = Signal(str)
    menu_wanted = Signal(QPoint)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = text_label("", Size.VALUE, tone="text2", elide=True)
        self._counts.setObjectName("team.counts")
        self._ways = QButtonGroup(self)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(Space.PAGE, 0, Space.M, 0)
        self._line.setSpacing(Space.M)
        self.setFixedHeight(Height.PAGE_HEAD)
        self._line.addWidget(text_label("Team", Size.TITLE, Weight.BOLD))
        self._line.addWidget(self._counts, 1)
        self._add_ways()
        if actions.has("team.add_user"):
            self._line.addSpacing(Space.XS)
            self._line.addWidget(actions.button("team.add_user"))
        self.more = tool_button("menu", "More for this page", self._open_menu, "team.more")
        self._line.addWidget(self.more)

    def show_counts(self, words: str) -> None:
        """11 active · 1 leaving · 46 gaps."""
        self._counts.setText(words)

    def show_way(self, way: str) -> None:
        """Press the button of the way in use."""
        for made in self._ways.buttons():
            made.setChecked(made.objectName() == f"team.by_{way}")

    def open_menu(self, menu: QMenu, place: QPoint) -> None:
        """Open it so that it stays within the window."""
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place - QPoint(menu.sizeHint().width(), 0))

    def _add_ways(self) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(Space.XS)
        for way, words in WAYS:
            made = toggle(words, name=f"team.by_{way}")
            made.clicked.connect(lambda _on=False, way=way: self.way_chosen.emit(way))
            self._ways.addButton(made)
            ways.addWidget(made)
        self._line.addLayout(ways)

    def _open_menu(self) -> None:
        self.menu_wanted.emit(self.more.mapToGlobal(QPoint(self.more.width(), self.more.height())))
