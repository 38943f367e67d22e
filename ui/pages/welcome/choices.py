"""The left side: the books last open here, and the other ways to begin."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from app.computer.desk_file import KnownBook
from app.rules.text import begun
from ui.parts.ground import ground
from ui.parts.labels import text_label
from ui.parts.section import Hairline
from ui.theme.direction import unturned
from ui.theme.fonts import LONGEST_LINE, font, metrics
from ui.theme.icons import pixmap
from ui.theme.style import filled, outline
from ui.theme.tokens import Radius, Size, Space, Weight, current_tokens

_WIDTH = 360
_WAYS = (
    ("new", "New book…", "add", "Ctrl+N"),
    ("file", "Open a book…", "folder", "Ctrl+O"),
    ("server", "Connect to a server…", "server", ""),
    ("backup", "Restore a backup…", "backups", ""),
    ("sample", "Look around in the sample company", "company", ""),
)


class Way(QAbstractButton):
    """One line of the left side: a sign, words, perhaps a second line and a key."""

    def __init__(self, name: str, words: str, sign: str, detail: str = "", key: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setText(words)
        self.setAccessibleName(f"{words}, {detail}" if detail else words)
        self._sign, self._detail, self._key = sign, detail, key
        self.setCheckable(True)
        if key:
            self.setShortcut(key)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH - 40, 48 if self._detail else 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens, box = QPainter(self), current_tokens(), QRectF(self.rect())
        if self.isChecked():
            filled(painter, box, tokens.selected, Radius.BUTTON)
            filled(painter, self._seen(QRectF(0, 0, 3, box.height())), tokens.accent, 1.5)
        elif self.underMouse():
            filled(painter, box, tokens.hover, Radius.BUTTON)
        if self.hasFocus():
            outline(painter, box, tokens.accent, 2, Radius.BUTTON)
        sign = self._seen(QRectF(Space.L - 2, (box.height() - 18) / 2, 18, 18))
        tone = "accent" if self.isChecked() else "text2"
        painter.drawPixmap(sign.topLeft(), pixmap(self._sign, 18, tone, self.devicePixelRatioF()))
        self._paint_words(painter, box)

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        tokens, left = current_tokens(), 44.0
        bold = Weight.BOLD if self.isChecked() else Weight.MEDIUM if self._detail else Weight.PLAIN
        width = box.width() - left - (60 if self._key else Space.M)
        top = QRectF(left, 6, width, 19) if self._detail else QRectF(left, 0, width, box.height())
        self._line(painter, top, self.text(), bold, Size.VALUE, tokens.text)
        if self._detail:
            self._line(painter, QRectF(left, 24, width, 17), self._detail, Weight.PLAIN, Size.DETAIL, tokens.text2)
        if self._key:
            key = self._key.replace("+", " ")
            wide = metrics(Size.SMALL).horizontalAdvance(key) + 2
            place = QRectF(box.width() - wide - Space.M, 0, wide, box.height())
            self._line(painter, place, key, Weight.PLAIN, Size.SMALL, tokens.text3)

    def _line(self, painter: QPainter, place: QRectF, text: str, weight: int, size: int, colour: str) -> None:
        shown = begun(unturned(text), LONGEST_LINE)
        cut = metrics(size, weight).elidedText(shown, Qt.TextElideMode.ElideMiddle, place.width())
        painter.setFont(font(size, weight))
        painter.setPen(QColor(colour if self.isEnabled() else current_tokens().off))
        side = Qt.AlignmentFlag.AlignRight if self._mirrored() else Qt.AlignmentFlag.AlignLeft
        painter.drawText(self._seen(place), int(side | Qt.AlignmentFlag.AlignVCenter), cut)

    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _seen(self, place: QRectF) -> QRectF:
        if not self._mirrored():
            return place
        return QRectF(self.width() - place.right(), place.top(), place.width(), place.height())


class Choices(QWidget):
    """Emits "book" with its place, or the id of another way."""

    wanted = Signal(str, object)

    def __init__(self, books: Sequence[KnownBook], head: QWidget, foot: QWidget) -> None:
        super().__init__()
        self.setObjectName("choices")
        self.setFixedWidth(_WIDTH)
        ground(self, "window")
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.XL, Space.XXL, Space.XL, Space.XL)
        self._column.setSpacing(Space.XS)
        self._column.addWidget(head)
        self._column.addSpacing(Space.L)
        self._show_books(books)
        for way, words, sign, key in _WAYS:
            self._add(Way(f"welcome.{way}", words, sign, key=key), way, None)
        self._column.addStretch(1)
        self._column.addWidget(foot)

    def choose(self, name: str) -> None:
        """As if the line with that name were clicked."""
        line = self.findChild(Way, name)
        if line is not None:
            line.click()

    def mark(self, name: str) -> None:
        """Show the line with that name as the one chosen, and do nothing else."""
        line = self.findChild(Way, name)
        if line is not None:
            line.setChecked(True)

    def _show_books(self, books: Sequence[KnownBook]) -> None:
        if not books:
            return
        title = text_label("Books", Size.DETAIL, Weight.BOLD, "text2")
        title.setContentsMargins(Space.M, 0, 0, 0)
        self._column.addWidget(title)
        for number, book in enumerate(books):
            place, sign = _place(book.location)
            self._add(Way(f"book.{number}", book.firm, sign, place), "book", book)
        self._column.addSpacing(Space.M)
        self._column.addWidget(Hairline())
        self._column.addSpacing(Space.M)

    def _add(self, line: Way, way: str, book: KnownBook | None) -> None:
        line.clicked.connect(lambda: self.wanted.emit(way, book))
        self._group.addButton(line)
        self._column.addWidget(line)


def _place(location: str) -> tuple[str, str]:
    """Where a book is, in few words, and the sign for it."""
    if "://" in location:
        return location.partition("://")[2], "server"
    path = Path(location)
    there = str(path).replace(str(Path.home()), "~", 1)
    return there, "computer"
