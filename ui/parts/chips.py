"""Chips, tags and key caps: small words on a tinted ground."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from ui.parts.labels import plain_tip
from ui.parts.row_painter import elided
from ui.theme.fonts import font, words_width
from ui.theme.icons import pixmap
from ui.theme.style import filled, outline
from ui.theme.tokens import Height, Radius, Size, Space, Weight, current_tokens

_SIGN = 14
_CROSS = 12
_WIDEST = 320


class Chip(QAbstractButton):
    """A filter: tinted when in use, with a cross that takes it away; outlined while it only offers itself."""

    removed = Signal()

    def __init__(
        self,
        text: str,
        sign: str = "",
        on: bool = False,
        removable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sign, self._on, self._removable = sign, on, removable
        self._menu: QMenu | None = None
        self.setText(text)
        self.setAccessibleName(text)
        if words_width(text, Size.DETAIL, Weight.MEDIUM) > _WIDEST:
            self.setToolTip(plain_tip(text))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open_menu)

    def set_menu(self, menu: QMenu) -> None:
        """A menu that a click opens below the chip."""
        self._menu = menu

    def sizeHint(self) -> QSize:
        width = 2 * Space.S + min(_WIDEST, words_width(self.text(), Size.DETAIL, Weight.MEDIUM))
        width += _SIGN + Space.XS if self._sign else 0
        width += _CROSS + Space.XS + 2 if self._removable else 0
        return QSize(round(width) + 1, Height.CHIP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._removable and self.rect().contains(event.position().toPoint()) and self._on_cross(event):
            self.setDown(False)
            self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    def _on_cross(self, event: QMouseEvent) -> bool:
        from_left = event.position().x()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return (from_left if mirrored else self.width() - from_left) < _CROSS + Space.S

    def _open_menu(self) -> None:
        if self._menu is not None:
            self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current_tokens()
        box = QRectF(self.rect())
        self._paint_ground(painter, box)
        tone = "off" if not self.isEnabled() else "accent" if self._on else "text2"
        content = self._paint_signs(painter, box.adjusted(Space.S, 0, -Space.S, 0), tone)
        painter.setFont(font(Size.DETAIL, Weight.MEDIUM))
        painter.setPen(QColor(tokens.colour(tone)))
        words, _ = elided(self.text(), Size.DETAIL, Weight.MEDIUM, int(content.width()) + 1)
        painter.drawText(content, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip), words)

    def _paint_ground(self, painter: QPainter, box: QRectF) -> None:
        tokens, hovered = current_tokens(), self.underMouse() and self.isEnabled()
        if self._on:
            filled(painter, box, tokens.selected if hovered else tokens.accent_tint, Radius.CHIP)
        else:
            filled(painter, box, tokens.hover if hovered else tokens.surface, Radius.CHIP)
            outline(painter, box, tokens.edge if hovered else tokens.edge_soft, 1, Radius.CHIP)
        if self.hasFocus():
            outline(painter, box, tokens.accent, 2, Radius.CHIP)

    def _paint_signs(self, painter: QPainter, box: QRectF, tone: str) -> QRectF:
        """The icon before and the cross behind; gives back the room left for the words."""
        ratio, mirrored = self.devicePixelRatioF(), self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        before = _SIGN + Space.XS if self._sign else 0
        after = _CROSS + Space.XS + 2 if self._removable else 0
        if self._sign:
            x = box.right() - _SIGN if mirrored else box.left()
            painter.drawPixmap(round(x), (self.height() - _SIGN) // 2, pixmap(self._sign, _SIGN, tone, ratio))
        if self._removable:
            x = box.left() if mirrored else box.right() - _CROSS + 2
            painter.drawPixmap(round(x), (self.height() - _CROSS) // 2, pixmap("close", _CROSS, tone, ratio))
        return box.adjusted(after if mirrored else before, 0, -(before if mirrored else after), 0)


class Tag(QWidget):
    """A word that was given to a customer."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = words_width(self._text, Size.DETAIL) + 2 * Space.S
        return QSize(round(width) + 1, Height.TAG)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current_tokens()
        filled(painter, QRectF(self.rect()), tokens.hover, Radius.CHIP)
        painter.setFont(font(Size.DETAIL))
        painter.setPen(QColor(tokens.text2))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._text)


class KeyCap(QWidget):
    """A key that does it, in tiny type; screen readers hear of it from the action itself."""

    def __init__(self, key: str, tone: str = "text2", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._tone = key_words(key), tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_key(self, key: str) -> None:
        """Show another key."""
        self._text = key_words(key)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = words_width(self._text, Size.TINY, Weight.MEDIUM) + 2 * Space.XS
        return QSize(round(width) + 2, Height.KEY_CAP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current_tokens()
        colour = tokens.edge_soft if self._tone == "text2" else tokens.colour(self._tone)
        outline(painter, QRectF(self.rect()), colour, 1, Radius.KEY)
        painter.setFont(font(Size.TINY, Weight.MEDIUM))
        painter.setPen(QColor(tokens.colour(self._tone)))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._text)


def key_words(key: str) -> str:
    """A key as it is written on a cap: Ctrl K, and an arrow for Enter."""
    native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key
    return native.replace("Return", "↵").replace("Enter", "↵").replace("+", " ")
