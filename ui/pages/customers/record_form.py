"""A form in place of the card: it drafts while one types, saves only what was changed, and settles conflicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app import clock
from app.errors import Conflict, HousebookError, Refused
from ui.pages.customers.card_values import Pair
from ui.pages.customers.clashes import conflict_rows, resolved
from ui.pages.customers.customer_fields import labels
from ui.parts.buttons import button
from ui.parts.chips import KeyCap
from ui.parts.conflict import ConflictDialog
from ui.parts.days import when_words
from ui.parts.fields import Field, Section
from ui.parts.form import Form
from ui.parts.form_draft import FormDraft
from ui.parts.ground import ground
from ui.parts.labels import text_label
from ui.parts.section import Hairline
from ui.parts.strip import Strip
from ui.theme.tokens import Size, Space, Weight

if TYPE_CHECKING:
    from ui.desk import Desk


class RecordForm(QWidget):
    """What the forms of customers and of people share; each says by which command it is saved."""

    saved = Signal(object)
    left = Signal(bool)
    """Left without saving; True if a draft was kept."""

    def __init__(self, desk: Desk, name: str, title: str, save: str, fields: Sequence[Field | Section]) -> None:
        super().__init__()
        self.setObjectName(f"{name}.pane")
        self.desk, self.name = desk, name
        self.form = Form(name, fields)
        self.draft: FormDraft | None = None
        self._labels = labels(fields)
        self._book: dict[str, Any] = {}
        self._was: dict[str, Any] = {}
        self._edits: dict[str, Pair] = {}
        self._busy = False
        self._lay_out(title, save)
        self.form.edited.connect(self._typed)
        self.form.submitted.connect(self._save_changes)
        self.form.left.connect(self.leave)

    # What each form says itself

    def command(self, edits: Mapping[str, Pair]) -> Any:
        """The command that saves these edits."""
        raise NotImplementedError

    def edits(self) -> dict[str, Pair]:
        """What was changed, in the command's shape."""
        raise NotImplementedError

    def value_words(self, field: str, value: object) -> str:
        """A value of a field as a person reads it."""
        return str(value)

    # Filling

    def begin(self, was: Mapping[str, Any], draft: FormDraft) -> None:
        """Show what stands in the book, and on top of it what was typed earlier."""
        self.draft, self._book, self._was = draft, dict(was), dict(was)
        draft.written.connect(self._kept.setVisible)
        blocked = QSignalBlocker(self.form)
        self.form.set_values(self._was)
        kept = draft.kept()
        if kept is not None:
            self._bring_back(*kept)
        blocked.unblock()

    def changed(self) -> dict[str, Pair]:
        """Each changed field as (was, now), where `was` is the book's value and not what an editor made of it."""
        return {name: (self._was.get(name), now) for name, (_, now) in self.form.changed().items()}

    def throw_away(self) -> None:
        """Forget the draft and show what stands in the book."""
        if self.draft is not None:
            self.draft.drop()
        self.brought_back.hide()
        self._was = dict(self._book)
        self.form.set_values(self._was)

    # Saving and leaving

    def save(self) -> None:
        """As if Save were pressed."""
        if not self._busy:
            self.form.submit()

    def _save_changes(self) -> None:
        """Send what was changed; nothing changed is simply left."""
        self.error.hide()
        edits = self.edits()
        if not edits:
            self.leave()
            return
        self._send(edits)

    def leave(self) -> None:
        """Leave without saving; what was typed stays as a draft."""
        if not self._busy:
            self.left.emit(self.keep())

    def keep(self) -> bool:
        """Keep the draft now; False where nothing was typed."""
        return self.draft is not None and self.draft.keep()

    def refuse(self, field: str | None, words: str) -> None:
        """Say by the field, or above the buttons, why it was not saved."""
        if field is None or field.split(".")[0] not in self._labels:
            self.error.set_words(words)
            self.error.show()
            return
        self.form.refuse(field, words)
        self.go_to(field.split(".")[0])

    def go_to(self, field: str) -> None:
        """Bring the caret to a field, and the field into sight."""
        editor = self.form.editor(field)
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(editor, 0, 80)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.draft is not None:
            self.draft.keep_now()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif control and event.key() in (Qt.Key.Key_S, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
        else:
            super().keyPressEvent(event)

    def _typed(self) -> None:
        if self.draft is not None:
            self.draft.typed()

    def _send(self, edits: dict[str, Pair]) -> None:
        self._edits = edits
        self._set_busy(True)
        self.desk.do(self, self.command(edits), then=self._saved, otherwise=self._not_saved)

    def _saved(self, done: Any) -> None:
        self._set_busy(False)
        if self.draft is not None:
            self.draft.drop()
        self.saved.emit(done.answer)

    def _not_saved(self, error: HousebookError) -> None:
        self._set_busy(False)
        self.keep()
        if isinstance(error, Conflict):
            self._choose(error)
        elif isinstance(error, Refused):
            self.refuse(error.field, error.words)
        else:
            self.refuse(None, f"{error.words} What you typed is kept.")

    def _choose(self, conflict: Conflict) -> None:
        rows = conflict_rows(conflict, self._label, self.value_words)
        clashing = {one.field.partition(":")[0] for one in conflict.fields}
        others = [self._label(name) for name in self._edits if name not in clashing]
        along = f"Your {', '.join(others)}." if others else ""
        dialog = ConflictDialog(self.window(), conflict.by or "Somebody else", rows, along)
        dialog.chosen.connect(lambda choice: self._send(resolved(self._edits, conflict, choice)))
        dialog.show_over()

    def _label(self, field: str) -> str:
        name, _, key = field.partition(":")
        return self._labels.get(f"field_{key}" if name == "fields" and key else name, name.capitalize())

    def _bring_back(self, pairs: Mapping[str, Pair], at: datetime) -> None:
        """The draft's own `was` is compared with, so that what others changed meanwhile is not overwritten."""
        known = {name: pair for name, pair in pairs.items() if name in self._labels}
        self._was |= {name: was for name, (was, _) in known.items()}
        self.form.set_values(self._was)
        self.form.fill({name: now for name, (_, now) in known.items()})
        self.brought_back.set_words(f"Draft of {when_words(at, clock.today())} brought back.")
        self.brought_back.setVisible(bool(known))

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._save.setEnabled(not busy)

    # Laying out

    def _lay_out(self, title: str, save: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = QVBoxLayout()
        self.head.setContentsMargins(Space.PANE, Space.M, Space.PANE, Space.S)
        self.head.setSpacing(Space.S)
        heading = text_label(title, Size.TITLE, Weight.BOLD, elide=True)
        heading.setObjectName(f"{self.name}.title")
        self.brought_back = Strip(
            "notice", "", verb="Throw away", run=self.throw_away, sign="note", name=f"{self.name}.draft"
        )
        self.brought_back.hide()
        self.head.addWidget(heading)
        self.head.addWidget(self.brought_back)
        column.addLayout(self.head)
        column.addWidget(self._scrolled(), 1)
        column.addWidget(Hairline())
        column.addLayout(self._foot(save))

    def _scrolled(self) -> QScrollArea:
        inner = QWidget()
        within = QVBoxLayout(inner)
        within.setContentsMargins(Space.PANE, Space.XS, Space.PANE, Space.L)
        within.addWidget(self.form)
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName("Fields")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inner)
        ground(self._scroll, "surface")
        return self._scroll

    def _foot(self, save: str) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.PANE, Space.S, Space.PANE, Space.M)
        foot.setSpacing(Space.S)
        self.error = Strip("error", name=f"{self.name}.error")
        self.error.hide()
        self._kept = text_label("Draft kept", Size.DETAIL, Weight.PLAIN, "text2", elide=True)
        self._kept.hide()
        self._save = button(save, "primary", run=self.save, name=f"{self.name}.save")
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self._kept, 1)
        row.addStretch()
        row.addWidget(KeyCap("Ctrl+Return"))
        row.addWidget(button("Not now", run=self.leave, name=f"{self.name}.leave"))
        row.addWidget(self._save)
        foot.addWidget(self.error)
        foot.addLayout(row)
        return foot
