"""What a page's test begins with: a real book with a customer and colleagues, its desk, actions and memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.book import Book
from app.computer.desk_file import DeskFile
from app.computer.drafts import Drafts
from app.computer.memory import Memory
from app.work import Command
from ui.desk import Desk
from ui.parts.action import Action, Actions


@dataclass
class Scene:
    """A window without frame: what pages are given, and what they asked of other pages."""

    book: Book
    desk: Desk
    actions: Actions
    memory: Memory
    window: QWidget
    asked: list[tuple[str, dict[str, Any]]]

    def do(self, command: Command[Any]) -> Any:
        """Carry out a command as the signed-in user, past the desk: as if another desk did it."""
        return self.book.do(command).answer

    def listen(self, *ids: str) -> None:
        """Note these actions of other pages instead of doing them."""
        for name in ids:
            self.actions.add(Action(name, name, lambda name=name, **spot: self.asked.append((name, spot))))


@contextmanager
def scene(qtbot: QtBot, book: Book, folder: Path) -> Iterator[Scene]:
    """Set it up over an open book; the desk is closed at the end, and the book with it."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    desk = Desk(book)
    memory = Memory(DeskFile(folder / "desk.json"), Drafts(folder / "drafts", "here"), "here")
    allows: Any = desk.may
    yield Scene(book, desk, Actions(window, allows), memory, window, [])
    desk.close()
