"""The card of one customer, as it stood in the book when it was asked."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.pages.customers.assigned_section import AssignedSection
from ui.pages.customers.card_head import CardHead
from ui.pages.customers.follow_ups_section import FollowUpsSection
from ui.pages.customers.people_section import PeopleSection
from ui.pages.customers.reach_section import ReachSection
from ui.pages.customers.sights import Sight
from ui.pages.customers.verbs import Verbs
from ui.pages.customers.word_sections import DetailsSection, NotesSection, TagsSection
from ui.theme.tokens import Space

_LATER = ((ReachSection, PeopleSection), (DetailsSection, TagsSection, NotesSection))


class CardView(QWidget):
    """Head and sections, top to bottom; made anew when the customer changed.

    Some sixty widgets at once would be felt: what stands further down is built a portion at a time.
    """

    whole = Signal()

    def __init__(self, sight: Sight, verbs: Verbs, held: QWidget) -> None:
        super().__init__(held)
        self._held = held
        self.setObjectName("card")
        self.setAccessibleName(f"Card of {sight.card.name[:200]}")
        self.sight = sight
        self._verbs = verbs
        self.head = CardHead(sight, verbs)
        self.handlers = AssignedSection(sight, verbs)
        self.follow_ups = FollowUpsSection(sight, verbs)
        self._later = list(_LATER)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.PANE, 0, Space.PANE, Space.L)
        self._column.setSpacing(0)
        for section in (self.head, self.handlers, self.follow_ups):
            self._column.addWidget(section)
        self._column.addStretch(1)

    def build_on(self) -> None:
        """One portion more, and the others as soon as there is time for them."""
        for make in self._later.pop(0):
            self._column.insertWidget(self._column.count() - 1, make(self.sight, self._verbs))
        QTimer.singleShot(0, self, self.build_on if self._later else self._lay_out)

    def _lay_out(self) -> None:
        """Where it is not seen yet it is laid out already, so that to show it only takes painting."""
        if self.isHidden():
            width = self._held.width()
            self.resize(width, self.heightForWidth(width))
            self._column.activate()
        self.whole.emit()
