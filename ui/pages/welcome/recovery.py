"""The recovery key: typed in when passwords are lost, and shown once when a book was made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from app.errors import HousebookError, NotAllowed, NotFound, Refused
from ui.pages.welcome.doors import Doors
from ui.pages.welcome.panel import Panel
from ui.parts.buttons import button
from ui.parts.fields import Line, Lines
from ui.parts.form import Form
from ui.parts.labels import text_label
from ui.parts.new_password import chosen_password, new_password
from ui.parts.recovery_sheet import ask_where, print_sheet, save_sheet
from ui.parts.word_grid import word_grid
from ui.theme.tokens import Size, Space

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
        self._sheet = sheet
        self.column.addWidget(word_grid(sheet.words))
        self.column.addSpacing(Space.S)
        self.column.addLayout(self._ways())
        self.told = text_label("", Size.DETAIL, tone="text2", wrap=True)
        self.told.setObjectName("recovery.told")
        self.column.addWidget(self.told)
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

    def _ways(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(Space.S)
        for name, words, sign, run in (
            ("print", "Print sheet…", "print", self._print),
            ("save", "Save sheet…", "save", self._save),
            ("copy", "Copy", "copy", self._copy),
        ):
            made = button(words, "", sign, run, f"recovery.{name}")
            made.setIconSize(QSize(16, 16))
            line.addWidget(made)
        line.addStretch(1)
        return line

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._sheet.words)
        self.told.setText("Copied. The next thing you copy takes its place.")

    def _save(self) -> None:
        path = ask_where(self, self._sheet)
        if path is None:
            return
        try:
            save_sheet(self._sheet, path)
        except Refused as error:
            self.say(error)
        else:
            self.error.hide()
            self.told.setText(f"Saved as {path.name}. Whoever finds that file can use it: print it, then delete it.")

    def _print(self) -> None:
        if print_sheet(self, self._sheet):
            self.told.setText("Sent to the printer.")
