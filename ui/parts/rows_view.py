"""How a list looks: its columns, and rows painted whole from ready values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QToolTip, QWidget

from ui.parts.ground import ground
from ui.parts.header import ListHeader, Sort
from ui.parts.labels import plain_tip
from ui.parts.row_painter import RowPainter, RowState, Slot, elided
from ui.parts.rows import Column, RowsModel
from ui.theme.fonts import row_height
from ui.theme.tokens import Height, Size, Space

_GREY_AFTER: Final = 150


class RowsView(QTableView):
    """The sight of a list; what it shows and what can be done with it is `TableView`."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        parent: QWidget | None = None,
        row: int = Height.ROW,
        heading: int = Height.GROUP,
        margin: int = Space.LIST,
        headings: bool = True,
        face: int = 20,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(name.replace(".", " ").replace("_", " ").capitalize())
        self._columns = tuple(columns)
        self._row, self._heading, self._margin, self._face = row_height(row), heading, margin, face
        self._hovered = -1
        self._grey = False
        self._coming = False
        self._rows = RowsModel(self._columns, self)
        self._later = QTimer(self, singleShot=True, interval=_GREY_AFTER)
        self._later.timeout.connect(self._show_grey)
        self._set_up_view()
        self._set_up_heads(headings)
        self.setModel(self._rows)
        self._set_up_columns()

    def _set_up_view(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCornerButtonEnabled(False)
        ground(self, "surface")

    def _set_up_heads(self, headings: bool) -> None:
        lines = self.verticalHeader()
        lines.hide()
        lines.setMinimumSectionSize(10)
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setDefaultSectionSize(self._row)
        self._head = ListHeader(self._columns, self._margin, self)
        self._head.setVisible(headings)
        self.setHorizontalHeader(self._head)

    def _set_up_columns(self) -> None:
        stretched = False
        for place, column in enumerate(self._columns):
            self.setColumnWidth(place, column.width)
            self.setColumnHidden(place, column.hidden)
            if column.stretch:
                self._head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
                stretched = True
        self._head.setStretchLastSection(not stretched)

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns, in the order of declaration."""
        return self._columns

    def show_column(self, key: str, shown: bool) -> None:
        """Show or hide a column."""
        self.setColumnHidden(self._place(key), not shown)

    def column_shown(self, key: str) -> bool:
        """Whether a column is shown."""
        return not self.isColumnHidden(self._place(key))

    def heads(self) -> ListHeader:
        """The column heads."""
        return self._head

    def sort(self) -> Sort:
        """By what the list is sorted: (key, descending), the first counts most."""
        return self._head.sort()

    def set_sort(self, sort: Sort) -> None:
        """Show by what the list is sorted; the sorting itself is the question's."""
        self._head.set_sort(sort)

    def _place(self, key: str) -> int:
        return next(place for place, column in enumerate(self._columns) if column.key == key)

    def count(self) -> int:
        """How many rows there are, headings not counted."""
        return len(self._rows.ids)

    def all_known(self) -> bool:
        """Whether every row in sight is there to be painted."""
        return all(self._rows.knows(line) for line, _ in self._lines_in(self.viewport().rect()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(round(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tell_cell(event)
            return True
        return super().viewportEvent(event)

    def _tell_cell(self, event: QHelpEvent) -> None:
        """A tool tip: what the cell says of itself, or all of its words if they are cut."""
        row = self._rows.row_at(self.rowAt(event.pos().y()))
        column = self.columnAt(event.pos().x())
        if row is None or column < 0 or self._rows.group_at(self.rowAt(event.pos().y())) is not None:
            QToolTip.hideText()
            return
        cell, room = row.cell(column), self.columnWidth(column) - Space.M
        cut = elided(cell.text, Size.VALUE, cell.weight, room)[0] != cell.text
        QToolTip.showText(event.globalPos(), plain_tip(cell.tip or (cell.text if cut else "")), self)

    def _hover(self, line: int) -> None:
        if line != self._hovered:
            self._hovered = line
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        drawn = RowPainter(painter, self.viewport().width(), mirrored, self._face)
        slots = self._slots(mirrored)
        if self._coming and not self.count():
            self._paint_grey(drawn, slots)
            return
        for line, top in self._lines_in(event.rect()):
            self._paint_line(drawn, slots, line, top)

    def _lines_in(self, box: QRect) -> Iterator[tuple[int, int]]:
        """The lines in this part of the sight, each with its upper edge."""
        line, last = self.rowAt(box.top()), self._rows.rowCount()
        while 0 <= line < last and (top := self.rowViewportPosition(line)) <= box.bottom():
            yield line, top
            line += 1

    def _paint_line(self, drawn: RowPainter, slots: list[Slot], line: int, top: int) -> None:
        height = self.rowHeight(line)
        group = self._rows.group_at(line)
        if group is not None:
            drawn.heading(group, slots[0].left if slots else self._margin, top, height)
            return
        selected = self.selectionModel().isSelected(self._index(line))
        state = RowState(selected, line == self._hovered, self.hasFocus())
        drawn.ground(top, height, state)
        row = self._rows.row_at(line)
        if row is not None:
            drawn.row(row, slots, top, height, state)
        elif self._grey:
            drawn.skeleton(slots, line, top, height)

    def _paint_grey(self, drawn: RowPainter, slots: list[Slot]) -> None:
        if self._grey:
            for line in range(min(12, self.viewport().height() // self._row)):
                drawn.skeleton(slots, line, line * self._row, self._row)

    def _slots(self, mirrored: bool) -> list[Slot]:
        """The visible columns from the side where one begins to read, with the room inside each."""
        order = [self._head.logicalIndex(place) for place in range(len(self._columns))]
        shown = [place for place in order if not self.isColumnHidden(place)]
        slots = []
        for place in shown:
            width, left = self.columnWidth(place), self.columnViewportPosition(place)
            if mirrored:
                left = self.viewport().width() - left - width
            before = self._margin if place == shown[0] else Space.XS + 2
            after = self._margin if place == shown[-1] else Space.XS + 2
            inner = max(0, width - before - after)
            slots.append(Slot(place, left + before, inner, self._columns[place].align))
        return slots

    def _show_grey(self) -> None:
        self._grey = True
        self.viewport().update()

    def _index(self, line: int) -> QModelIndex:
        return self._rows.index(line, self._first_shown()) if line >= 0 else QModelIndex()

    def _first_shown(self) -> int:
        return next((place for place in range(len(self._columns)) if not self.isColumnHidden(place)), 0)
