"""The book written anew from its window: the window goes, the work is done, the window comes back.

Where it is refused, the book is opened again as it was, and the sentence stands in its window.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.computer.pauses import Pauses
from app.errors import HousebookError
from ui import entering
from ui.entering import Entered
from ui.frame.rewriting import WAYS, AskRewriting, Way
from ui.lanes import Lanes
from ui.parts.action import Action

if TYPE_CHECKING:
    from app.book import Book
    from app.recovery_key import Sheet
    from ui.desk import Desk

_NOT_OURS = "What stood for these in the keys file was not written by Housebook, so they do not open the book now."


class Rewritten(NamedTuple):
    """The book, open again; its new recovery sheet if it has one; and what is said of it."""

    entered: Entered
    sheet: Sheet | None
    told: str


class Ways(NamedTuple):
    """What the program does around it."""

    leave: Callable[[Callable[[], object]], object]
    """Close the window and the book, show that something is being done, and then go on."""
    come_back: Callable[[str, Rewritten], object]
    shut_out: Callable[[str, str, HousebookError], object]
    """The book could not be opened again as it was."""


class Rewriting(QObject):
    """Of one program; at most one book at a time."""

    def __init__(self, lanes: Lanes, pauses: Pauses, ways: Ways) -> None:
        super().__init__(lanes)
        self._lanes, self._pauses, self._ways = lanes, pauses, ways
        self._of_backup = ""

    def actions(self, window: QWidget, desk: Desk, location: str) -> list[Action]:
        """What the window of this book offers; nothing for one on a server."""
        fitting = [way for way in WAYS if desk.kind == "sqlite" and way.of_encrypted == desk.has_passwords]
        return [self._action(way, window, desk, location) for way in fitting]

    def _action(self, way: Way, window: QWidget, desk: Desk, location: str) -> Action:
        def ask() -> None:
            begin = partial(self._begin, way, location, desk.user.login)
            dialog = AskRewriting(window, desk, way, self._pauses, begin)
            dialog.first.said.connect(self._note)
            dialog.begin()

        return Action(f"book.{way.id}", way.text, ask, icon="read only", needs=way.needs, menu="Tools")

    def _note(self, words: str) -> None:
        """What was said of the backup before it: its window closes, so it is told in the one that comes back."""
        self._of_backup = words

    def _begin(self, way: Way, location: str, login: str, password: str) -> None:
        self._of_backup = ""
        self._ways.leave(partial(self._write, way, location, login, password))

    def _write(self, way: Way, location: str, login: str, password: str) -> None:
        then = partial(self._come_back, location)
        otherwise = partial(self._open_again, location, login, password if way.of_encrypted else None)
        asked = (_WORK[way.id], location, login, password)
        self._lanes.errand(self, *asked, then=then, otherwise=otherwise, unwanted=_left)

    def _open_again(self, location: str, login: str, password: str | None, error: HousebookError) -> None:
        def back(entered: Entered) -> None:
            self._come_back(location, Rewritten(entered, None, error.words))

        otherwise = partial(self._ways.shut_out, location, login)
        asked = (entering.opened, location, login, password)
        self._lanes.errand(self, *asked, then=back, otherwise=otherwise, unwanted=entering.left)

    def _come_back(self, location: str, done: Rewritten) -> None:
        told = f"{done.told} {self._of_backup}".rstrip()
        self._ways.come_back(location, done._replace(told=told))


def _left(done: Rewritten) -> None:
    entering.left(done.entered)


def _encrypted(location: str, login: str, password: str) -> Rewritten:
    from app.conversion import encrypt
    from app.recovery_key import sheet_of

    done = encrypt(location, login, password)
    parts = ["The book is encrypted."]
    if done.without:
        parts.append(f"Each of these needs a password first, on the page Team: {', '.join(done.without)}.")
    if done.copies:
        parts.append(f"Plain copies beside it, to be deleted: {', '.join(done.copies)}.")
    return Rewritten(entering.entered(done.book), sheet_of(done.book, done.words), " ".join(parts))


def _decrypted(location: str, login: str, password: str) -> Rewritten:
    from app.conversion import decrypt

    return _told(decrypt(location, login, password), "The book is not encrypted any more: it opens without a password.")


def _with_new_key(location: str, login: str, password: str) -> Rewritten:
    from app.new_key import change_key
    from app.recovery_key import sheet_of

    done = change_key(location, login, password)
    parts = ["The book has another key."]
    if done.without:
        parts.append(f"No longer open it: {', '.join(done.without)}.")
    if done.anew:
        parts.append(f"{_NOT_OURS} Give each a password, on the page Team: {', '.join(done.anew)}.")
    if done.words is None:
        return _told(done.book, " ".join(parts))
    parts.append("The recovery sheet before opens nothing any more: what stood for it was not written by Housebook.")
    return Rewritten(entering.entered(done.book), sheet_of(done.book, done.words), " ".join(parts))


def _told(book: Book, words: str) -> Rewritten:
    return Rewritten(entering.entered(book), None, words)


_WORK: dict[str, Callable[[str, str, str], Any]] = {
    "encrypt": _encrypted,
    "key": _with_new_key,
    "decrypt": _decrypted,
}
