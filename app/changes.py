"""The one message by which any view at any desk learns that something changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """What a change can be about; a page names the topics it shows."""

    CUSTOMERS = "customers"
    TOUCH_POINTS = "touch points"
    ASSIGNMENTS = "assignments"
    FOLLOW_UPS = "follow-ups"
    TEAM = "team"
    LISTS = "lists"
    BOOK = "book"
    LEDGER = "ledger"
    BACKUPS = "backups"


@dataclass(frozen=True, slots=True)
class Changes:
    """The book stands at `revision`; since the last message these topics were touched."""

    revision: int
    topics: frozenset[Topic]

    def __or__(self, other: Changes) -> Changes:
        return Changes(max(self.revision, other.revision), self.topics | other.topics)
