"""A day at one desk: a book is opened, somebody works on it in an event loop of their own, and it is closed again."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from app.book import open_book
from app.computer.resident import resident_megabytes
from ui.desk import Desk
from ui.replay.colleague import Colleague
from ui.replay.plan import Plan
from ui.replay.tally import Tally

_GLANCE = 100
"""Every so many milliseconds somebody looks at the clock."""
_PATIENCE_SECONDS = 30.0
"""So long the last act may take."""


def work_a_day(location: str, login: str, plan: Plan, number: int, sent_home: Callable[[], bool]) -> Tally:
    """Work until the time is over or one is sent home; what came of it."""
    app = QCoreApplication.instance() or QCoreApplication([])
    begin = resident_megabytes()
    desk = Desk(open_book(location, login))
    try:
        tally = _work(desk, plan, number, sent_home)
        app.processEvents()
        end = resident_megabytes()
        if begin is not None and end is not None:
            tally.memory.append((round(begin, 1), round(end, 1)))
        return tally
    finally:
        desk.close()


def _work(desk: Desk, plan: Plan, number: int, sent_home: Callable[[], bool]) -> Tally:
    loop, colleague, clock = QEventLoop(), Colleague(desk, plan, number), QTimer(interval=_GLANCE)
    end = time.monotonic() + plan.seconds

    def look() -> None:
        if time.monotonic() > end + _PATIENCE_SECONDS:
            colleague.tally.err("The last act did not come to an end.")
            loop.quit()
        elif time.monotonic() > end or sent_home():
            colleague.stop()

    colleague.left.connect(loop.quit)
    clock.timeout.connect(look)
    clock.start()
    QTimer.singleShot(0, colleague, colleague.begin)
    loop.exec()
    clock.stop()
    desk.forget(colleague)
    return colleague.tally


@contextmanager
def ctrl_c() -> Iterator[Callable[[], bool]]:
    """While inside, Ctrl+C is only noted: who asks learns whether it was pressed."""
    pressed = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield pressed.is_set
        return
    before: Any = signal.signal(signal.SIGINT, lambda _number, _frame: pressed.set())
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)
