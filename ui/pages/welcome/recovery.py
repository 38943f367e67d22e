"""The recovery key: typed in when passwords are lost, and shown once when a book was made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from app.errors import HousebookError, NotAllowed, NotFound, Refused
from ui.pages.welcome.doors import Doors
from ui.pages.welcome.panel import Panel
from ui.parts.buttons import button
from ui.parts.fields import Line, Lines
from ui.parts.form import Form
from ui.parts.kept_words import KeptWords
from ui.parts.new_password import chosen_password, new_password

if TYPE_CHECKING:
    from app.recovery_key import Sheet

_USE = "The key was shown when the book was made. With it you set a new password for a user of the book."
_KEEP = (
    "Should all passwords be forgotten, these words open the book, and nothing else does. They are shown this once and"
    " kept nowhere. Whoever has them and the file can read everything: lock them away, not beside the book."
)
_KEPT = "I have kept it where only we can get at it"
_FIRST = "Keep the key first, and say so below. It is not shown again."


class UseKey(Panel):
    """Words of the key, the login, and a new password for it."""

    def __init__(self, doors: Doors, location: str, firm: str, login: str, back: Callable[[], object]) -> None:
        super().__init__(doors, firm or "Recovery key", _USE)
        self._location = location
        fields = (
            Lines("recovery_key", "Words of the recovery key", hint="lusab babad gutih …", rows=4),
            Line("login", "Login"),
            *new_password("New password"),
        )
        self.form = Form("recover", fields, side=False)
        self.form.buttons("Open book", "Back", key="Ctrl+Return")
        self.form.fill({"login": login})
        self.form.left.connect(back)
        self.form.submitted.connect(self._recover)
        self.column.addWidget(self.form)

    def begin(self) -> None:
        self.form.editor("recovery_key").setFocus()

    def submit(self) -> None:
        self.form.submit()

    def _recover(self) -> None:
        values = self.form.values()
        login, words = values["login"].strip(), values["recovery_key"]
        missing = "recovery_key" if not words.strip() else "login" if not login else ""
        if missing:
            self.form.refuse(missing, "The words are missing." if missing == "recovery_key" else "A login is missing.")
            return
        password = chosen_password(self.form, login)
        if password is not None:
            self.form.set_busy(True)
            self.doors.recover(self._location, login, words, password, self.say)

    def say(self, error: HousebookError) -> None:
        if isinstance(error, Refused):
            self.form.refuse(error.field, error.words)
        elif isinstance(error, NotFound):
            self.form.refuse("login", error.words)
        else:
            self.form.refuse("recovery_key" if isinstance(error, NotAllowed) else None, error.words)


class KeepKey(Panel):
    """The key of a book that was just made; goes on when the person says that it is kept."""

    def __init__(self, doors: Doors, sheet: Sheet, kept: Callable[[], object]) -> None:
        super().__init__(doors, "Keep the recovery key", _KEEP)
        words = KeptWords(sheet)
        self.told = words.told
        self.column.addWidget(words)
        self.tick = QCheckBox(_KEPT)
        self.tick.setObjectName("recovery.kept")
        self.verb = button("Open the book", "primary", run=kept, name="recovery.go_on")
        self.verb.setEnabled(False)
        self.tick.toggled.connect(self.verb.setEnabled)
        self.column.addWidget(self.tick)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.verb)
        self.column.addLayout(line)

    @property
    def kept(self) -> bool:
        """Whether the person said that the key is kept."""
        return self.tick.isChecked()

    def begin(self) -> None:
        self.tick.setFocus()

    def submit(self) -> None:
        if self.verb.isEnabled():
            self.verb.click()

    def remind(self) -> None:
        """Say why the window stays."""
        self.say(HousebookError(_FIRST))
