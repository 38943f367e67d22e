"""What came of an import, in strips at the head of the page: what came in, what was set aside, what failed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.features.importing import ImportAnswer
from ui.pages.importing.files import Written
from ui.parts.first import BackupFirst
from ui.parts.numbers import counted
from ui.parts.progress import Progress
from ui.parts.strip import Strip
from ui.theme.tokens import Space

if TYPE_CHECKING:
    from ui.desk import Desk

_WIDTH: Final = 560


class Outcome(QWidget):
    """Shows nothing until there is something to say."""

    undo_wanted = Signal(object)
    folder_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importing.outcome")
        self.progress = Progress("importing.progress")
        self.progress.setMaximumWidth(_WIDTH)
        self.first = BackupFirst(desk, "Import without a backup", "importing.backup")
        self.first.progress.setMaximumWidth(_WIDTH)
        self.first.resized.connect(self._fit)
        self.came = Strip("good", verb="Undo", run=self._undo, sign="done circle", name="importing.came")
        self.nothing = Strip("stale", sign="information", name="importing.nothing")
        self.aside = Strip("notice", sign="warning", name="importing.written")
        self.unwritten = Strip(
            "error", verb="Choose a folder…", run=self.folder_wanted.emit, name="importing.unwritten"
        )
        self._operation: int | None = None
        self._words = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE, 0, Space.PAGE, Space.M)
        column.setSpacing(Space.S)
        self._strips = (self.came, self.nothing, self.aside, self.unwritten)
        for part in (self.first, self.progress, *self._strips):
            column.addWidget(part)
        self.clear()

    def clear(self) -> None:
        """Say nothing any more."""
        self._operation = None
        for strip in self._strips:
            strip.hide()
        self.hide()

    def begin(self, what: str, stop: Callable[[], object]) -> None:
        """Something long began."""
        self.clear()
        self.progress.begin(what, stop)
        self.show()

    def end(self) -> None:
        """It is over."""
        self.progress.end()
        self._fit()

    def say(self, words: str, detail: str = "") -> None:
        """Something that is neither good nor bad."""
        self._tell(self.nothing, words, detail)

    def show_answer(self, answer: ImportAnswer, operation: int | None, files: str) -> None:
        """What came in, and the way back."""
        there = f"{counted(answer.already_there, 'card')} of theirs stood in the book already."
        detail = there if answer.already_there else ""
        self._operation = operation
        if operation is None:
            self.say("Nothing new came in", detail)
            return
        self._words = f"{counted(answer.added, 'customer')} came in from {files}"
        self.came.verb.show()
        self._tell(self.came, self._words, detail)

    def show_undone(self, undone: Collection[int]) -> None:
        """These imports were taken back: what came in by one of them is no longer there."""
        if self._operation in undone:
            self._operation = None
            self.came.set_words("Taken back", f"{self._words}, and went again.")
            self.came.verb.hide()

    def show_written(self, written: Written, number: int) -> None:
        """Where the cards are that did not come in."""
        cards = f"{counted(number, 'card')} {'was' if number == 1 else 'were'} set aside"
        if written.paths:
            names = ", ".join(path.name for path in written.paths)
            folder = written.paths[0].parent
            detail = f"In {folder}. Each has its reason beside it: mend it there and import that file."
            self._tell(self.aside, f"{cards}: {names}", detail)
        self.unwritten.hide()
        if written.refused:
            folders = ", ".join(dict.fromkeys(str(one.path.parent) for one in written.refused))
            self._tell(self.unwritten, f"{cards}, but {folders} cannot be written", "Choose where the file goes.")
        self._fit()

    def _undo(self) -> None:
        if self._operation is not None:
            self.undo_wanted.emit(self._operation)

    def _tell(self, strip: Strip, words: str, detail: str) -> None:
        strip.set_words(words, detail)
        strip.show()
        self._fit()

    def _fit(self) -> None:
        parts = (self.first, self.progress, *self._strips)
        self.setVisible(any(not part.isHidden() for part in parts))
