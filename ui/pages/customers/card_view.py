"""The card of one customer, as it stood in the book when it was asked."""

from __future__ import annotations

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


class CardView(QWidget):
    """Head and sections, top to bottom; made anew when the customer changed."""

    def __init__(self, sight: Sight, verbs: Verbs) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(f"Card of {sight.card.name[:200]}")
        self.sight = sight
        self.head = CardHead(sight, verbs)
        self.handlers = AssignedSection(sight, verbs)
        self.follow_ups = FollowUpsSection(sight, verbs)
        sections = (
            self.head,
            self.handlers,
            self.follow_ups,
            ReachSection(sight, verbs),
            PeopleSection(sight, verbs),
            DetailsSection(sight, verbs),
            TagsSection(sight, verbs),
            NotesSection(sight, verbs),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PANE, 0, Space.PANE, Space.L)
        column.setSpacing(0)
        for section in sections:
            column.addWidget(section)
        column.addStretch(1)
