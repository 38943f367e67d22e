"""The right side: one small form for each way into a book."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.computer.desk_file import KnownBook
from app.errors import BookUnreachable, HousebookError, NotABook, Refused
from ui.pages.welcome.doors import Doors
from ui.parts.buttons import button
from ui.parts.fields import Choice, Line
from ui.parts.form import Form
from ui.parts.labels import text_label
from ui.parts.strip import Strip
from ui.theme.icons import icon
from ui.theme.tokens import Size, Space, Weight

_BOOKS = "Books (*.book);;All files (*)"


class Panel(QWidget):
    """A title, words, a form, and room for what went wrong."""

    def __init__(self, doors: Doors, title: str, words: str) -> None:
        super().__init__()
        self.doors = doors
        self.error = Strip("error", name="welcome.error")
        self.error.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(Space.S)
        self.column.addWidget(text_label(title, Size.GREETING, Weight.BOLD, wrap=True))
        self.column.addWidget(text_label(words, Size.DETAIL, Weight.PLAIN, "text2", wrap=True))
        self.column.addSpacing(Space.M)
        self.column.addWidget(self.error)

    def begin(self) -> None:
        """The keyboard comes here."""

    def submit(self) -> None:
        """Enter was pressed."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        else:
            super().keyPressEvent(event)

    def say(self, error: HousebookError) -> None:
        """Say what went wrong, where the person looks."""
        self.error.set_words(error.words)
        self.error.show()


class SignIn(Panel):
    """A book that is known: as whom to open it."""

    def __init__(self, doors: Doors, location: str, firm: str, login: str) -> None:
        super().__init__(doors, firm or "Open the book", location)
        self._location, self._login = location, login
        self.form = Form("sign_in", (Choice("login", "Who you are"),), side=False)
        self.form.buttons("Open book", "", key="Return").setEnabled(False)
        self.form.submitted.connect(self._open)
        self.column.addWidget(self.form)
        self.form.set_options("login", [(login, login)] if login else [])
        doors.look(location, self._show_users, self.say)

    def begin(self) -> None:
        self.form.editor("login").setFocus()

    def submit(self) -> None:
        self.form.submit()

    def _show_users(self, users: Sequence[tuple[str, str]]) -> None:
        self.form.set_options("login", [(login, f"{name} ({login})") for login, name in users])
        known = [login for login, _ in users]
        if known:
            self.form.fill({"login": self._login if self._login in known else known[0]})
        self.form.set_busy(not known)

    def _open(self) -> None:
        self.error.hide()
        self.form.set_busy(True)
        self.doors.enter(self._location, self.form.values()["login"], self.say)

    def say(self, error: HousebookError) -> None:
        super().say(error)
        self.form.set_busy(False)


class NewBook(Panel):
    """The firm, who I am, and where the book is to be."""

    def __init__(self, doors: Doors) -> None:
        words = "One list of customers for the whole house. You become its owner; colleagues are added later."
        super().__init__(doors, "New book", words)
        fields = (
            Line("firm", "Firm"),
            Line("name", "Your name"),
            Line("login", "Your login", "Short, as colleagues know you: ann"),
            Line("location", "File"),
        )
        self.form = Form("new_book", fields, side=False)
        self._suggested = ""
        self.form.edited.connect(self._suggest)
        self.column.addWidget(self.form)
        self.form.buttons("Make book", "", key="Return")
        self._offer_folders()
        self.form.submitted.connect(self._create)
        self._suggest()

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

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "New book", self.form.values()["location"], _BOOKS)
        if chosen:
            self.form.fill({"location": chosen if "." in chosen.rsplit("/", 1)[-1] else f"{chosen}.book"})

    def _create(self) -> None:
        values = {name: value.strip() for name, value in self.form.values().items()}
        missing = {"firm": "Whose book is it?", "name": "Your name is missing.", "login": "A login is missing."}
        for field, words in missing.items():
            if not values[field]:
                self.form.refuse(field, words)
                return
        self.form.set_busy(True)
        self.doors.create(values["location"], values["firm"], values["login"], values["name"], self.say)

    def say(self, error: HousebookError) -> None:
        place = "location" if isinstance(error, NotABook | BookUnreachable) else None
        self.form.refuse(error.field if isinstance(error, Refused) else place, error.words)


class Connect(Panel):
    """A book on a server."""

    looked = Signal(str)

    def __init__(self, doors: Doors) -> None:
        words = "A thousand desks can work with a book on a PostgreSQL server. Ask the person who set it up for this."
        super().__init__(doors, "Connect to a server", words)
        self.form = Form("connect", (Line("location", "Address", hint="postgresql://ann@server/book"),), side=False)
        self.form.buttons("Connect", "", key="Return")
        self.form.submitted.connect(self._look)
        self.column.addWidget(self.form)

    def begin(self) -> None:
        self.form.editor("location").setFocus()

    def submit(self) -> None:
        self.form.submit()

    def _look(self) -> None:
        location = self.form.values()["location"].strip()
        if not location.startswith(("postgresql://", "postgres://")):
            self.form.refuse("location", "The address of a server begins with postgresql://")
            return
        self.form.set_busy(True)
        self.doors.look(location, lambda _users: self.looked.emit(location), self.say)

    def say(self, error: HousebookError) -> None:
        self.form.refuse("location", error.words)


class Sample(Panel):
    """The sample company."""

    def __init__(self, doors: Doors) -> None:
        words = (
            "Two thousand customers of a firm that does not exist. A book of its own; nothing of it ends up in yours."
        )
        super().__init__(doors, "Sample company", words)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.hide()
        self.what = text_label("", Size.DETAIL, tone="text2")
        self.verb = button("Look around", "primary", run=self._open, name="sample.open")
        self.column.addWidget(self.what)
        self.column.addWidget(self.bar)
        self.column.addWidget(self.verb)
        self.column.addStretch(1)

    def begin(self) -> None:
        self.verb.setFocus()

    def _open(self) -> None:
        self.verb.setEnabled(False)
        self.error.hide()
        self.doors.sample(self._progress, self.say)

    def _progress(self, what: str, done: int, total: int) -> None:
        self.what.setText(what)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.bar.show()

    def say(self, error: HousebookError) -> None:
        super().say(error)
        self.verb.setEnabled(True)


def known_book(doors: Doors, book: KnownBook) -> SignIn:
    """The panel of a book that was open here."""
    return SignIn(doors, book.location, book.firm, book.login)
