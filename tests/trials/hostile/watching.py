"""What is looked at after each step in a window: what was drawn, what was touched, how long nothing else happened."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtWidgets import QMenu, QWidget

from tests.trials.hostile.canaries import Canaries, painted
from tests.trials.hostile.drawn import Ink, drawn, faults
from tests.trials.hostile.looking import markup, tips_in_lists
from ui.desk import Desk
from ui.parts.dialog import Dialog

LIMIT = 2.0  # seconds of the processor in which nothing else happens on the screen
QUIET = 0.03
PATIENCE = 10.0  # so long a text may take until it is seen
Where = QWidget | Callable[[], QWidget | None] | None


class Showing:
    """A window, and all that is looked at after each step."""

    def __init__(self, window: QWidget, desk: Desk, canaries: Canaries, pictures: Path | None) -> None:
        self.window, self.desk, self.canaries, self.pictures = window, desk, canaries, pictures
        self.steps, self.longest, self.wrong = 0, 0.0, list[str]()
        self.patience = PATIENCE
        self.seen, self.named = set[type](), set[str]()

    def step(self, name: str, act: Callable[[], object], where: Where = None, shows: str = "") -> None:
        """Do something, wait until it is shown, and look there; `shows` is the text that one has to see in it."""
        self.steps += 1
        gaps = [_spent(act), *self._settled()]
        widget = self._found(where, gaps)
        if widget is None:
            self.wrong.append(f"{name}: it is not there")
            return
        gaps += [*self._drawn(name, widget, shows), _spent(lambda: self._grab(name, widget))]
        every = [widget, *widget.findChildren(QWidget)]
        self.wrong += [f"{name}: {fault}" for fault in markup(every)]
        self._note(every)
        gaps += self._tips(name, widget)
        self.wrong += [f"{name}: {fault}" for fault in self.canaries.touched()]
        self.longest = max(self.longest, *gaps)
        if max(gaps) > LIMIT:
            self.wrong.append(f"{name}: nothing else happened for {max(gaps):.1f} s")

    def paper(self, name: str, draw: Callable[[], object], ink: Ink, shows: str) -> None:
        """Draw on paper, and look at what was drawn."""
        self.steps += 1
        took = _spent(draw)
        self.wrong += [
            f"{name}: {fault}" for fault in (*dict.fromkeys(faults(ink.runs, shows)), *self.canaries.touched())
        ]
        self.longest = max(self.longest, took)
        if took > LIMIT:
            self.wrong.append(f"{name}: it took {took:.1f} s")

    def _found(self, where: Where, gaps: list[float]) -> QWidget | None:
        """What is to be looked at, as soon as it is there."""
        begun = time.monotonic()
        while not _is_there(widget := where() if callable(where) else where or self.window):
            if time.monotonic() - begun > self.patience:
                return None
            gaps += self._settled()
        return widget

    def _drawn(self, name: str, widget: QWidget, shows: str) -> list[float]:
        """What is wrong with how it is drawn; what is still being asked for is waited for."""
        gaps, begun = [0.0], time.monotonic()
        while (found := list(faults(drawn(widget), shows))) and time.monotonic() - begun < self.patience:
            gaps += self._settled()
        self.wrong += [f"{name}: {fault}" for fault in dict.fromkeys(found)]
        return gaps

    def pass_by(self, *acts: Callable[[], object]) -> None:
        """Do something on the way to what is looked at next."""
        for act in acts:
            self.longest = max(self.longest, _spent(act), *self._settled())

    def until(self, so: Callable[[], bool]) -> None:
        """Wait for what a command brings about in the window."""
        begun = time.monotonic()
        while not so() and time.monotonic() - begun < self.patience:
            self.pass_by(lambda: None)

    def _note(self, widgets: list[QWidget]) -> None:
        """Which of our widgets and dialogs were seen."""
        visible = [one for one in widgets if one.isVisible()]
        self.seen.update(type(one) for one in visible)
        self.named.update(one.objectName() for one in visible if isinstance(one, Dialog))

    def _tips(self, name: str, widget: QWidget) -> list[float]:
        """How long each tip took."""
        gaps, began = [0.0], time.thread_time()
        for fault in tips_in_lists(widget):
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


def _is_there(widget: QWidget | None) -> bool:
    """Menus are looked at without being opened on the screen."""
    return widget is not None and (widget.isVisible() or isinstance(widget, QMenu))


def _turn() -> None:
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def _spent(act: Callable[[], object]) -> float:
    """Seconds of the processor: other programs run beside. Waiting for a disk, a lock or a network counts a tenth."""
    began, then = time.thread_time(), time.monotonic()
    act()
    return max(time.thread_time() - began, (time.monotonic() - then) / 10)
