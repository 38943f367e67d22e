"""A date that may be empty: typed as the locale writes it or as 2026-05-14, or picked from a calendar."""

from __future__ import annotations

import datetime as dt
from typing import Final

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QWidget, QWidgetAction

from app import clock
from ui.parts.days import date_words
from ui.theme.icons import icon

_FORMS: Final = ("d MMM yyyy", "d MMMM yyyy", "yyyy-MM-dd", "d.M.yyyy", "d/M/yyyy", "d.M.yy")


def read_date(text: str) -> dt.date | None:
    """The date that was typed, in the locale's form or a plain one; None if it is none."""
    locale, text = QLocale(), text.strip()
    forms = (*_FORMS, locale.dateFormat(QLocale.FormatType.ShortFormat))
    for form in forms:
        read = locale.toDate(text, form)
        if read.isValid():
            year = read.year() + 100 if read.year() < 1950 and "yyyy" not in form else read.year()
            return dt.date(year, read.month(), read.day())
    return None


class DateField(QLineEdit):
    """A line for a date with a calendar behind its sign; Up and Down go a day on, Alt+Down opens it."""

    changed = Signal()

    def __init__(self, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint or "Date")
        opener = QAction(icon("date"), "Calendar", self)
        opener.triggered.connect(self.open_calendar)
        self.addAction(opener, QLineEdit.ActionPosition.TrailingPosition)
        self.textEdited.connect(self.changed)
        self.editingFinished.connect(self._write_out)

    def day(self) -> dt.date | None:
        """The date, or None while there is none or it cannot be read."""
        return read_date(self.text())

    def unreadable(self) -> bool:
        """Whether something stands there that is no date."""
        return bool(self.text().strip()) and self.day() is None

    def set_day(self, day: dt.date | None) -> None:
        """Show a date without telling of it."""
        self.setText(date_words(day) if day is not None else "")

    def open_calendar(self) -> None:
        """Pick from a month."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        calendar = QCalendarWidget(menu)
        calendar.setObjectName(f"{self.objectName()}.calendar")
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        day = self.day()
        if day is not None:
            calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        calendar.clicked.connect(lambda picked: self._pick(picked, menu))
        calendar.activated.connect(lambda picked: self._pick(picked, menu))
        held = QWidgetAction(menu)
        held.setDefaultWidget(calendar)
        menu.addAction(held)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
        calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self.set_day((self.day() or clock.today()) + dt.timedelta(days=step))
        self.changed.emit()

    def _pick(self, picked: QDate, menu: QMenu) -> None:
        menu.close()
        self.set_day(dt.date(picked.year(), picked.month(), picked.day()))
        self.changed.emit()

    def _write_out(self) -> None:
        day = self.day()
        if day is not None:
            self.set_day(day)
