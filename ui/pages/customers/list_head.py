"""The head of the list: its name, how many there are, and the menus for lists, order and columns."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from ui.parts.buttons import tool_button
from ui.parts.labels import text_label
from ui.parts.numbers import number
from ui.parts.section import Hairline
from ui.theme.tokens import Height, Size, Space, Weight

_HEIGHT = 44
ORDERS = (
    ("name", "Name"),
    ("number", "Number"),
    ("stage", "Stage"),
    ("town", "Town"),
    ("phone", "Phone"),
    ("email", "E-mail"),
    ("tags", "Tags"),
    ("owner", "Owner"),
    ("touch", "Last touch"),
)
MENUS = (
    ("list", "Lists", "customers.lists_button"),
    ("sort", "Order", "customers.order_button"),
    ("columns", "Columns", "customers.columns_button"),
)
"""The signs at the right, each with its words and its name."""
Sort = list[tuple[str, bool]]


class ListHead(QWidget):
    """Title and count at the left, signs that open menus at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_HEIGHT)
        self.title = text_label("Customers", Size.TITLE, Weight.BOLD)
        self.title.setObjectName("customers.title")
        self.number = text_label("", Size.VALUE, Weight.PLAIN, "text3", elide=True)
        self.number.setObjectName("customers.count")
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(Space.LIST, Space.XS, Space.S + 2, 0)
        self._line.setSpacing(Space.XS)
        self._line.addWidget(self.title)
        self._line.addSpacing(Space.XS + 2)
        self._line.addWidget(self.number, 1)

    def add_menu(self, sign: str, words: str, name: str, make: Callable[[QWidget], QMenu]) -> QToolButton:
        """A sign that opens a menu, made anew each time."""
        opener = tool_button(sign, words, name=name)

        def open_menu() -> None:
            menu = make(opener)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(opener.mapToGlobal(QPoint(opener.width() - menu.sizeHint().width(), opener.height() + 2)))

        opener.clicked.connect(open_menu)
        self._line.addWidget(opener)
        return opener

    def show_count(self, fitting: int | None, total: int, filtered: bool, selected: int = 0) -> None:
        """412 of 1,063; while it is not known, nothing; several selected ones are counted too."""
        words = "" if fitting is None else count_words(fitting, total, filtered)
        if selected > 1:
            words = f"{number(selected)} selected of {words}"
        self.number.setText(words)


def count_words(fitting: int, total: int, filtered: bool) -> str:
    """How many a list holds: none yet, 1,063, or 412 of 1,063."""
    if filtered:
        return f"{number(fitting)} of {number(total)}"
    return number(fitting) if fitting else "none yet"


def order_menu(sort: Sort, change: Callable[[Sort], None], parent: QWidget) -> QMenu:
    """By what the list is ordered, and which way."""
    menu = QMenu(parent)
    menu.setObjectName("customers.order")
    first, down = sort[0] if sort else ("name", False)
    _radio(menu, ORDERS, first, lambda key: change([(key, key == "touch")]))
    menu.addSeparator()
    newest = first == "touch"
    ways = (("up", "Longest ago first" if newest else "Upwards"), ("down", "Latest first" if newest else "Downwards"))
    _radio(menu, ways, "down" if down else "up", lambda way: change([(first, way == "down"), *sort[1:]]))
    return menu


def head_end() -> QWidget:
    """The line under the column heads goes on to the edge of the pane."""
    end = QWidget()
    end.setFixedHeight(Height.COLUMN_HEAD)
    column = QVBoxLayout(end)
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch(1)
    column.addWidget(Hairline())
    return end


def _radio(menu: QMenu, entries: tuple[tuple[str, str], ...], now: str, pick: Callable[[str], None]) -> None:
    together = QActionGroup(menu)
    for key, words in entries:
        entry = QAction(words, menu)
        entry.setCheckable(True)
        entry.setChecked(key == now)
        entry.triggered.connect(lambda _on, key=key: pick(key))
        together.addAction(entry)
        menu.addAction(entry)
