"""A tour in pictures: every page of a book as PNG, light and dark, drawn without a screen."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final, Literal

from app.computer.desk_file import DeskFile, KnownBook
from app.computer.drafts import Drafts
from app.computer.memory import Memory
from app.disk import refuse_place
from app.errors import Refused
from app.rules.permissions import Permission

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.book import Book
    from ui.desk import Desk
    from ui.pages.welcome import Entrance

SIZE: Final = (1280, 800)
THEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
SEARCHED: Final = "mull"
PATIENCE_SECONDS: Final = 30.0
QUIET_SECONDS: Final = 0.15
BREATH_SECONDS: Final = 0.002


def draw_tour(book: Book, folder: Path) -> list[Path]:
    """Draw all pages of the book into the folder, and close it; the paths of the pictures.

    The pictures show customers: only who may export draws them.
    """
    book.user.demand(Permission.EXPORT)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise Refused(f"There cannot be a folder {folder}: {fault.strerror}.") from fault
    from ui.desk import Desk
    from ui.qt import make_app, qt_to_log

    make_app()
    desk = Desk(book)
    try:
        with TemporaryDirectory() as memory, qt_to_log():
            return sorted(_Tour(desk, folder, Path(memory)).draw())
    finally:
        desk.close()


class _Tour:
    """The window as a person has it, but with a desk file of its own, so that theirs stays as it is."""

    def __init__(self, desk: Desk, folder: Path, memory: Path) -> None:
        from ui.window import Window

        self._desk, self._folder, self._pictures = desk, folder, list[Path]()
        file = DeskFile(memory / "desk.json")
        self.window = Window(file)
        self.window.resize(*SIZE)
        self.window.show_book(desk, Memory(file, Drafts(memory, desk.location), desk.location))
        self.window.build_all()

    def draw(self) -> list[Path]:
        """Go through all pages, light and dark."""
        from ui.qt import make_app
        from ui.theme.theme import apply_theme

        self.window.show()
        for theme in THEMES:
            apply_theme(make_app(), theme)
            self._draw_welcome(theme)
            self._draw_pages(theme)
        self.window.close()
        self.window.deleteLater()
        return self._pictures

    def _draw_pages(self, theme: str) -> None:
        for page_id in self.window.entry_ids:
            self.window.go(page_id)
            _settle(self._desk.idle)
            self._keep(self.window, f"{page_id}-{theme}")
        self.window.go(self.window.entry_ids[0])
        # Results are only shown in a window that has the keyboard.
        self.window.activateWindow()
        _settle(self._desk.idle)
        self.window.search(SEARCHED)
        _settle(self._desk.idle)
        self._keep(self.window, f"search-{theme}")
        self.window.search("")

    def _draw_welcome(self, theme: str) -> None:
        from ui.pages.welcome import WelcomePage
        from ui.version import program_version

        welcome = WelcomePage(_ClosedDoors(self._desk), program_version())
        welcome.resize(*SIZE)
        welcome.show()
        _settle(self._desk.idle)
        self._keep(welcome, f"welcome-{theme}")
        welcome.close()
        welcome.deleteLater()

    def _keep(self, widget: QWidget, name: str) -> None:
        path = self._folder / f"{name}.png"
        refuse_place(path, "The picture was not written", replace=True)
        if not widget.grab().save(str(path)):
            raise Refused(f"The picture {path} could not be written.")
        self._pictures.append(path)


class _ClosedDoors:
    """The welcome page as it looks to somebody who was here before; its doors lead nowhere."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def books(self) -> list[KnownBook]:
        return [KnownBook(self._desk.location, self._desk.firm, self._desk.user.login)]

    def suggested_file(self, firm: str) -> str:
        return firm

    def look(self, asker: object, location: str, then: Callable[[Entrance], object], otherwise: object) -> None:
        from ui.pages.welcome import Entrance

        then(Entrance([(self._desk.user.login, self._desk.user.name)], self._desk.has_passwords))

    def pause(self, location: str) -> int:
        return 0

    def enter(self, *_said: object) -> None: ...

    def recover(self, *_said: object) -> None: ...

    def create(self, *_said: object) -> None: ...

    def sample(self, progress: object, otherwise: object) -> None: ...

    def look_into(self, *_said: object) -> Callable[[], object]:
        return lambda: None

    def restore(self, *_said: object) -> Callable[[], object]:
        return lambda: None

    def forget(self, location: str) -> None: ...


def _settle(idle: Callable[[], bool]) -> None:
    """Until all answers have come home and nothing new was asked for a moment."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    end, quiet_since = monotonic() + PATIENCE_SECONDS, monotonic()
    while monotonic() < end and monotonic() - quiet_since < QUIET_SECONDS:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        sleep(BREATH_SECONDS)
        if not idle():
            quiet_since = monotonic()
