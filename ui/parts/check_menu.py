"""A menu to choose one or several of many: it stays open while ticking, and finds by typing where it is long."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget, QWidgetAction

from app.rules.folding import fold
from ui.parts.labels import menu_words
from ui.theme.icons import icon

Option = tuple[Hashable, str, str]
"""A value, its words and its sign ("" for none)."""
_LONG: Final = 12
_SEEN: Final = 24


class CheckMenu(QMenu):
    """Ticks as data: `chosen` is called with all that are ticked, after each tick."""

    def __init__(
        self,
        name: str,
        options: Iterable[Option],
        ticked: Iterable[Hashable],
        chosen: Callable[[tuple[Hashable, ...]], object],
        single: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._chosen = chosen
        self._entries: list[tuple[Hashable, QAction]] = []
        self._group = QActionGroup(self) if single else None
        options, ticked = list(options), set(ticked)
        self._find = self._add_find(name) if len(options) > _LONG else None
        for option in options:
            self._add(option, option[0] in ticked)
        self._seek("")

    def ticked(self) -> tuple[Hashable, ...]:
        """The values that are ticked, in the order of the menu."""
        return tuple(value for value, entry in self._entries if entry.isChecked())

    def entries(self) -> Sequence[QAction]:
        """What can be ticked."""
        return [entry for _, entry in self._entries]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._tick(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (pressed and self._tick(self.activeAction())):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._find is not None:
            self._find.setFocus()

    def _tick(self, entry: QAction | None) -> bool:
        """Tick without closing; one of several closes as menus do."""
        if entry is None or self._group is not None or entry not in self.entries():
            return False
        entry.trigger()
        return True

    def _add(self, option: Option, on: bool) -> None:
        value, words, sign = option
        entry = QAction(menu_words(words), self)
        if sign:
            entry.setIcon(icon(sign))
        entry.setCheckable(True)
        entry.setChecked(on)
        entry.triggered.connect(lambda _on=False: self._chosen(self.ticked()))
        if self._group is not None:
            self._group.addAction(entry)
        self.addAction(entry)
        self._entries.append((value, entry))

    def _add_find(self, name: str) -> QLineEdit:
        find = QLineEdit()
        find.setObjectName(f"{name}.find")
        find.setPlaceholderText("Type a part of the name")
        find.setAccessibleName("Find in this menu")
        find.textEdited.connect(self._seek)
        held = QWidgetAction(self)
        held.setDefaultWidget(find)
        self.addAction(held)
        return find

    def _seek(self, typed: str) -> None:
        """Show what fits, ticked ones first of all seen; a very long list only its beginning."""
        wanted, seen = fold(typed), 0
        for _, entry in self._entries:
            fits = entry.isChecked() if not wanted else wanted in fold(entry.text())
            fits = fits or (not wanted and seen < _SEEN)
            entry.setVisible(fits)
            seen += fits
