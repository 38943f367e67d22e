"""What was typed into the log box and not saved yet: it waits on this computer, and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.computer.memory import Memory
from app.features.customers.lists import CustomerLine, lines_of
from ui.parts.action import Actions
from ui.parts.buttons import button

if TYPE_CHECKING:
    from ui.desk import Desk

FORM: Final = "touchpoints.log"
_MOST: Final = 20


class WaitingDrafts(QWidget):
    """A verb that is there only while drafts wait; its menu goes to their customers."""

    def __init__(self, desk: Desk, actions: Actions, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._actions, self._drafts = desk, actions, memory.drafts
        self._lines: list[CustomerLine] = []
        self.verb = button("", "link", run=self._open, name="touchpoints.drafts")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.verb)
        self.hide()

    def look(self) -> None:
        """Look again which drafts wait."""
        keys = [int(key) for key, _at in self._drafts.all(FORM) if key.isdecimal()][:_MOST]
        if keys:
            self._desk.ask(self, lines_of, keys, then=self._show)
        else:
            self._show([])

    def _show(self, lines: list[CustomerLine]) -> None:
        self._lines = lines
        self.verb.setText("1 draft waits" if len(lines) == 1 else f"{len(lines)} drafts wait")
        self.setVisible(bool(lines))

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("touchpoints.drafts.menu")
        menu.aboutToHide.connect(menu.deleteLater)
        for one in self._lines:
            entry = menu.addAction(one.name.replace("&", "&&"))
            entry.triggered.connect(
                lambda _on=False, customer=one.id: self._actions.trigger("touchpoints.log", customer=customer)
            )
        menu.popup(self.verb.mapToGlobal(QPoint(0, self.verb.height() + 2)))
