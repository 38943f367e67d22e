"""The list of operations: the newest first, older ones as one comes to the end of what is there."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app import clock
from app.features.journal.reading import OperationLine
from app.features.journal.story import Stretch
from ui.pages.journal.lines import day_groups, row_of
from ui.parts.cells import Row
from ui.parts.days import hour_words
from ui.parts.table import Column, TableView
from ui.theme.fonts import metrics
from ui.theme.tokens import Height, Size, Space

_COLUMNS = (
    Column("who", "Who", 140, sortable=False),
    Column("what", "What was done", 280, sortable=False, stretch=True),
    Column("number", "No.", 72, "right", sortable=False, tip="The number by which an operation is undone"),
)


@dataclass
class _Read:
    """What was read of the journal so far."""

    lines: list[OperationLine] = field(default_factory=list)
    partly: dict[int, int] = field(default_factory=dict)
    more: bool = False


def _columns() -> tuple[Column, ...]:
    """The hour is as wide as the locale writes it: 22:58, or 10:58 PM."""
    late = hour_words(datetime.combine(clock.today(), time(22, 58)))
    width = round(metrics(Size.DETAIL).horizontalAdvance(late)) + Space.PAGE + Space.L
    return (Column("time", "Time", width, sortable=False), *_COLUMNS)


class OperationList(TableView):
    """Tells by `older_wanted` from which revision on it wants to go on."""

    older_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "journal.list", _columns(), parent, row=Height.TABLE_ROW, heading=Height.DAY_GROUP, margin=Space.PAGE
        )
        self.setAccessibleName("Operations")
        self._read = _Read()
        self._asked_before = 0
        self.wanted.connect(self._give)
        self.verticalScrollBar().valueChanged.connect(self._near_the_end)
        self.verticalScrollBar().rangeChanged.connect(self._near_the_end)

    def line(self, operation: Hashable) -> OperationLine | None:
        """An operation that is in the list."""
        return next((line for line in self._read.lines if line.id == operation), None)

    def first_id(self) -> int | None:
        """The newest operation in the list."""
        return self._read.lines[0].id if self._read.lines else None

    def loaded(self) -> tuple[int, bool]:
        """How many operations are here, and whether there are more."""
        return len(self._read.lines), self._read.more

    def show_newest(self, part: Stretch, anew: bool) -> None:
        """The newest operations; unless it is `anew`, the older ones that were read before stay below them."""
        older = [] if anew else self._older_than(part)
        more = self._read.more if older else part.more
        partly = {**({} if anew else self._read.partly), **part.partly}
        self._read = _Read([*part.lines, *older], partly, more)
        self._show(part.lines)
        if anew:
            self.scrollToTop()

    def add_older(self, part: Stretch) -> None:
        """The answer to `older_wanted`."""
        self._read.lines.extend(part.lines)
        self._read.partly.update(part.partly)
        self._read.more = part.more
        self._show(part.lines)

    def read_again(self) -> None:
        """The answer did not come: ask again when the end is seen the next time."""
        self._asked_before = 0

    def _older_than(self, part: Stretch) -> list[OperationLine]:
        """What stays; nothing if there would be a gap between the new ones and those."""
        if not part.more or not self._read.lines or self._read.lines[0].revision < part.lines[-1].revision:
            return []
        return [line for line in self._read.lines if line.revision < part.lines[-1].revision]

    def _show(self, fresh: Iterable[OperationLine]) -> None:
        self._asked_before = 0
        groups = day_groups(self._read.lines, clock.today(), self._read.more)
        self.show_ids([line.id for line in self._read.lines], groups, self._rows_of(fresh))
        self._near_the_end()

    def _rows_of(self, lines: Iterable[OperationLine]) -> list[Row]:
        return [row_of(line, self._read.partly) for line in lines]

    def _give(self, ids: list[Hashable]) -> None:
        wanted = set(ids)
        self.set_rows(self._rows_of(line for line in self._read.lines if line.id in wanted))

    def _near_the_end(self, *_moved: int) -> None:
        bar, lines = self.verticalScrollBar(), self._read.lines
        if not self._read.more or not lines or bar.maximum() - bar.value() > 2 * self.viewport().height():
            return
        if self._asked_before != lines[-1].revision:
            self._asked_before = lines[-1].revision
            self.older_wanted.emit(lines[-1].revision)
