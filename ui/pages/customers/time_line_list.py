"""The list of what passed: entries of several heights, grouped by stretches of time, opened in place."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import groupby
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QStaticText
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app import clock
from app.features.touchpoints import TimeLineEntry
from ui.pages.customers.entry_look import EntryLook, look_of, whole_text
from ui.pages.customers.entry_painter import EntryPainter, entry_height, room
from ui.parts.cells import Group, Row
from ui.parts.days import local, span_title
from ui.parts.ground import ground
from ui.parts.row_painter import RowState
from ui.parts.table import Column, TableView
from ui.theme.tokens import Height, Space

_USUAL: Final = 84
_AHEAD: Final = 3


class TimeLineList(TableView):
    """Space and Enter open an entry in place; `more_wanted` asks for older ones as they come near."""

    more_wanted = Signal()
    correct_wanted = Signal(object)
    withdraw_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = [Column("entry", "What passed", stretch=True)]
        super().__init__(
            "time_line.list", columns, parent, row=_USUAL, heading=Height.DAY_GROUP, margin=Space.PANE, headings=False
        )
        ground(self, "sunken")
        self.setAccessibleName("What passed")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._entries: dict[Hashable, TimeLineEntry] = {}
        self._looks: dict[Hashable, EntryLook] = {}
        self._opened: set[Hashable] = set()
        self._whole: dict[Hashable, QStaticText] = {}
        self._is_more = False
        self.opened.connect(self.toggle)
        self.verticalScrollBar().valueChanged.connect(self._look_ahead)
        self.verticalScrollBar().rangeChanged.connect(self._look_ahead)

    def show_entries(self, entries: Sequence[TimeLineEntry], more: bool) -> None:
        """Show these; place, current entry and what is opened stay. `more`: there are older ones."""
        today = clock.today()
        self._looks = {one.id: self._look(one) for one in entries}
        self._entries = {one.id: one for one in entries}
        self._opened &= self._looks.keys()
        self._whole = {}
        self._is_more = more
        rows = [Row(look.id, ("",), look.spoken) for look in self._looks.values()]
        groups, at = [], 0
        for title, some in groupby(entries, lambda one: span_title(local(one.at).date(), today)):
            groups.append(Group(at, title))
            at += sum(1 for _ in some)
        self.show_rows(rows, groups)
        # A refresh leaves the scroll bar where it is: nothing else would ask for what comes next.
        QTimer.singleShot(0, self, self._look_ahead)

    def entries(self) -> list[TimeLineEntry]:
        """All that are shown."""
        return list(self._entries.values())

    def entry(self, row_id: Hashable) -> TimeLineEntry:
        """One that is shown."""
        return self._entries[row_id]

    def is_open(self, row_id: Hashable) -> bool:
        """Whether an entry shows its whole text."""
        return row_id in self._opened

    def toggle(self, row_id: Hashable) -> None:
        """Open an entry in place, or close it."""
        self._opened ^= {row_id}
        line = self._rows.line_of(row_id)
        if line is not None:
            self.verticalHeader().resizeSection(line, self._height(row_id))
            self.scroll_to(row_id)
        self.viewport().update()

    def forget_place(self) -> None:
        """Another customer: begin at the top, nothing opened."""
        self._opened.clear()
        self.clearSelection()
        self.show_entries([], more=False)
        self.loading()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row_id = self.current_id()
        signals = {Qt.Key.Key_Space: self.opened, Qt.Key.Key_F2: self.correct_wanted,
                   Qt.Key.Key_Delete: self.withdraw_wanted}  # fmt: skip
        signal = signals.get(Qt.Key(event.key()))
        if signal is None or row_id is None:
            super().keyPressEvent(event)
        else:
            signal.emit(row_id)

    def event(self, event: QEvent) -> bool:
        """F2 corrects the entry while the keyboard is here; elsewhere it edits the card."""
        f2 = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F2
        if f2 and event.type() == QEvent.Type.ShortcutOverride and self.current_id() is not None:
            event.accept()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        top = self._top()
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._whole = {}
            self._fit_heights()
            self._scroll_back(top.line, top)

    # Heights

    def _fit_heights(self) -> None:
        for place, row_id in enumerate(self._rows.ids):
            line, height = self._rows.line_at(place), self._height(row_id)
            if self.rowHeight(line) != height:
                self.verticalHeader().resizeSection(line, height)

    def _height(self, row_id: Hashable) -> int:
        return entry_height(self._looks[row_id], self.viewport().width(), self._whole_of(row_id))

    def _whole_of(self, row_id: Hashable) -> QStaticText | None:
        if row_id not in self._opened:
            return None
        if row_id not in self._whole:
            self._whole[row_id] = whole_text(self._entries[row_id].words, room(self.viewport().width()))
        return self._whole[row_id]

    def _look(self, entry: TimeLineEntry) -> EntryLook:
        """Words that did not change are not put together again."""
        known = self._looks.get(entry.id)
        return known if known is not None and self._entries[entry.id] == entry else look_of(entry, clock.today())

    def _look_ahead(self) -> None:
        bar = self.verticalScrollBar()
        if self._is_more and self.isVisible() and bar.value() > bar.maximum() - _AHEAD * self.viewport().height():
            self._is_more = False
            self.more_wanted.emit()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.count():
            super().paintEvent(event)
            return
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter = EntryPainter(QPainter(self.viewport()), self.viewport().width(), mirrored)
        line, bottom = self.rowAt(event.rect().top()), event.rect().bottom()
        while 0 <= line < self._rows.rowCount() and self.rowViewportPosition(line) <= bottom:
            self._paint_entry(painter, line)
            line += 1

    def _paint_entry(self, painter: EntryPainter, line: int) -> None:
        top, height = self.rowViewportPosition(line), self.rowHeight(line)
        group, row_id = self._rows.group_at(line), self._rows.id_at(line)
        if group is not None:
            painter.span(group.title, top, height)
        elif row_id is not None:
            selected = self.selectionModel().isSelected(self._index(line))
            state = RowState(selected, line == self._hovered, self.hasFocus())
            painter.entry(self._looks[row_id], top, height, state, self._whole_of(row_id))
