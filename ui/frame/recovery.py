"""The recovery sheet in the window of who may change the book: asked back once, a week later, and made anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QWidget

from app import clock
from app.computer.pauses import Pauses
from app.errors import HousebookError, Refused
from app.rules.permissions import Permission
from ui.parts.action import Action, Actions
from ui.parts.dialog import Dialog
from ui.parts.fields import Lines
from ui.parts.form import Form
from ui.parts.pause import PauseLine
from ui.parts.recovery_sheet import ask_where, save_sheet
from ui.parts.strip import Strip

if TYPE_CHECKING:
    from app.features.recovery import RecoveryState
    from app.recovery_key import Sheet
    from ui.desk import Desk

RENEW: Final = "book.recovery"
_DUE: Final = "Is the recovery sheet where you would look for it?"
_DUE_WHY: Final = "It is the only way into the book when passwords are lost. Its words are asked for this once."
_COMPARE: Final = "Fetch the sheet and type its 17 words. They are compared with the book and kept nowhere."
_LATER: Final = "The sheet is asked for again in a week. Should it be lost, make a new one: Tools, New recovery sheet."
_NEW: Final = (
    "A new sheet has a new key. As soon as it is saved, the sheet that you have opens nothing any more: destroy it."
    " Print the file, lock the sheet away, and delete the file."
)


_NEW_FOR_BACKUPS: Final = (
    "A new sheet has a new key, for the backups that are made from now on. Those before open with the sheet that you"
    " have: keep it as long as you keep them. Print the file, lock the sheet away, and delete the file."
)
_BEFORE: Final = "The one before opens nothing any more."
_BEFORE_OF_BACKUPS: Final = "The one before opens the backups that there are, and none that is made from now on."


def has_own_key(desk: Desk) -> bool:
    """Whether a recovery key opens the book itself, and not its backups alone."""
    return desk.kind == "sqlite" and desk.has_passwords


class RecoveryStrip(Strip):
    """Above the pages while it is time to ask; gone with the answer."""

    def __init__(self, window: QWidget, desk: Desk, actions: Actions, pauses: Pauses) -> None:
        super().__init__("notice", _DUE, _DUE_WHY, "Compare it…", self._compare, "role", "recovery_due")
        self._window, self._desk, self._actions, self._pauses = window, desk, actions, pauses
        self.hide()
        if desk.may(Permission.EDIT_BOOK):
            actions.add(Action(RENEW, "New recovery sheet…", self._renew, icon="print", menu="Tools"))
            if has_own_key(desk):
                self._ask()

    def _ask(self) -> None:
        from app.features.recovery import recovery_state

        self._desk.ask(self, recovery_state, clock.today(), then=self._tell, otherwise=lambda _error: None)

    def _tell(self, state: RecoveryState) -> None:
        self.setVisible(state.due)

    def _compare(self) -> None:
        Compare(self._window, self._desk, self._actions, self._pauses, self._answered).begin()

    def _renew(self) -> None:
        NewSheet(self._window, self._desk, self._answered).begin()

    def _answered(self, words: str) -> None:
        self._actions.trigger("messages.say", words=words)
        self._ask()


class Compare(Dialog):
    """The words of the sheet, or that it is not at hand; after wrong ones the next have to wait."""

    def __init__(
        self, window: QWidget, desk: Desk, actions: Actions, pauses: Pauses, answered: Callable[[str], object]
    ) -> None:
        super().__init__(window, "Compare the recovery sheet", _COMPARE, width=500, name="recovery_compare")
        self._desk, self._actions, self._pauses, self._answered = desk, actions, pauses, answered
        self._looking = False
        self.wait = PauseLine(lambda: pauses.left(desk.location), "recovery_compare.wait")
        words = Lines("recovery_key", "Words of the recovery key", hint="lusab babad gutih …", rows=4)
        self.form = Form("recovery_compare.form", (words,), side=False)
        self.form.buttons("Compare", "Not at hand", aside=self.wait)
        self.wait.changed.connect(lambda waits: self.form.set_busy(waits or self._looking))
        self.form.left.connect(self._not_found)
        self.form.submitted.connect(self._look)
        self.body.addWidget(self.form)
        self.add_button("New sheet…", "link", self._make_new, "recovery_compare.new", left=True)
        self.wait.look()

    def begin(self) -> None:
        """Show it, with the caret in the field."""
        self.show_over(self.form.editor("recovery_key"))

    def _look(self) -> None:
        words = self.form.values()["recovery_key"]
        if not words.strip():
            self._refuse(HousebookError("The words are missing."))
            return
        self._looking = True
        self.form.set_busy(True)
        said = (self._desk.location, _compared, self._desk.location, words)
        self._desk.errand(self, self._pauses.tried, *said, then=lambda _: self._note(True), otherwise=self._refuse)

    def _refuse(self, error: HousebookError) -> None:
        self._looking = False
        self.form.refuse("recovery_key", error.words)
        self.wait.look()
        self.resized()

    def _not_found(self) -> None:
        self._note(False)

    def _note(self, found: bool) -> None:
        from app.features.recovery import NoteRecoveryKey

        told = "The sheet is the right one. It is not asked for again." if found else _LATER
        self._desk.do(self, NoteRecoveryKey(found), then=lambda _: self._end(told), otherwise=self._refuse, quiet=True)

    def _end(self, told: str) -> None:
        self.leave()
        self._answered(told)

    def _make_new(self) -> None:
        self.leave()
        self._actions.trigger(RENEW)


class NewSheet(Dialog):
    """Saves the new sheet first; only then its key takes the place of the one before."""

    def __init__(self, window: QWidget, desk: Desk, answered: Callable[[str], object]) -> None:
        words = _NEW if has_own_key(desk) else _NEW_FOR_BACKUPS
        super().__init__(window, "New recovery sheet", words, "warning", 500, "recovery_new")
        self._desk, self._answered = desk, answered
        self.error = Strip("error", name="recovery_new.error")
        self.error.hide()
        self.body.addWidget(self.error)
        self.add_button("Not now", name="recovery_new.leave")
        self.verb = self.add_button("Save new sheet…", "primary", self._make, "recovery_new.save")

    def begin(self) -> None:
        """Show it."""
        self.show_over(self.verb)

    def _make(self) -> None:
        self.verb.setEnabled(False)
        self._desk.errand(self, _new_sheet, self._desk.book, then=self._save, otherwise=self._refused)

    def _save(self, sheet: Sheet) -> None:
        path = ask_where(self, sheet)
        if path is None:
            self.verb.setEnabled(True)
            return
        try:
            save_sheet(sheet, path)
        except Refused as error:
            self._refused(error)
            return
        self._desk.do(self, _renewal(sheet), then=lambda _: self._end(path.name), otherwise=self._refused, quiet=True)

    def _end(self, name: str) -> None:
        self.leave()
        before = _BEFORE if has_own_key(self._desk) else _BEFORE_OF_BACKUPS
        self._answered(f"The new recovery sheet is saved as {name}. {before}")

    def _refused(self, error: HousebookError) -> None:
        self.verb.setEnabled(True)
        self.error.set_words(error.words)
        self.error.show()
        self.resized()


def _compared(location: str, words: str) -> None:
    from app.recovery_key import refuse_other_words

    refuse_other_words(location, words)


def _new_sheet(book: Any) -> Sheet:
    from app.recovery_key import new_sheet

    return new_sheet(book)


def _renewal(sheet: Sheet) -> Any:
    from app.recovery_key import renewal

    return renewal(sheet)
