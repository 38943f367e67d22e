"""The mark of the program."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ui.theme.icons import pixmap
from ui.theme.style import filled
from ui.theme.tokens import current_tokens


def paint_badge(painter: QPainter, x: float, y: float, size: int) -> None:
    """A book on a square in the accent."""
    tokens = current_tokens()
    filled(painter, QRectF(x, y, size, size), tokens.accent, size * 0.23)
    inner = round(size * 0.66)
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(
        QPointF(x + (size - inner) / 2, y + (size - inner) / 2), pixmap("book", inner, "on_accent", ratio)
    )
