"""Words on a page: always plain text, in a size, weight and tone of the theme; elided where asked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.rules.text import begun
from ui.theme.direction import unturned
from ui.theme.fonts import LONGEST_LINE, font
from ui.theme.icons import pixmap
from ui.theme.tokens import Size, Weight, current_tokens

LONGEST = 5_000
"""How much of a text a label takes: to lay out a word of a hundred thousand signs keeps the window for seconds."""
LONGEST_MENU = 79
LONGEST_TIP, MOST_TIP_LINES = 1_000, 20


class Label(QLabel):
    """Plain text in a tone; `elide` cuts it at the width there is and then tells all in the tool tip."""

    def __init__(self, text: str = "", tone: str = "text", elide: bool = False, parent: QWidget | None = None):
        super().__init__(parent)
        self._tone, self._elide, self._cut = tone, elide, False
        self._whole = ""
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
        most = LONGEST_LINE if self._elide else LONGEST
        text = unturned(text)
        self._whole = text
        super().setText(begun(text, most))
        if self._elide and self.isVisible():
            self._tell_what_is_cut()

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
) -> Label:
    """A label of plain words; `wrap` lets it have several lines, `elide` cuts it at the width there is."""
    label = Label(text, tone, elide)
    label.setFont(font(size, weight))
    label.setWordWrap(wrap)
    return label


def text_flags(direction: Qt.LayoutDirection, right: bool = False) -> Qt.AlignmentFlag:
    """How a value is painted: in its own direction, but at the side that the window reads from."""
    at_right = right != (direction == Qt.LayoutDirection.RightToLeft)
    side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


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
