"""A quiet strip while one types somebody new: who may be in the book already, each a word to press."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.rules.text import begun
from ui.parts.buttons import button, say
from ui.parts.labels import IconLabel, menu_words, text_label
from ui.theme.style import filled
from ui.theme.tokens import Radius, Size, Space, Weight, current_tokens

_MOST = 3
_LONGEST = 39


@dataclass(frozen=True)
class Alike:
    """Somebody in the book: the name to press, and by what they are alike."""

    key: int
    name: str
    detail: str
    run: Callable[[], object]


class DuplicatesHint(QWidget):
    """Hidden while nobody is alike."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self._words = text_label(words, Size.DETAIL, Weight.MEDIUM, "text2", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._words)
        column.addLayout(self._rows)
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        line.setSpacing(Space.S)
        line.addWidget(IconLabel("information"), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column, 1)
        self.hide()

    def show_found(self, found: Sequence[Alike]) -> None:
        """Show the likeliest; nobody hides it."""
        while (item := self._rows.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        for one in found[:_MOST]:
            self._rows.addWidget(self._row(one))
        self.setVisible(bool(found))
        self.setAccessibleName(f"{self._words.text()} {', '.join(one.name for one in found[:_MOST])}")

    def _row(self, one: Alike) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.S)
        link = button(menu_words(begun(one.name, _LONGEST)), "link", run=one.run, name=f"{self.objectName()}.{one.key}")
        say(link, "Open")
        link.setAccessibleName(f"{one.name}, {one.detail}")
        line.addWidget(link)
        line.addWidget(text_label(one.detail, Size.DETAIL, Weight.PLAIN, "text2", elide=True), 1)
        return row

    def paintEvent(self, _event: QPaintEvent) -> None:
        filled(QPainter(self), QRectF(self.rect()), current_tokens().hover, Radius.BUTTON)
