"""The words of a key, as they are shown to be written down."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QGridLayout, QWidget

from ui.parts.labels import text_label
from ui.theme.tokens import Size, Space, Weight

_COLUMNS: Final = 3


def word_grid(words: str) -> QWidget:
    """Large, in columns to be read downwards, each with its number."""
    made = QWidget()
    made.setObjectName("recovery.words")
    made.setAccessibleName(words)
    grid = QGridLayout(made)
    grid.setContentsMargins(0, Space.S, 0, Space.S)
    grid.setHorizontalSpacing(Space.S)
    grid.setVerticalSpacing(Space.XS)
    every = words.split()
    rows = -(-len(every) // _COLUMNS)
    for place, word in enumerate(every):
        column, row = divmod(place, rows)
        number = text_label(str(place + 1), Size.SMALL, Weight.PLAIN, "text3")
        number.set_right(True)
        number.setMinimumWidth(18)
        grid.addWidget(number, row, 2 * column)
        grid.addWidget(text_label(word, Size.NAME, Weight.BOLD), row, 2 * column + 1)
        grid.setColumnStretch(2 * column + 1, 1)
    return made
