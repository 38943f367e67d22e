"""What stands above the board when it is not today's, or not fresh."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.parts.days import long_day
from ui.parts.strip import Strip
from ui.theme.tokens import Space

_PAST = ". Nothing can be changed in the past."
_AHEAD = ", as it is planned now. It is changed as of today."
_COUNTED = "As the computers of the house counted them; who has a copy of the files can try elsewhere unseen."
Run = Callable[[], object]


class Strips(QWidget):
    """Another day, and an answer that did not come; both only where they hold."""

    def __init__(self, go_back: Run, ask_again: Run, seen: Run) -> None:
        super().__init__()
        self._day = Strip("notice", verb="Back to today", run=go_back, sign="time", name="team.other_day")
        self._error = Strip("error", verb="Try again", run=ask_again, name="team.error")
        self._failures = Strip("notice", verb="Seen", run=seen, sign="role", name="team.failures")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, 0, Space.M, 0)
        column.setSpacing(Space.XS)
        for strip in (self._day, self._error, self._failures):
            strip.hide()
            column.addWidget(strip)
        column.addSpacing(Space.XS)

    def show_failures(self, words: str) -> None:
        """Say which passwords were wrong; "" if none were, or they were seen."""
        self._failures.set_words(words, _COUNTED if words else "")
        self._failures.setVisible(bool(words))

    def show_day(self, day: date, today: date) -> None:
        """Say which day is seen, if it is not today."""
        self._day.set_words(f"You see {long_day(day)}{_AHEAD if day > today else _PAST}")
        self._day.setVisible(day != today)

    def show_error(self, words: str) -> None:
        """Say what went wrong; "" when it is well again."""
        self._error.set_words(words)
        self._error.setVisible(bool(words))
