"""Making a backup and proving one, from the page: asked where, shown how far, stopped, and told what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.errors import HousebookError, Refused, Stopped
from app.features.backups import BackupLine, lacks_words
from app.rules.pace import BACKING_UP, CHECKING, size_words
from app.ticket import Ticket
from ui.desk import Desk
from ui.pages.backups.words_dialog import WordsDialog
from ui.parts.labels import in_words
from ui.parts.numbers import counted
from ui.parts.progress import Progress
from ui.parts.strip import Strip
from ui.theme.tokens import Space

if TYPE_CHECKING:
    from app.keeping import Kept
    from app.proving import Proof

NOT_ALL: Final = "Not all could be done."
_WHERE: Final = "Into which folder do the backups go? Best on another drive"
_OTHER_KEY: Final = "Somebody else has just made a recovery key. Nothing was backed up; back up once more."
_STOPPED: Final = "Stopped. Nothing of it is left; the book and the backups before are as they were."
_NOT_THE_SAME: Final = "It can be read, but is not what the book was: do not rely on it. Back up now."


class Making(QWidget):
    """Room for the progress and for what went wrong; only one piece of work at a time."""

    busy = Signal(bool)
    said = Signal(str)
    warned = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("backups.making")
        self._desk, self._stopped = desk, _STOPPED
        self.progress = Progress("backups.progress")
        self.error = Strip("error", verb="Close", run=self.put_away, name="backups.error")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.M)
        column.setSpacing(0)
        column.addWidget(self.progress)
        column.addWidget(self.error)
        self.put_away()

    def put_away(self) -> None:
        """Show nothing."""
        self.error.hide()
        self.hide()

    def back_up(self, first: bool) -> None:
        """Make one: the first of a book into a folder that is asked for, the others where the last one went."""
        chosen = QFileDialog.getExistingDirectory(self, _WHERE, str(Path.home())) if first else ""
        if chosen or not first:
            self.with_words(partial(self._make, chosen), "Back up now")

    def with_words(self, go_on: Callable[[str], object], verb: str) -> None:
        """Before the first backup the words of its recovery key are written down; later there are none to show."""
        self.busy.emit(True)
        then = partial(self._begin, go_on, verb)
        self._desk.ask(self, lacks_words, then=then, otherwise=self.failed)

    def prove(self, one: BackupLine) -> None:
        """Restore it into a scratch book once more, and compare."""
        self.run(_proven, one, what=CHECKING, then=lambda proof: self._proven(one, proof))

    def failed(self, error: HousebookError) -> None:
        """Say what went wrong; what was stopped is no fault."""
        self.end()
        if isinstance(error, Stopped):
            self.said.emit(self._stopped)
        else:
            self.say(error.words)

    def say(self, words: str, detail: str = "") -> None:
        """An error, above the list."""
        self.error.set_words(words, detail)
        self.error.show()
        self.show()

    def _begin(self, go_on: Callable[[str], object], verb: str, lacks: bool) -> None:
        if not lacks:
            go_on("")
            return
        from app.recovery_key import new_words, sheet_for_backups

        words = new_words()
        sheet = sheet_for_backups(self._desk.firm, self._desk.location, words)
        dialog = WordsDialog(self.window(), sheet, lambda: go_on(words), verb)
        dialog.closed.connect(lambda: self.busy.emit(False))
        dialog.begin()

    def _make(self, folder: str, words: str) -> None:
        self.run(_kept, folder, words, what=BACKING_UP, then=self._made)

    def run(self, work: Any, *args: Any, what: str, then: Any, stopped: str = _STOPPED) -> None:
        """Long work beside all other, with its progress and Stop; `then` gets what came of it, and calls `end`."""
        self.error.hide()
        self._stopped = stopped
        running = self._desk.beside(self, work, *args, then=then, otherwise=self.failed, report=self.progress.report)
        self.progress.begin(what, running.stop)
        self.show()
        self.busy.emit(True)

    def _made(self, kept: Kept) -> None:
        self.end()
        made = kept.made
        rows = f"{counted(made.rows, 'row')}, {size_words(made.bytes)}"
        where = ", ".join(in_words(one) for one in kept.places)
        done = "Backed up and proven by restoring it" if made.proven_at else "Backed up, but not yet proven"
        (self.said if made.proven_at else self.warned).emit(f"{done}: {rows}, into {where}.")
        if kept.told or made.unproven:
            about = NOT_ALL if kept.told else "It counts once it is proven."
            self.say(about, " ".join([*kept.told, made.unproven]).rstrip())

    def _proven(self, one: BackupLine, proof: Proof) -> None:
        self.end()
        if proof.ok:
            rows = counted(proof.rows, "row")
            self.said.emit(f"Proven by restoring: its {rows} are as they were, and the journal holds.")
        else:
            self.say(f"The backup {in_words(one.file)} is not proven.", _NOT_THE_SAME)

    def end(self) -> None:
        """The work is over."""
        self.progress.end()
        self.put_away()
        self.busy.emit(False)


def _kept(book: Any, folder: str, words: str, ticket: Ticket) -> Kept:
    # Loaded when it is needed: archives are no part of the start.
    from app.backup_places import add_place
    from app.keeping import keep

    if folder:
        add_place(book, Path(folder))
    return keep(book, refuse_others, ticket, words)


def refuse_others(_words: str) -> None:
    """Words that nobody has seen open nothing: whoever made a key meanwhile has seen theirs."""
    raise Refused(_OTHER_KEY)


def _proven(book: Any, one: BackupLine, ticket: Ticket) -> Proof:
    """By the first of its files that can be reached now."""
    from app.backup_files import file_of
    from app.proving_again import prove_again

    return prove_again(book, file_of(book, one, ticket, as_made=False), ticket)
