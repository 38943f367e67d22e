"""The chips above the list: what the filter asks for, and the one that adds to it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.features.customers.lists import ListFilter
from ui.pages.customers.filter_menu import FilterMenus
from ui.pages.customers.filters import Pill, pills
from ui.pages.customers.questions import Choices
from ui.parts.chips import Chip
from ui.parts.flow import FlowLayout
from ui.theme.tokens import Space

_ROOMY = 430


class FilterBar(QWidget):
    """Shows one filter; whatever is added, changed or taken away is told by `changed`."""

    changed = Signal(object)
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("customers.filters")
        self._chosen, self._choices = ListFilter(), Choices()
        self._flow = FlowLayout(self)
        self._flow.setContentsMargins(Space.LIST, 0, Space.LIST, Space.M)
        self._add: Chip | None = None
        self._roomy = False
        self._rebuild()

    def show_filter(self, chosen: ListFilter, choices: Choices) -> None:
        """Show another filter, or the same one in other words."""
        if (chosen, choices) == (self._chosen, self._choices):
            return
        self._chosen, self._choices = chosen, choices
        self._rebuild()

    def open_menu(self) -> None:
        """Open the menu that adds a filter, as a click on its chip does."""
        if self._add is not None:
            self._add.click()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the menus alone offer to save and to clear."""
        super().resizeEvent(event)
        roomy = event.size().width() >= _ROOMY
        if roomy != self._roomy:
            self._roomy = roomy
            self._rebuild()

    def _rebuild(self) -> None:
        """The keyboard stays on the bar where it was there."""
        held = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self._flow.clear()
        for pill in pills(self._chosen, self._choices):
            self._flow.addWidget(self._chip(pill))
        self._add = Chip("Add filter", "add", parent=self)
        self._add.setObjectName("customers.add_filter")
        self._add.clicked.connect(self._open_all)
        self._flow.addWidget(self._add)
        if self._chosen != ListFilter() and self._roomy:
            self._add_verb("Save as list", "list", "customers.save_list", self.save_wanted.emit)
            self._add_verb("Clear", "close", "customers.clear", lambda: self.changed.emit(ListFilter()))
        if held:
            self._add.setFocus()
        self.updateGeometry()

    def _chip(self, pill: Pill) -> Chip:
        chip = Chip(pill.words, pill.sign, on=True, removable=True, parent=self)
        chip.setObjectName(f"customers.filter.{pill.key}")
        chip.removed.connect(lambda: self.changed.emit(pill.rest))
        menu = self._menus().one(pill.key)
        if menu is not None:
            chip.set_menu(menu)
        return chip

    def _add_verb(self, words: str, sign: str, name: str, run: object) -> None:
        chip = Chip(words, sign, parent=self)
        chip.setObjectName(name)
        chip.clicked.connect(run)
        self._flow.addWidget(chip)

    def _open_all(self) -> None:
        if self._add is not None:
            menu = self._menus().all()
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def _menus(self) -> FilterMenus:
        return FilterMenus(self, self._chosen, self._choices, self.changed.emit)
