"""The two rows of the log box that open when they are wanted: when it was, and what is promised."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app import clock
from ui.parts.buttons import tool_button
from ui.parts.date_field import DateField
from ui.parts.labels import text_label
from ui.parts.touches import read_hour
from ui.theme.tokens import Size, Space, Weight

_NOON = dt.time(12)


class OpenedRow(QWidget):
    """A row of fields with a cross that empties and closes it."""

    edited = Signal()
    closed = Signal()

    def __init__(self, name: str, away: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(Space.XS)
        self._away = tool_button("close", away, self.close_row, f"{name}.away")
        self.hide()

    def values(self) -> dict[str, Any]:
        """What stands in the fields."""
        raise NotImplementedError

    def fill(self, values: dict[str, Any]) -> None:
        """Show these values; the row is open if there are any."""
        raise NotImplementedError

    def open_row(self) -> None:
        """Show it, with the caret in its first field."""
        self.show()
        self.setFocus()

    def close_row(self) -> None:
        """Empty and hide it."""
        self.fill({})
        self.edited.emit()
        self.closed.emit()

    def _field(self, field: QLineEdit, name: str, words: str, hint: str, width: int = 0) -> None:
        field.setObjectName(f"{self.objectName()}.{name}")
        field.setAccessibleName(words)
        field.setPlaceholderText(hint)
        if width:
            field.setFixedWidth(width)
        field.textEdited.connect(self.edited)
        if self.focusProxy() is None:
            self.setFocusProxy(field)
        self._line.addWidget(field, 0 if width else 1)


class WhenRow(OpenedRow):
    """Day, hour and length; all empty means now, and no length."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("log.when", "It is now", parent)
        self.day, self.hour, self.minutes = DateField(), QLineEdit(), QLineEdit()
        self._field(self.day, "day", "Day", "Today", 126)
        self._field(self.hour, "hour", "Hour", "now", 66)
        self._field(self.minutes, "minutes", "Minutes", "–", 46)
        self.day.changed.connect(self.edited)
        self._line.addWidget(text_label("min", Size.DETAIL, Weight.PLAIN, "text2"))
        self._line.addStretch(1)
        self._line.addWidget(self._away)

    def values(self) -> dict[str, Any]:
        return {"day": self.day.text(), "hour": self.hour.text(), "minutes": self.minutes.text()}

    def fill(self, values: dict[str, Any]) -> None:
        for name, field in (("day", self.day), ("hour", self.hour), ("minutes", self.minutes)):
            field.setText(str(values.get(name) or ""))
        self.setVisible(any(self.values().values()))

    def wrong(self) -> tuple[QLineEdit, str] | None:
        """The field that cannot be read, and what to say of it."""
        if self.day.unreadable():
            return self.day, "This is no date. Write it as 14 May 2026 or 2026-05-14."
        if self.hour.text().strip() and read_hour(self.hour.text()) is None:
            return self.hour, "This is no time. Write it as 14:30."
        if self.minutes.text().strip() and not self.minutes.text().strip().isdecimal():
            return self.minutes, "Minutes are a whole number."
        return None

    def at(self) -> dt.datetime | None:
        """When it was, by this computer's clock; None for now."""
        day, hour = self.day.day(), read_hour(self.hour.text())
        now = clock.now().astimezone()
        if (day is None or day == now.date()) and hour is None:
            return None
        return dt.datetime.combine(day or now.date(), hour or _NOON).astimezone()

    def length(self) -> int | None:
        """How many minutes it took, if that is said."""
        typed = self.minutes.text().strip()
        return int(typed) if typed.isdecimal() else None


class PromiseRow(OpenedRow):
    """The day by which something is promised, and what."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("log.follow_up", "No follow-up", parent)
        self.day, self.words = DateField(), QLineEdit()
        self._field(self.day, "day", "Follow-up on", "Day", 126)
        self._field(self.words, "words", "What is promised", "What is promised")
        self.day.changed.connect(self.edited)
        self._line.addWidget(self._away)

    def values(self) -> dict[str, Any]:
        return {"follow_up_on": self.day.text(), "follow_up_words": self.words.text()}

    def fill(self, values: dict[str, Any]) -> None:
        self.day.setText(str(values.get("follow_up_on") or ""))
        self.words.setText(str(values.get("follow_up_words") or ""))
        self.setVisible(any(self.values().values()))

    def promise(self, day: dt.date) -> None:
        """Take a day that was picked; the caret goes to the words."""
        self.day.set_day(day)
        self.show()
        self.words.setFocus()
        self.edited.emit()

    def wrong(self) -> tuple[QLineEdit, str] | None:
        """The field that cannot be read, and what to say of it."""
        if self.day.unreadable():
            return self.day, "This is no date. Write it as 14 May 2026 or 2026-05-14."
        return None
