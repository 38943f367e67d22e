"""The model behind every list: a list of ids, and the rows of those that were looked at, in blocks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from ui.parts.cells import Group, Row
from ui.parts.places import Places

BLOCK: Final = 200
_KEPT: Final = 1_600
"""Rows, of about two kilobytes each; what was scrolled past longer ago is asked for again when it is seen again."""
_NEAR_AN_END: Final = (BLOCK // 4, BLOCK - BLOCK // 4)
"""Rows of a block from which on the one before it or behind it will soon be wanted."""
_NOBODY: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key is what sorting speaks of; `stretch` lets it take all spare width."""

    key: str
    title: str
    width: int = 100
    align: Literal["left", "right", "center"] = "left"
    sortable: bool = True
    stretch: bool = False
    hidden: bool = False
    tip: str = ""
    least: int = 40


class RowsModel(QAbstractTableModel):
    """Rows by id; asks for blocks that are looked at and not known (`wanted`)."""

    wanted = Signal(list)

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._places = Places()
        self._groups: tuple[Group, ...] = ()
        self._group_lines: list[int] = []
        self._group_places: list[int] = []
        self._rows: dict[Hashable, Row] = {}
        self._stale: set[Hashable] = set()
        self._asked: set[int] = set()
        self._waiting: list[int] = []
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)

    # What is shown

    def show_ids(self, ids: Sequence[Hashable], groups: Sequence[Group], rows: Iterable[Row]) -> None:
        """A new list; rows known from before are shown until fresh ones come."""
        self.beginResetModel()
        self._places, self._groups = Places(ids), tuple(groups)
        self._group_places = [group.at for group in self._groups]
        self._group_lines = [group.at + place for place, group in enumerate(self._groups)]
        self.freshen(rows)
        self.endResetModel()

    def shows(self, ids: Sequence[Hashable], groups: Sequence[Group]) -> bool:
        """Whether just this list stands here."""
        return self._groups == tuple(groups) and self.ids == ids

    def freshen(self, rows: Iterable[Row]) -> None:
        """The same list once more: all but these rows are asked for again as they are looked at."""
        self._asked.clear()
        self._waiting.clear()
        self._stale = set(self._rows)
        self._take(rows)

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Rows that were asked for."""
        self._take(rows)
        if self.rowCount():  # a list that became empty meanwhile has nothing to paint
            last = self.index(self.rowCount() - 1, max(0, len(self.columns) - 1))
            self.dataChanged.emit(self.index(0, 0), last)

    def _take(self, rows: Iterable[Row]) -> None:
        fresh = {row.id: row for row in rows}
        self._rows = {row_id: row for row_id, row in self._rows.items() if row_id not in fresh} | fresh
        self._stale -= fresh.keys()
        if len(self._rows) > _KEPT + len(fresh):
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        """A day of scrolling does not fill the memory."""
        self._rows = dict(list(self._rows.items())[-_KEPT // 2 :])
        self._stale &= self._rows.keys()
        self._asked.clear()

    # Places

    @property
    def ids(self) -> Sequence[Hashable]:
        """All ids, in order."""
        return self._places.ids

    def group_at(self, line: int) -> Group | None:
        """The heading on a line, if it is one."""
        place = bisect_right(self._group_lines, line) - 1
        return self._groups[place] if place >= 0 and self._group_lines[place] == line else None

    def group_lines(self) -> list[int]:
        """The lines that are headings."""
        return self._group_lines

    def place_of(self, line: int) -> int:
        """The place in the list of ids that a line shows."""
        return line - bisect_right(self._group_lines, line)

    def id_at(self, line: int) -> Hashable | None:
        """The id on a line; None on headings and outside."""
        if not 0 <= line < self.rowCount() or self.group_at(line) is not None:
            return None
        return self.ids[self.place_of(line)]

    def line_of(self, row_id: Hashable) -> int | None:
        """The line on which an id stands."""
        place = self._places.of(row_id)
        return None if place is None else self.line_at(place)

    def lines_of(self, row_ids: Sequence[Hashable]) -> list[tuple[int, int]]:
        """The stretches of lines on which these ids stand, each by its first and last line."""
        places = self._places.of_many(row_ids)
        if isinstance(places, range):
            return [(self.line_at(0), self.line_at(len(places) - 1))] if places else []
        return _stretches(map(self.line_at, places))

    def ids_between(self, first: int, last: int) -> Sequence[Hashable]:
        """The ids on the lines from the first to the last, headings left out."""
        begin = self.place_of(first) + (self.group_at(first) is not None)
        return self.ids[begin : self.place_of(last) + 1]

    def line_at(self, place: int) -> int:
        """The line that shows a place of the list of ids."""
        return place + bisect_right(self._group_places, place)

    # What the view asks

    def rowCount(self, parent: Index = _NOBODY) -> int:
        return 0 if parent.isValid() else len(self.ids) + len(self._groups)

    def columnCount(self, parent: Index = _NOBODY) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def row_at(self, line: int) -> Row | None:
        """The row on a line; None while it is not known, and then it is asked for."""
        place = self.place_of(line)
        if not 0 <= place < len(self.ids):
            return None
        row_id = self.ids[place]
        row = self._rows.get(row_id)
        if row is None or row_id in self._stale:
            self._want(place // BLOCK)
        elif place % BLOCK in _NEAR_AN_END:
            self._look_beyond(place // BLOCK + (1 if place % BLOCK == _NEAR_AN_END[1] else -1))
        return row

    def _look_beyond(self, block: int) -> None:
        """What comes next when one goes on is asked for before it is in sight."""
        if 0 <= block * BLOCK < len(self.ids) and self.ids[block * BLOCK] not in self._rows:
            self._want(block)

    def knows(self, line: int) -> bool:
        """Whether a line can be painted with words: a heading, or a row that has come."""
        return self.group_at(line) is not None or self.ids[self.place_of(line)] in self._rows

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        group = self.group_at(index.row())
        if group is not None:
            return f"{group.title} {group.count}".strip()
        row = self.row_at(index.row())
        if row is None:
            return ""
        return row.cell(index.column()).text if role == Qt.ItemDataRole.DisplayRole else row.sentence()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.group_at(index.row()) is not None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    # Blocks

    def _want(self, block: int) -> None:
        if block not in self._asked:
            self._asked.add(block)
            self._waiting.append(block)
            self._soon.start()

    def _ask(self) -> None:
        """One question for all the blocks that became visible together."""
        blocks, self._waiting = self._waiting, []
        ids = [row_id for block in blocks for row_id in self.ids[block * BLOCK : (block + 1) * BLOCK]]
        if ids:
            self.wanted.emit(ids)

    def ask_again(self) -> None:
        """Let blocks be asked for again whose answer never came."""
        self._asked.clear()


def _stretches(lines: Iterable[int]) -> list[tuple[int, int]]:
    """Neighbouring lines as (first, last)."""
    found: list[tuple[int, int]] = []
    for line in lines:
        if found and found[-1][1] == line - 1:
            found[-1] = (found[-1][0], line)
        else:
            found.append((line, line))
    return found
