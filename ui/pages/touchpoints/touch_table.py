"""The table of touch points; where it is narrow its columns give way to what was said."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.pages.touchpoints.touch_rows import COLUMNS
from ui.parts.columns import restore_columns
from ui.parts.table import TableView
from ui.theme.tokens import Height, Space

_NARROW: Final = 1000
_SMALL: Final = {"customer": 150, "kind": 96, "with": 88, "mood": 86, "promise": 118}


class TouchTable(TableView):
    """Widths that a hand has chosen are left as they are."""

    def __init__(self, saved: str, parent: QWidget | None = None) -> None:
        super().__init__(
            "touchpoints.table", COLUMNS, parent, row=Height.TABLE_ROW, heading=Height.DAY_GROUP, margin=Space.PAGE
        )
        self.setAccessibleName("What passed between us and our customers")
        self.set_sort([("time", True)])
        self._chosen = bool(saved) and restore_columns(self, saved)
        self._narrow: bool | None = None
        for moved in (self.heads().sectionResized, self.heads().sectionMoved):
            moved.connect(self._heads_changed)

    def chosen(self) -> bool:
        """Whether a hand has set out these columns, so that they are to be remembered."""
        return self._chosen or any(self.column_shown(column.key) == column.hidden for column in COLUMNS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        if narrow != self._narrow and not self._chosen:
            self._take_usual_widths(narrow)
        self._narrow = narrow

    def _take_usual_widths(self, narrow: bool) -> None:
        for place, column in enumerate(COLUMNS):
            if not column.stretch:
                self.setColumnWidth(place, _SMALL.get(column.key, column.width) if narrow else column.width)

    def _heads_changed(self, *_moved: int) -> None:
        if QApplication.mouseButtons() & Qt.MouseButton.LeftButton and self.heads().underMouse():
            self._chosen = True
