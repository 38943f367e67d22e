"""A backup becomes a book on a new computer, one step at a time: which file, which words, what is in it, where to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLineEdit, QWidget

from app.errors import HousebookError, NotAllowed, Refused, Stopped, UnreadableFile
from app.keys.recovery import from_words
from app.rules.pace import size_words
from ui.pages.welcome.doors import BackupSaid, Doors, SeenBackup
from ui.pages.welcome.own_keys import WhichBook
from ui.pages.welcome.panel import Panel
from ui.parts.buttons import button
from ui.parts.days import hour_words, local, near_day
from ui.parts.fields import Line, Lines
from ui.parts.form import Form
from ui.parts.labels import text_label
from ui.parts.numbers import counted, number
from ui.parts.progress import Progress
from ui.parts.section import Hairline
from ui.theme.icons import icon
from ui.theme.tokens import Size, Space, Weight

_BACKUPS: Final = "Backups (*.hbk);;All files (*)"
_BOOKS: Final = "Books (*.book);;All files (*)"
_FILE: Final = (
    "The book comes back from a backup alone: one file whose name ends with .hbk. Fetch the newest one that you have,"
    " and the sheet with the recovery key."
)
_WORDS: Final = "Type the 17 words from the sheet, in their order. They are kept nowhere."
_WORDS_HELP: Final = "Large or small letters, with spaces or hyphens between: all the same."
_LOOKING: Final = "All of the file is read, and each signature and digest compared. Nothing is written yet."
_WHERE: Final = "Nothing was written yet. Is this the right one? Then say where the book is to be."
_WHERE_HELP: Final = "A new file; or an empty database on a server: postgresql://…"
_RESTORING: Final = "The rows are put into the new book and its journal is proven. The backup stays as it is."
_DONE: Final = {
    True: "Compare the firm's key with the recovery sheet, if one is at hand. With another key, somebody else made the"
    " backup.",
    False: "If your recovery sheet tells the firm's key, compare it: with another one, somebody else made the backup. A"
    " sheet that came with the first backup has none; then nothing is to be compared.",
}
_OWN_BACKUPS: Final = (
    "It has no places of backups yet: add them on its page Backups, and back it up at once. The backups made before"
    " stay where they are."
)
_LEFT_OUT: Final = "{customers} erased since the backup was made, as they had asked, did not come back."
_NEXT: Final = {
    True: "Everybody opens it with the password they had when the backup was made. If yours is lost, the recovery key"
    " gives a new one.",
    False: "It asks for no password, as the book did not: encrypt it with Tools, Encrypt this book.",
}
_STOPPED: Final = "Stopped. Nothing was written."
_ON_SERVER: Final = "Whoever reaches this database opens it as any of its users."


class Walk(QObject):
    """Goes from step to step, and back; what was typed is kept."""

    def __init__(
        self, parent: QObject, doors: Doors, show: Callable[[Panel], object], open_book: Callable[[str], object]
    ) -> None:
        super().__init__(parent)
        self._doors, self._show, self._open_book = doors, show, open_book
        self._said, self._to = BackupSaid(""), ""

    def begin(self) -> None:
        """The first step."""
        self._show(self._which_file())

    def _which_file(self) -> Panel:
        return WhichFile(self._doors, self._said.file, self._ask_words)

    def _ask_words(self, file: str) -> None:
        self._said = self._said._replace(file=file, book="", password="")
        self._show(self._which_keys())

    def _which_keys(self) -> Panel:
        """What opens it: the words, or a book here; whichever was said last."""
        if self._said.book:
            return WhichBook(self._doors, self._said, self._look, lambda: self._ask_words(self._said.file))
        look = lambda words: self._look(BackupSaid(self._said.file, words))  # noqa: E731
        own_keys = self._ask_book if self._doors.books() else None
        return WhichWords(self._doors, self._said.words, look, self.begin, own_keys)

    def _ask_book(self) -> None:
        newest = self._doors.books()[0]
        self._said = self._said._replace(book=newest.location, login=newest.login)
        self._show(self._which_keys())

    def _look(self, said: BackupSaid) -> None:
        self._said = said
        at_work = AtIt(self._doors, "Looking into the backup", _LOOKING, self._look_failed)
        self._show(at_work)
        at_work.run(lambda: self._doors.look_into(at_work, said, self._ask_where, at_work.failed, at_work.report))

    def _look_failed(self, error: HousebookError) -> None:
        """What the keys are to blame for is said beside them, what the file is, beside that."""
        own = bool(self._said.book) and not isinstance(error, UnreadableFile)
        step = self._which_keys() if own or isinstance(error, NotAllowed | Stopped) else self._which_file()
        self._show(step)
        step.say(_told(error))

    def _ask_where(self, seen: SeenBackup) -> None:
        to = self._to or self._doors.suggested_file(seen.firm)
        back = lambda: self._show(self._which_keys())  # noqa: E731
        self._show(WhereTo(self._doors, seen, to, lambda chosen: self._restore(seen, chosen), back))

    def _restore(self, seen: SeenBackup, to: str) -> None:
        self._to = to
        at_work = AtIt(self._doors, "Restoring the book", _RESTORING, lambda error: self._restore_failed(seen, error))
        self._show(at_work)
        said = self._said
        at_work.run(lambda: self._doors.restore(at_work, said, to, self._done, at_work.failed, at_work.report))

    def _restore_failed(self, seen: SeenBackup, error: HousebookError) -> None:
        where = WhereTo(self._doors, seen, self._to, lambda chosen: self._restore(seen, chosen), self.begin)
        self._show(where)
        where.say(_told(error))

    def _done(self, seen: SeenBackup) -> None:
        self._said = BackupSaid("")
        self._show(Done(self._doors, seen, self._to, lambda: self._open_book(self._to)))


class WhichFile(Panel):
    """The backup's file."""

    def __init__(self, doors: Doors, file: str, go_on: Callable[[str], object]) -> None:
        super().__init__(doors, "Restore a backup", _FILE)
        self._go_on = go_on
        self.form = Form("restore_file", (Line("file", "Backup"),), side=False)
        self.form.buttons("Go on", "", key="Return")
        self.form.fill({"file": file})
        _offer(self.form, "file", self._choose)
        self.form.submitted.connect(self._submit)
        self.column.addWidget(self.form)

    def begin(self) -> None:
        self.form.editor("file").setFocus()

    def submit(self) -> None:
        self.form.submit()

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Choose the backup", self.form.values()["file"], _BACKUPS)
        if chosen:
            self.form.fill({"file": chosen})

    def _submit(self) -> None:
        file = self.form.values()["file"].strip()
        if not Path(file).expanduser().is_file():
            self.form.refuse("file", "There is no such file. Choose the backup." if file else "Choose the backup.")
            return
        self._go_on(file)

    def say(self, error: HousebookError) -> None:
        self.form.refuse("file", error.words)


