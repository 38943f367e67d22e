"""The page of imports: choose or drop files, look at what would come in, bring it in, take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout

from app.changes import Topic
from app.computer.memory import Memory
from app.errors import HousebookError, Refused, Stopped
from app.features.importing import Aside, ImportCards, Preview, already_there, preview
from app.features.importing.past import PastImport, past_imports
from app.features.lists import stages, tags
from app.features.settings import book_settings
from app.rules.beforehand import IMPORT, LARGE_IMPORT
from app.rules.permissions import Permission
from ui.desk import Desk, Running
from ui.pages.importing.files import PATTERNS, ReadFiles, Source, Written, read_paths, write_aside
from ui.pages.importing.look import Look, Offered
from ui.pages.importing.outcome import Outcome
from ui.pages.importing.rows import files_words
from ui.pages.importing.start import Start
from ui.parts.action import Action, Actions
from ui.parts.dialog import Dialog
from ui.parts.ground import ground
from ui.parts.labels import in_words, text_label
from ui.parts.page import Page
from ui.parts.page_head import page_head
from ui.theme.tokens import Size, Weight

_FOLDER = "importing.folder"
_GOES_AGAIN = "All that came in goes again; what somebody worked on since is kept and listed."
_KEPT = "importing.values"


class ImportingPage(Page):
    """Start, or the dry run of some files."""

    topics: ClassVar[frozenset[Topic]] = frozenset(Topic)

    def __init__(self, desk: Desk, actions: Actions, memory: Memory) -> None:
        super().__init__(desk, actions)
        self.setObjectName("importing")
        self.setAcceptDrops(True)
        self._memory = memory
        self._offered = Offered()
        self._read: ReadFiles | None = None
        self._running: Running | None = None
        self._bringing = False
        self._unwritten: tuple[Sequence[Aside], Sequence[Source]] = ((), ())
        self.look: Look | None = None
        self.outcome = Outcome(desk)
        self.start = Start(self.choose, partial(actions.trigger, "customers.new"), desk.may(Permission.UNDO_OWN))
        actions.add(
            Action("importing.files", "Import files…", self.files, "Ctrl+I", "import", Permission.IMPORT, menu="File")
        )
        self._lay_out()
        self._connect()

    # What is asked

    def load(self) -> None:
        self.ask(past_imports, then=self._show_past)
        self.ask(stages, then=lambda rows: self._offer(stages=tuple(one.name for one in rows)))
        self.ask(tags, then=lambda rows: self._offer(tags=tuple(one.name for one in rows)))
        self.ask(book_settings, then=lambda values: self._offer(region=str(values["home_region"])))

    def failed(self, error: HousebookError) -> None:
        if not isinstance(error, Stopped):
            self.outcome.say(error.words)

    def _offer(self, **known: Any) -> None:
        self._offered = replace(self._offered, **known)

    def _show_past(self, imports: Sequence[PastImport]) -> None:
        self.start.show_past(imports)
        self.outcome.show_undone([one.operation for one in imports if one.undone_by is not None])

    # Files

    def files(self, paths: Sequence[str | Path] = ()) -> None:
        """Bring in these files; without any, ask which."""
        self.known_actions.trigger("go.importing")
        if paths:
            self.read([Path(path) for path in paths])
        else:
            self.choose()

    def choose(self) -> None:
        """Ask for files."""
        kept = self._memory.recall(_FOLDER)
        folder = kept if isinstance(kept, str) else str(Path.home())
        chosen, _ = QFileDialog.getOpenFileNames(self, "Import", folder, PATTERNS)
        if chosen:
            self._memory.keep(_FOLDER, str(Path(chosen[0]).parent))
            self.read([Path(path) for path in chosen])

    def read(self, paths: Sequence[Path]) -> None:
        """Read files, and show what would come in; other files that were being read are left."""
        if self._bringing:
            self.known_actions.trigger("messages.say", words="Wait until the import has ended, or stop it.")
            return
        if self._running is not None:
            self._running.drop()
        self._leave()
        self._running = self.desk.errand(
            self, read_paths, list(paths), then=self._compare, otherwise=self._not_read, report=self._report
        )
        self.outcome.begin("Reading files", self._running.stop)

    def _report(self, what: str, done: int, total: int) -> None:
        self.outcome.progress.report(what, done, total)

    def _compare(self, read: ReadFiles) -> None:
        self._read = read
        self.load()
        then = partial(self._count, read)
        self.ask(already_there, read.reading, then=then, otherwise=self._not_read)

    def _count(self, read: ReadFiles, there: frozenset[str]) -> None:
        then = partial(self._show_look, read)
        self._running = self.desk.errand(self, preview, read.reading, there, then=then, otherwise=self._not_read)

    def _not_read(self, error: HousebookError) -> None:
        self.outcome.end()
        stopped = isinstance(error, Stopped)
        self.outcome.say("Stopped. Nothing was changed." if stopped else error.words)

    # The dry run

    def _show_look(self, read: ReadFiles, seen: Preview) -> None:
        if read is not self._read:
            return
        self.outcome.end()
        kept = self._memory.recall_here(_KEPT)
        self.look = Look(read.reading, seen, self._offered, kept if isinstance(kept, dict) else {})
        self.look.import_wanted.connect(self._bring_in)
        self.look.left.connect(self._leave)
        self.look.write_wanted.connect(self._write_aside)
        self._places.addWidget(self.look)
        self._places.setCurrentWidget(self.look)
        self._detail.setText(files_words(seen.files))
        self._choose.hide()
        self.look.begin()

    def _leave(self) -> None:
        """Back to the start; nothing was changed."""
        self._read = None
        if self.look is not None:
            self._places.removeWidget(self.look)
            self.look.deleteLater()
            self.look = None
        self.outcome.clear()
        self._places.setCurrentWidget(self.start)
        self._detail.setText("")
        self._choose.show()

    # Bringing in

    def _bring_in(self, command: ImportCards) -> None:
        if self.look is None or self._bringing:
            return
        self._memory.keep_here(_KEPT, {"stage": command.stage, "region": command.region})
        self._bringing = True
        self.look.set_busy(True)
        go = partial(self._bring_in_now, command)
        if self.look.seen.coming < LARGE_IMPORT:
            go()
        else:
            self.outcome.first.begin(IMPORT, go, self._not_yet)

    def _not_yet(self) -> None:
        """Nothing came in; how they are kept can be changed still."""
        self._bringing = False
        if self.look is not None:
            self.look.set_busy(False)
            self.look.begin()

    def _bring_in_now(self, command: ImportCards) -> None:
        self._bringing = True
        if self.look is not None:
            self.look.set_busy(True)
        then, otherwise = self._came_in, self._did_not_come
        running = self.desk.do(self, command, then=then, otherwise=otherwise, report=self._report)
        self.outcome.begin("Bringing in customers", running.stop)

    def _came_in(self, done: Any) -> None:
        self._bringing = False
        self.outcome.end()
        read, answer = self._read, done.answer
        self._leave()
        if read is not None:
            self.outcome.show_answer(answer, done.operation, files_words(read.reading.files))
            self._set_aside(answer.set_aside, read.sources)
        self._choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _did_not_come(self, error: HousebookError) -> None:
        self._bringing = False
        self.outcome.end()
        if self.look is None:
            return
        self.look.set_busy(False)
        if isinstance(error, Stopped):
            self.outcome.say("Stopped. Nothing came in; the book is as it was.")
            self.look.begin()
        else:
            self.look.form.refuse(error.field if isinstance(error, Refused) else None, error.words)

    # What was set aside

    def _write_aside(self) -> None:
        if self._read is not None:
            self._set_aside(self._read.reading.set_aside, self._read.sources)

    def _set_aside(self, aside: Sequence[Aside], sources: Sequence[Source], folder: Path | None = None) -> None:
        """Write it beside the files it came from, or into a folder that the person chose."""
        cards = [one for one in aside if one.line]
        if not cards:
            return
        then = partial(self._written, cards)
        self.desk.errand(self, write_aside, cards, sources, folder, then=then, otherwise=self.failed)

    def _written(self, cards: Sequence[Aside], written: Written) -> None:
        self._unwritten = cards, written.refused
        self.outcome.show_written(written, len(cards))

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Where the set-aside cards go", str(Path.home()))
        if folder:
            self._set_aside(*self._unwritten, Path(folder))

    # Taking back

    def _undo(self, operation: int) -> None:
        self.known_actions.trigger("journal.undo", operation=operation)

    def _confirm_undo(self, operation: int) -> None:
        """An import of before: say first what it is."""
        row = next((one for one in self.start.imports if one.operation == operation), None)
        if row is None:
            return
        words = f"{in_words(row.user)} did this. {_GOES_AGAIN}"
        dialog = Dialog(self.window(), f"Undo “{row.summary}”?", words, name="importing.confirm")
        dialog.add_button("Not now", name="importing.confirm.leave")

        def go() -> None:
            dialog.leave()
            self._undo(operation)

        dialog.show_over(dialog.add_button("Undo import", "primary", go, "importing.confirm.undo"))

    # Dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()) and not self._bringing:
            self.start.drop.set_over(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.start.drop.set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.start.drop.set_over(False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.read(paths)

    # Laying out

    def focus_first(self) -> None:
        """The keyboard goes to what comes next."""
        if self.look is not None:
            self.look.begin()
        else:
            self._choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        self.start.undo_wanted.connect(self._confirm_undo)
        self.start.opened.connect(lambda operation: self.known_actions.trigger("journal.open", operation=operation))
        self.outcome.undo_wanted.connect(self._undo)
        self.outcome.first.said.connect(lambda words: self.known_actions.trigger("messages.say", words=words))
        self.outcome.folder_wanted.connect(self._choose_folder)

    def _lay_out(self) -> None:
        ground(self, "surface")
        self._places = QStackedWidget()
        self._places.addWidget(self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._detail = text_label("", Size.VALUE, Weight.PLAIN, "text3", elide=True)
        self._choose = self.known_actions.button("importing.files", "primary", "Choose files…")
        column.addWidget(page_head("Import", self._detail, self._choose))
        column.addWidget(self.outcome)
        column.addWidget(self._places, 1)
