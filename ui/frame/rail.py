"""The rail: the pages of the book at the left, each with its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ui.parts.dragged import CUSTOMERS
from ui.parts.ground import ground
from ui.theme.fonts import font, metrics, row_height
from ui.theme.icons import pixmap
from ui.theme.style import filled, outline
from ui.theme.tokens import Height, Radius, Size, Space, Weight, current_tokens

WIDTH: Final = 192
_ICON: Final = 18
_OVER: Final = 300


@dataclass(frozen=True, slots=True)
class RailEntry:
    """A page as the rail shows it."""

    id: str
    text: str
    icon: str
    at_foot: bool = False
    by_drag: bool = False
    """Whether the page opens while customers are held over its line, to be dropped there."""


class RailItem(QAbstractButton):
    """One page: sign, name, number at the right."""

    def __init__(self, entry: RailEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._count, self._tone = "", ""
        self.setObjectName(f"rail.{entry.id}")
        self.setText(entry.text)
        self.setAccessibleName(entry.text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAcceptDrops(entry.by_drag)
        self._over = QTimer(self, singleShot=True, interval=_OVER)
        self._over.timeout.connect(self.click)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_count(self, count: str, tone: str = "") -> None:
        """The number at the right; in another tone it has a sign too."""
        self._count, self._tone = count, tone
        self.setAccessibleName(f"{self.text()}, {count}" if count else self.text())
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Entered, so that leaving is told; nothing can be dropped on the line itself."""
        if event.mimeData().hasFormat(CUSTOMERS):
            self._over.start()
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over.stop()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 2 * Space.S, row_height(Height.RAIL_ITEM))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens, box = QPainter(self), current_tokens(), QRectF(self.rect())
        if self.isChecked():
            filled(painter, box, tokens.selected, Radius.BUTTON)
            filled(painter, self._seen(QRectF(0, 0, 3, box.height())), tokens.accent, 1.5)
        elif self.underMouse():
            filled(painter, box, tokens.hover, Radius.BUTTON)
        if self.hasFocus():
            outline(painter, box, tokens.accent, 2, Radius.BUTTON)
        self._paint_sign(painter, box)
        self._paint_words(painter, box)

    def _paint_sign(self, painter: QPainter, box: QRectF) -> None:
        place = self._seen(QRectF(Space.M, (box.height() - _ICON) / 2, _ICON, _ICON))
        tone = "accent" if self.isChecked() else "text2"
        painter.drawPixmap(place.topLeft(), pixmap(self.entry.icon, _ICON, tone, self.devicePixelRatioF()))

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        tokens, weight = current_tokens(), Weight.BOLD if self.isChecked() else Weight.PLAIN
        taken = self._paint_count(painter, box)
        left = Space.M + _ICON + Space.S
        words = QRectF(left, 0, box.width() - left - taken - Space.S, box.height())
        cut = metrics(Size.VALUE, weight).elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.setFont(font(Size.VALUE, weight))
        painter.setPen(QColor(tokens.text))
        painter.drawText(self._seen(words), int(_beginning(self)), cut)

    def _paint_count(self, painter: QPainter, box: QRectF) -> float:
        """Paint the number; how much width it took."""
        if not self._count:
            return Space.S
        weight = Weight.BOLD if self._tone else Weight.MEDIUM
        width = metrics(Size.SMALL, weight, tabular=True).horizontalAdvance(self._count)
        place = QRectF(box.width() - Space.S - width - 1, 0, width + 1, box.height())
        painter.setFont(font(Size.SMALL, weight, tabular=True))
        painter.setPen(QColor(current_tokens().colour(self._tone or "text3")))
        painter.drawText(self._seen(place), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip), self._count)
        if not self._tone:
            return width + Space.L
        sign = self._seen(QRectF(place.left() - 14 - Space.XS, (box.height() - 14) / 2, 14, 14))
        painter.drawPixmap(sign.topLeft(), pixmap("gap", 14, self._tone, self.devicePixelRatioF()))
        return width + Space.L + 14 + Space.XS

    def _seen(self, place: QRectF) -> QRectF:
        """Mirrored where the window reads from the right."""
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            return place
        return QRectF(self.width() - place.right(), place.top(), place.width(), place.height())


class Rail(QWidget):
    """All pages that the user may see; emits the id of the one wanted."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName("Contents")
        self.setFixedWidth(WIDTH)
        ground(self, "window")
        self._items: dict[str, RailItem] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.S, Space.S, Space.S, Space.S + 2)
        self._column.setSpacing(2)

    def show_entries(self, entries: Sequence[RailEntry]) -> None:
        """Fill the rail: lists from the top, what is at the foot from the foot."""
        for at_foot in (False, True):
            for entry in entries:
                if entry.at_foot == at_foot:
                    self._add(entry)
            if not at_foot:
                self._column.addStretch(1)

    def item(self, page_id: str) -> RailItem:
        """The line of a page."""
        return self._items[page_id]

    def set_current(self, page_id: str) -> None:
        """Mark the page that is shown."""
        self._items[page_id].setChecked(True)

    def _add(self, entry: RailEntry) -> None:
        item = RailItem(entry, self)
        item.clicked.connect(lambda: self.wanted.emit(entry.id))
        self._items[entry.id] = item
        self._column.addWidget(item)


def _beginning(item: RailItem) -> Qt.AlignmentFlag:
    right = item.layoutDirection() == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
