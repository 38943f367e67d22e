"""The ways to books that are elsewhere: on a server, made up, or being written anew."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from app.errors import HousebookError
from ui.pages.welcome.doors import Doors
from ui.pages.welcome.panel import Panel
from ui.parts.buttons import button
from ui.parts.fields import Line
from ui.parts.form import Form
from ui.parts.labels import text_label
from ui.theme.tokens import Size

_AT_WORK = (
    "This takes a few seconds for a small book and some minutes for a large one. Leave the program running. Should the"
    " computer stop all the same, the book opens as it was before or as it is to be."
)


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
        self.doors.look(self, location, lambda _entrance: self.looked.emit(location), self.say)

    def say(self, error: HousebookError) -> None:
        self.form.refuse("location", error.words)


class AtWork(Panel):
    """While the book is written anew: nothing can be done here, and the window stays."""

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, "The book is being written anew", _AT_WORK)
        self.setObjectName("welcome.at_work")


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