class WhichWords(Panel):
    """The words of the recovery key; which of them is odd is told before the file is touched."""

    def __init__(
        self,
        doors: Doors,
        words: str,
        go_on: Callable[[str], object],
        back: Callable[[], object],
        own_keys: Callable[[], object] | None,
    ) -> None:
        super().__init__(doors, "The recovery key", _WORDS)
        self._go_on = go_on
        field = Lines("recovery_key", "Words of the recovery key", _WORDS_HELP, "lusab babad gutih …", 4)
        self.form = Form("restore_words", (field,), side=False)
        self.form.buttons("Look into it", "Back", key="Ctrl+Return")
        self.form.fill({"recovery_key": words})
        self.form.left.connect(back)
        self.form.submitted.connect(self._submit)
        self.column.addWidget(self.form)
        if own_keys is not None:
            link = button("A book here has the keys…", "link", run=own_keys, name="restore.own_keys")
            self.column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def begin(self) -> None:
        self.form.editor("recovery_key").setFocus()

    def submit(self) -> None:
        self.form.submit()

    def _submit(self) -> None:
        words = self.form.values()["recovery_key"]
        try:
            from_words(words)
        except Refused as error:
            self.say(error)
        else:
            self._go_on(words)

    def say(self, error: HousebookError) -> None:
        self.form.refuse("recovery_key", error.words)


class AtIt(Panel):
    """Long work: how far it is, and Stop; then the step before comes back."""

    def __init__(self, doors: Doors, title: str, words: str, otherwise: Callable[[HousebookError], object]) -> None:
        super().__init__(doors, title, words)
        self.progress = Progress("restore.progress")
        self.failed, self.report = otherwise, self.progress.report
        self._title = title
        self.column.addWidget(self.progress)

    def run(self, work: Callable[[], Callable[[], object]]) -> None:
        """Begin; the work answers what stops it."""
        stop = work()
        self.progress.begin(self._title, stop)

    def begin(self) -> None:
        self.progress.verb.setFocus()


