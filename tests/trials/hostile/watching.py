"""What is looked at after each step in a window: what was drawn, what was touched, how long nothing else happened."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from tests.trials.hostile.canaries import Canaries, painted
from tests.trials.hostile.drawn import drawn, faults
from tests.trials.hostile.looking import markup, tips_in_lists
from ui.desk import Desk

LIMIT = 2.0  # seconds of the processor in which nothing else happens on the screen
QUIET = 0.1


class Showing:
    """A window, and all that is looked at after each step."""

    def __init__(self, window: QWidget, desk: Desk, canaries: Canaries, pictures: Path | None) -> None:
        self.window, self.desk, self.canaries, self.pictures = window, desk, canaries, pictures
        self.steps, self.longest, self.wrong = 0, 0.0, list[str]()

    def step(self, name: str, act: Callable[[], object], widget: QWidget | None = None, shows: str = "") -> None:
        """Do something, wait until it is shown, and look; `shows` is the text that one has to see there."""
        self.steps += 1
        gaps = [_spent(act), *self._settled(), _spent(lambda: self._grab(name, widget or self.window))]
        self.wrong += [f"{name}: {fault}" for fault in faults(drawn(widget or self.window), shows)]
        for one in (self.window, *QApplication.topLevelWidgets()):
            self.wrong += [f"{name}: {fault}" for fault in markup(one)]
        gaps += self._tips(name)
        self.wrong += [f"{name}: {fault}" for fault in self.canaries.touched()]
        self.longest = max(self.longest, *gaps)
        if max(gaps) > LIMIT:
            self.wrong.append(f"{name}: nothing else happened for {max(gaps):.1f} s")

    def _tips(self, name: str) -> list[float]:
        """How long each tip took."""
        gaps, began = [0.0], time.thread_time()
        for fault in tips_in_lists(self.window):
            gaps.append(time.thread_time() - began)
            self.wrong += [f"{name}: {fault}"] if fault else []
            began = time.thread_time()
        return gaps

    def _grab(self, name: str, widget: QWidget) -> None:
        picture = widget.grab()
        if painted(picture.toImage()):
            self.wrong.append(f"{name}: the canary's colour was painted")
        if self.pictures:
            picture.save(str(self.pictures / f"{self.steps:03} {name.replace('/', ' ')}.png"))

    def _settled(self) -> list[float]:
        gaps, quiet = [0.0], time.monotonic()
        while time.monotonic() - quiet < QUIET:
            gaps.append(_spent(_turn))
            time.sleep(0.002)
            if not self.desk.idle():
                quiet = time.monotonic()
        return gaps


def _turn() -> None:
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def _spent(act: Callable[[], object]) -> float:
    began = time.thread_time()
    act()
    return time.thread_time() - began
