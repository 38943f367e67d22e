"""Words on a page: always plain text, in a size, weight and tone of the theme; elided where asked."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.rules.text import begun
from ui.theme.direction import apart, unturned
from ui.theme.fonts import LONGEST_LINE, font
from ui.theme.icons import pixmap
from ui.theme.tokens import Size, Weight, current_tokens

LONGEST = 5_000
"""How much of a text a label takes: to lay out a word of a hundred thousand signs keeps the window for seconds."""
LONGEST_SENTENCE = 800
"""Of those that are wrapped: what the window says, with words from the book in it. More would push the rest away."""
LONGEST_MENU = 79
LONGEST_TIP, MOST_TIP_LINES = 1_000, 20
_LONGEST_NAME: Final = 60
_LONG_WORD: Final = re.compile(r"(\S{24})(?=\w)")
_BREAK: Final = "\u200b"
"""Unseen: a line may end there. Qt breaks no line within a word, and of a longer one only a part would be seen."""


class Label(QLabel):
    """Plain text in a tone; `elide` cuts it at the width there is and then tells all in the tool tip."""

    def __init__(self, text: str = "", tone: str = "text", elide: bool = False, parent: QWidget | None = None):
        super().__init__(parent)
        self._tone, self._elide, self._cut = tone, elide, False
        self._whole = ""
        self._most = LONGEST_LINE if elide else LONGEST
        self._right = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        # On a ground of another role Qt would take that role's words, not ours.
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)
        self._take_tone()
        self._take_side()

    def setText(self, text: str) -> None:
        text = unturned(text)
        self._whole = text
        shown = begun(text, self._most)
        super().setText(_LONG_WORD.sub(rf"\1{_BREAK}", shown) if self.wordWrap() else shown)
        if self._elide and self.isVisible():
            self._tell_what_is_cut()
        elif not self._elide and (self._cut or len(text) > self._most):
            self._cut = len(text) > self._most
            self.setToolTip(plain_tip(text) if self._cut else "")

    def text(self) -> str:
        return super().text().replace(_BREAK, "")

    def wrap(self, most: int) -> None:
        """Have several lines, of so many letters at most."""
        self.setWordWrap(True)
        self._most = most
        self.setText(self._whole)

    def set_tone(self, tone: str) -> None:
        """Change the colour, by the name of a token."""
        self._tone = tone
        self._take_tone()

    def set_right(self, right: bool) -> None:
        """Stand at the end of the line, as figures do, or at its beginning."""
        self._right = right
        self._take_side()

    def _take_side(self) -> None:
        """Qt would move a value to the other side if its script runs the other way."""
        self.setAlignment(text_flags(self.layoutDirection(), self._right))

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + 1, hint.height()) if self._elide else hint

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(0, hint.height()) if self._elide else hint

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            # Another theme was put on (to take the tone changes the palette again, but not twice).
            self._take_tone()
        elif event.type() == QEvent.Type.LayoutDirectionChange:
            self._take_side()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._elide:
            self._tell_what_is_cut()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        cut = QFontMetricsF(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.rect(), int(self.alignment()), cut)

    def _tell_what_is_cut(self) -> None:
        shown = self.text()
        cut = shown != self._whole or QFontMetricsF(self.font()).horizontalAdvance(shown) > self.width()
        if cut or self._cut:
            self.setToolTip(plain_tip(self._whole) if cut else "")
        self._cut = cut

    def _take_tone(self) -> None:
        colour = QColor(current_tokens().colour(self._tone))
        dressed = self.palette()
        if dressed.color(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText) == colour:
            return
        dressed.setColor(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText, colour)
        dressed.setColor(QPalette.ColorGroup.Inactive, QPalette.ColorRole.WindowText, colour)
        self.setPalette(dressed)


class IconLabel(QWidget):
    """A sign beside words; the words carry the meaning, so it has no name of its own."""

    def __init__(self, name: str, size: int = 16, tone: str = "text2", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._tone, self._side = name, tone, size
        self.setFixedSize(size, size)

    def set_icon(self, name: str, tone: str | None = None) -> None:
        """Show another sign."""
        self._name, self._tone = name, tone or self._tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, pixmap(self._name, self._side, self._tone, self.devicePixelRatioF()))


def text_label(
    text: str,
    size: int = Size.VALUE,
    weight: int = Weight.PLAIN,
    tone: str = "text",
    wrap: bool = False,
    elide: bool = False,
    most: int = LONGEST_SENTENCE,
) -> Label:
    """A label of plain words; `wrap` lets it have several lines, of `most` letters; `elide` cuts it at its width."""
    label = Label(text, tone, elide)
    label.setFont(font(size, weight))
    if wrap:
        label.wrap(most)
    return label


def text_flags(direction: Qt.LayoutDirection, right: bool = False) -> Qt.AlignmentFlag:
    """How a value is painted: in its own direction, but at the side that the window reads from."""
    at_right = right != (direction == Qt.LayoutDirection.RightToLeft)
    side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


def in_words(name: str) -> str:
    """A name within a sentence: so much of it that the sentence can be read, and it turns nothing beside it."""
    return apart(begun(name, _LONGEST_NAME))


def menu_words(text: str) -> str:
    """Words from the book in a menu or on a button: as they are, also an "&"; of long ones the beginning."""
    return unturned(begun(text, LONGEST_MENU)).replace("&", "&&")


def plain_tip(text: str) -> str:
    """A tool tip that Qt cannot take for markup; of a long text its beginning, never all of it."""
    if len(text) > LONGEST_TIP or text.count("\n") > MOST_TIP_LINES:
        text = "\n".join(text[:LONGEST_TIP].split("\n")[:MOST_TIP_LINES]) + "…"
    text = unturned(text)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<span>{escaped}</span>" if "<" in text or "&" in text else text
