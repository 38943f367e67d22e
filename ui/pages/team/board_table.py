"""The board on screen: widths that suit its room, the average in the head, customers dropped on a person."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from app.features.assignments import RoleLine
from ui.pages.team.board_rows import ALONE, LATE, OPEN, OWNED, PERSON, columns
from ui.pages.team.spots import PERSON as A_PERSON
from ui.pages.team.spots import Spot
from ui.parts.columns import restore_columns, save_columns
from ui.parts.dragged import CUSTOMERS
from ui.parts.labels import text_label
from ui.parts.numbers import number
from ui.parts.table import TableView
from ui.theme.style import outline
from ui.theme.tokens import Height, Radius, Size, Space, current_tokens

_WIDE: Final = 1000
_NARROW: Final = 640
_WIDE_WIDTHS: Final = {PERSON: 290, OPEN: 92, LATE: 88, ALONE: 118}
_NARROW_WIDTHS: Final = {PERSON: 190, OPEN: 64, LATE: 76, ALONE: 96}
_ROOM_FOR_TITLE: Final = 76


class BoardTable(TableView):
    """A table of the roles that the book has; other roles need another table."""

    dropped = Signal(object, list)
    """On whom, and the ids of customers."""
    edit_wanted = Signal(object)
    columns_changed = Signal()

    def __init__(self, roles: Sequence[RoleLine], saved: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            "team.board", columns(roles), parent, row=Height.TABLE_ROW, heading=Height.DAY_GROUP, margin=Space.PAGE,
            face=22,
        )  # fmt: skip
        self.roles = tuple(roles)
        self.takes_customers = False
        self._target: Spot | None = None
        self._room = ""
        self._chosen_widths = bool(saved) and restore_columns(self, saved)
        self.setAccessibleName("Who handles whom")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self._told = 0
        self._average = text_label("", Size.SMALL, tone="text3")
        self._average.setParent(self.heads().viewport())
        self._average.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for moved in (self.heads().sectionResized, self.heads().sectionMoved):
            moved.connect(self._heads_changed)

    def spot(self) -> Spot | None:
        """The row on which the keyboard stands."""
        current = self.current_id()
        return current if isinstance(current, Spot) else None

    def first(self) -> Spot | None:
        """The first row."""
        found = next(iter(self._rows.ids), None)
        return found if isinstance(found, Spot) else None

    def show_average(self, average: int) -> None:
        """Tell the team's average in the head of its column."""
        self._told = average
        self._place_average()

    def saved_columns(self) -> str:
        """For the desk's memory."""
        return save_columns(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = "wide" if self.width() >= _WIDE else "narrow" if self.width() < _NARROW else "usual"
        if room != self._room and not self._chosen_widths:
            self._take_usual_widths(room)
        self._room = room
        self._place_average()

    def _take_usual_widths(self, room: str) -> None:
        """Where it is narrow the columns of the other roles make room for promises and what one knows alone."""
        usual = {"wide": _WIDE_WIDTHS, "narrow": _NARROW_WIDTHS}.get(room, {})
        blocked = self.heads().blockSignals(True)
        for place, column in enumerate(self.columns):
            of_role = column.key not in (PERSON, OWNED, OPEN, LATE, ALONE)
            self.show_column(column.key, not (of_role and (room == "narrow" or column.hidden)))
            if not column.stretch:
                self.setColumnWidth(place, usual.get(column.key, 92 if room == "wide" else column.width))
        self.heads().blockSignals(blocked)

    def _heads_changed(self, *_moved: int) -> None:
        self._place_average()
        # The stretched column changes its width with the window; only what a hand does is to be remembered.
        by_hand = self._room != "narrow" and self.heads().underMouse()
        if by_hand and QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._chosen_widths = True
            self.columns_changed.emit()

    def _place_average(self) -> None:
        place = next(at for at, column in enumerate(self.columns) if column.key == OWNED)
        width = self.columnWidth(place)
        for word in ("average", "avg"):
            self._average.setText(f"{word} {number(self._told)}")
            size = self._average.sizeHint()
            fits = width - size.width() > _ROOM_FOR_TITLE
            if fits:
                break
        self._average.setVisible(fits and bool(self._told) and not self.isColumnHidden(place))
        left = self.columnViewportPosition(place)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        at = left + Space.S if mirrored else left + width - size.width() - Space.M
        self._average.setGeometry(at, 0, size.width(), Height.COLUMN_HEAD - 1)

    # Keys that belong to the board while it has the keyboard

    def event(self, event: QEvent) -> bool:
        ours = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F2
        if ours and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and self.spot() is not None:
            self.edit_wanted.emit(self.spot())
        else:
            super().keyPressEvent(event)

    # Customers dropped on a person

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._judge(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._judge(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._aim(None)

    def dropEvent(self, event: QDropEvent) -> None:
        target, ids = self._target_of(event), dropped_customers(event.mimeData())
        self._aim(None)
        if target is None or not ids:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(target, ids)

    def _judge(self, event: QDropEvent) -> None:
        target = self._target_of(event)
        self._aim(target)
        if target is None:
            event.ignore()
        else:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def _target_of(self, event: QDropEvent) -> Spot | None:
        if not self.takes_customers or not event.mimeData().hasFormat(CUSTOMERS):
            return None
        found = self._rows.id_at(self.rowAt(round(event.position().y())))
        return found if isinstance(found, Spot) and found.kind == A_PERSON else None

    def _aim(self, target: Spot | None) -> None:
        if target != self._target:
            self._target = target
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        line = self._rows.line_of(self._target) if self._target is not None else None
        if line is not None:
            row = self.visualRect(self._rows.index(line, 0)).united(
                self.visualRect(self._rows.index(line, len(self.columns) - 1))
            )
            box = row.toRectF().adjusted(Space.XS, 1, -Space.XS, -1)
            outline(QPainter(self.viewport()), box, current_tokens().accent, 2, Radius.BUTTON)


def dropped_customers(data: QMimeData) -> list[int]:
    """The ids of customers that are dragged; none if they cannot be read."""
    text = bytes(data.data(CUSTOMERS).data()).decode("utf-8", "replace")
    try:
        ids = json.loads(text) if text.lstrip().startswith("[") else text.split(",")
        return [int(one) for one in ids]
    except (ValueError, TypeError):
        return []
