"""The widgets behind the fields of a form: each shows a value, gives it back, tells of edits."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui.parts.chips import Chip
from ui.parts.date_field import DateField
from ui.parts.fields import Check, Choice, Day, Line, Lines, Tags
from ui.parts.flow import FlowLayout
from ui.parts.labels import menu_words
from ui.parts.line_field import LineField
from ui.theme.direction import unturned
from ui.theme.fonts import LONGEST_LINE
from ui.theme.tokens import Height, Space


class Editor(QWidget):
    """One field's widget; `input` is where the caret goes."""

    edited = Signal()
    secret = False
    """Whether its value is written down nowhere, also not in a draft."""

    def __init__(self, form: str, name: str, label: str) -> None:
        super().__init__()
        self.input: QWidget = self
        self._path, self._label = f"{form}.{name}", label
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(Space.S)

    def value(self) -> Any:
        """What stands there now."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value without telling that it was edited."""
        raise NotImplementedError

    def set_refused(self, refused: bool) -> None:
        """Outline it as refused, or no longer."""
        set_refused(self.input, refused)

    def _take(self, widget: QWidget) -> None:
        """Make this the input, under the field's name."""
        widget.setObjectName(self._path)
        widget.setAccessibleName(self._label)
        self.input = widget
        self.setFocusProxy(widget)
        self._line.addWidget(widget)


def set_refused(widget: QWidget, refused: bool) -> None:
    """Draw an input with or without the outline of a refusal."""
    if bool(widget.property("refused")) != refused:
        widget.setProperty("refused", refused)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


class TextEditor(Editor):
    """A text; the unseen signs that would turn its words are not shown, yet stay in it until somebody edits it."""

    _whole = _shown = ""

    def value(self) -> str:
        text = self._text()
        return self._whole if text == self._shown else text

    def set_value(self, value: Any) -> None:
        self._whole = "" if value is None else str(value)
        self._show(unturned(self._whole))
        self._shown = self._text()

    def _text(self) -> str:
        raise NotImplementedError

    def _show(self, text: str) -> None:
        raise NotImplementedError


class LineEditor(TextEditor):
    """One line of text."""

    def __init__(self, form: str, field: Line) -> None:
        super().__init__(form, field.name, field.label)
        self._box = LineField()
        self._box.setPlaceholderText(field.hint)
        self._box.textEdited.connect(self.edited)
        self._take(self._box)

    def _text(self) -> str:
        return self._box.text()

    def _show(self, text: str) -> None:
        self._box.setText(text)
        self._box.setCursorPosition(0)


class LinesEditor(TextEditor):
    """Several lines of text; Tab leaves them."""

    def __init__(self, form: str, field: Lines) -> None:
        super().__init__(form, field.name, field.label)
        self._box = QPlainTextEdit()
        self._box.setPlaceholderText(field.hint)
        self._box.setTabChangesFocus(True)
        lines = QFontMetrics(self._box.font()).lineSpacing() * field.rows
        self._box.setFixedHeight(lines + 2 * Space.S)
        self._box.textChanged.connect(self.edited)
        self._take(self._box)

    def _text(self) -> str:
        return self._box.toPlainText()

    def _show(self, text: str) -> None:
        blocked = QSignalBlocker(self._box)
        self._box.setPlainText(text)
        blocked.unblock()


_NARROWEST_CHOICE, _WIDEST_CHOICE = 160, 400


