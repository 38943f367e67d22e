"""The way into a book that is there: as whom, and with which password if it is encrypted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.errors import HousebookError, NotAllowed, PasswordNeeded, Refused
from ui.pages.welcome.doors import Doors, Entrance
from ui.pages.welcome.panel import Panel
from ui.pages.welcome.server_sign_in import ServerSignIn
from ui.parts.buttons import button
from ui.parts.fields import Check, Choice, Line, Secret
from ui.parts.form import Form
from ui.parts.labels import IconLabel, text_label
from ui.parts.pause import PauseLine
from ui.parts.protection import ENCRYPTED
from ui.parts.section import Hairline
from ui.theme.tokens import Size, Space

_STAY = (
    "Your key is kept in this computer's keyring: whoever works here under your name opens the book without a password."
)
_UNTITLED = "Open the book"


class Approach(Panel):
    """A book that was chosen: it is being looked at how it opens."""

    seen = Signal(object)

    def __init__(self, doors: Doors, location: str, firm: str, login: str) -> None:
        super().__init__(doors, firm or _UNTITLED, location)
        self.location, self.firm, self.login = location, firm, login
        self.told: HousebookError | None = None

    def begin(self) -> None:
        self.doors.look(self, self.location, self.seen.emit, self.say)

    def say(self, error: HousebookError) -> None:
        self.told = error
        super().say(error)

    def panel_for(self, entrance: Entrance) -> SignIn | PasswordSignIn | ServerSignIn:
        """What comes in place of this one."""
        if entrance.locked and "://" in self.location:
            return ServerSignIn(self.doors, self.location, self.firm or _UNTITLED, entrance.users[0][0])
        if entrance.locked:
            return PasswordSignIn(self.doors, self.location, self.firm, self.login, entrance)
        return SignIn(self.doors, self.location, self.firm, self.login, entrance.users)


class SignIn(Panel):
    """As whom to open a book without passwords."""

    def __init__(self, doors: Doors, location: str, firm: str, login: str, users: Sequence[tuple[str, str]]) -> None:
        super().__init__(doors, firm or _UNTITLED, location)
        self._location = location
        self.form = Form("sign_in", (Choice("login", "Who you are"),), side=False)
        self.form.buttons("Open book", "", key="Return").setEnabled(bool(users))
        self.form.submitted.connect(self._open)
        self.form.set_options("login", [(login, f"{name} ({login})") for login, name in users])
        known = [login for login, _ in users]
        if known:
            self.form.fill({"login": login if login in known else known[0]})
        self.column.addWidget(self.form)

    def begin(self) -> None:
        self.form.editor("login").setFocus()

    def submit(self) -> None:
        self.form.submit()

    def _open(self) -> None:
        self.error.hide()
        self.form.set_busy(True)
        self.doors.enter(self._location, self.form.values()["login"], None, self.say)

    def say(self, error: HousebookError) -> None:
        super().say(error)
        self.form.set_busy(False)


class PasswordSignIn(Panel):
    """Login and password for an encrypted book; after a wrong one the next has to wait."""

    recovery_wanted = Signal(str)

    def __init__(self, doors: Doors, location: str, firm: str, login: str, entrance: Entrance) -> None:
        super().__init__(doors, firm or _UNTITLED, "")
        self._staying = entrance.staying
        self._location, self._opening = location, False
        self.wait = PauseLine(lambda: doors.pause(location), "sign_in.wait")
        self.wait.changed.connect(self._mind_pause)
        stay = Check("stay", "Stay signed in on this computer", entrance.why_not_stay or _STAY)
        self.form = Form("sign_in", (Line("login", "Your login"), Secret("password", "Password"), stay), side=False)
        self.form.editor("stay").setEnabled(not entrance.why_not_stay)
        self.form.buttons("Sign in", "", key="Return", aside=self.wait)
        self.form.submitted.connect(self._sign_in)
        only = entrance.users[0][0] if len(entrance.users) == 1 else ""
        self.form.fill({"login": login or only, "stay": (login or only) in entrance.kept})
        self._lay_out()
        self.wait.look()

    def _lay_out(self) -> None:
        self.column.insertWidget(1, _place_line(self._location))
        self.column.addWidget(self.form)
        lost = QHBoxLayout()
        lost.addWidget(button("Use the recovery key…", "link", run=self._recover, name="sign_in.recover"))
        lost.addStretch(1)
        self.column.addLayout(lost)
        self.column.addWidget(Hairline())
        protects = text_label(ENCRYPTED, Size.DETAIL, tone="text3", wrap=True)
        protects.setObjectName("sign_in.protects")
        self.column.addWidget(protects)

    def begin(self) -> None:
        self.form.editor("password" if self.form.values()["login"] else "login").setFocus()

    def submit(self) -> None:
        self.form.submit()

    def _sign_in(self) -> None:
        values = self.form.values()
        login = values["login"].strip()
        stays = values["stay"] and login in self._staying
        if not login or not (values["password"] or stays):
            field, words = ("password", "Your password is missing.") if login else ("login", "Your login is missing.")
            self.form.refuse(field, words)
            return
        self.error.hide()
        self._opening = True
        self.form.set_busy(True)
        self.doors.enter(self._location, login, values["password"] or None, self.say, values["stay"])

    def say(self, error: HousebookError) -> None:
        self._opening = False
        if isinstance(error, NotAllowed):
            self._refuse(error.words)
        elif isinstance(error, PasswordNeeded):
            self._refuse(error.why or "Your password is missing.")
        elif isinstance(error, Refused) and error.field:
            self.form.refuse(error.field, error.words)
        else:
            super().say(error)
        self.wait.look()

    def _refuse(self, words: str) -> None:
        self.form.refuse("password", words)
        line = self.form.editor("password")
        if isinstance(line, QLineEdit):
            line.selectAll()

    def _mind_pause(self, waits: bool) -> None:
        self.form.set_busy(waits or self._opening)

    def _recover(self) -> None:
        self.recovery_wanted.emit(self.form.values()["login"].strip())


def _place_line(location: str) -> QWidget:
    """That it is encrypted, and where it is."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.S)
    row.addWidget(IconLabel("read only", 14))
    there = location.replace(str(Path.home()), "~", 1)
    words = text_label(f"Encrypted · {there}", Size.DETAIL, tone="text2", elide=True)
    words.setObjectName("sign_in.place")
    row.addWidget(words, 1)
    return line
