"""Change my password: the one I have, and a new one twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.computer.pauses import Pauses
from app.errors import HousebookError, NotAllowed, Refused
from ui.parts.action import Action, Actions
from ui.parts.dialog import Dialog
from ui.parts.fields import Secret
from ui.parts.form import Form
from ui.parts.new_password import chosen_password, new_password
from ui.parts.pause import PauseLine

if TYPE_CHECKING:
    from ui.desk import Desk

_WORDS = "It holds at every desk from the next time you sign in. Windows of yours that are open stay open."


def my_password(window: QWidget, desk: Desk, actions: Actions, pauses: Pauses) -> list[Action]:
    """The action, in a book that has passwords."""

    def ask() -> None:
        MyPassword(window, desk, actions, pauses).begin()

    return [Action("me.password", "Change my password…", ask, icon="role")] if desk.has_passwords else []


class MyPassword(Dialog):
    """Looks whether the old one is right away from the screen's thread: that takes long on purpose."""

    def __init__(self, window: QWidget, desk: Desk, actions: Actions, pauses: Pauses) -> None:
        super().__init__(window, "Change my password", _WORDS, width=500, name="my_password")
        self._desk, self._actions, self._pauses = desk, actions, pauses
        self._looking = False
        self.wait = PauseLine(lambda: pauses.left(desk.location), "my_password.wait")
        self.form = Form("my_password.form", (Secret("old", "Password now"), *new_password("New password")))
        self.form.buttons("Change password", aside=self.wait)
        self.wait.changed.connect(lambda waits: self.form.set_busy(waits or self._looking))
        self.form.left.connect(self.leave)
        self.form.submitted.connect(self._look)
        self.body.addWidget(self.form)
        self.wait.look()

    def begin(self) -> None:
        """Show it, with the caret in the first field."""
        self.show_over(self.form.editor("old"))

    @property
    def _login(self) -> str:
        return self._desk.user.login

    def _look(self) -> None:
        old = self.form.values()["old"]
        if not old:
            self._say("old", "The password you have now is missing.")
            return
        new = chosen_password(self.form, self._login)
        if new is None:
            self.resized()
            return
        self._looking = True
        self.form.set_busy(True)
        said = (self._desk.location, _refuse_wrong, self._desk.location, self._login, old)
        self._desk.errand(self, self._pauses.tried, *said, then=lambda _: self._change(new), otherwise=self._refused)

    def _change(self, new: str) -> None:
        # The command brings the database's library, which a start shall not wait for.
        from app.features.access import SetPassword

        self._desk.do(self, SetPassword(self._login, new), then=self._changed, otherwise=self._refused, quiet=True)

    def _changed(self, _done: Any) -> None:
        self.leave()
        self._actions.trigger("messages.say", words="Your password is changed.")

    def _refused(self, error: HousebookError) -> None:
        self._looking = False
        if isinstance(error, NotAllowed):
            self._say("old", "This is not the password you have now.")
        else:
            self._say(error.field if isinstance(error, Refused) else None, error.words)

    def _say(self, field: str | None, words: str) -> None:
        self.form.refuse(field, words)
        self.wait.look()
        self.resized()


def _refuse_wrong(location: str, login: str, password: str) -> None:
    """Raises NotAllowed where this does not open the book for them."""
    from app.sign_in import prove

    prove(location, login, password)
