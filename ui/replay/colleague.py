"""A colleague at a desk: comes, does one act after the other with thoughts between them, and goes."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.changes import Changes
from ui.replay.acts import OFFICE, Kind, arrive, refresh
from ui.replay.performance import Performance
from ui.replay.person import Person
from ui.replay.plan import Plan
from ui.replay.steps import Act
from ui.replay.tally import Tally

if TYPE_CHECKING:
    from ui.desk import Desk

_SETTLE = 50
"""So many milliseconds after a change the screen asks again; of several at once it hears but once."""


class Colleague(QObject):
    """Works until told to stop; the act that is under way is ended first."""

    left = Signal()

    def __init__(self, desk: Desk, plan: Plan, number: int = 0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tally, self._desk, self._plan = Tally(), desk, plan
        self._person, self._thinks = Person(plan, number), Random(f"{plan.seed}:{number}:thinks")
        self._kinds = [kind for kind in OFFICE.values() if desk.may(kind.needs)]
        self._working = False
        self._thinking = QTimer(self, singleShot=True)
        self._thinking.timeout.connect(self._act)
        self._screen = QTimer(self, singleShot=True, interval=_SETTLE)
        self._screen.timeout.connect(lambda: self._perform(refresh(self._person)))
        desk.changed.connect(self._hear)
        desk.bug.connect(self.tally.err)
        desk.failed.connect(self.tally.fail)

    def begin(self) -> None:
        """Come to work."""
        self._working = True
        self._perform(arrive(self._person)).ended.connect(self._think)

    def stop(self) -> None:
        """Go home: after the act that is under way, but not after a long thought."""
        self._working = False
        if self._thinking.isActive():
            self._leave()

    def _think(self) -> None:
        enough = self._plan.acts is not None and self.tally.acts >= self._plan.acts
        if enough or not self._working or not self._person.known:
            self._leave()
        else:
            self._thinking.start(round(self._thought() * 1000))

    def _thought(self) -> float:
        """Seconds until the next act; the first one is begun at once."""
        thinks = self._plan.thinking and self.tally.acts
        return self._thinks.expovariate(1 / self._plan.thinking) if thinks else 0.0

    def _next(self) -> Kind:
        """Drawn by lot; only the first is one that writes, so that something is written in a short day as well."""
        if not self.tally.acts and OFFICE["log"] in self._kinds:
            return OFFICE["log"]
        return self._thinks.choices(self._kinds, [kind.share for kind in self._kinds])[0]

    def _act(self) -> None:
        kind = self._next()
        self.tally.acts += 1
        self._perform(kind.act(self._person)).ended.connect(self._think)

    def _perform(self, act: Act) -> Performance:
        performance = Performance(self._desk, act, self.tally, hasty=not self._plan.thinking, parent=self)
        QTimer.singleShot(0, performance, performance.go_on)
        return performance

    def _hear(self, _changes: Changes) -> None:
        self.tally.heard += 1
        if self._working and not self._screen.isActive():
            self._screen.start()

    def _leave(self) -> None:
        self._working = False
        self._thinking.stop()
        self._screen.stop()
        self.tally.chosen = self._person.chosen
        self.left.emit()
