"""A form: declared fields, their values, what was changed, and refusals said beside the field."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.parts import editors
from ui.parts.buttons import button
from ui.parts.chips import KeyCap
from ui.parts.fields import Check, Choice, Day, Field, Line, Lines, Repeated, Secret, Section, Tags
from ui.parts.labels import IconLabel, Label, menu_words, text_label
from ui.parts.repeated import RepeatedEditor
from ui.parts.secret_field import SecretEditor
from ui.theme.tokens import Height, Size, Space, Weight

_LABEL_WIDTH: Final = 104
_MAKERS: Final[dict[type[Field], Any]] = {
    Line: editors.LineEditor,
    Secret: SecretEditor,
    Lines: editors.LinesEditor,
    Choice: editors.ChoiceEditor,
    Day: editors.DayEditor,
    Check: editors.CheckEditor,
    Tags: editors.TagsEditor,
    Repeated: RepeatedEditor,
}


class Refusal(QWidget):
    """The sentence below a field that says why it was refused."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.words: Label = text_label("", Size.DETAIL, Weight.MEDIUM, "bad", wrap=True)
        self.words.setObjectName(name)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(Space.S - 2)
        line.addWidget(IconLabel("refused", 14, "bad"), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.words, 1)
        self.hide()

    def say(self, words: str) -> None:
        """Show the sentence; "" takes it away."""
        self.words.setText(words)
        self.setVisible(bool(words))


