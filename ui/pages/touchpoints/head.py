"""The head of the page: title, words, Log, columns; below it the filters and how many fit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.computer.memory import Memory
from app.features.touchpoints import LogTouchPoint, TouchCount
from ui.pages.touchpoints.chosen import Chosen
from ui.pages.touchpoints.filter_chips import FilterChips
from ui.parts.action import Actions
from ui.parts.buttons import button, tool_button
from ui.parts.labels import text_label
from ui.parts.numbers import number
from ui.theme.tokens import Height, Size, Space, Weight

if TYPE_CHECKING:
    from ui.desk import Desk

_PAUSE: Final = 150


class TouchHead(QWidget):
    """`changed` brings what is chosen now."""

    changed = Signal(object)
    columns_wanted = Signal(QPoint)

    def __init__(self, desk: Desk, actions: Actions, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips = FilterChips()
        self.chips.changed.connect(self.changed)
        # The chips take what the count leaves, and wrap.
        self.chips.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.words = QLineEdit()
        self.words.setObjectName("touchpoints.words")
        self.words.setPlaceholderText("Words that were said")
        self.words.setAccessibleName("Words that were said")
        self.words.setClearButtonEnabled(True)
        self.words.setMaximumWidth(240)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self._take_words)
        self.words.textChanged.connect(lambda _text: self._soon.start())
        self.count = text_label("", Size.DETAIL, Weight.PLAIN, "text2")
        self.count.setObjectName("touchpoints.count")
        self._log = button("Log…", "", "add", lambda: actions.trigger("touchpoints.log"), "touchpoints.log.button")
        self._log.setVisible(desk.may(LogTouchPoint.needs))
        self._columns = tool_button("columns", "Columns", self._ask_columns, "touchpoints.columns")
        self._more = tool_button("menu", "More", self._open_more, "touchpoints.more")
        self._lay_out()

    @property
    def chosen(self) -> Chosen:
        """What is chosen."""
        return self.chips.chosen

    def put(self, chosen: Chosen) -> None:
        """Show another choice without telling."""
        self.chips.put(chosen)
        self.words.blockSignals(True)
        self.words.setText(chosen.words)
        self.words.blockSignals(False)

    def show_count(self, fitting: TouchCount | None, everything: TouchCount) -> None:
        """1,106 of 61,204; where counting was ended it says so. Nothing before both are counted."""
        if fitting is None or not everything.number:
            self.count.clear()
        else:
            told = _number(fitting)
            self.count.setText(told if fitting == everything else f"{told} of {_number(everything)}")

    def _take_words(self) -> None:
        words = self.words.text().strip()
        if words != self.chosen.words:
            self.chips.take(words=words)

    def _ask_columns(self) -> None:
        self.columns_wanted.emit(_below(self._columns))

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        withdrawn = menu.addAction("Show withdrawn")
        withdrawn.setCheckable(True)
        withdrawn.setChecked(self.chosen.with_withdrawn)
        withdrawn.triggered.connect(lambda on: self.chips.take(with_withdrawn=on))
        clear = menu.addAction("Clear filters")
        clear.triggered.connect(lambda _on=False: self._clear())
        menu.popup(_below(self._more))

    def _clear(self) -> None:
        self.put(replace(Chosen(), span=""))
        self.changed.emit(self.chosen)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE, 0, Space.PAGE, Space.S)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        title = text_label("Touch points", Size.TITLE, Weight.BOLD)
        title.setFixedHeight(Height.PAGE_HEAD)
        head.addWidget(title)
        head.addSpacing(Space.XS)
        head.addWidget(text_label("whole firm", Size.DETAIL, Weight.PLAIN, "text2"))
        head.addStretch(1)
        head.addWidget(self.words, 2)
        for part in (self._log, self._columns, self._more):
            head.addWidget(part)
        column.addLayout(head)
        line = QHBoxLayout()
        line.setSpacing(Space.M)
        line.addWidget(self.chips, 1)
        line.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        self.count.setFixedHeight(Height.CHIP)
        column.addLayout(line)


def _number(counted: TouchCount) -> str:
    return number(counted.number, counted.more)


def _below(made: QToolButton) -> QPoint:
    return made.mapToGlobal(QPoint(0, made.height() + 2))
