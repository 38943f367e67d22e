"""The way to a new book: the firm, who I am, my password, and where the book is to be."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QLineEdit

from app.errors import BookUnreachable, HousebookError, NotABook, Refused
from app.rules.logins import suggested_login
from ui.pages.welcome.doors import Doors
from ui.pages.welcome.panel import Panel
from ui.parts.fields import Check, Line
from ui.parts.form import Form
from ui.parts.labels import text_label
from ui.parts.new_password import AGAIN, PASSWORD, chosen_password, new_password
from ui.parts.protection import protection
from ui.parts.section import Hairline
from ui.theme.icons import icon
from ui.theme.tokens import Size

_BOOKS = "Books (*.book);;All files (*)"
_WORDS = "One list of customers for the whole house. You become its owner; colleagues are added later."
_PLAIN = "The book opens without a password."
_MISSING = {"firm": "Whose book is it?", "name": "Your name is missing.", "login": "A login is missing."}


class NewBook(Panel):
    """The firm, who I am, and where the book is to be."""

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, "New book", _WORDS)
        fields = (
            Line("firm", "Firm"),
            Line("name", "Your name"),
            Line("login", "Your login", "Short, as colleagues know you: ann"),
            *new_password("Your password"),
            Line("location", "File"),
            Check("plain", "Not encrypted", _PLAIN),
        )
        self.form = Form("new_book", fields, side=False)
        self._suggested, self._named, self._suggested_login = "", "", ""
        self.form.edited.connect(self._suggest)
        self.form.edited.connect(self._suggest_login)
        self.form.edited.connect(self._show_passwords)
        self.column.addWidget(self.form)
        self.protects = text_label("", Size.DETAIL, tone="text3", wrap=True)
        self.protects.setObjectName("new_book.protects")
        self.column.addWidget(Hairline())
        self.column.addWidget(self.protects)
        self.form.buttons("Make book", "", key="Return")
        self._offer_folders()
        self.form.submitted.connect(self._create)
        self._suggest()
        self._show_passwords()

    def begin(self) -> None:
        self.form.editor("firm").setFocus()

    def submit(self) -> None:
        self.form.submit()

    def _offer_folders(self) -> None:
        """A sign in the field itself: the path can be typed as well."""
        line = self.form.editor("location")
        if isinstance(line, QLineEdit):
            choose = line.addAction(icon("folder"), QLineEdit.ActionPosition.TrailingPosition)
            choose.setToolTip("Choose where")
            choose.triggered.connect(self._choose)

    def _suggest(self) -> None:
        """A file named after the firm, as long as the person chose none."""
        values = self.form.values()
        if values["location"] in ("", self._suggested):
            self._suggested = self.doors.suggested_file(values["firm"])
            self.form.fill({"location": self._suggested})

    def _suggest_login(self) -> None:
        """From the name as it is typed, as long as the person chose none; who empties the field finds it empty."""
        values = self.form.values()
        if values["name"] != self._named and values["login"] in ("", self._suggested_login):
            self._suggested_login = suggested_login(values["name"])
            self.form.fill({"login": self._suggested_login})
        self._named = values["name"]

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "New book", self.form.values()["location"], _BOOKS)
        if chosen:
            self.form.fill({"location": chosen if "." in chosen.rsplit("/", 1)[-1] else f"{chosen}.book"})
            self._show_passwords()

    @property
    def _on_server(self) -> bool:
        return "://" in self.form.values()["location"]

    def _show_passwords(self) -> None:
        """Only a file has passwords of its own; a server asks for them itself."""
        encrypted = not self._on_server and not self.form.values()["plain"]
        for name in (PASSWORD, AGAIN):
            self.form.show_field(name, encrypted)
        self.form.show_field("plain", not self._on_server)
        self.protects.setText(protection("postgresql" if self._on_server else "sqlite", encrypted))

    def _create(self) -> None:
        values = self.form.values()
        firm, name, login, location = (values[field].strip() for field in ("firm", "name", "login", "location"))
        for field, words in _MISSING.items():
            if not values[field].strip():
                self.form.refuse(field, words)
                return
        password = None
        if not self._on_server and not values["plain"]:
            password = chosen_password(self.form, login)
            if password is None:
                return
        self.form.set_busy(True)
        self.doors.create(location, firm, login, name, password, self.say)

    def say(self, error: HousebookError) -> None:
        place = "location" if isinstance(error, NotABook | BookUnreachable) else None
        self.form.refuse(error.field if isinstance(error, Refused) else place, error.words)
