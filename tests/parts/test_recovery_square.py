"""The square on the recovery sheet, as somebody sees it who scans the paper: it is the words, dot by dot."""

from __future__ import annotations

from datetime import date

import segno
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.keys.recovery import to_words
from app.recovery_key import Sheet
from ui.parts.recovery_sheet import _Drawing

WORDS = to_words(bytes(range(32)))
SHEET = Sheet("Nordlicht Handel", "/books/firm.book", date(2026, 3, 2), WORDS, "1234 5678", "9abc def0")
LEFT, SIDE, SCALE = 50.0, 168.0, 4
"""Where the square stands on the page, in points."""


def drawn() -> QImage:
    picture = QImage(595 * SCALE, 842 * SCALE, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    painter.scale(SCALE, SCALE)
    _Drawing(painter, SHEET).draw()
    painter.end()
    return picture


def dark(picture: QImage, x: float, y: float) -> bool:
    return picture.pixelColor(round(x * SCALE), round(y * SCALE)).lightness() < 128


def top_of(picture: QImage, dot: float) -> float:
    """Where the upper left corner mark begins: nothing else on the page is dark for seven dots downwards."""
    x = LEFT + 2.5 * dot
    return next(
        y / SCALE
        for y in range(picture.height())
        if all(dark(picture, x, y / SCALE + dot * step / 2 + 0.3) for step in range(14))
    )


def test_the_square_is_the_words(qapp: QApplication) -> None:
    wanted = [[bool(one) for one in row] for row in segno.make(WORDS, micro=False, error="m").matrix]
    picture, dot = drawn(), SIDE / (len(wanted) + 4)
    top = top_of(picture, dot)
    seen = [
        [dark(picture, LEFT + (column + 2.5) * dot, top + (row + 0.5) * dot) for column in range(len(wanted))]
        for row in range(len(wanted))
    ]
    assert seen == wanted
    other = segno.make(to_words(bytes(32)), micro=False, error="m").matrix
    assert seen != [[bool(one) for one in row] for row in other]
