"""The way into a book on a server that asks for a password: the address says as whom."""

from __future__ import annotations

from app.errors import HousebookError
from ui.pages.welcome.doors import Doors
from ui.pages.welcome.panel import Panel
from ui.parts.fields import Secret
from ui.parts.form import Form
from ui.parts.labels import text_label
from ui.parts.protection import ON_SERVER
from ui.parts.section import Hairline
from ui.theme.tokens import Size


class ServerSignIn(Panel):
    """The password for a login on a server."""

    def __init__(self, doors: Doors, location: str, title: str, login: str) -> None:
        super().__init__(doors, title, f"You sign in to the server as {login}." if login else location)
        self._location = location
        self.form = Form("sign_in", (Secret("password", "Password"),), side=False)
        self.form.buttons("Sign in", "", key="Return")
        self.form.submitted.connect(self._sign_in)
        self.column.addWidget(self.form)
        self.column.addWidget(Hairline())
        protects = text_label(ON_SERVER, Size.DETAIL, tone="text3", wrap=True)
        protects.setObjectName("sign_in.protects")
        self.column.addWidget(protects)

    def begin(self) -> None:
        self.form.editor("password").setFocus()

    def submit(self) -> None:
        self.form.submit()

    def _sign_in(self) -> None:
        password = self.form.values()["password"]
        if not password:
            self.form.refuse("password", "Your password is missing.")
            return
        self.error.hide()
        self.form.set_busy(True)
        self.doors.enter(self._location, "", password, self.say)

    def say(self, error: HousebookError) -> None:
        super().say(error)
        self.form.set_busy(False)
        self.begin()
