"""Small choices of the log box: a kind, a direction, a person, a mood; a sign, perhaps with its word."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.parts.labels import plain_tip, text_flags
from ui.parts.row_painter import elided
from ui.theme.fonts import font, words_width
from ui.theme.icons import pixmap
from ui.theme.style import filled, outline
from ui.theme.tokens import Height, Radius, Size, Space, Weight, current_tokens

_WIDEST = 190
_CARET = 12


class Pick(QAbstractButton):
    """A sign with or without its word; tinted while it is chosen, on a quiet ground if `grounded`.

    With a `caret` it opens a menu.
    """

    def __init__(
        self,
        name: str,
        sign: str,
        words: str,
        spoken: str = "",
        grounded: bool = False,
        height: int = Height.CHIP,
        caret: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._sign, self._worded, self._grounded, self._height = sign, bool(words), grounded, height
        self._caret = caret
        self._size = Size.VALUE if height > Height.CHIP else Size.DETAIL
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.say(sign, words, spoken)

    def say(self, sign: str, words: str, spoken: str = "") -> None:
        """Show another sign and word; `spoken` tells in full what is chosen."""
        self._sign = sign
        self.setText(words)
        self.setAccessibleName(spoken or words)
        self.setToolTip(plain_tip(spoken or words))
        self.updateGeometry()
        self.update()

    def show_words(self, shown: bool) -> None:
        """With its word, or only the sign."""
        if shown != self._worded:
            self._worded = shown
            self.updateGeometry()
            self.update()

    def words_width(self) -> int:
        """How wide it is with its word, which keeps its place when it is chosen."""
        words = words_width(self.text(), self._size, Weight.BOLD if self.isCheckable() else self._weight())
        return min(
            _WIDEST,
            round(words) + 1 + self._sign_width() + (Space.XS + 2 if self._sign else 0) + 2 * Space.S + self._after(),
        )

    def sizeHint(self) -> QSize:
        square = self._height if self._height == Height.CHIP else self._sign_width() + 2 * Space.S
        return QSize(self.words_width() if self._worded else square, self._height)

    def minimumSizeHint(self) -> QSize:
        full = self.sizeHint().width()
        least = min(full, self._sign_width() + 2 * Space.S + 3 * Space.L) if self._worded else full
        return QSize(least, self._height)

    def _weight(self) -> int:
        return Weight.BOLD if self.isChecked() else Weight.PLAIN if self._grounded else Weight.MEDIUM

    def _after(self) -> int:
        return _CARET + Space.XS if self._caret else 0

    def _sign_width(self) -> int:
        return 0 if not self._sign else 16 if self._height > Height.CHIP else 14

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current_tokens()
        box = QRectF(self.rect())
        ground, tone = self._look()
        if ground:
            filled(painter, box, ground, Radius.BUTTON if self._height > Height.CHIP else Radius.CHIP)
        if self.hasFocus():
            outline(painter, box, tokens.accent, 2, Radius.BUTTON if self._height > Height.CHIP else Radius.CHIP)
        self._paint_content(painter, tone)

    def _look(self) -> tuple[str, str]:
        """Ground and tone."""
        tokens, hovered = current_tokens(), self.underMouse() and self.isEnabled()
        if self.isChecked():
            return tokens.selected, "accent"
        tone = "text2" if self.isEnabled() else "off"
        return (tokens.selected_off if hovered else tokens.hover) if self._grounded or hovered else "", tone

    def _paint_content(self, painter: QPainter, tone: str) -> None:
        side, mirrored = self._sign_width(), self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = float(Space.S) if self._worded else (self.width() - side) / 2
        if self._sign:
            x = self.width() - left - side if mirrored else left
            at = QPointF(x, (self.height() - side) / 2)
            painter.drawPixmap(at, pixmap(self._sign, side, tone, self.devicePixelRatioF()))
        if self._caret:
            x = Space.S if mirrored else self.width() - Space.S - _CARET
            at = QPointF(x, (self.height() - _CARET) / 2 + 1)
            painter.drawPixmap(at, pixmap("caret down", _CARET, "text3", self.devicePixelRatioF()))
        if self._worded:
            self._paint_words(painter, tone, left + (side + Space.XS + 2 if self._sign else 0), mirrored)

    def _paint_words(self, painter: QPainter, tone: str, left: float, mirrored: bool) -> None:
        room = self.width() - left - Space.S - self._after() + 1
        weight = self._weight()
        words, _ = elided(self.text(), self._size, weight, int(room) + 1)
        box = QRectF(Space.S - 1 + self._after() if mirrored else left, 0, room + 1, self.height())
        painter.setFont(font(self._size, weight))
        painter.setPen(QColor(current_tokens().colour(tone)))
        painter.drawText(box, int(text_flags(self.layoutDirection())), words)
