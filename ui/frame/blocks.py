"""The two blocks of the top bar that open a menu: whose book this is, and who I am."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from ui.parts.avatar import Face, paint_face
from ui.parts.badge import paint_badge
from ui.parts.row_painter import elided
from ui.theme.fonts import font, words_width
from ui.theme.icons import pixmap
from ui.theme.style import filled, outline
from ui.theme.tokens import Height, Radius, Size, Space, Weight, current_tokens

_CARET: Final = 12


class MenuBlock(QAbstractButton):
    """Two lines of words beside a picture, and a caret: a click opens the menu."""

    def __init__(self, name: str, words: str, detail: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.words, self.detail = words, detail
        self.setAccessibleName(f"{words}, {detail}")
        self._menu: QMenu | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(Height.TOP_BAR - Space.XS)
        self.clicked.connect(self._open)

    def set_menu(self, menu: QMenu) -> None:
        """What a click opens."""
        self._menu = menu

    def _open(self) -> None:
        if self._menu is not None:
            right = self.mapToGlobal(QPoint(self.width() - self._menu.sizeHint().width(), self.height()))
            left = self.mapToGlobal(QPoint(0, self.height()))
            self._menu.popup(left if self.x() < 100 else right)

    def _ground(self, painter: QPainter) -> None:
        tokens, box = current_tokens(), QRectF(self.rect()).adjusted(0, 2, 0, -2)
        if self.underMouse() or self.isDown():
            filled(painter, box, tokens.hover, Radius.BUTTON)
        if self.hasFocus():
            outline(painter, box, tokens.accent, 2, Radius.BUTTON)

    def _caret(self, painter: QPainter, x: float) -> None:
        place = QPointF(x, (self.height() - _CARET) / 2)
        painter.drawPixmap(place, pixmap("caret down", _CARET, "text2", self.devicePixelRatioF()))

    def _lines(self, painter: QPainter, left: float, width: float, side: Qt.AlignmentFlag) -> None:
        tokens, middle = current_tokens(), self.height() / 2
        lines = (
            (self.words, Size.VALUE, Weight.BOLD, tokens.text, middle - 17),
            (self.detail, Size.SMALL, Weight.PLAIN, tokens.text3, middle - 1),
        )
        for text, size, weight, colour, top in lines:
            painter.setFont(font(size, weight))
            painter.setPen(QColor(colour))
            cut, _ = elided(text, size, weight, int(width))
            painter.drawText(QRectF(left, top, width, 17), int(side | Qt.AlignmentFlag.AlignVCenter), cut)

    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft


class BookBlock(MenuBlock):
    """The firm, and where its book is."""

    def __init__(self, firm: str, place: str, width: int, parent: QWidget | None = None) -> None:
        super().__init__("book_menu", firm, place, parent)
        self.setFixedWidth(width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._ground(painter)
        paint_badge(painter, self._at(Space.L - Space.XS, 22), (self.height() - 22) / 2, 22)
        left = Space.L + 22 + Space.XS
        width = self.width() - left - _CARET - Space.M
        side = Qt.AlignmentFlag.AlignRight if self._mirrored() else Qt.AlignmentFlag.AlignLeft
        self._lines(painter, self._at(left, width), width, side)
        self._caret(painter, self._at(self.width() - _CARET - Space.S, _CARET))

    def _at(self, x: float, width: float) -> float:
        return self.width() - x - width if self._mirrored() else x


class UserBlock(MenuBlock):
    """Who is signed in, and in which role."""

    def __init__(self, name: str, role: str, face: Face, parent: QWidget | None = None) -> None:
        super().__init__("user_menu", name, role, parent)
        self._face = face
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        words = max(
            words_width(self.words, Size.VALUE, Weight.BOLD),
            words_width(self.detail, Size.SMALL),
        )
        return QSize(round(min(words, 180)) + 26 + _CARET + 4 * Space.S + Space.XS, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(26 + _CARET + 3 * Space.S, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._ground(painter)
        end = self.width() - Space.S - _CARET
        face_at = end - Space.S - 26
        width = face_at - Space.S - Space.S
        mirrored = self._mirrored()
        if width > 30:
            side = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
            self._lines(painter, self.width() - Space.S - width if mirrored else Space.S, width, side)
        x = self.width() - face_at - 26 if mirrored else face_at
        paint_face(painter, x, (self.height() - 26) / 2, self._face, 26)
        self._caret(painter, Space.S if mirrored else end)