class Form(QWidget):
    """Fields under their labels. Nothing is saved while it is filled: `edited` is for drafts."""

    edited = Signal()
    submitted = Signal()
    left = Signal()

    def __init__(
        self, name: str, fields: Sequence[Field | Section], parent: QWidget | None = None, side: bool = True
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._name, self._side = name, side
        self._editors: dict[str, editors.Editor] = {}
        self._refusals: dict[str, Refusal] = {}
        self._labels: dict[str, QWidget] = {}
        self._helps: dict[str, QWidget] = {}
        self._loaded: dict[str, Any] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.XS + 2 if side else 2)
        self._grid.setColumnStretch(1, 1)
        self._column.addLayout(self._grid)
        for field in fields:
            self._add(field)
        self._general = Refusal(f"{name}.refusal")
        self._column.addWidget(self._general)
        self._column.addStretch(1)
        self._save: QPushButton | None = None
        self._loaded = self.values()

    # Values

    def values(self) -> dict[str, Any]:
        """What stands in the fields now."""
        return {name: editor.value() for name, editor in self._editors.items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Load: these are the values that `changed` compares with; fields not named stay as they are."""
        self.fill(values)
        self._loaded = self.values()
        self.accept()

    def fill(self, values: Mapping[str, Any]) -> None:
        """Fill in as if typed (a draft); what was loaded stays what is compared with."""
        for name, value in values.items():
            if name in self._editors:
                self._editors[name].set_value(value)
        self._grid.invalidate()

    def changed(self) -> dict[str, tuple[Any, Any]]:
        """Each field that differs from what was loaded: (was, now); passwords aside."""
        open_ones = {name: now for name, now in self.values().items() if not self._editors[name].secret}
        return {name: (self._loaded[name], now) for name, now in open_ones.items() if now != self._loaded[name]}

    def editor(self, name: str) -> QWidget:
        """The widget into which a field is typed."""
        return self._editors[name].input

    def set_options(self, name: str, options: Iterable[tuple[Hashable, str]]) -> None:
        """Other values for a choice."""
        editor = self._editors[name]
        if not isinstance(editor, editors.ChoiceEditor):
            raise KeyError(name)
        editor.set_options(options)

    def show_field(self, name: str, shown: bool) -> None:
        """Show or hide a field with its label and the words below it."""
        self._editors[name].setVisible(shown)
        for words in (self._labels.get(name), self._helps.get(name)):
            if words is not None:
                words.setVisible(shown)
        if not shown:
            self._refusals[name].say("")

    # Refusals

    def refuse(self, field: str | None, words: str) -> None:
        """Say by the field why it cannot be saved, and bring the caret there.

        `field` may name one of several rows ("phones.1"); without a field the sentence stands at the end.
        """
        self.accept()
        self.set_busy(False)
        name, _, row = (field or "").partition(".")
        editor = self._editors.get(name)
        if editor is None:
            self._general.say(words)
            return
        if isinstance(editor, RepeatedEditor) and row.split(".")[0].isdigit():
            editor.refuse_row(int(row.split(".")[0]))
        editor.set_refused(True)
        self._refusals[name].say(words)
        editor.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        """Take refusals away."""
        self._general.say("")
        for name, refusal in self._refusals.items():
            refusal.say("")
            self._editors[name].set_refused(False)

    # Buttons

    def buttons(
        self, save: str, leave: str = "Not now", key: str = "Ctrl+Return", aside: QWidget | None = None
    ) -> QPushButton:
        """Add the row of buttons, with room for something at its beginning; gives back the one that saves."""
        self._save = button(save, "primary", run=self.submit, name=f"{self._name}.save")
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        if aside is not None:
            row.addWidget(aside)
        row.addStretch(1)
        row.addWidget(KeyCap(key))
        if leave:
            row.addWidget(button(leave, run=self.left.emit, name=f"{self._name}.leave"))
        row.addWidget(self._save)
        self._column.insertLayout(self._column.count() - 1, row)
        return self._save

    def submit(self) -> None:
        """As if Save were pressed; a date that cannot be read is refused here."""
        if self._save is not None and not self._save.isEnabled():
            return
        for name, editor in self._editors.items():
            if isinstance(editor, editors.DayEditor) and editor.unreadable():
                self.refuse(name, "This is no date. Write it as 14 May 2026 or 2026-05-14.")
                return
        self.accept()
        self.submitted.emit()

    def set_busy(self, busy: bool) -> None:
        """Grey Save while the answer is awaited."""
        if self._save is not None:
            self._save.setEnabled(not busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # Laying out

    def _add(self, field: Field | Section) -> None:
        if isinstance(field, Section):
            title = text_label(field.title, Size.DETAIL, Weight.BOLD, "text2")
            title.setMinimumHeight(Height.SECTION)
            self._grid.addWidget(title, self._grid.rowCount(), 0, 1, 2)
            return
        editor: editors.Editor = _MAKERS[type(field)](self._name, field)
        editor.edited.connect(lambda: self._edited(field.name))
        self._editors[field.name] = editor
        self._refusals[field.name] = Refusal(f"{self._name}.{field.name}.refusal")
        self._place(field, editor)

    def _place(self, field: Field, editor: editors.Editor) -> None:
        label = text_label(
            "" if isinstance(field, Check) else menu_words(field.label), Size.DETAIL, Weight.PLAIN, "text2"
        )
        label.setBuddy(editor.input)
        beside = self._side and not isinstance(field, Repeated)  # rows of several boxes need the whole width
        row, column, span = self._grid.rowCount(), int(beside), 1 if beside else 2
        if beside:
            label.setFixedWidth(_LABEL_WIDTH)
            label.setFixedHeight(Height.FIELD)
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._labels[field.name] = label
        elif label.text():
            label.setContentsMargins(0, 0 if self._side else Space.XS, 0, 0)
            self._grid.addWidget(label, row, 0, 1, span)
            self._labels[field.name] = label
            row += 1
        self._grid.addWidget(editor, row, column, 1, span)
        self._grid.addWidget(self._refusals[field.name], row + 1, column, 1, span)
        if field.help:
            words = text_label(field.help, Size.DETAIL, tone="text3", wrap=True)
            self._helps[field.name] = words
            self._grid.addWidget(words, row + 2, column, 1, span)

    def _edited(self, name: str) -> None:
        """Typing into a refused field takes the refusal away."""
        self._refusals[name].say("")
        self._editors[name].set_refused(False)
        self.edited.emit()
