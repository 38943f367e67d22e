"""The real program on a book, as its command wires it; the raw key stands in for signing in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

import ui.entering
import ui.main
from app.book import open_book
from app.computer.desk_file import DeskFile
from tests.benchmarks.books import LOGIN
from tests.benchmarks.window.seeing import rest, wait_until
from ui.desk import Desk
from ui.garbage import Garbage
from ui.pages.customers.page import CustomersPage
from ui.qt import make_app
from ui.theme.theme import apply_theme
from ui.window import Window


def open_with(key: str) -> None:
    """From now on the program opens books with this key."""

    def opened(location: str, login: str | None, password: str | None, stay: bool | None = None) -> ui.entering.Entered:
        return ui.entering.Entered(open_book(location, login, bytes.fromhex(key) if key else None), None)

    ui.entering.opened = opened


class Shown:
    """The program's window with a book whose list is all there."""

    def __init__(self, window: Window, desk: Desk) -> None:
        self.window, self.desk = window, desk

    @property
    def customers(self) -> CustomersPage:
        """The page with the list."""
        page = self.window.pages["customers"]
        if not isinstance(page, CustomersPage):
            raise TypeError("Another page stands in its place.")
        return page

    def settle(self) -> None:
        """Until nothing is on its way any more."""
        for _ in range(3):
            wait_until(self.desk.idle)
            rest(150)


@contextmanager
def shown(size: tuple[int, int] = (1280, 800)) -> Iterator[Shown]:
    """The program started with the book and the key that the command line names."""
    location, key = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    open_with(key)
    app = make_app()
    apply_theme(app, "light")
    garbage = Garbage(app)
    with TemporaryDirectory() as folder:
        program = ui.main.Program(app, DeskFile(Path(folder) / "desk.json"))
        program.start(location, LOGIN)
        wait_until(lambda: program.window is not None and "customers" in program.window.pages)
        if program.window is None or program.desk is None:
            raise RuntimeError(f"The program did not open {location}.")
        program.window.resize(*size)
        seen = Shown(program.window, program.desk)
        wait_until(lambda: seen.customers.list.known)
        seen.settle()
        garbage.begin()
        yield seen
        program.window.close()
        program.close()
    QApplication.processEvents()