class WhereTo(Panel):
    """What is in the backup, and where the book is to be."""

    def __init__(
        self, doors: Doors, seen: SeenBackup, to: str, go_on: Callable[[str], object], back: Callable[[], object]
    ) -> None:
        super().__init__(doors, seen.firm, _WHERE)
        self._go_on = go_on
        self.column.addWidget(_facts(seen))
        self.column.addSpacing(Space.S)
        self.column.addWidget(Hairline())
        self.form = Form("restore_where", (Line("location", "Where to", _WHERE_HELP),), side=False)
        self.form.buttons("Restore", "Back", key="Return")
        self.form.fill({"location": to})
        _offer(self.form, "location", self._choose)
        self.form.left.connect(back)
        self.form.submitted.connect(self._submit)
        self.column.addWidget(self.form)

    def begin(self) -> None:
        self.form.editor("location").setFocus()

    def submit(self) -> None:
        self.form.submit()

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Where to", self.form.values()["location"], _BOOKS)
        if chosen:
            self.form.fill({"location": chosen})

    def _submit(self) -> None:
        to = self.form.values()["location"].strip()
        if not to:
            self.form.refuse("location", "Say where the book is to be.")
            return
        self._go_on(to)

    def say(self, error: HousebookError) -> None:
        self.form.refuse("location", error.words)


class Done(Panel):
    """The book is there; the firm's key is compared with the sheet."""

    def __init__(self, doors: Doors, seen: SeenBackup, to: str, open_book: Callable[[], object]) -> None:
        super().__init__(doors, "The book is back", _DONE[seen.encrypted])
        key = text_label(seen.signed_by, Size.NAME, Weight.BOLD)
        key.setObjectName("restore.signed_by")
        self.column.addWidget(text_label("The firm's key", Size.DETAIL, Weight.PLAIN, "text2"))
        self.column.addWidget(key)
        self.column.addSpacing(Space.S)
        told = _ON_SERVER if "://" in to else _NEXT[seen.encrypted]
        self.column.addWidget(text_label(told, Size.DETAIL, Weight.PLAIN, "text2", wrap=True))
        self.column.addWidget(text_label(_OWN_BACKUPS, Size.DETAIL, Weight.PLAIN, "text2", wrap=True))
        if seen.erased:
            left_out = _LEFT_OUT.format(customers=counted(seen.erased, "customer"))
            gone = text_label(left_out, Size.DETAIL, Weight.PLAIN, "text2", wrap=True)
            gone.setObjectName("restore.erased")
            self.column.addWidget(gone)
        self.column.addSpacing(Space.S)
        self.verb = button("Open the book", "primary", run=open_book, name="restore.open")
        self.column.addWidget(self.verb)

    def begin(self) -> None:
        self.verb.setFocus()

    def submit(self) -> None:
        self.verb.click()


def _told(error: HousebookError) -> HousebookError:
    """What was stopped left nothing."""
    return HousebookError(_STOPPED) if isinstance(error, Stopped) else error


def _offer(form: Form, field: str, run: Callable[[], object]) -> None:
    """A sign in the field itself: the path can be typed as well."""
    line = form.editor(field)
    if isinstance(line, QLineEdit):
        choose = line.addAction(icon("folder"), QLineEdit.ActionPosition.TrailingPosition)
        choose.setToolTip("Choose")
        choose.triggered.connect(lambda: run())


def _facts(seen: SeenBackup) -> QWidget:
    """What stands in the backup, a line each."""
    day, today = local(seen.at).date(), local(seen.now).date()
    made = QWidget()
    made.setObjectName("restore.facts")
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(Space.M)
    grid.setVerticalSpacing(Space.XS)
    grid.setColumnStretch(1, 1)
    lines = (
        ("As of", f"{near_day(day, today)}, {hour_words(seen.at)}"),
        ("Up to", f"no. {number(seen.revision)} of its journal"),
        ("Holds", f"{counted(seen.rows, 'row')}, {size_words(seen.bytes)}"),
        ("Made by", seen.program),
        ("Passwords", "as they were then" if seen.encrypted else "none: it is not encrypted"),
    )
    for row, (what, said) in enumerate(lines):
        grid.addWidget(text_label(what, Size.DETAIL, Weight.PLAIN, "text2"), row, 0)
        grid.addWidget(text_label(said, Size.VALUE, Weight.PLAIN, wrap=True), row, 1)
    return made
