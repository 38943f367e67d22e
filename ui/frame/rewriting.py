"""Encrypting the book, changing its key, taking its encryption away: says what will happen, and asks for the password.

What is asked here is done when the window has closed the book: see `ui/rewriting.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from app.computer.pauses import Pauses
from app.errors import HousebookError, NotAllowed
from app.rules.beforehand import REWRITING
from app.rules.permissions import Permission
from ui.parts.dialog import Dialog
from ui.parts.fields import Secret
from ui.parts.first import BackupFirst
from ui.parts.form import Form
from ui.parts.new_password import chosen_password, new_password
from ui.parts.pause import PauseLine

if TYPE_CHECKING:
    from ui.desk import Desk

_ALONE: Final = (
    " Nobody else may have the book open meanwhile; if somebody has, nothing is changed. This window closes the book,"
    " and opens it again when that is done."
)
_OLD: Final = "password"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to write the book anew: its action, and what the dialog says of it."""

    id: str
    text: str
    verb: str
    words: str
    needs: Permission
    of_encrypted: bool


WAYS: Final = (
    Way(
        "encrypt",
        "Encrypt this book…",
        "Encrypt",
        "The book is written anew, encrypted, and you open it with the password that you choose here. Then you are"
        " shown the recovery key, once. The others cannot open it until you have given each a password, on the page"
        " Team."
        " Copies that were made before stay as they are, and anybody can read them." + _ALONE,
        Permission.EDIT_BOOK,
        of_encrypted=False,
    ),
    Way(
        "key",
        "Change the key…",
        "Change the key",
        "The book is written anew under another key, which all get who may open it now; nobody needs another password."
        " Who is locked out has no key to it any more. Copies that were made before can still be read with what was"
        " known then." + _ALONE,
        Permission.EDIT_TEAM,
        of_encrypted=True,
    ),
    Way(
        "decrypt",
        "Take the encryption away…",
        "Take it away",
        "The book is written anew without encryption. It opens without a password then, for anybody and as anybody:"
        " whoever can copy the file can read all of it, and no right in the program keeps them from it. All passwords"
        " and the recovery key end." + _ALONE,
        Permission.EDIT_BOOK,
        of_encrypted=True,
    ),
)


class AskRewriting(Dialog):
    """Goes on with the password, if it is the one that the book has, or a good one for a plain book."""

    def __init__(self, window: QWidget, desk: Desk, way: Way, pauses: Pauses, go_on: Callable[[str], object]) -> None:
        super().__init__(window, way.text.rstrip("…"), way.words, "warning", 520, "rewriting")
        self._desk, self._way, self._pauses, self._go_on = desk, way, pauses, go_on
        self._looking = False
        fields = (Secret(_OLD, "Your password"),) if way.of_encrypted else new_password("Your password")
        self.wait = PauseLine(lambda: pauses.left(desk.location), "rewriting.wait")
        self.form = Form("rewriting.form", fields)
        self.form.buttons(way.verb, aside=self.wait)
        self.wait.changed.connect(lambda waits: self.form.set_busy(waits or self._looking))
        self.form.left.connect(self.leave)
        self.form.submitted.connect(self._look)
        self.first = BackupFirst(desk, f"{way.verb} without a backup", "rewriting.first")
        self.first.resized.connect(self.resized)
        self.body.addWidget(self.first)
        self.body.addWidget(self.form)
        self.wait.look()

    def begin(self) -> None:
        """Show it, with the caret in the first field."""
        self.show_over(self.form.editor(_OLD))

    def _look(self) -> None:
        if not self._way.of_encrypted:
            chosen = chosen_password(self.form, self._desk.user.login)
            if chosen is not None:
                self._end(chosen)
            self.resized()
            return
        password = str(self.form.values()[_OLD])
        if not password:
            self._say("Your password is missing.")
            return
        self._looking = True
        self.form.set_busy(True)
        said = (self._desk.location, _refuse_wrong, self._desk.location, self._desk.user.login, password)
        self._desk.errand(self, self._pauses.tried, *said, then=lambda _: self._end(password), otherwise=self._refused)

    def _end(self, password: str) -> None:
        self._looking = True
        self.form.set_busy(True)
        self.first.begin(REWRITING, partial(self._write, password), self._let_be)

    def _let_be(self) -> None:
        self._looking = False
        self.form.set_busy(False)

    def _write(self, password: str) -> None:
        self.leave()
        self._go_on(password)

    def _refused(self, error: HousebookError) -> None:
        self._looking = False
        if isinstance(error, NotAllowed):
            self._say("This is not your password.")
        else:
            self._say(error.words)

    def _say(self, words: str) -> None:
        self.form.refuse(_OLD, words)
        self.wait.look()
        self.resized()


def _refuse_wrong(location: str, login: str, password: str) -> None:
    from app.sign_in import prove

    prove(location, login, password)
