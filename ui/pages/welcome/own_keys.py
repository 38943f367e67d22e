"""A book that still opens on this computer has the keys to its own backups: which one, and as whom it is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.errors import HousebookError, NotAllowed, PasswordNeeded
from ui.pages.welcome.doors import BackupSaid, Doors
from ui.pages.welcome.panel import Panel
from ui.parts.fields import Choice, Line, Secret
from ui.parts.form import Form
from ui.parts.labels import in_words
from ui.parts.pause import PauseLine

_WORDS: Final = (
    "A book that you can open here opens its own backups, and knows who was erased since. You need the right to back it"
    " up."
)
_LOGIN: Final = "As you open that book; a plain book with one user needs none"
_PASSWORD: Final = "If it takes one"


class WhichBook(Panel):
    """The book, and what opens it; after a wrong password the next has to wait, as for the book itself."""

    def __init__(
        self, doors: Doors, said: BackupSaid, go_on: Callable[[BackupSaid], object], back: Callable[[], object]
    ) -> None:
        super().__init__(doors, "A book here has the keys", _WORDS)
        self._said, self._go_on = said, go_on
        self.wait = PauseLine(lambda: doors.pause(self.form.values()["book"] or ""), "restore_book.wait")
        fields = (Choice("book", "Book"), Line("login", "Login", _LOGIN), Secret("password", "Password", _PASSWORD))
        self.form = Form("restore_book", fields, side=False)
        self.form.buttons("Look into it", "Back", key="Return", aside=self.wait)
        self.form.set_options(
            "book", [(one.location, f"{in_words(one.firm)} ({in_words(one.location)})") for one in doors.books()]
        )
        self.form.fill({"book": said.book, "login": said.login})
        self.form.left.connect(back)
        self.form.submitted.connect(self._submit)
        self.wait.changed.connect(self.form.set_busy)
        self.column.addWidget(self.form)
        self.wait.look()

    def begin(self) -> None:
        self.form.editor("password").setFocus()

    def submit(self) -> None:
        self.form.submit()

    def _submit(self) -> None:
        values = self.form.values()
        said = BackupSaid(self._said.file, "", values["book"], values["login"].strip(), values["password"])
        self._go_on(said)

    def say(self, error: HousebookError) -> None:
        words = error.why or "The password is missing." if isinstance(error, PasswordNeeded) else error.words
        self.form.refuse("password" if isinstance(error, NotAllowed | PasswordNeeded) else "book", words)
        self.wait.look()
