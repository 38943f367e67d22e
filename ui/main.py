"""Wires the program once: this desk's memory, the welcome page, a book, its window."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import cached_property, partial
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.computer.desk_file import DeskFile, KnownBook, place_of
from app.computer.drafts import Drafts
from app.computer.log import start_log
from app.computer.memory import Memory, desk_setting
from app.computer.places import desk_file, drafts_folder
from app.computer.resident import share_pools
from app.errors import HousebookError, NotFound, PasswordNeeded
from ui import entering
from ui.desk import Desk, Lanes
from ui.doors import Doors
from ui.entering import Entered
from ui.first_look import FirstLook
from ui.frame.tending import Tending
from ui.garbage import Garbage
from ui.parts.action import Action
from ui.qt import make_app, qt_to_log
from ui.theme.theme import apply_theme

if TYPE_CHECKING:
    from app.book import Book
    from app.keys.draft_seal import DraftSeal
    from app.recovery_key import Sheet
    from ui.pages.welcome import WelcomePage
    from ui.rewriting import Rewriting, Rewritten
    from ui.window import Window

LOG = logging.getLogger(__name__)
WRITE_MILLISECONDS = 3000
_OTHER_RIGHTS = "What you may do in this book was changed, and the window with it. What you were typing is kept."


class Program(QObject):
    """The running program: at most one book with its window, else the welcome page."""

    def __init__(self, app: QApplication, file: DeskFile) -> None:
        super().__init__(app)
        self._file = file
        self._lanes = Lanes(self)
        self.doors = Doors(self._lanes, file, self._opened, self._made, self)
        self._lanes.bug.connect(lambda words: self._failed(HousebookError(words)))
        self.desk: Desk | None = None
        self.window: Window | None = None
        self.welcome: WelcomePage | None = None
        self._waiting: Book | None = None
        self._leaving = False
        self._then: Callable[[], object] | None = None
        self._writing = QTimer(self, interval=WRITE_MILLISECONDS)
        self._writing.timeout.connect(self._write)
        self._writing.start()

    def start(self, location: str | None, login: str | None) -> None:
        """Begin with this book, else with the last one, else with the welcome page."""
        last = self._file.books()[:1] if desk_setting(self._file, "open_last_book") else []
        if location is None and last:
            location, login = last[0].location, login or last[0].login
        if location is None:
            self._show_welcome()
            return
        login = login or self._file.last_login(location)
        otherwise = partial(self._not_entered, location, login)
        go_in = partial(self.doors.enter, location, login, None, otherwise)
        self._begin(location, login, go_in)

    def _begin(self, location: str, login: str | None, go_in: Callable[[], object]) -> None:
        """The window, with customers to look at while the book is being opened, if they are seen soon."""
        from ui.pages.customers.first_sight import begins_by_name

        window, memory = self._window(), self._memory(location)
        look = FirstLook(window, memory, go_in, partial(self._ask_who, location, login))
        asked = (location, login, begins_by_name(memory))
        self._lanes.errand(look, entering.first_sight, *asked, then=look.came, otherwise=look.failed)

    def _memory(self, location: str, seal: DraftSeal | None = None) -> Memory:
        place = place_of(location)
        return Memory(self._file, Drafts(drafts_folder(), place, seal), place)

    def close(self) -> None:
        """End everything; called once, when the last window is gone."""
        self._writing.stop()
        if self.desk is not None:
            self.desk.close()
        if self._waiting is not None:
            self._waiting.close()
        self._lanes.close()
        self._write()

    # Windows

    def _show_welcome(self) -> None:
        from ui.pages.welcome import WelcomePage
        from ui.version import program_version

        self.welcome = WelcomePage(self.doors, program_version())
        self.welcome.show()
        self._drop_window()

    def _not_entered(self, location: str, login: str | None, error: HousebookError) -> None:
        """Ask who it is that opens this book; and say why that has to be asked, where it is not that alone."""
        self._ask_who(location, login)
        if isinstance(error, PasswordNeeded):
            error = HousebookError(error.why)
        if error.words and not (login is None and isinstance(error, NotFound)):
            self._failed(error)

    def _shut_out(self, location: str, login: str, error: HousebookError) -> None:
        """The book that was to come back does not open: another welcome page says why."""
        before = self.welcome
        self._not_entered(location, login, error)
        if before is not None:
            before.close()
            before.deleteLater()

    def _ask_who(self, location: str, login: str | None) -> None:
        self._show_welcome()
        if self.welcome is not None:
            self.welcome.sign_in(location, login)

    def _window(self) -> Window:
        from ui.window import Window

        if self.window is None:
            self.window = Window(self._file)
            self.window.closed.connect(self._window_closed)
        return self.window

    def _made(self, location: str, made: tuple[Entered, Sheet | None], told: str = "") -> None:
        """A book that was just encrypted; its recovery key is kept before anything else is done."""
        entered, sheet = made
        if sheet is not None and self.welcome is not None:
            self._waiting = entered.book
            self.welcome.show_key(sheet, partial(self._opened, location, entered), told)
        else:
            self._opened(location, entered)

    def _written_anew(self, location: str, done: Rewritten) -> None:
        self._made(location, (done.entered, done.sheet), done.told)
        if done.sheet is None:
            self._window().messages.say(done.told)

    def _opened(self, location: str | None, entered: Entered) -> None:
        book = entered.book
        self.desk, self._waiting = Desk(book, self), None
        where = location or book.location
        self._file.remember_book(KnownBook(place_of(where), book.firm, book.known_as))
        show = partial(self._show_book, self.desk, where, self._memory(where, entered.seal))
        self.desk.rights_changed.connect(lambda: QTimer.singleShot(0, self, lambda: self._show_anew(show)))
        show()
        if self.welcome is not None:
            self.welcome.close()
            self.welcome.deleteLater()
            self.welcome = None

    @cached_property
    def _rewriting(self) -> Rewriting:
        from ui.rewriting import Rewriting, Ways

        ways = Ways(self._leave_to_write, self._written_anew, self._shut_out)
        return Rewriting(self._lanes, self.doors.pauses, ways)

    def _show_book(self, desk: Desk, where: str, memory: Memory) -> None:
        from ui.locking import Locking
        from ui.past import Pasts

        window = self._window()
        lock = (window, desk, memory, where, self.doors.pauses, self._leave)
        locking = Locking(*lock) if desk.has_passwords else None
        anew = self._rewriting.actions(window, desk, where)
        lock_action = [locking.action] if locking else []
        window.show_book(desk, memory, [*lock_action, *self._actions(), *anew, *Pasts(window, desk).actions()])
        Tending(desk, partial(self._warn_of_backups, window), window)
        window.show()
        if locking is not None:
            locking.begin()

    def _warn_of_backups(self, window: Window, words: str) -> None:
        window.messages.warn(words, partial(window.go, "backups"), "Backups")

    def _show_anew(self, show: Callable[[], object]) -> None:
        """The user may do other things than before: another window takes the place of the one that stands."""
        if self.window is not None and self.desk is not None:
            self.window.closed.disconnect(self._window_closed)
            self.window.closed.connect(partial(self._follow, show))
            self.window.close()

    def _follow(self, show: Callable[[], object]) -> None:
        """Shown while the window before is just about to close: else the program would end with it."""
        self._drop_window()
        show()
        self._window().messages.say(_OTHER_RIGHTS)

    def _actions(self) -> list[Action]:
        return [
            Action("file.leave", "Books and sign-in…", self._leave, "Ctrl+O", "book", menu="File"),
            Action("file.quit", "Quit", QApplication.closeAllWindows, "Ctrl+Q", "close", menu="File"),
        ]

    def _leave(self) -> None:
        """Close the book and go back to the welcome page."""
        self._leaving = True
        if self.window is not None:
            self.window.close()

    def _leave_to_write(self, then: Callable[[], object]) -> None:
        """Close the book, and go on when nobody here has it open any more."""
        self._then = then
        self._leave()

    def _window_closed(self) -> None:
        if self.desk is not None:
            self.desk.close()
            self.desk = None
        if self._leaving:
            self._leaving = False
            self._show_welcome()
            then, self._then = self._then, None
            if then is not None and self.welcome is not None:
                self.welcome.show_work()
                then()

    def _drop_window(self) -> None:
        if self.window is not None:
            window, self.window = self.window, None
            window.deleteLater()

    def _failed(self, error: HousebookError) -> None:
        if self.welcome is not None:
            self.welcome.say(error)

    def _write(self) -> None:
        try:
            self._file.write()
        except OSError:
            LOG.warning("What this desk remembers could not be written", exc_info=True)

    def tell_bug(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        """What Python calls for a mistake in the thread of the screen: log it, say it, go on."""
        LOG.error("A mistake of the program", exc_info=(kind, fault, trace))
        (self.desk or self._lanes).report_bug(fault)


def run(location: str | None, login: str | None) -> int:
    """Start the window and stay until it is closed."""
    start_log()
    with qt_to_log():
        return _run(location, login)


def _run(location: str | None, login: str | None) -> int:
    share_pools()
    app = make_app()
    file = DeskFile(desk_file())
    theme = desk_setting(file, "theme")
    apply_theme(app, "light" if theme == "light" else "dark" if theme == "dark" else None)
    program = Program(app, file)
    garbage = Garbage(app)
    sys.excepthook = program.tell_bug
    program.start(location, login)
    code = app.exec()
    program.close()
    garbage.end()
    return code
