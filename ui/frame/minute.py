"""Asks for a minute of the past: to look at the book as it was then, to make a book of that, or to go back to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QFileDialog, QWidget

from app import clock
from app.errors import HousebookError, Refused
from app.rules.moments import moment_of
from ui.parts.days import local
from ui.parts.dialog import Dialog
from ui.parts.fields import Day, Line
from ui.parts.form import Form
from ui.parts.numbers import counted

if TYPE_CHECKING:
    from app.as_of import AsOf
    from app.ticket import Ticket
    from ui.desk import Desk

_WORDS: Final = (
    "The journal knows each change. Look at the book as it was then, or make another book of it: the present one stays"
    " as it is."
)
_OR_BACK: Final = " Or let the present one go back to it: what would be lost is told before."
_NO_DAY: Final = "Say which day."
_WHERE: Final = "Where shall the book as it was then stand?"
_MAKING: Final = "Making it. This takes a while; the present book can be used meanwhile."


class MinuteDialog(Dialog):
    """A day and a time of that."""

    def __init__(
        self,
        window: QWidget,
        desk: Desk,
        look: Callable[[datetime], object],
        go_back: Callable[[datetime], object] | None,
    ) -> None:
        words = _WORDS if go_back is None else _WORDS + _OR_BACK
        super().__init__(window, "The book as of a minute", words, width=520, name="minute")
        self._desk, self._look, self._go_back = desk, look, go_back
        self.form = Form("minute.form", [Day("day", "Day"), Line("time", "Time")])
        self.body.addWidget(self.form)
        self.add_button("Make a book of it…", run=self._make, name="minute.make", left=True)
        if go_back is not None:
            self.add_button("Go back to it…", run=self._back, name="minute.back", left=True)
        self.add_button("Not now", name="minute.leave")
        self.add_button("Look at it", "primary", self._open, "minute.open")

    def begin(self) -> None:
        """Show it; this minute stands there."""
        self.form.fill({"day": clock.today(), "time": local(clock.now()).time().isoformat("minutes")})
        self.show_over(self.form)

    def _open(self) -> None:
        moment = self._moment()
        if moment is not None:
            self._look(moment)
            self.leave()

    def _back(self) -> None:
        moment = self._moment()
        if moment is not None and self._go_back is not None:
            self.leave()
            self._go_back(moment)

    def _moment(self) -> datetime | None:
        values = self.form.values()
        try:
            if values["day"] is None:
                raise Refused(_NO_DAY, "day")
            return moment_of(f"{values['day'].isoformat()} {values['time'].strip()}", clock.now())
        except Refused as fault:
            self.form.refuse("day" if fault.field == "day" else "time", fault.words)
            self.resized()
            return None

    def _make(self) -> None:
        moment = self._moment()
        name = moment and QFileDialog.getSaveFileName(self, _WHERE, f"{moment.astimezone():%Y-%m-%d-%H%M}.book")[0]
        if moment is None or not name:
            return
        asked = (_made, self._desk.book, moment, str(Path(name)))
        self.words.setText(_MAKING)
        self._desk.errand(self, *asked, then=self._done, otherwise=self._refused, report=lambda *_: None)

    def _done(self, made: AsOf) -> None:
        self.words.setText(f"Made: {made.location}, {counted(made.rows, 'row')}. Open it from Books and sign-in.")
        self.resized()

    def _refused(self, error: HousebookError) -> None:
        self.words.setText(_WORDS)
        self.form.refuse(None, error.words)
        self.resized()


def _made(book: Any, moment: datetime, to: str, ticket: Ticket) -> AsOf:
    from app.as_of import as_of

    return as_of(book, moment, to, ticket)
