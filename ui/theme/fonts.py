"""The type: the system's font in seven sizes and three weights, in proportion to the system's own size."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication

from ui.theme.tokens import Size, Weight

_DRAWN_AT = 13
LONGEST_LINE = 400
"""How much of a text is measured for one line: no screen shows more of it, and of odd letters each takes its time."""


class _System:
    """The font that the system gave, remembered before the program sets its own."""

    family = ""
    pixels = _DRAWN_AT


def take_system_font(app: QApplication) -> None:
    """Remember the application's font as the measure of all type; to be called before anything is shown."""
    given = QFontInfo(app.font())
    _System.family, _System.pixels = given.family(), max(9, given.pixelSize())
    _made.cache_clear()
    metrics.cache_clear()
    _measured.cache_clear()
    app.setFont(font())


def px(size: int) -> int:
    """A size drawn for a font of 13 px, in proportion to the system's font."""
    return max(1, round(size * _System.pixels / _DRAWN_AT))


def font(size: int = Size.VALUE, weight: int = Weight.PLAIN, tabular: bool = False) -> QFont:
    """A font of the program; `tabular` gives all figures one width, for columns."""
    return QFont(_made(size, weight, tabular))


@lru_cache(maxsize=64)
def _made(size: int, weight: int, tabular: bool) -> QFont:
    made = QFont(_System.family) if _System.family else QFont()
    made.setPixelSize(px(size))
    made.setWeight(QFont.Weight(weight))
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


@lru_cache(maxsize=64)
def metrics(size: int = Size.VALUE, weight: int = Weight.PLAIN, tabular: bool = False) -> QFontMetricsF:
    """The measures of that font."""
    return QFontMetricsF(_made(size, weight, tabular))


def words_width(text: str, size: int = Size.VALUE, weight: int = Weight.PLAIN) -> float:
    """How wide words are in one line; what no line could show is not measured."""
    return _measured(text[:LONGEST_LINE], size, weight)


@lru_cache(maxsize=2048)
def _measured(text: str, size: int, weight: int) -> float:
    return metrics(size, weight).horizontalAdvance(text)


def row_height(least: int = 28) -> int:
    """The height of a row that still fits a larger font."""
    return max(least, round(metrics().height()) + 12) if _System.pixels > _DRAWN_AT else least
