"""One bar a day: how much passed, over the whole span; a click narrows to the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.parts.days import date_words, day_and_month
from ui.parts.labels import plain_tip
from ui.theme.fonts import font, metrics
from ui.theme.style import filled, outline
from ui.theme.tokens import Radius, Size, Space, Weight, current_tokens

HEIGHT: Final = 60
_AXIS: Final = 18
_TOP: Final = 10
_WIDEST: Final = 18


class DayBars(QWidget):
    """Bars with the dates of the Mondays under them; Left and Right choose a day by key."""

    chosen = Signal(object)

    def __init__(self, name: str = "days", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: tuple[tuple[dt.date, int], ...] = ()
        self._today: dt.date | None = None
        self._at = -1
        self.setObjectName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_days(self, days: Sequence[tuple[dt.date, int]], today: dt.date | None = None) -> None:
        """Days in order, each with its number."""
        self._days, self._today, self._at = tuple(days), today, -1
        total = sum(number for _day, number in days)
        self.setAccessibleName(f"{total} in {len(days)} days")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    def _slot(self) -> float:
        return (self.width() - 2 * Space.PAGE) / max(1, len(self._days))

    def _left(self, place: int) -> float:
        left = Space.PAGE + place * self._slot()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return self.width() - left - self._slot() if mirrored else left

    def _place(self, x: float) -> int:
        places = range(len(self._days))
        return next((at for at in places if self._left(at) <= x < self._left(at) + self._slot()), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._place(event.position().x()))

    def leaveEvent(self, _event: QEvent) -> None:
        self._point_at(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._choose(self._place(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and self._days:
            self._point_at(max(0, min(len(self._days) - 1, self._at + step)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._at)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place(event.pos().x())
            QToolTip.showText(event.globalPos(), plain_tip(self._words(place)) if place >= 0 else "", self)
            return True
        return super().event(event)

    def _words(self, place: int) -> str:
        day, number = self._days[place]
        return f"{date_words(day)}: {number}"

    def _point_at(self, place: int) -> None:
        if place != self._at:
            self._at = place
            self.setAccessibleDescription(self._words(place) if place >= 0 else "")
            self.update()

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._days):
            self.chosen.emit(self._days[place][0])

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current_tokens()
        most = max((number for _day, number in self._days), default=0) or 1
        room, width = HEIGHT - _AXIS - _TOP, min(float(_WIDEST), max(1.0, self._slot() * 0.56))
        for place, (day, number) in enumerate(self._days):
            length = max(1.0, room * number / most)
            box = QRectF(round(self._left(place)), HEIGHT - _AXIS - length, width, length)
            strong = day == self._today or place == self._at
            filled(painter, box, tokens.accent if strong else tokens.bar, 2 if length > 3 else 0)
        self._paint_axis(painter)
        if self.hasFocus():
            outline(painter, QRectF(self.rect()), tokens.accent, 2, Radius.BUTTON)

    def _paint_axis(self, painter: QPainter) -> None:
        """Today, then the first day and the Mondays; what would touch another is left out."""
        taken: list[QRectF] = []
        days = [day for day, _number in self._days]
        spots = [at for at, day in enumerate(days) if day == self._today]
        spots += [at for at, day in enumerate(days) if (at == 0 or day.weekday() == 0) and at not in spots]
        for at in spots:
            today = days[at] == self._today
            words = "today" if today else day_and_month(days[at])
            weight = Weight.BOLD if today else Weight.MEDIUM
            width = metrics(Size.TINY, weight).horizontalAdvance(words) + 2
            left = min(self._left(at), self.width() - Space.PAGE - width)
            box = QRectF(left, HEIGHT - _AXIS, width, _AXIS)
            if any(box.adjusted(-Space.S, 0, Space.S, 0).intersects(other) for other in taken):
                continue
            taken.append(box)
            painter.setFont(font(Size.TINY, weight))
            painter.setPen(QColor(current_tokens().text if today else current_tokens().text3))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
