"""One act under way: puts its steps to the desk one after the other, and notes how long each took."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import HousebookError
from ui.replay.steps import Act, Ask, Do, Pause, Step
from ui.replay.tally import Tally

if TYPE_CHECKING:
    from ui.desk import Desk


class Performance(QObject):
    """Is itself the owner of what it asks, so that nothing comes home after its end."""

    ended = Signal()

    def __init__(self, desk: Desk, act: Act, tally: Tally, *, hasty: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._act, self._tally, self._hasty = desk, act, tally, hasty
        self._answers: dict[int, Any] = {}
        self._began = 0.0

    def go_on(self, answer: Any = None) -> None:
        """To the next step, with what came of the last one."""
        self._advance(partial(self._act.send, answer))

    def _advance(self, advance: Callable[[], Step]) -> None:
        try:
            step = advance()
        except (StopIteration, HousebookError):
            self.deleteLater()
            self.ended.emit()
        else:
            self._take(step)

    def _take(self, step: Step) -> None:
        self._began = time.perf_counter()
        match step:
            case Pause():
                QTimer.singleShot(0 if self._hasty else round(step.seconds * 1000), self, self.go_on)
            case Do():
                then, otherwise = partial(self._answered, step.what), partial(self._failed, step.what)
                self._desk.do(self, step.command, then, otherwise, quiet=True)
            case Ask():
                self._ask(step)

    def _ask(self, step: Ask) -> None:
        self._answers = {}
        for place, question in enumerate(step.questions):
            self._desk.ask(
                self,
                question.query,
                *question.args,
                then=partial(self._gather, step, place),
                otherwise=partial(self._failed, step.what),
                lane=str(place),
            )

    def _gather(self, step: Ask, place: int, answer: Any) -> None:
        self._answers[place] = answer
        if len(self._answers) == len(step.questions):
            self._answered(step.what, [self._answers[number] for number in range(len(step.questions))])

    def _answered(self, what: str, answer: Any) -> None:
        self._note(what)
        self.go_on(answer)

    def _failed(self, what: str, error: HousebookError) -> None:
        """The act is told, as a person would be; it goes on or ends."""
        self._note(what)
        self._tally.fail(error)
        self._desk.forget(self)
        self._advance(partial(self._act.throw, error))

    def _note(self, what: str) -> None:
        self._tally.taken[what].append((time.perf_counter() - self._began) * 1000)
