"""Tells who reads the ledger, when they come, that somebody opened hundreds of cards within an hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from app import clock
from app.changes import Changes, Topic
from app.computer.memory import Memory
from app.rules.days import Span
from app.rules.permissions import Permission
from ui.parts.action import Actions
from ui.parts.opened_words import opened_words
from ui.parts.strip import Strip

if TYPE_CHECKING:
    from app.features.openings import OpenedCards
    from ui.desk import Desk

_SEEN: Final = "openings.seen"
_LATELY: Final = timedelta(days=30)


class OpeningsStrip(Strip):
    """Above the pages until the ledger was looked at from here."""

    def __init__(self, desk: Desk, actions: Actions, memory: Memory) -> None:
        super().__init__("notice", verb="Look at the ledger", run=self._open_ledger, sign="warning", name="openings")
        self._desk, self._actions, self._memory = desk, actions, memory
        self._newest = 0
        self.hide()
        if desk.may(Permission.SEE_LEDGER):
            desk.changed.connect(self._hear)
            self._ask()

    def _hear(self, news: Changes) -> None:
        if Topic.LEDGER in news.topics:
            self._ask()

    def _ask(self) -> None:
        from app.features.openings import openings

        self._desk.ask(
            self, openings, Span(clock.now() - _LATELY, clock.now()), then=self._tell, otherwise=lambda _error: None
        )

    def _tell(self, found: Sequence[OpenedCards]) -> None:
        seen = self._memory.recall_here(_SEEN, 0)
        many = [one for one in found if one.many and one.id > seen and one.user_id != self._desk.user.id]
        self.setVisible(bool(many))
        if many:
            self._newest = max(one.id for one in many)
            self.set_words(*opened_words(many, clock.today()))

    def _open_ledger(self) -> None:
        self._memory.keep_here(_SEEN, self._newest)
        self.hide()
        self._actions.trigger("go.ledger")
