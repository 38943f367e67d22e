"""The list of backups, and what can be done with one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu

from app.features.backups import BackupLine
from ui.pages.backups.lines import COLUMNS
from ui.parts.table import TableView
from ui.theme.tokens import Height, Space

_NARROW: Final = 640
_USUAL: Final = 770
Verb = tuple[str, Callable[[], object], bool]
"""Words, what they do, and whether that can be done now."""


class BackupsTable(TableView):
    """Space, Enter and a double click open a backup, as they do in other lists."""

    def __init__(self) -> None:
        super().__init__("backups.list", COLUMNS, row=Height.TABLE_ROW, margin=Space.PAGE)
        self.setAccessibleName("Backups, the newest first")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the proof comes before why and where; a wide one has room for several places."""
        super().resizeEvent(event)
        width, narrow = self.width(), self.width() < _NARROW
        for key in ("why", "places"):
            self.show_column(key, not narrow)
        places = [column.key for column in self.columns].index("places")
        spare = max(0, width - _USUAL) // 2
        self.setColumnWidth(places, self.columns[places].width + spare)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.current_id() is not None:
            self.opened.emit(self.current_id())
        else:
            super().keyPressEvent(event)

    def pop_up(self, one: BackupLine, verbs: Sequence[Verb], place: QPoint) -> None:
        """The menu of a backup: what the page does with it, and its file."""
        folder = QUrl.fromLocalFile(one.folders[0])

        def show() -> None:
            QDesktopServices.openUrl(folder)

        menu = QMenu(self)
        menu.setObjectName("backups.menu")
        menu.aboutToHide.connect(menu.deleteLater)
        for words, run, enabled in (*verbs, ("Show its folder", show, True)):
            entry = QAction(words, menu)
            entry.setEnabled(enabled)
            entry.triggered.connect(lambda _checked=False, run=run: run())
            menu.addAction(entry)
        menu.popup(place)
