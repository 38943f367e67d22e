"""The one list: rows painted whole from ready values, sorted, chosen and opened by mouse or key."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QToolTip, QWidget

from ui.parts.cells import Group, Row
from ui.parts.ground import ground
from ui.parts.header import ListHeader, Sort
from ui.parts.labels import plain_tip
from ui.parts.row_painter import RowPainter, RowState, Slot, elided
from ui.parts.rows import Column, RowsModel
from ui.theme.fonts import row_height
from ui.theme.tokens import Height, Size, Space

__all__ = ["Column", "TableView"]

_GREY_AFTER = 150
_Select = QItemSelectionModel.SelectionFlag
_Move = QAbstractItemView.CursorAction


class TableView(QTableView):
    """A list of rows known by their ids; selection, current row and scroll place survive a refresh."""

    opened = Signal(object)
    selection_changed = Signal()
    current_changed = Signal(object)
    wanted = Signal(list)
    sort_changed = Signal(list)
    menu_wanted = Signal(list, QPoint)
    cell_clicked = Signal(object, str)

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
        self.drag: Callable[[list[Hashable]], QMimeData | None] | None = None
        self._columns = tuple(columns)
        self._row, self._heading, self._margin, self._face = row_height(row), heading, margin, face
        self._hovered = -1
        self._grey = False
        self._coming = False
        self._restoring = False
        self._rows = RowsModel(self._columns, self)
        self._rows.wanted.connect(self.wanted)
        self._later = QTimer(self, singleShot=True, interval=_GREY_AFTER)
        self._later.timeout.connect(self._show_grey)
        self._set_up_view()
        self._set_up_heads(headings)
        self.setModel(self._rows)
        self._set_up_columns()
        self.selectionModel().selectionChanged.connect(self._tell_selection)
        self.selectionModel().currentRowChanged.connect(self._tell_current)

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
        self._head.sort_changed.connect(self.sort_changed)
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

    # Showing

    def show_rows(self, rows: Sequence[Row], groups: Sequence[Group] = ()) -> None:
        """Show all there is, at once."""
        self.show_ids([row.id for row in rows], groups, rows)

    def show_ids(self, ids: Sequence[Hashable], groups: Sequence[Group] = (), rows: Iterable[Row] = ()) -> None:
        """Show a long list; `wanted` asks for rows that are not known as they come into sight."""
        self._coming = False
        self._grey = False
        self._later.start()
        selected, current, top = self.selected_ids(), self.current_id(), self._top()
        self._restoring = True
        self._rows.show_ids(ids, groups, rows)
        for line in self._rows.group_lines():
            self.verticalHeader().resizeSection(line, self._heading)
        # Else the scroll bar would still have the range of the list before.
        self.updateGeometries()
        self._put_selection(selected, current)
        self._scroll_back(top)
        self._restoring = False
        self._tell_what_went(selected, current)
        self.viewport().update()

    def set_rows(self, rows: Iterable[Row]) -> None:
        """The rows that were asked for by `wanted`."""
        self._rows.set_rows(rows)
        self.viewport().update()

    def loading(self) -> None:
        """An answer is on its way: grey rows after 150 ms, unless there are old ones to keep."""
        if not self.count():
            self._coming = True
            self._later.start()

    def count(self) -> int:
        """How many rows there are, headings not counted."""
        return len(self._rows.ids)

    def ask_again(self) -> None:
        """Ask once more for rows that never came (after the book was out of reach)."""
        self._rows.ask_again()
        self.viewport().update()

    # Which row

    def selected_ids(self) -> list[Hashable]:
        """The selected ids, in the order of the list."""
        chosen = self.selectionModel().selection()
        spans = [chosen.at(place) for place in range(chosen.count())]
        lines = sorted({line for span in spans for line in range(span.top(), span.bottom() + 1)})
        return [row_id for line in lines if (row_id := self._rows.id_at(line)) is not None]

    def current_id(self) -> Hashable | None:
        """The id on which the keyboard stands."""
        return self._rows.id_at(self.currentIndex().row())

    def select(self, ids: Iterable[Hashable], current: Hashable | None = None, scroll: bool = True) -> None:
        """Select these ids; the keyboard goes to `current`, or to the first of them."""
        chosen = list(ids)
        self._put_selection(chosen, current if current is not None else next(iter(chosen), None))
        if scroll and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def scroll_to(self, row_id: Hashable, top: bool = False) -> None:
        """Bring a row into sight, `top` to the upper edge (with its heading)."""
        line = self._rows.line_of(row_id)
        if line is None:
            return
        line = line - 1 if top and self._rows.group_at(line - 1) is not None else line
        hint = QAbstractItemView.ScrollHint
        self.scrollTo(self._index(line), hint.PositionAtTop if top else hint.EnsureVisible)

    def top_id(self) -> Hashable | None:
        """The first id in sight (where an A-Z strip stands)."""
        line = max(0, self.rowAt(0))
        found = self._rows.id_at(line)
        return found if found is not None else self._rows.id_at(line + 1)

    # Columns and order

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns, in the order of declaration."""
        return self._columns

    def sort(self) -> Sort:
        """By what the list is sorted: (key, descending), the first counts most."""
        return self._head.sort()

    def set_sort(self, sort: Sort) -> None:
        """Show by what the list is sorted; the sorting itself is the question's."""
        self._head.set_sort(sort)

    def show_column(self, key: str, shown: bool) -> None:
        """Show or hide a column."""
        self.setColumnHidden(self._place(key), not shown)

    def column_shown(self, key: str) -> bool:
        """Whether a column is shown."""
        return not self.isColumnHidden(self._place(key))

    def heads(self) -> ListHeader:
        """The column heads."""
        return self._head

    def _place(self, key: str) -> int:
        return next(place for place, column in enumerate(self._columns) if column.key == key)

    # Keyboard and mouse

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Up, down, first and last pass over headings; sideways does nothing."""
        line, last = self.currentIndex().row(), self._rows.rowCount() - 1
        if action in (_Move.MoveLeft, _Move.MoveRight):
            return self.currentIndex()
        if action == _Move.MoveHome:
            return self._index(self._nearest(0, 1))
        if action == _Move.MoveEnd:
            return self._index(self._nearest(last, -1))
        if action in (_Move.MoveUp, _Move.MovePrevious):
            return self._index(self._nearest(line - 1, -1, line))
        if action in (_Move.MoveDown, _Move.MoveNext):
            return self._index(self._nearest(line + 1, 1, line))
        there = super().moveCursor(action, modifiers).row()
        step = 1 if action == _Move.MovePageDown else -1
        return self._index(self._nearest(there, step, self._nearest(there, -step)))

    def _nearest(self, line: int, step: int, otherwise: int = -1) -> int:
        """The next line from `line` on that is no heading."""
        while 0 <= line < self._rows.rowCount():
            if self._rows.group_at(line) is None:
                return line
            line += step
        return otherwise

    def keyboardSearch(self, search: str) -> None:
        """Letters do not jump about: they belong to the search field."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row_id = self.current_id()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row_id is not None:
            self.opened.emit(row_id)
        elif event.key() == Qt.Key.Key_Menu and row_id is not None:
            place = self.visualRect(self.currentIndex()).bottomLeft()
            self.menu_wanted.emit(self.selected_ids(), self.viewport().mapToGlobal(place))
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row_id = self._rows.id_at(self.rowAt(round(event.position().y())))
        if row_id is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(row_id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        row_id, column = self._rows.id_at(self.rowAt(place.y())), self.columnAt(place.x())
        if row_id is not None and column >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.cell_clicked.emit(row_id, self._columns[column].key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(round(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._rows.id_at(self.rowAt(event.pos().y())) is not None:
            self.menu_wanted.emit(self.selected_ids(), event.globalPos())

    def startDrag(self, _actions: Qt.DropAction) -> None:
        carried = self.drag(self.selected_ids()) if self.drag is not None else None
        if carried is not None:
            dragged = QDrag(self)
            dragged.setMimeData(carried)
            dragged.exec(Qt.DropAction.CopyAction)

    def allow_drag(self, carry: Callable[[list[Hashable]], QMimeData | None]) -> None:
        """Let rows be dragged; `carry` makes what is carried, or None if they may not be."""
        self.drag = carry
        self.setDragEnabled(True)

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

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        drawn = RowPainter(painter, self.viewport().width(), mirrored, self._face)
        slots = self._slots(mirrored)
        if self._coming and not self.count():
            self._paint_grey(drawn, slots)
            return
        line, bottom = self.rowAt(event.rect().top()), event.rect().bottom()
        while 0 <= line < self._rows.rowCount():
            top = self.rowViewportPosition(line)
            if top > bottom:
                break
            self._paint_line(drawn, slots, line, top)
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

    # Keeping the place

    def _index(self, line: int) -> QModelIndex:
        return self._rows.index(line, self._first_shown()) if line >= 0 else QModelIndex()

    def _first_shown(self) -> int:
        return next((place for place in range(len(self._columns)) if not self.isColumnHidden(place)), 0)

    def _put_selection(self, ids: Sequence[Hashable], current: Hashable | None) -> None:
        lines = sorted(line for row_id in ids if (line := self._rows.line_of(row_id)) is not None)
        last_column = len(self._columns) - 1
        wanted = QItemSelection()
        for first, last in _runs(lines):
            wanted.select(self._rows.index(first, 0), self._rows.index(last, last_column))
        line = self._rows.line_of(current) if current is not None else None
        if line is not None:
            self.selectionModel().setCurrentIndex(self._index(line), _Select.NoUpdate)
        self.selectionModel().select(wanted, _Select.ClearAndSelect | _Select.Rows)

    def _top(self) -> tuple[Hashable | None, int]:
        """The first row in sight and how far it is scrolled off; nothing at the very top."""
        row_id = self.top_id() if self.verticalScrollBar().value() else None
        line = self._rows.line_of(row_id) if row_id is not None else None
        return (row_id, self.rowViewportPosition(line)) if line is not None else (None, 0)

    def _scroll_back(self, top: tuple[Hashable | None, int]) -> None:
        line = self._rows.line_of(top[0]) if top[0] is not None else None
        if line is not None:
            self.verticalScrollBar().setValue(self.verticalHeader().sectionPosition(line) - top[1])

    def _tell_selection(self) -> None:
        self.viewport().update()
        if not self._restoring:
            self.selection_changed.emit()

    def _tell_current(self, now: QModelIndex | QPersistentModelIndex) -> None:
        if not self._restoring:
            self.current_changed.emit(self._rows.id_at(now.row()))

    def _tell_what_went(self, selected: list[Hashable], current: Hashable | None) -> None:
        """After a refresh: only what is really another than before is told."""
        if self.selected_ids() != selected:
            self.selection_changed.emit()
        if self.current_id() != current:
            self.current_changed.emit(self.current_id())


def _runs(lines: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring lines as (first, last)."""
    runs: list[tuple[int, int]] = []
    for line in lines:
        if runs and runs[-1][1] == line - 1:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return runs
