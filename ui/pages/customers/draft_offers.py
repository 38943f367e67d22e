"""Strips that offer what was typed earlier and not saved: to be continued or thrown away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.computer.drafts import Drafts
from ui.pages.customers.draft_keys import CUSTOMER, NEW, Waiting, waiting
from ui.parts.buttons import button
from ui.parts.days import when_words
from ui.parts.strip import Strip
from ui.theme.tokens import Space

_MOST = 3


class DraftOffers(QWidget):
    """One strip a draft; hidden where none waits."""

    def __init__(self, drafts: Drafts, go_on: Callable[[Waiting], object]) -> None:
        super().__init__()
        self._drafts, self._go_on = drafts, go_on
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.PANE, Space.M, Space.PANE, 0)
        self._column.setSpacing(Space.S)
        self.hide()

    def look(self, customer_id: int | None, today: date) -> None:
        """Offer what waits for this customer, and a new customer who was begun."""
        while (item := self._column.takeAt(0)) is not None:
            if (strip := item.widget()) is not None:
                strip.hide()
                strip.deleteLater()
        found = waiting(self._drafts, customer_id)[:_MOST]
        for one in found:
            self._column.addWidget(self._strip(one, today))
        self.setVisible(bool(found))

    def _strip(self, one: Waiting, today: date) -> Strip:
        name = f"card.draft.{one.key}"
        words = f"{self._what(one)} {when_words(one.at, today)}"
        strip = Strip("notice", words, verb="Continue", run=lambda: self._go_on(one), sign="note", name=name)
        throw = button("Throw away", "link", name=f"{name}.throw_away")
        throw.clicked.connect(lambda: self._throw_away(one, strip))
        line = strip.layout()
        if line is not None:
            line.addWidget(throw)
        return strip

    def _what(self, one: Waiting) -> str:
        if one.form != CUSTOMER:
            return "Draft of a person," if not one.key.endswith(f":{NEW}") else "Draft of a new person,"
        if one.key != NEW:
            return "Draft of"
        name = (self._drafts.load(one.form, one.key) or {}).get("name", ("", ""))[1]
        return f"Draft of {str(name)[:60]}," if name else "Draft of a new customer,"

    def _throw_away(self, one: Waiting, strip: Strip) -> None:
        self._drafts.drop(one.form, one.key)
        strip.hide()
        self.setVisible(bool([kept for kept in self.findChildren(Strip) if not kept.isHidden()]))