class ChoiceBox(QComboBox):
    """A choice that a turn of the wheel over the form does not change, and that long words do not make wide."""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(min(hint.width(), _WIDEST_CHOICE), hint.height())

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), _NARROWEST_CHOICE), hint.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceEditor(Editor):
    """One of several values."""

    def __init__(self, form: str, field: Choice) -> None:
        super().__init__(form, field.name, field.label)
        self._box = ChoiceBox()
        self._nothing = field.nothing
        self.set_options(field.options)
        self._box.activated.connect(lambda _place: self.edited.emit())
        self._take(self._box)

    def set_options(self, options: Iterable[tuple[Hashable, str]]) -> None:
        """Other values to choose from; the chosen one stays if it is among them."""
        chosen = self.value() if self._box.count() else None
        self._box.clear()
        if self._nothing:
            self._box.addItem(self._nothing, None)
        for value, words in options:
            self._box.addItem(unturned(words[:LONGEST_LINE]), value)
        self.set_value(chosen)

    def value(self) -> Any:
        return self._box.currentData()

    def set_value(self, value: Any) -> None:
        place = next((at for at in range(self._box.count()) if self._box.itemData(at) == value), -1)
        if place < 0 and value is not None:
            # A value that the list no longer offers stays what it is.
            self._box.addItem(str(value), value)
            place = self._box.count() - 1
        self._box.setCurrentIndex(max(place, 0))


class DayEditor(Editor):
    """A date, or none."""

    def __init__(self, form: str, field: Day) -> None:
        super().__init__(form, field.name, field.label)
        self._box = DateField(field.hint)
        self._box.changed.connect(self.edited)
        self._take(self._box)

    def value(self) -> Any:
        return self._box.day()

    def set_value(self, value: Any) -> None:
        self._box.set_day(value)

    def unreadable(self) -> bool:
        """Whether something stands there that is no date."""
        return self._box.unreadable()


class CheckEditor(Editor):
    """Yes or no."""

    def __init__(self, form: str, field: Check) -> None:
        super().__init__(form, field.name, field.label)
        self._box = QCheckBox(menu_words(field.label))
        self._box.clicked.connect(lambda _on: self.edited.emit())
        self._take(self._box)
        self._line.addStretch(1)

    def value(self) -> bool:
        return self._box.isChecked()

    def set_value(self, value: Any) -> None:
        self._box.setChecked(bool(value))


class TagsEditor(Editor):
    """Tags as chips with a cross, and a line to add more; Enter or a comma ends a tag."""

    def __init__(self, form: str, field: Tags) -> None:
        super().__init__(form, field.name, field.label)
        self._tags: list[str] = []
        self._box = QLineEdit()
        self._box.setPlaceholderText(field.hint)
        completer = QCompleter(list(field.known), self._box)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._box.setCompleter(completer)
        self._box.installEventFilter(self)
        self._box.textEdited.connect(self._typed)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.XS)
        self._column.addWidget(self._chips)
        self._line.addLayout(self._column)
        self._take(self._box)
        self._column.addWidget(self._box)
        self._show()

    def value(self) -> tuple[str, ...]:
        typed = self._box.text().strip()
        return tuple(self._tags) if not typed or typed in self._tags else (*self._tags, typed)

    def set_value(self, value: Any) -> None:
        self._tags = list(dict.fromkeys(str(tag) for tag in value or ()))
        self._box.clear()
        self._show()

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        enter = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.type() == QEvent.Type.KeyPress and self._box.text().strip():
            self._add()
            return True
        return super().eventFilter(watched, event)

    def _typed(self, text: str) -> None:
        if text.endswith(","):
            self._add()
        self.edited.emit()

    def _add(self) -> None:
        tag = self._box.text().strip().rstrip(",").strip()
        self._box.clear()
        if tag and tag not in self._tags:
            self._tags.append(tag)
            self._show()
        self.edited.emit()

    def _remove(self, tag: str) -> None:
        self._tags.remove(tag)
        self._show()
        self._box.setFocus()
        self.edited.emit()

    def _show(self) -> None:
        self._flow.clear()
        for tag in self._tags:
            chip = Chip(tag, "tag", on=True, removable=True)
            chip.setObjectName(f"{self._path}.{tag}")
            chip.removed.connect(lambda tag=tag: self._remove(tag))
            self._flow.addWidget(chip)
        self._chips.setVisible(bool(self._tags))
        # Measured before it was shown, it would keep the height without tags.
        self._column.invalidate()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, Height.FIELD))
