"""The one list: rows known by their ids, sorted, chosen and opened by mouse or key."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QDrag, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from ui.parts.cells import Group, Row
from ui.parts.rows import Column
from ui.parts.rows_view import RowsView

__all__ = ["Column", "TableView"]

_Select = QItemSelectionModel.SelectionFlag
_Move = QAbstractItemView.CursorAction


class Top(NamedTuple):
    """The first row in sight, its line, and how far below the upper edge it stands."""

    row_id: Hashable | None
    line: int | None
    above: int


class TableView(RowsView):
    """A list of rows known by their ids; selection, current row and scroll place survive a refresh."""

    opened = Signal(object)
    selection_changed = Signal()
    current_changed = Signal(object)
    wanted = Signal(list)
    sort_changed = Signal(list)
    menu_wanted = Signal(list, QPoint)
    cell_clicked = Signal(object, str)

    def __init__(self, name: str, columns: Sequence[Column], parent: QWidget | None = None, **look: Any) -> None:
        """`look` is what `RowsView` takes: row, heading, margin, headings, face."""
        super().__init__(name, columns, parent, **look)
        self._carry: Callable[[list[Hashable]], QMimeData | None] | None = None
        self._restoring = False
        self._rows.wanted.connect(self.wanted)
        self._head.sort_changed.connect(self.sort_changed)
        self.selectionModel().selectionChanged.connect(self._tell_selection)
        self.selectionModel().currentRowChanged.connect(self._tell_current)

    # Showing

    def show_rows(self, rows: Sequence[Row], groups: Sequence[Group] = ()) -> None:
        """Show all there is, at once."""
        self.show_ids([row.id for row in rows], groups, rows)

    def show_ids(self, ids: Sequence[Hashable], groups: Sequence[Group] = (), rows: Iterable[Row] = ()) -> None:
        """Show a long list; `wanted` asks for rows that are not known as they come into sight."""
        self._coming = False
        self._grey = False
        self._later.start()
        if self._rows.shows(ids, groups):
            self._show_again(rows)
        else:
            self._show_other(ids, groups, rows)
        self.viewport().update()

    def _show_again(self, rows: Iterable[Row]) -> None:
        """What stands where it stood is not put up anew: of a long list that would be felt."""
        top = self._top()
        self._rows.freshen(rows)
        self._fit_heights()
        self._scroll_back(top.line, top)

    def _show_other(self, ids: Sequence[Hashable], groups: Sequence[Group], rows: Iterable[Row]) -> None:
        selected, current, top = self.selected_ids(), self.current_id(), self._top()
        self._restoring = True
        self._size_headings(self._row)
        self._rows.show_ids(ids, groups, rows)
        self._size_headings(self._heading)
        # Else the scroll bar would still have the range of the list before.
        self.updateGeometries()
        self._put_selection(selected, current)
        self._fit_heights()
        self._scroll_back(None if top.row_id is None else self._rows.line_of(top.row_id), top)
        self._restoring = False
        self._tell_what_went(selected, current)

    def _size_headings(self, height: int) -> None:
        """Qt keeps the height of a line when another list is shown: one that was a heading is a row again."""
        lines = self.verticalHeader()
        # Else Qt looks after each of them where all lines stand now.
        lines.setUpdatesEnabled(False)
        for line in self._rows.group_lines():
            lines.resizeSection(line, height)
        lines.setUpdatesEnabled(True)

    def _fit_heights(self) -> None:
        """After each change of the rows: for lists whose rows differ in height."""

    def set_rows(self, rows: Iterable[Row]) -> None:
        """The rows that were asked for by `wanted`."""
        self._rows.set_rows(rows)
        self.viewport().update()

    def loading(self) -> None:
        """An answer is on its way: grey rows after 150 ms, unless there are old ones to keep."""
        if not self.count():
            self._coming = True
            self._later.start()

    def ask_again(self) -> None:
        """Ask once more for rows that never came (after the book was out of reach)."""
        self._rows.ask_again()
        self.viewport().update()

    # Which row

    def selected_ids(self) -> list[Hashable]:
        """The selected ids, in the order of the list."""
        return [row_id for some in self._selected() for row_id in some]

    def selected_count(self) -> int:
        """How many are selected."""
        return sum(map(len, self._selected()))

    def _selected(self) -> Iterator[Sequence[Hashable]]:
        """The selected ids, a stretch of neighbours at a time."""
        chosen, after = self.selectionModel().selection(), 0
        spans = sorted((chosen.at(place).top(), chosen.at(place).bottom()) for place in range(chosen.count()))
        for first, last in spans:
            yield self._rows.ids_between(max(first, after), last)
            after = max(after, last + 1)

    def has(self, row_id: Hashable) -> bool:
        """Whether an id stands in the list."""
        return self._rows.line_of(row_id) is not None

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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._rows.id_at(self.rowAt(event.pos().y())) is not None:
            self.menu_wanted.emit(self.selected_ids(), event.globalPos())

    def startDrag(self, _actions: Qt.DropAction) -> None:
        carried = self._carry(self.selected_ids()) if self._carry is not None else None
        if carried is not None:
            dragged = QDrag(self)
            dragged.setMimeData(carried)
            dragged.exec(Qt.DropAction.CopyAction)

    def allow_drag(self, carry: Callable[[list[Hashable]], QMimeData | None]) -> None:
        """Let rows be dragged; `carry` makes what is carried, or None if they may not be."""
        self._carry = carry
        self.setDragEnabled(True)

    # Keeping the place

    def _put_selection(self, ids: Sequence[Hashable], current: Hashable | None) -> None:
        last_column = len(self._columns) - 1
        wanted = QItemSelection()
        for first, last in self._rows.lines_of(ids):
            wanted.select(self._rows.index(first, 0), self._rows.index(last, last_column))
        line = self._rows.line_of(current) if current is not None else None
        if line is not None:
            self.selectionModel().setCurrentIndex(self._index(line), _Select.NoUpdate)
        self.selectionModel().select(wanted, _Select.ClearAndSelect | _Select.Rows)

    def _top(self) -> Top:
        """The first row in sight and how far it is scrolled off; nothing at the very top."""
        if not self.verticalScrollBar().value():
            return Top(None, None, 0)
        line = max(0, self.rowAt(0))
        line += self._rows.group_at(line) is not None
        return Top(self._rows.id_at(line), line, self.rowViewportPosition(line))

    def _scroll_back(self, line: int | None, top: Top) -> None:
        """This line to where the first row in sight stood."""
        if line is not None and top.row_id is not None:
            self.verticalScrollBar().setValue(self.verticalHeader().sectionPosition(line) - top.above)

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
