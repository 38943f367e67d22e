"""How the three panes stand: side by side where there is room, the time line behind the card, or one at a time."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ui.parts.buttons import toggle, tool_button
from ui.parts.ground import ground
from ui.parts.panes import Panes
from ui.parts.section import Hairline
from ui.theme.tokens import Space

THREE, TWO = 988, 668
"""Below these widths of the page the third pane goes, then the second."""
LEAST = (280, 340, 320)
_FIRST_WIDTH, _SECOND_WIDTH = (344, 0.306), (392, 0.2625)
"""Width on a page of 1088, and the share of what there is more."""
_NARROW = 1088


class Middle(QWidget):
    """The card, and the time line behind it where there is no third pane; two tabs then say so."""

    back = Signal()

    def __init__(self, card: QWidget) -> None:
        super().__init__()
        ground(self, "surface")
        self._stack = QStackedLayout()
        self._stack.addWidget(card)
        self._tabs = QWidget()
        self.back_button = tool_button("back", "Back to the list", self.back.emit, "customers.back")
        self.card_tab, self.time_tab = toggle("Card", name="customers.tab.card"), toggle("What passed", name="")
        self.time_tab.setObjectName("customers.tab.time_line")
        self.card_tab.clicked.connect(lambda: self.show_tab(0))
        self.time_tab.clicked.connect(lambda: self.show_tab(1))
        line = QHBoxLayout(self._tabs)
        line.setContentsMargins(Space.S + 2, Space.XS + 2, Space.L, Space.XS + 2)
        line.setSpacing(Space.XS)
        for part in (self.back_button, self.card_tab, self.time_tab):
            line.addWidget(part)
        line.addStretch(1)
        self._line = Hairline()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tabs)
        column.addWidget(self._line)
        column.addLayout(self._stack, 1)
        self.show_tab(0)

    def take(self, time_line: QWidget) -> None:
        """Hold the time line behind the card."""
        if self._stack.indexOf(time_line) < 0:
            self._stack.addWidget(time_line)

    def give(self, time_line: QWidget) -> None:
        """Let the time line stand by itself again."""
        self._stack.removeWidget(time_line)
        self.show_tab(0)

    def show_tabs(self, tabs: bool, back: bool) -> None:
        """Whether there is a time line behind the card, and a list to go back to."""
        self._tabs.setVisible(tabs or back)
        self._line.setVisible(tabs or back)
        self.back_button.setVisible(back)

    def show_tab(self, place: int) -> None:
        """The card, or what passed."""
        self._stack.setCurrentIndex(min(place, self._stack.count() - 1))
        self.card_tab.setChecked(self._stack.currentIndex() == 0)
        self.time_tab.setChecked(self._stack.currentIndex() == 1)


class Arrangement(QWidget):
    """So many panes as were asked for, and as there is room for; each number remembers its widths."""

    changed = Signal()

    def __init__(self, first: QWidget, card: QWidget, time_line: QWidget) -> None:
        super().__init__()
        self._list, self._time = first, time_line
        self.middle = Middle(card)
        self.wanted, self.shown = 3, 0
        self.widths: dict[str, list[int]] = {}
        self._opened = False
        self.panes = Panes("customers.panes")
        for place, pane in enumerate((first, self.middle, time_line)):
            pane.setMinimumWidth(LEAST[place])
            self.panes.addWidget(pane)
            self.panes.setStretchFactor(place, 1 if place == 2 else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)
        self.panes.splitterMoved.connect(lambda *_: self._keep_widths())
        self.middle.back.connect(self.close_customer)

    def show_panes(self, count: int) -> None:
        """One, two or three panes."""
        self.wanted, self._opened = count, False
        self.arrange()
        self.changed.emit()

    def restore(self, saved: object) -> None:
        """The number of panes and their widths as they were kept."""
        if isinstance(saved, dict):
            widths = saved.get("widths")
            kept = widths if isinstance(widths, dict) else {}
            self.widths = {str(key): [int(one) for one in sizes] for key, sizes in kept.items()}
            self.wanted = saved["wanted"] if saved.get("wanted") in (1, 2, 3) else 3

    def open_customer(self) -> None:
        """Bring the card into sight; where there is only one pane it takes the list's place."""
        self.middle.show_tab(0)
        self._open()

    def open_time_line(self) -> None:
        """Bring the time line into sight."""
        self.middle.show_tab(1)
        self._open()

    def close_customer(self) -> bool:
        """One step back, from the card to the list; False where both stand side by side."""
        if not (self.shown == 1 and self._opened):
            return False
        self._opened = False
        self.arrange()
        self._list.setFocus()
        return True

    def focus_list(self) -> None:
        """The keyboard goes back to the list, or to the card where that stands in its place."""
        (self.middle if self._list.isHidden() else self._list).setFocus()

    def arrange(self) -> None:
        """Set out the panes that fit into the width there is."""
        room = 3 if self.width() >= THREE else 2 if self.width() >= TWO else 1
        self.shown = min(self.wanted, room)
        self._place_time_line()
        alone = self.shown == 1
        self._list.setVisible(not (alone and self._opened))
        self.middle.setVisible(not alone or self._opened)
        self.middle.show_tabs(self.shown < 3, alone)
        self._set_widths()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes one step back: to the list."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self.close_customer():
            self._list.setFocus()

    def _open(self) -> None:
        if self.shown == 1 and not self._opened:
            self._opened = True
            self.arrange()

    def _place_time_line(self) -> None:
        if self.shown < 3:
            self.middle.take(self._time)
        elif self.panes.indexOf(self._time) < 0:
            self.middle.give(self._time)
            self.panes.addWidget(self._time)
            self.panes.setStretchFactor(2, 1)
            self._time.show()

    def _set_widths(self) -> None:
        usual = self._usual()
        self.panes.set_defaults(usual)
        kept = self.widths.get(str(self.shown), [])
        if self.shown > 1 and len(kept) == self.shown:
            self.panes.setSizes([*kept[:-1], max(0, self.width() - sum(kept[:-1]))])

    def _usual(self) -> list[int]:
        more = max(0, self.width() - _NARROW)
        first = round(_FIRST_WIDTH[0] + more * _FIRST_WIDTH[1])
        second = round(_SECOND_WIDTH[0] + more * _SECOND_WIDTH[1])
        if self.shown == 3:
            return [first, second, max(0, self.width() - first - second)]
        return [first, max(0, self.width() - first)]

    def _keep_widths(self) -> None:
        if self.shown > 1:
            self.widths[str(self.shown)] = self.panes.sizes()[: self.shown]
            self.changed.emit()
