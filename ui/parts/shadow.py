"""The shadow under what floats: popups, toasts and dialogs, and nothing else.

Qt's own effect draws and blurs a whole popup anew whenever a letter of it or beside it changes; this one is blurred
once, and lies below as a widget of its own.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from math import exp
from typing import Final

from PySide6.QtCore import QEvent, QMargins, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QWidget

from ui.theme.tokens import Radius, current_tokens

_BLUR: Final = 20
_DOWN: Final = 4
_COVERED: Final = QMargins(Radius.POPUP, Radius.POPUP, Radius.POPUP, Radius.POPUP)
_CORNER: Final = 2 * _BLUR + Radius.POPUP
_FOLLOWED: Final = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ZOrderChange,
}


def cast_shadow(widget: QWidget) -> None:
    """Let a widget float; it has the widget below it for its parent already."""
    _Shadow(widget)


class _Shadow(QWidget):
    """Lies below what floats and goes wherever that goes."""

    def __init__(self, floating: QWidget) -> None:
        super().__init__(floating.parentWidget())
        self._floating = floating
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        floating.installEventFilter(self)
        floating.destroyed.connect(self.deleteLater)
        self.setObjectName("shadow")
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._floating and event.type() in _FOLLOWED:
            self._follow()
        return False

    def _follow(self) -> None:
        floating = self._floating.geometry()
        box = floating.adjusted(-_BLUR, _DOWN - _BLUR, _BLUR, _DOWN + _BLUR)
        inner = floating.translated(-box.topLeft()).marginsRemoved(_COVERED)
        self.setMask(QRegion(QRect(QPoint(), box.size())) - QRegion(inner))
        self.setGeometry(box)
        self.stackUnder(self._floating)
        self.setVisible(not self._floating.isHidden())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Corners as they are, edges drawn out, nothing in the middle: that is covered."""
        painter, ratio = QPainter(self), self.devicePixelRatioF()
        blurred, side = _blurred(current_tokens().shadow, ratio), min(_CORNER, self.width() // 2, self.height() // 2)
        across, down = (0, side, self.width() - side, self.width()), (0, side, self.height() - side, self.height())
        cut = (0, side, 2 * _CORNER + 1 - side, 2 * _CORNER + 1)
        for column, (left, right) in enumerate(pairwise(across)):
            for row, (top, bottom) in enumerate(pairwise(down)):
                if (column, row) != (1, 1):
                    from_x, from_y, to_x, to_y = cut[column], cut[row], cut[column + 1], cut[row + 1]
                    source = QRectF(from_x * ratio, from_y * ratio, (to_x - from_x) * ratio, (to_y - from_y) * ratio)
                    painter.drawPixmap(QRectF(QRect(left, top, right - left, bottom - top)), blurred, source)


@lru_cache(maxsize=4)
def _blurred(colour: str, ratio: float) -> QPixmap:
    """The shadow of the smallest thing that floats: rounded boxes one in the other, each a little darker."""
    side = 2 * _CORNER + 1
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    whole = QColor(colour).alphaF()
    wanted = [whole * _darkness(step) for step in range(2 * _BLUR + 1)]
    for step, (before, now) in enumerate(pairwise(wanted)):
        layer = QColor(colour)
        layer.setAlphaF((now - before) / (1 - before))
        painter.setBrush(layer)
        box = QRectF(0, 0, side, side).adjusted(step, step, -step, -step)
        painter.drawRoundedRect(box, _CORNER - step, _CORNER - step)
    painter.end()
    return drawn


def _darkness(step: int) -> float:
    """From nothing at the outer edge over a half below the edge of what floats to all of it within."""
    return 1 / (1 + exp(-(step - _BLUR) / (_BLUR / 4)))
