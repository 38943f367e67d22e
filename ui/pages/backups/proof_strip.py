"""The strip above the list: what is proven and what would be lost now, green, or red where that is too much."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.parts.labels import IconLabel, text_label
from ui.parts.proven_words import ProvenWords
from ui.theme.style import filled
from ui.theme.tokens import Radius, Size, Space, Weight, current_tokens

_SIGN = 28


class ProofStrip(QWidget):
    """A sign, a title and two sentences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("backups.proof")
        self._good = True
        self._sign = IconLabel("proven", _SIGN, "good")
        self.title = text_label("", Size.TITLE, Weight.BOLD, wrap=True)
        self.title.setObjectName("backups.proof.title")
        self.first = text_label("", Size.DETAIL, Weight.PLAIN, "text2", wrap=True)
        self.first.setObjectName("backups.proof.first")
        self.second = text_label("", Size.DETAIL, Weight.PLAIN, "text2", wrap=True)
        self.second.setObjectName("backups.proof.second")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._lay_out()
        self.hide()

    def tell(self, words: ProvenWords) -> None:
        """Say how the book stands."""
        self._good = words.good
        self._sign.set_icon("proven on" if words.good else "unproven on", "good" if words.good else "bad")
        self.title.setText(words.title)
        self.title.set_tone("text" if words.good else "bad")
        for label, sentence in ((self.first, words.first), (self.second, words.second)):
            label.setText(sentence)
            label.setVisible(bool(sentence))
            label.set_tone("text2" if words.good else "text")
        self.setAccessibleName(" ".join(part for part in words[1:] if part))
        self.show()
        self.update()

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        line.setSpacing(Space.L)
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout()
        column.setSpacing(Space.XS)
        for label in (self.title, self.first, self.second):
            column.addWidget(label)
        line.addLayout(column, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = current_tokens()
        filled(QPainter(self), QRectF(self.rect()), tokens.good_tint if self._good else tokens.bad_tint, Radius.BUTTON)
