"""The selected operation: its sentence, who and when, what it changed row by row, and its undoing."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.features.journal.story import Story
from ui.pages.journal.change_rows import Difference, change_rows
from ui.parts.avatar import Avatar, face_for
from ui.parts.buttons import button, say
from ui.parts.days import full_words
from ui.parts.dialog import Dialog
from ui.parts.ground import ground
from ui.parts.labels import LONGEST, text_label
from ui.parts.numbers import counted, number
from ui.parts.progress import Progress
from ui.parts.section import Hairline, SectionHeading
from ui.parts.strip import Strip
from ui.parts.table import Column, TableView
from ui.theme.tokens import Size, Space, Weight

_FACE: Final = 28
_COLUMNS = (
    Column("what", "What", 134, sortable=False),
    Column("before", "Before", 120, sortable=False),
    Column("after", "After", 130, sortable=False, stretch=True),
)


class OperationPanel(QWidget):
    """Shows one story; the verbs are told by signals."""

    undo_wanted = Signal()
    other_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("journal.panel")
        self.story: Story | None = None
        self._told: list[Difference] = []
        self.sentence = text_label("", Size.TITLE, Weight.BOLD, wrap=True)
        self.sentence.setObjectName("journal.sentence")
        self._face = Avatar(face_for(0, "?"), _FACE)
        self._who = text_label("", Size.VALUE, Weight.MEDIUM, elide=True)
        self._when = text_label("", Size.DETAIL, Weight.PLAIN, "text2", elide=True)
        self._when.setObjectName("journal.when")
        self.undo = button("Undo", "", "undo", self.undo_wanted.emit, "journal.undo_this")
        self.state = Strip("stale", sign="undo", verb="Show", run=self._go_to_other, name="journal.state")
        self.part = Strip("notice", sign="warning", verb="Show", run=self._go_to_other, name="journal.part")
        self._other: int | None = None
        self.progress = Progress("journal.undoing")
        self.heading = SectionHeading("Changes")
        self.heading.count.setObjectName("journal.changes.count")
        self.changes = TableView("journal.changes", _COLUMNS, margin=Space.L)
        self.changes.setAccessibleName("Changes, before and after")
        self.changes.opened.connect(self._open_change)
        self._lay_out()

    def show_story(self, story: Story, customer: bool, may: bool | str, asks: bool) -> None:
        """Show an operation. `may`: whether it can be undone, or why not; `asks`: whether more is asked first."""
        self.story = story
        line = story.line
        self.sentence.setText(line.summary)
        self._face.set_face(face_for(line.user_id, line.user))
        self._who.setText(line.user)
        self._when.setText(" · ".join(part for part in (full_words(line.at), line.desk, f"no. {line.id}") if part))
        again = line.undoes is not None
        self.undo.setText(("Do again" if again else "Undo") + ("…" if asks else ""))
        words = f"{self.undo.text()}: {counted(story.number, 'change')}"
        say(self.undo, may if isinstance(may, str) else words)
        self.undo.setEnabled(may is True)
        self._show_state(story)
        rows, groups, self._told = change_rows(story.changes)
        self.heading.set_count(_count_words(story, customer))
        self.changes.show_rows(rows, groups)
        self.changes.scrollToTop()

    def _show_state(self, story: Story) -> None:
        line, words = story.line, ""
        self._other = line.undone_by or story.partly or line.undoes
        if line.undone_by is not None:
            words = f"Undone by operation {line.undone_by}"
        elif line.undoes is not None and story.partly is None:
            words = f"Undoes operation {line.undoes}"
        self.state.set_words(words)
        self.state.setVisible(bool(words))
        self.part.setVisible(line.undone_by is None and story.partly is not None)
        if story.partly is not None:
            self.part.set_words(f"Undone in part by operation {story.partly}", kept_words(story))

    def _go_to_other(self) -> None:
        if self._other is not None:
            self.other_wanted.emit(self._other)

    def _open_change(self, place: Hashable) -> None:
        """The whole of both values: notes can be long."""
        one = self._told[place] if isinstance(place, int) else None
        if one is None:
            return
        dialog = Dialog(self.window(), one.what[:1].upper() + one.what[1:], name="journal.change")
        for title, text in (("Before", one.before), ("After", one.after)):
            dialog.body.addWidget(text_label(title, Size.DETAIL, Weight.BOLD, "text2"))
            dialog.body.addWidget(text_label(text or "–", wrap=True, most=LONGEST))
        dialog.add_button("Close").setDefault(True)
        dialog.show_over()

    def _lay_out(self) -> None:
        ground(self, "sunken")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(Space.L, 0, Space.L, 0)
        top.setSpacing(Space.M)
        for part in (self.sentence, self._people_line(), self.state, self.part, self.progress):
            top.addLayout(part) if isinstance(part, QHBoxLayout) else top.addWidget(part)
        column.addLayout(top)
        column.addSpacing(Space.M)
        column.addWidget(Hairline())
        head = QVBoxLayout()
        head.setContentsMargins(Space.L, Space.XS, Space.L, 0)
        head.addWidget(self.heading)
        column.addLayout(head)
        column.addWidget(Hairline())
        column.addWidget(self.changes, 1)

    def _people_line(self) -> QHBoxLayout:
        line, words = QHBoxLayout(), QVBoxLayout()
        line.setSpacing(Space.M)
        words.setSpacing(0)
        words.addWidget(self._who)
        words.addWidget(self._when)
        line.addWidget(self._face)
        line.addLayout(words, 1)
        line.addWidget(self.undo)
        return line


def _count_words(story: Story, customer: bool) -> str:
    """How many are shown of how many."""
    shown = len(story.changes)
    if shown == story.number:
        return number(shown)
    first = f"{number(shown)} of {number(story.number)}"
    return f"{first}, those of this customer" if customer else f"first {first}"


def kept_words(story: Story) -> str:
    """Which rows an undoing kept, in one sentence."""
    names = list(dict.fromkeys(f"{row.what} of {row.customer}" if row.customer else row.what for row in story.kept))
    shown, rest = ", ".join(names[:3]), len(names) - 3
    more = f" and {number(rest)} more" if rest > 0 else ""
    return f"{counted(story.kept_number, 'row')} kept, changed since: {shown}{more}."
