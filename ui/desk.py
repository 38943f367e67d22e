"""The book seen from Qt: do and ask off the screen's thread; one signal `changed`."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from functools import partial
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app import clock
from app.changes import Changes, Topic
from app.errors import BookUnreachable, HousebookError, Stopped
from app.rules.permissions import Needed, Permission, for_everybody
from app.ticket import Report, Ticket
from ui.lanes import CLOSE_SECONDS, Lanes
from ui.running import Running, Then

if TYPE_CHECKING:
    # The book brings the database with it, which takes longer to load than all of Qt.
    from app.book import Book
    from app.carrying_out import Done
    from app.users import SignedIn

__all__ = ["Desk", "Lanes", "Running"]

LOG = logging.getLogger(__name__)

READERS = 2
WAIT_SECONDS = 0.3
POLL_SECONDS = 5.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
GRACE_SECONDS = 1.5
_LOCKED = "Not done: the window is locked. What was typed is kept."


def _let_out(book: Book, leaving: Any, outlet: Any, ticket: Ticket) -> Any:
    from app.leaving import let_out  # loaded when it is needed: the forms of files are no part of the start

    return let_out(book, leaving, outlet, ticket)


@for_everybody
def _knock(_session: object) -> None:
    """Asks nothing: whoever asks is looked up in the book as it stands."""


class Desk(Lanes):
    """One book for one window: one lane that writes, two that read, and a watch on the other desks."""

    changed = Signal(object)
    did = Signal(object)
    reachable = Signal(bool)
    damaged = Signal(str)
    rights_changed = Signal()
    put_away = Signal()

    def __init__(self, book: Book, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book: Book | None = book
        self.user, self.firm, self.location, self.kind = book.user, book.firm, book.location, book.kind
        self.has_passwords, self.users_have_logins = book.has_passwords, book.users_have_logins
        self._damage: str | None = None
        self._asking: set[Running] = set()
        self._putting_down: Running | None = None
        self._book_lock = Lock()
        self._newest: dict[tuple[int, str], Running] = {}
        self._last_write: Running | None = None
        self._leaving: set[Running] = set()
        self._writing = ThreadPoolExecutor(1, "write")
        self._reading = ThreadPoolExecutor(READERS, "read")
        self._look_lock = Lock()
        self._start_lock = Lock()
        self._own_turn = Lock()
        self._seen: int | None = None
        self._damage_told = book.damage is not None
        self._day = clock.today()
        self.changed.connect(self._look_at_rights)
        self._begin_watching()

    @property
    def book(self) -> Book:
        """The book. Raises BookUnreachable while the window is locked."""
        if self._book is None:
            raise BookUnreachable(_LOCKED)
        return self._book

    def may(self, needed: Needed | str) -> bool:
        """Whether the user's role allows it."""
        return self.user.may(Permission(needed) if isinstance(needed, str) else needed)

    @property
    def damage(self) -> str | None:
        """What is wrong with the book, and what to do; then it can only be read. `damaged` tells when it is found."""
        if self._book is not None:
            self._damage = self._book.damage
        return self._damage

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
        if self._putting_down is not None or self._closing.is_set():
            self._post(partial(self._refused, job, BookUnreachable(_LOCKED)))
            return job
        work, after = partial(self._from_here, self.book.do, command, job.ticket), partial(self._done, quiet=quiet)
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
        if self._putting_down is not None or self._closing.is_set():
            # What is behind a cover is asked anew when it is seen again.
            job.dropped = True
            return job
        self._newest[key] = job
        self._asking = {one for one in self._asking if one in self._running} | {job}
        work = partial(self._from_here, self.book.ask_for, job.ticket, query, *args, **kwargs)
        return self._send(self._reading, job, work)

    def _look_at_rights(self, news: Changes) -> None:
        """Whoever changed the team may have changed what our user may do."""
        if Topic.TEAM in news.topics and self._book is not None:
            self.ask(self, _knock, then=lambda _: self._take_rights(self.book.user), otherwise=lambda _error: None)

    def _take_rights(self, user: SignedIn) -> None:
        before, self.user = self.user, user
        if (before.role, before.rights) != (user.role, user.rights):
            self.rights_changed.emit()

    def put_down(self, then: Callable[[], object]) -> None:
        """Close the book as soon as all is saved, and know nothing of its keys; `then` is told. `take_up` goes on."""
        if self._putting_down is not None:
            return
        self.put_away.emit()
        asking = [job for job in self._asking if job in self._running]
        for job in asking:
            job.drop()
        self._not_watching.set()
        self._putting_down = job = self._new(self, lambda _: then(), None)
        self._send(self._writing, job, partial(self._put_down, job, asking, self._watching))

    def _put_down(self, job: Running, asking: list[Running], watching: Thread) -> None:
        """On the lane that writes, after all that was to be saved; what leaves the book is not torn off either."""
        leaving = [one.future for one in self._leaving if one in self._running]
        while not job.dropped and wait(leaving, WAIT_SECONDS).not_done:
            pass  # whoever is back meanwhile waits for none of it
        if job.dropped:
            return
        wait([one.future for one in asking], CLOSE_SECONDS)
        watching.join(CLOSE_SECONDS)
        with self._book_lock:
            if job.dropped or self._book is None:
                return
            self._damage, book, self._book = self._book.damage, self._book, None
        book.close()

    def take_up(self, book: Book) -> None:
        """Go on with the book, opened anew for the same user."""
        with self._book_lock:
            if self._putting_down is not None:
                self._putting_down.dropped = True
            spare = book if self._book is not None else None
            self._book = self._book or book
        self._putting_down = None
        self._take_rights(book.user)
        if spare is not None:
            self._errands.submit(spare.close)
        self._begin_watching()
        self.changed.emit(Changes(self._seen or 0, frozenset(Topic)))

    def let_out(
        self,
        owner: QObject,
        leaving: Any,
        outlet: Any,
        then: Then | None = None,
        otherwise: Then | None = None,
        report: Report | None = None,
    ) -> Running:
        """Let customers leave the book, beside all other work; the one way out that a page has."""
        return self.beside(owner, _let_out, leaving, outlet, then=then, otherwise=otherwise, report=report)

    def beside(
        self,
        owner: QObject,
        work: Callable[..., Any],
        *args: Any,
        then: Then | None = None,
        otherwise: Then | None = None,
        report: Report | None = None,
    ) -> Running:
        """Long work of many questions and commands, beside all other; a window that is locked waits for its end.

        It gets the book, these arguments, and a ticket.
        """
        job = self._new(owner, then, otherwise, report)
        if self._putting_down is not None or self._closing.is_set():
            self._post(partial(self._refused, job, BookUnreachable(_LOCKED)))
            return job
        self._leaving = {one for one in self._leaving if one in self._running} | {job}
        return self._send(self._errands, job, partial(self._from_here, work, self.book, *args, job.ticket))

    def close(self) -> None:
        """End all threads and the book. What is being saved gets a moment to finish; questions do not."""
        if self._closing.is_set():
            return
        saving = self._last_write if self._last_write in self._running else None
        if saving is not None:
            wait([saving.future], GRACE_SECONDS)
        end = time.monotonic() + CLOSE_SECONDS
        self._closing.set()
        self._not_watching.set()
        for lane in (self._writing, self._reading):
            lane.shutdown(wait=False, cancel_futures=True)
        super().close()
        self._watching.join(max(end - time.monotonic(), WAIT_SECONDS))
        with self._book_lock:
            book, self._book = self._book, None
        if book is not None:
            book.close()
        if saving is not None:
            self._tell_unsaved(saving)

    def _tell_unsaved(self, job: Running) -> None:
        """Say what became of a save that was under way when the desk closed, unless it came through."""
        if job.future.cancelled():
            self.failed.emit(Stopped("Nothing was saved: the book was closed before it was this change's turn."))
        elif not job.future.done():
            self.failed.emit(BookUnreachable("The book did not answer. Look whether the last change was saved."))
        elif job.failure is not None:
            self.failed.emit(job.failure)

    def _refused(self, job: Running, error: HousebookError) -> None:
        self._tell_damage()
        super()._refused(job, error)

    def _tell_damage(self) -> None:
        damage = self.damage
        if damage is not None and not self._damage_told:
            self._damage_told = True
            self.damaged.emit(damage)

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

    def _from_here(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Note where the book stands before anything is read of it: no later change is missed."""
        if self._seen is None:
            self._start_at()
        return work(*args, **kwargs)

    def _start_at(self) -> int:
        with self._start_lock:
            if self._seen is None:
                self._seen = self.book.revision()
            return self._seen

    def _look(self) -> None:
        """Announce what is new in the book, each revision once, whoever made it."""
        with self._look_lock:
            seen = self._start_at()
            news = self.book.changes_since(seen)
            if news.topics or news.revision > seen:  # in a book that went back the number is a lower one
                self._seen = news.revision
                self._post(partial(self.changed.emit, news))

    def _begin_watching(self) -> None:
        self._not_watching = Event()
        self._watching = Thread(target=self._watch, args=(self._not_watching,), name="watch", daemon=True)
        self._watching.start()

    def _watch(self, end: Event) -> None:
        """On its own thread: notice what other desks did; while the book is away, try again ever less often."""
        pause = FIRST_PAUSE
        while not end.is_set():
            try:
                with closing(self.book.watch()) as watch:
                    self._look_in_turn()
                    self._post(partial(self.reachable.emit, True))
                    pause = FIRST_PAUSE
                    self._watch_on(watch.wait, end)
            except Exception:
                LOG.warning("The book does not answer; next try in %s s", pause, exc_info=True)
                self._post(partial(self.reachable.emit, False))
                self._post(self._tell_damage)
                end.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    def _watch_on(self, woken: Callable[[float], bool], end: Event) -> None:
        looked = time.monotonic()
        while not end.is_set():
            if woken(WAIT_SECONDS) or time.monotonic() - looked > POLL_SECONDS:
                looked = time.monotonic()
                self._look_in_turn()
                self._pass_day()

    def _pass_day(self) -> None:
        """On a new day, assignments that began or ended with it show in the lists, also in a window left open."""
        today = clock.today()
        if today != self._day and self.book.pass_day():
            self._day = today
            self._post(partial(self.changed.emit, Changes(self._start_at(), frozenset({Topic.ASSIGNMENTS}))))

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
