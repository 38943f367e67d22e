"""The book seen from Qt: do and ask off the screen's thread; one signal `changed`. No other file has threads."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, closing, nullcontext
from functools import partial
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.errors import HousebookError, Stopped
from app.rules.permissions import Permission, allows
from app.ticket import Report, Ticket
from ui.running import Running, Then

if TYPE_CHECKING:
    # The book brings the database with it, which takes longer to load than all of Qt.
    from app.book import Book, Done

__all__ = ["Desk", "Lanes", "Running"]

LOG = logging.getLogger(__name__)

READERS = 2
ERRANDS = 2
WAIT_SECONDS = 0.3
POLL_SECONDS = 5.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
REPORT_SECONDS = 0.05
GRACE_SECONDS = 2.0
STOP_SECONDS = 0.02
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
        self._stops = ThreadPoolExecutor(1, "stop")
        self._home.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def errand(
        self,
        owner: QObject,
        function: Callable[..., Any],
        *args: Any,
        then: Then | None = None,
        otherwise: Then | None = None,
        report: Report | None = None,
    ) -> Running:
        """Slow work without the book. With `report` the function gets a ticket by that name."""
        job = self._new(owner, then, otherwise, report)
        named = {"ticket": job.ticket} if report else {}
        return self._send(self._errands, job, partial(function, *args, **named))

    def idle(self) -> bool:
        """Whether nothing is on its way."""
        return not self._running

    def forget(self, owner: QObject) -> None:
        """Drop all that is on its way to this owner."""
        self._forget(id(owner))

    def close(self) -> None:
        """Stop what runs and end all threads."""
        self._closing.set()
        self._stops.shutdown()
        waiting = list(self._running)
        while any(not job.future.done() for job in waiting):
            for job in waiting:
                job.ticket.stop()
            wait([job.future for job in waiting], STOP_SECONDS)
        self._errands.shutdown()

    def _new(self, owner: QObject, then: Then | None, otherwise: Then | None, report: Report | None = None) -> Running:
        job = Running(owner, then, otherwise, self._halt)
        if report is not None:
            job.ticket = Ticket(self._throttled(job, report))
        if id(owner) not in self._owners:
            self._owners.add(id(owner))
            owner.destroyed.connect(partial(self._forget_destroyed, id(owner)))
        return job

    def _halt(self, job: Running) -> None:
        if not self._closing.is_set():
            self._stops.submit(self._stop, job)

    def _stop(self, job: Running) -> None:
        """Interrupt it until it has ended: between two statements an interrupt has no effect."""
        job.ticket.stop()
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
            self._post(partial(self._refused, job, error))
        except Exception as fault:
            LOG.exception("A mistake of the program, in a lane")
            self._post(partial(self._broken, job, fault))
        else:
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
            job.then(answer)

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


class Desk(Lanes):
    """One book for one window: one lane that writes, two that read, and a watch on the other desks."""

    changed = Signal(object)
    did = Signal(object)
    reachable = Signal(bool)

    def __init__(self, book: Book, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self.user, self.firm, self.location, self.kind = book.user, book.firm, book.location, book.kind
        self._newest: dict[tuple[int, str], Running] = {}
        self._last_write: Running | None = None
        self._writing = ThreadPoolExecutor(1, "write")
        self._reading = ThreadPoolExecutor(READERS, "read")
        self._look_lock = Lock()
        self._own_turn = Lock()
        self._seen = book.revision()
        self._watching = Thread(target=self._watch, name="watch", daemon=True)
        self._watching.start()

    def may(self, permission: Permission | str) -> bool:
        """Whether the user's role holds the permission."""
        return allows(self.user.role, Permission(permission))

    def do(
        self,
        owner: QObject,
        command: Any,
        then: Then | None = None,
        otherwise: Then | None = None,
        report: Report | None = None,
        quiet: bool = False,
    ) -> Running:
        """Carry out a command, one after the other; `then` gets the Done. `quiet`: without a message."""
        job = self._new(owner, then, otherwise, report)
        work, after = partial(self.book.do, command, job.ticket), partial(self._done, quiet=quiet)
        self._last_write = self._send(self._writing, job, work, after, self._own_turn)
        return self._last_write

    def ask(
        self,
        owner: QObject,
        query: Callable[..., Any],
        *args: Any,
        then: Then,
        otherwise: Then | None = None,
        lane: str = "",
        **kwargs: Any,
    ) -> Running:
        """Ask a query; it overtakes the owner's older one in the same lane (by default: the same query)."""
        job = self._new(owner, then, otherwise)
        key = (id(owner), lane or getattr(query, "__qualname__", repr(query)))
        older = self._newest.get(key)
        if older is not None and older in self._running:
            older.drop()
        self._newest[key] = job
        return self._send(self._reading, job, partial(self.book.ask_for, job.ticket, query, *args, **kwargs))

    def close(self) -> None:
        """End all threads and the book. What is being saved gets a moment to finish; questions do not."""
        if self._closing.is_set():
            return
        if self._last_write is not None:
            wait([self._last_write.future], GRACE_SECONDS)
        self._closing.set()
        for lane in (self._writing, self._reading):
            lane.shutdown(wait=False, cancel_futures=True)
        super().close()
        for lane in (self._writing, self._reading):
            lane.shutdown()
        self._watching.join()
        self.book.close()

    def _forget_destroyed(self, key: int, gone: object = None) -> None:
        super()._forget_destroyed(key, gone)
        self._newest = {named: job for named, job in self._newest.items() if named[0] != key}

    def _done(self, done: Done[Any], quiet: bool) -> None:
        """After the answer: the message line, and `changed` by the same path as for other desks."""
        if done.changes is None:
            return
        if not quiet:
            self._post(partial(self.did.emit, done))
        try:
            self._look()
        except Exception:
            LOG.warning("The look after a command failed; the watch looks again", exc_info=True)

    def _look(self) -> None:
        """Announce what is new in the book, each revision once, whoever made it."""
        with self._look_lock:
            news = self.book.changes_since(self._seen)
            if news.revision > self._seen:
                self._seen = news.revision
                self._post(partial(self.changed.emit, news))

    def _watch(self) -> None:
        """On its own thread: notice what other desks did; while the book is away, try again ever less often."""
        pause = FIRST_PAUSE
        while not self._closing.is_set():
            try:
                with closing(self.book.watch()) as watch:
                    self._look_in_turn()
                    self._post(partial(self.reachable.emit, True))
                    pause = FIRST_PAUSE
                    self._watch_on(watch.wait)
            except Exception:
                LOG.warning("The book does not answer; next try in %s s", pause, exc_info=True)
                self._post(partial(self.reachable.emit, False))
                self._closing.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    def _watch_on(self, woken: Callable[[float], bool]) -> None:
        looked = time.monotonic()
        while not self._closing.is_set():
            if woken(WAIT_SECONDS) or time.monotonic() - looked > POLL_SECONDS:
                looked = time.monotonic()
                self._look_in_turn()

    def _look_in_turn(self) -> None:
        """After a command of this desk has told of itself, so that its answer comes before `changed`.

        A long one is not waited for: what others do meanwhile is seen.
        """
        waited = self._own_turn.acquire(timeout=WAIT_SECONDS)
        try:
            self._look()
        finally:
            if waited:
                self._own_turn.release()
