"""Work off the screen's thread, and how its answers come home. Only this file and desk.py have threads."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.errors import HousebookError, Stopped
from app.ticket import Report, Ticket
from ui.running import Running, Then

LOG = logging.getLogger(__name__)

ERRANDS = 3
"""A first look and an opening may both hang on a share that is gone; one more can still look elsewhere."""
STOPPERS = 4
REPORT_SECONDS = 0.05
STOP_SECONDS = 0.02
CLOSE_SECONDS = 1.5
FREE = nullcontext()
BUG_WORDS = "This did not work: the program made a mistake. What you typed is kept, and the book is as it was."
Turn = AbstractContextManager[Any]
"""What a piece of work waits for and holds while it lasts."""


class Lanes(QObject):
    """Work off the screen's thread whose answers come home to it."""

    failed = Signal(object)
    bug = Signal(str)
    _home = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: set[Running] = set()
        self._owners: set[int] = set()
        self._known_bugs: set[str] = set()
        self._closing = Event()
        self._errands = ThreadPoolExecutor(ERRANDS, "errand")
        # Stopping a server's query means a trip to the server: never from the screen's thread.
        self._stops = ThreadPoolExecutor(STOPPERS, "stop")
        self._home.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def errand(
        self,
        owner: QObject,
        function: Callable[..., Any],
        *args: Any,
        then: Then | None = None,
        otherwise: Then | None = None,
        report: Report | None = None,
        unwanted: Then | None = None,
    ) -> Running:
        """Slow work without the book. With `report` the function gets a ticket by that name.

        `unwanted` gets an answer that nobody waits for any more.
        """
        job = self._new(owner, then, otherwise, report)
        job.unwanted = unwanted
        named = {"ticket": job.ticket} if report else {}
        return self._send(self._errands, job, partial(function, *args, **named))

    def idle(self) -> bool:
        """Whether nothing is on its way."""
        return not self._running

    def forget(self, owner: QObject) -> None:
        """Drop all that is on its way to this owner."""
        self._forget(id(owner))

    def close(self) -> None:
        """Stop what runs and end all threads; what cannot be stopped is left to end by itself."""
        self._closing.set()
        self._halt_all(time.monotonic() + CLOSE_SECONDS)
        self._errands.shutdown(wait=False)
        for job in self._running:
            job.future.add_done_callback(partial(_let_go, job))

    def _halt_all(self, end: float) -> None:
        # One that was cancelled before its turn is done, but `wait` would wait for it.
        waiting = [job for job in self._running if not job.future.done()]
        for job in waiting:
            self._halt(job)
        wait([job.future for job in waiting], max(end - time.monotonic(), 0))
        self._stops.shutdown(wait=False, cancel_futures=True)

    def _new(self, owner: QObject, then: Then | None, otherwise: Then | None, report: Report | None = None) -> Running:
        job = Running(owner, then, otherwise, self._halt)
        if report is not None:
            job.ticket = Ticket(self._throttled(job, report))
        if id(owner) not in self._owners:
            self._owners.add(id(owner))
            owner.destroyed.connect(partial(self._forget_destroyed, id(owner)))
        return job

    def _halt(self, job: Running) -> None:
        with suppress(RuntimeError):  # the lane of stops takes nothing more once all is closed
            self._stops.submit(self._stop, job)

    def _stop(self, job: Running) -> None:
        """Interrupt it until it has ended: between two statements an interrupt has no effect."""
        try:
            job.ticket.stop()
        except Exception:
            LOG.warning("Something that runs could not be stopped", exc_info=True)
        wait([job.future], STOP_SECONDS)
        if not job.future.done():
            self._halt(job)

    def _forget_destroyed(self, key: int, _gone: object = None) -> None:
        self._owners.discard(key)
        self._forget(key)

    def _forget(self, key: int) -> None:
        if not self._closing.is_set():
            for job in [job for job in self._running if id(job.owner) == key]:
                job.drop()

    def _throttled(self, job: Running, report: Report) -> Report:
        last = 0.0

        def tell(what: str, done: int, total: int) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= REPORT_SECONDS or done == total:
                last = now
                self._post(lambda: report(what, done, total) if job.wanted else None)

        return tell

    def _send(
        self, lane: Executor, job: Running, work: Callable[[], Any], after: Then | None = None, turn: Turn = FREE
    ) -> Running:
        if self._closing.is_set():
            # A page that is still shown for a moment may ask; nobody answers any more.
            job.dropped = True
            return job
        self._running.add(job)
        job.future = lane.submit(self._carry_out, job, work, after, turn)
        return job

    def _carry_out(self, job: Running, work: Callable[[], Any], after: Then | None, turn: Turn) -> None:
        """On a thread of a lane, when it is its turn: work, and send home what came of it."""
        with turn:
            self._carry_out_now(job, work, after)

    def _carry_out_now(self, job: Running, work: Callable[[], Any], after: Then | None) -> None:
        try:
            if job.dropped:
                raise Stopped
            answer = work()
        except HousebookError as error:
            job.failure = error
            self._post(partial(self._refused, job, error))
        except Exception as fault:
            LOG.exception("A mistake of the program, in a lane")
            self._post(partial(self._broken, job, fault))
        else:
            job.untaken = answer if job.unwanted is not None else None
            self._post(partial(self._answered, job, answer))
            if after is not None:
                after(answer)

    def _post(self, call: Callable[[], object]) -> None:
        if not self._closing.is_set():
            self._home.emit(call)

    @Slot(object)
    def _take(self, call: Callable[[], object]) -> None:
        if not self._closing.is_set():
            call()

    def _answered(self, job: Running, answer: Any) -> None:
        self._running.discard(job)
        if job.then is not None and job.wanted:
            job.untaken = None
            job.then(answer)
        elif job.untaken is not None:
            self._errands.submit(job.let_go)

    def _refused(self, job: Running, error: HousebookError) -> None:
        self._running.discard(job)
        if not job.wanted:
            return
        if job.otherwise is not None:
            job.otherwise(error)
        elif not isinstance(error, Stopped):
            self.failed.emit(error)

    def _broken(self, job: Running, fault: Exception) -> None:
        self._running.discard(job)
        self.report_bug(fault)
        if job.otherwise is not None and job.wanted:
            job.otherwise(HousebookError(BUG_WORDS))

    def report_bug(self, fault: BaseException) -> None:
        """Tell of a mistake of the program, once for each place where it is made."""
        frames = traceback.extract_tb(fault.__traceback__)
        place = f"{type(fault).__name__} {frames[-1].filename}:{frames[-1].lineno}" if frames else repr(fault)
        if place not in self._known_bugs:
            self._known_bugs.add(place)
            self.bug.emit(BUG_WORDS)


def _let_go(job: Running, _ended: object) -> None:
    job.let_go()
