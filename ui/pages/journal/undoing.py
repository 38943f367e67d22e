"""Taking an operation back: may it be, is more asked first, and what of it was kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.errors import HousebookError, Stopped
from app.features.journal.story import Story
from app.features.undo import Kept, Undone, UndoOperation
from app.rules.never_undone import NEVER_UNDONE
from app.rules.permissions import Permission
from app.rules.text import begun
from app.rules.words import TABLES
from ui.desk import Desk
from ui.parts.action import Actions
from ui.parts.cells import Cell, Row
from ui.parts.days import full_words
from ui.parts.dialog import Dialog
from ui.parts.labels import in_words
from ui.parts.numbers import counted
from ui.parts.progress import Progress
from ui.parts.table import Column, TableView
from ui.theme.tokens import Height, Weight

_MANY = 100
_LONGEST = 140
_KEPT_HEIGHT = 260
_HEADS = 40
_COLUMNS = (
    Column("customer", "Customer", 200, sortable=False),
    Column("what", "What", 130, sortable=False),
    Column("why", "Why it was kept", 160, sortable=False, stretch=True),
)


def undoable(story: Story, desk: Desk) -> bool | str:
    """Whether this user can undo it now, or the sentence that says why not."""
    line = story.line
    if line.command in NEVER_UNDONE:
        return NEVER_UNDONE[line.command]
    if line.undone_by is not None:
        return f"Undone already. Undo operation {line.undone_by} to have it again."
    if not desk.may(Permission.UNDO_OWN):
        return "Your role undoes nothing. Ask a manager."
    if line.user_id != desk.user.id and not desk.may(Permission.UNDO_ANY):
        return f"{line.user} did this. You can undo what you did yourself."
    return True


def asks_first(story: Story, desk: Desk) -> bool:
    """A small one of one's own is taken back at once."""
    return story.number > _MANY or story.line.user_id != desk.user.id


class Undoing(QObject):
    """Does the undoing of the page, with its questions and answers over the window."""

    def __init__(self, desk: Desk, actions: Actions, page: QWidget, progress: Progress) -> None:
        super().__init__(page)
        self._desk, self._actions, self._page, self._progress = desk, actions, page, progress

    def ask(self, story: Story) -> None:
        """Undo, after a confirming step where much or another's work is taken back."""
        if asks_first(story, self._desk):
            self._confirm(story)
        else:
            self.undo(story.line.id)

    def undo(self, operation: int) -> None:
        """Undo at once; the window says that it was done, this says what was kept."""
        running = self._desk.do(
            self._page, UndoOperation(operation), then=lambda done: self._done(done.answer), otherwise=self._failed
        )
        self._progress.begin(f"Undoing operation {operation}", running.stop)

    def _confirm(self, story: Story) -> None:
        line, number = story.line, counted(story.number, "change")
        verb = "Do again" if line.undoes is not None else "Undo"
        words = (
            f"{in_words(line.user)} did this on {full_words(line.at)}. {number} will be taken back. What was changed"
            " since is kept and listed. The undoing stands in the journal too, and can be undone."
        )
        dialog = Dialog(
            self._page.window(), f"{verb} “{begun(line.summary, _LONGEST)}”?", words, name="journal.confirm"
        )
        dialog.add_button("Not now", name="journal.confirm.leave")

        def go() -> None:
            dialog.leave()
            self.undo(line.id)

        sure = dialog.add_button(f"{verb} {number}", "primary", go, "journal.confirm.undo")
        dialog.show_over(sure)

    def _done(self, answer: Undone) -> None:
        self._progress.end()
        if answer.kept:
            show_kept(self._page.window(), answer)

    def _failed(self, error: HousebookError) -> None:
        self._progress.end()
        if isinstance(error, Stopped):
            self._actions.trigger("messages.say", words="Stopped. Nothing was undone; the book is as it was.")
        else:
            self._desk.failed.emit(error)


def show_kept(window: QWidget, answer: Undone) -> None:
    """84 rows taken back, 3 kept: and which."""
    title = f"{counted(answer.undone, 'row')} taken back, {len(answer.kept)} kept{_one_reason(answer.kept)}"
    words = "Somebody worked on these since. They are as they were left, and nothing was lost."
    dialog = Dialog(window, title, words, width=640, name="journal.kept")
    table = TableView("journal.kept.rows", _COLUMNS)
    table.setAccessibleName("Rows that were kept")
    table.show_rows([_kept_row(place, row) for place, row in enumerate(answer.kept)])
    table.setFixedHeight(min(_KEPT_HEIGHT, _HEADS + len(answer.kept) * Height.ROW))
    dialog.body.addWidget(table)
    close = dialog.add_button("Close", name="journal.kept.close")
    dialog.show_over(close)


def _one_reason(kept: Sequence[Kept]) -> str:
    reasons = {row.why for row in kept}
    return f": {reasons.pop()}" if len(reasons) == 1 else ""


def _kept_row(place: int, row: Kept) -> Row:
    return Row(
        place,
        (Cell(row.customer or "–", Weight.MEDIUM), Cell(TABLES.get(row.table, row.table)), Cell(row.why, tone="text2")),
    )
