"""The day as of which one looks: a date, the way back to today, and a slider over the years of the book."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.features.assignments import Board
from ui.pages.team.spots import lines
from ui.parts.buttons import say, tool_button
from ui.parts.date_field import DateField
from ui.parts.day_slider import DaySlider
from ui.parts.labels import text_label
from ui.theme.tokens import Height, Size, Space

_PAUSE = 80
"""So long the slider may be on its way before the book is asked."""
_AHEAD = timedelta(days=92)


class AsOf(QWidget):
    """Holds the day; `chosen` tells of another one once the hand has come to rest."""

    chosen = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today, self._day = today, today
        self.setFixedHeight(Height.PAGE_HEAD)
        self.field = DateField("Today")
        self.field.setObjectName("team.as_of")
        self.field.setAccessibleName("As of")
        self.field.setFixedWidth(132)
        self.back = tool_button("back to today", "Back to today", self.go_back, "team.back_to_today")
        say(self.back, "Back to today", "Alt+Home")
        self.slider = DaySlider(today - timedelta(days=365), today, "team.slider")
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(lambda: self.chosen.emit(self._day))
        self._lay_out()
        self.slider.chosen.connect(self._choose)
        self.field.changed.connect(self._typed)
        self._show()

    @property
    def day(self) -> date:
        """The day that was chosen."""
        return self._day

    def set_day(self, day: date) -> None:
        """Stand on a day without telling of it."""
        self._day = day
        self._show()

    def set_today(self, today: date) -> None:
        """A new day has begun: who looked at today goes on doing so."""
        if self._day == self._today:
            self._day = today
        self._today = today
        self._show()

    def go_back(self) -> None:
        """Look at today again."""
        self._choose(self._today)

    def show_span(self, board: Board) -> None:
        """From the first assignment on, and as far ahead as somebody is known to leave."""
        leaves = [(line.departed_on, line.name) for line in lines(board) if line.departed_on is not None]
        last = max((day for day, _ in leaves if day > self._today), default=None)
        first = board.first_day or self._today
        self.slider.setVisible(first < self._today)
        self.slider.set_span(first, last + _AHEAD if last else self._today, self._today)
        marks = sorted((day, name.split()[0] if name.split() else name) for day, name in leaves)
        self.slider.set_marks([self._mark(day, name) for day, name in marks])
        self.slider.set_day(self._day)

    def _mark(self, day: date, name: str) -> tuple[date, str, str]:
        ahead = day > self._today
        return day, "leaving" if ahead else "departed", f"{name} {'leaves' if ahead else 'left'}"

    def _choose(self, day: date) -> None:
        if day != self._day:
            self._day = day
            self._show()
            self._soon.start()

    def _typed(self) -> None:
        day = self.field.day()
        if day is not None and day != self._day:
            self._day = day
            self.slider.set_day(day)
            self.back.setEnabled(day != self._today)
            self._soon.start()

    def _show(self) -> None:
        self.field.set_day(self._day)
        self.slider.set_day(self._day)
        self.back.setEnabled(self._day != self._today)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.PAGE, 0, Space.PAGE, 0)
        line.setSpacing(Space.S)
        line.addWidget(text_label("As of", Size.VALUE, tone="text2"))
        line.addSpacing(Space.XS)
        line.addWidget(self.field)
        line.addWidget(self.back)
        line.addSpacing(Space.M)
        line.addWidget(self.slider, 1)
        line.addStretch(0)
