"""The slider of days: go back to any day, with the years and the joins and leaves as signs below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.parts.days import date_words
from ui.theme.fonts import font, metrics
from ui.theme.icons import pixmap
from ui.theme.style import filled
from ui.theme.tokens import Size, Space, Weight, current_tokens

_HEIGHT: Final = 36
_GROOVE: Final = 12
_KNOB: Final = 7
_SIGN: Final = 12
Mark = tuple[dt.date, str, str]


class DaySlider(QWidget):
    """A day between two days; `marks` are (day, icon, words), the words shown where they fit."""

    chosen = Signal(object)

    def __init__(self, first: dt.date, last: dt.date, name: str = "as_of", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first, self._last, self._day = first, last, last
        self._today = last
        self._marks: tuple[Mark, ...] = ()
        self.setObjectName(name)
        self.setAccessibleName("As of")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_span(self, first: dt.date, last: dt.date, today: dt.date | None = None) -> None:
        """Between which days it slides."""
        self._first, self._last = first, max(last, first + dt.timedelta(days=1))
        self._today = today or last
        self.set_day(self._day)

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Joins and leaves."""
        self._marks = tuple(marks)
        self.update()

    def day(self) -> dt.date:
        """The day on which it stands."""
        return self._day

    def set_day(self, day: dt.date) -> None:
        """Stand on a day without telling of it."""
        self._day = min(max(day, self._first), self._last)
        self.setAccessibleDescription(date_words(self._day))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, _HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self._day_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose(self._day_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_PageUp: -30,
            Qt.Key.Key_PageDown: 30,
            Qt.Key.Key_Home: -100_000,
            Qt.Key.Key_End: 100_000,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        span = (self._last - self._first).days
        self._choose(self._day + dt.timedelta(days=max(-span, min(span, step))))

    def _choose(self, day: dt.date) -> None:
        before = self._day
        self.set_day(day)
        if self._day != before:
            self.chosen.emit(self._day)

    def _x(self, day: dt.date) -> float:
        share = (day - self._first).days / max(1, (self._last - self._first).days)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            share = 1 - share
        return _KNOB + share * (self.width() - 2 * _KNOB)

    def _day_at(self, x: float) -> dt.date:
        share = max(0.0, min(1.0, (x - _KNOB) / max(1, self.width() - 2 * _KNOB)))
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            share = 1 - share
        return self._first + dt.timedelta(days=round(share * (self._last - self._first).days))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current_tokens()
        groove = QRectF(0, _GROOVE - 2, self.width(), 4)
        filled(painter, groove, tokens.line, 2)
        knob = self._x(self._day)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        done = QRectF(knob, groove.top(), self.width() - knob, 4) if mirrored else QRectF(0, groove.top(), knob, 4)
        filled(painter, done, tokens.warn if self._day < self._today else tokens.bar, 2)
        self._paint_scale(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent), 3 if self.hasFocus() else 2))
        painter.setBrush(QColor(tokens.surface))
        painter.drawEllipse(QPointF(knob, _GROOVE), _KNOB, _KNOB)

    def _paint_scale(self, painter: QPainter) -> None:
        """Years first, then the signs; words where nothing else stands."""
        taken: list[QRectF] = []
        years = [self._first, *(dt.date(year, 1, 1) for year in range(self._first.year + 1, self._last.year + 1))]
        for start in years:
            self._paint_words(painter, start, str(start.year), "", taken, "text2")
        for day, sign, words in self._marks:
            if self._first <= day <= self._last:
                future = day > self._today
                self._paint_words(painter, day, words, sign, taken, "warn" if future else "text3")

    def _paint_words(
        self, painter: QPainter, day: dt.date, words: str, sign: str, taken: list[QRectF], tone: str
    ) -> None:
        wide = metrics(Size.TINY, Weight.MEDIUM).horizontalAdvance(words) + 2
        lead = _SIGN + Space.XS if sign else Space.XS
        left = min(self._x(day), self.width() - lead - wide)
        whole = QRectF(left, _GROOVE + 8, lead + wide, _HEIGHT - _GROOVE - 10)
        alone = QRectF(left, whole.top(), lead, whole.height())
        fits = [box for box in ((whole, alone) if sign else (whole,)) if not _touches(box, taken)]
        if not fits:
            return
        taken.append(fits[0])
        if sign:
            at = QPointF(left, whole.center().y() - _SIGN / 2)
            painter.drawPixmap(at, pixmap(sign, _SIGN, tone, self.devicePixelRatioF()))
        else:
            painter.fillRect(QRectF(left, whole.top(), 1, whole.height()), QColor(current_tokens().edge_soft))
        if fits[0] is whole:
            painter.setFont(font(Size.TINY, Weight.MEDIUM))
            painter.setPen(QColor(current_tokens().colour(tone)))
            box = whole.adjusted(lead, 0, 0, 0)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)


def _touches(box: QRectF, taken: list[QRectF]) -> bool:
    wider = box.adjusted(-Space.XS, 0, Space.XS, 0)
    return any(wider.intersects(other) for other in taken)
