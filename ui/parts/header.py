"""The heads of a list's columns: click sorts, shift-click sorts by several, dragging moves them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from ui.parts.rows import Column
from ui.theme.fonts import font
from ui.theme.icons import pixmap
from ui.theme.tokens import Height, Size, Space, Weight, current_tokens

Sort = list[tuple[str, bool]]
_ARROW: Final = 12


class ListHeader(QHeaderView):
    """Column heads in small type with an arrow where the list is sorted."""

    sort_changed = Signal(list)

    def __init__(self, columns: Sequence[Column], margin: int, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns, self._margin = columns, margin
        self._sort: Sort = []
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(20)
        self.setAccessibleName("Column heads")
        self.sectionClicked.connect(self._sort_by)

    def sort(self) -> Sort:
        """Key and direction (True: descending) of each column that the list is sorted by."""
        return list(self._sort)

    def set_sort(self, sort: Sort) -> None:
        """Show another order; this sorts nothing."""
        self._sort = [(key, bool(down)) for key, down in sort]
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), Height.COLUMN_HEAD)

    def _sort_by(self, section: int) -> None:
        column = self._columns[section]
        if not column.sortable:
            return
        known = dict(self._sort)
        down = not known[column.key] if column.key in known else False
        if QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier:
            known[column.key] = down
            self.set_sort(list(known.items()))
        else:
            self.set_sort([(column.key, down)])
        self.sort_changed.emit(self.sort())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverMove, QEvent.Type.HoverLeave):
            self.viewport().update()
        return super().viewportEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        tokens, column = current_tokens(), self._columns[section]
        painter.fillRect(rect, QColor(tokens.surface))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(tokens.line))
        direction = dict(self._sort).get(column.key)
        sorted_by = direction is not None
        painter.setFont(font(Size.SMALL, Weight.BOLD if sorted_by else Weight.MEDIUM))
        painter.setPen(QColor(tokens.text if sorted_by else tokens.text3))
        self._paint_title(painter, self._inner(rect, section), column, direction)

    def _inner(self, rect: QRect, section: int) -> QRect:
        """The room for the title: the margin of the list at both ends, half a gap between columns."""
        visible = [place for place in range(self.count()) if not self.isSectionHidden(self.logicalIndex(place))]
        first = self.visualIndex(section) == visible[0]
        last = self.visualIndex(section) == visible[-1]
        before = self._margin if first else Space.XS + 2
        after = self._margin if last else Space.XS + 2
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            before, after = after, before
        return rect.adjusted(before, 0, -after, 0)

    def _paint_title(self, painter: QPainter, box: QRect, column: Column, down: bool | None) -> None:
        measure = QFontMetricsF(painter.font())
        arrow = 0 if down is None else _ARROW + Space.XS
        title = measure.elidedText(column.title, Qt.TextElideMode.ElideRight, max(0, box.width() - arrow))
        width = measure.horizontalAdvance(title)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        at_right = (column.align == "right") != mirrored
        left = box.right() + 1 - width - arrow if at_right else box.left()
        if column.align == "center":
            left = box.left() + max(0.0, (box.width() - width - arrow) / 2)
        baseline = box.top() + (box.height() + measure.capHeight()) / 2
        painter.drawText(QPointF(left, baseline), title)
        if down is not None:
            sign = pixmap("down" if down else "up", _ARROW, "text2", self.devicePixelRatioF())
            painter.drawPixmap(QPointF(left + width + Space.XS, box.center().y() - _ARROW / 2 + 1), sign)
