"""Wrong passwords of the last month, above the board, for who may change the team; until they say that they saw it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from app import clock
from app.computer.memory import Memory
from app.features.failures import FailedRow, failed_sign_ins, together
from app.rules.permissions import Permission
from ui.parts.days import short_day
from ui.parts.labels import in_words
from ui.parts.numbers import counted, number

if TYPE_CHECKING:
    from ui.desk import Desk

_DAYS: Final = 30
_SOME: Final = 3
_SEEN: Final = "team.failures_seen"


class Failures(QObject):
    """Asks for them, and remembers at this desk which were seen."""

    def __init__(self, desk: Desk, memory: Memory, show: Callable[[str], object], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._memory, self._show = desk, memory, show
        self._newest = 0

    def ask(self) -> None:
        """Ask, where it is this user's business."""
        if self._desk.may(Permission.EDIT_TEAM):
            since = clock.today() - timedelta(days=_DAYS)
            self._desk.ask(self, failed_sign_ins, since, then=self._tell)

    def seen(self) -> None:
        """Say nothing of these any more."""
        self._memory.keep_here(_SEEN, self._newest)
        self._show("")

    def _tell(self, rows: Sequence[FailedRow]) -> None:
        known = self._memory.recall_here(_SEEN, 0)
        new = [row for row in rows if not isinstance(known, int) or row.id > known]
        self._newest = max((row.id for row in new), default=0)
        self._show(failure_words(together(new)))


def failure_words(rows: Sequence[FailedRow]) -> str:
    """3 wrong passwords for ann on 21 Nov at PC-4; 1 for ben on 20 Nov at PC-4."""
    today = clock.today()
    told = [
        f"{number(row.times) if at else counted(row.times, 'wrong password')}"
        f" for {in_words(row.login) or 'a login nobody has'} on {short_day(row.on, today)} at {in_words(row.desk)}"
        for at, row in enumerate(rows[:_SOME])
    ]
    more = [f"and {counted(len(rows) - _SOME, 'more line')} in `housebook failures`"] if len(rows) > _SOME else []
    return f"{'; '.join([*told, *more])}." if told else ""
