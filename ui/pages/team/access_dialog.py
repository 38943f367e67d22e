"""Asks before somebody's way into the book changes, and for the new password where that takes one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.errors import HousebookError, Refused
from ui.parts.action import Actions
from ui.parts.dialog import Dialog
from ui.parts.first import BackupFirst
from ui.parts.form import Form
from ui.parts.new_password import PASSWORD, chosen_password, new_password

if TYPE_CHECKING:
    from ui.desk import Desk

Commands = Callable[[str], Sequence[object]]
"""What is to be done, with the password that was chosen ("" if none was asked for)."""


class AccessDialog(Dialog):
    """Carries out its commands one after the other; no draft is kept of what is typed here."""

    carried_out = Signal()

    def __init__(
        self, window: QWidget, desk: Desk, actions: Actions, title: str, words: str, verb: str, login: str | None
    ) -> None:
        """With a login it asks for that user's new password."""
        super().__init__(window, title, words, width=500, name="team.access")
        self._desk, self._actions, self._login = desk, actions, login
        self.form = Form("team.access_form", new_password("New password") if login is not None else ())
        self.form.buttons(verb)
        self._made_before = ""
        self.first = BackupFirst(desk, f"{verb} without a backup", "team.access.first")
        self.first.resized.connect(self.resized)
        self.first.said.connect(lambda words: actions.trigger("messages.say", words=words))
        self.form.left.connect(self.leave)
        self.form.submitted.connect(self._save)
        self.body.addWidget(self.first)
        self.body.addWidget(self.form)

    def begin(self, commands: Commands, first: str = "") -> None:
        """Show it; where nothing is typed, Enter alone changes nothing. `first`: what a backup is made for before."""
        self._commands, self._made_before = commands, first
        careful = self.form.findChild(QPushButton, "team.access_form.leave")
        self.show_over(self.form.editor(PASSWORD) if self._login is not None else careful)

    def _save(self) -> None:
        password = "" if self._login is None else chosen_password(self.form, self._login)
        if password is None:
            self.resized()
            return
        self.form.set_busy(True)
        go = partial(self._do_next, list(self._commands(password)))
        if self._made_before:
            self.first.begin(self._made_before, go, partial(self.form.set_busy, False))
        else:
            go()

    def _do_next(self, commands: list[Any]) -> None:
        first, *rest = commands

        def done(done: Any) -> None:
            if rest:
                self._do_next(rest)
                return
            self.leave()
            # Said without Undo: a password cannot be put back, and a lock has its own way back.
            self._actions.trigger("messages.say", words=f"{done.summary}.")
            self.carried_out.emit()

        self._desk.do(self, first, then=done, otherwise=self._refused, quiet=True)

    def _refused(self, error: HousebookError) -> None:
        self.form.refuse(error.field if isinstance(error, Refused) else None, error.words)
        self.resized()
