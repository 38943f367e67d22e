"""Several values of one kind in a form: a row each, with kind, star (the preferred one) and cross."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.parts.buttons import button, say, tool_button
from ui.parts.editors import ChoiceBox, Editor, set_refused
from ui.parts.fields import Repeated
from ui.parts.line_field import LineField
from ui.theme.icons import icon
from ui.theme.tokens import Space


class RepeatedRow(QWidget):
    """One of the values; what it was given and does not show (an id) it gives back unchanged."""

    edited = Signal()
    starred = Signal()
    removed = Signal()

    def __init__(self, field: Repeated) -> None:
        super().__init__()
        self._field = field
        self._given: dict[str, Any] = {}
        self._preferred = False
        self.lines: dict[str, QLineEdit] = {}
        self.kind = ChoiceBox()
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        lines = [QHBoxLayout() for _ in range(1 + max(part.line for part in self._field.parts))]
        for line in lines:
            line.setSpacing(Space.XS)
            column.addLayout(line)
        for value, words in self._field.kinds:
            self.kind.addItem(words, value)
        self.kind.setFixedWidth(96)
        self.kind.activated.connect(lambda _place: self.edited.emit())
        lines[0].addWidget(self.kind)
        # Only hidden, never shown here: without a parent they would be windows of their own for a moment.
        if not self._field.kinds:
            self.kind.hide()
        for part in self._field.parts:
            box = LineField()
            box.setPlaceholderText(part.hint)
            box.textEdited.connect(self.edited)
            self.lines[part.name] = box
            lines[part.line].addWidget(box, part.share)
        self.star = tool_button("preferred", "Preferred", self._toggle_star)
        self.cross = tool_button("close", "Remove", self.removed.emit)
        lines[0].addWidget(self.star)
        if not self._field.preferred:
            self.star.hide()
        lines[0].addWidget(self.cross)

    def name_parts(self, path: str, label: str) -> None:
        """Names for tests and for screen readers."""
        for part, box in self.lines.items():
            box.setObjectName(f"{path}.{part}")
            box.setAccessibleName(f"{label}, {part}" if len(self.lines) > 1 else label)
        self.kind.setObjectName(f"{path}.kind")
        self.kind.setAccessibleName(f"{label}, kind")
        self.star.setObjectName(f"{path}.preferred")
        self.cross.setObjectName(f"{path}.remove")
        say(self.cross, f"Remove {label.lower()}")

    def empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(box.text().strip() for box in self.lines.values())

    def value(self) -> dict[str, Any]:
        """What stands in the row."""
        shown: dict[str, Any] = {part: box.text() for part, box in self.lines.items()}
        if self._field.kinds:
            shown["kind"] = self.kind.currentData()
        if self._field.preferred:
            shown["preferred"] = self._preferred
        return self._given | shown

    def set_value(self, value: Mapping[str, Any]) -> None:
        """Show a row; keys that it has no widget for are kept."""
        self._given = dict(value)
        for part, box in self.lines.items():
            box.setText(str(value.get(part) or ""))
            box.setCursorPosition(0)
        self._choose_kind(value.get("kind"))
        self.set_preferred(bool(value.get("preferred")))

    def _choose_kind(self, kind: Any) -> None:
        place = next((at for at in range(self.kind.count()) if self.kind.itemData(at) == kind), -1)
        if place < 0 and kind:
            self.kind.addItem(str(kind), kind)
            place = self.kind.count() - 1
        self.kind.setCurrentIndex(max(place, 0))

    def set_preferred(self, preferred: bool) -> None:
        """Light or darken the star."""
        self._preferred = preferred
        self.star.setIcon(icon("preferred on" if preferred else "preferred", "accent" if preferred else "text3"))
        say(self.star, "Preferred" if preferred else "Make it the preferred one")

    def _toggle_star(self) -> None:
        on = not self._preferred
        if on:
            self.starred.emit()
        self.set_preferred(on)
        self.edited.emit()


class RepeatedEditor(Editor):
    """Rows, and the verb that adds another."""

    def __init__(self, form: str, field: Repeated) -> None:
        super().__init__(form, field.name, field.label)
        self._field = field
        self._rows: list[RepeatedRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.XS)
        self._line.addLayout(self._column)
        self.adder = button(field.add, "link", "add", self._add_by_hand, f"{self._path}.add")
        foot = QHBoxLayout()
        foot.addWidget(self.adder)
        foot.addStretch(1)
        self._column.addLayout(foot)
        self.set_value(())

    def value(self) -> tuple[dict[str, Any], ...]:
        return tuple(row.value() for row in self._rows if not row.empty())

    def set_value(self, value: Any) -> None:
        for row in list(self._rows):
            self._drop(row)
        given: Sequence[Mapping[str, Any]] = value or ({},)
        for one in given:
            self._add(one)
        self._rename()

    def set_refused(self, refused: bool) -> None:
        if not refused:
            for row in self._rows:
                for box in row.lines.values():
                    set_refused(box, False)
        elif self._rows:
            set_refused(self.input, True)

    def refuse_row(self, place: int) -> None:
        """Refuse the row at a place, empty ones not counted, as `value` has them: the caret goes there."""
        filled = [row for row in self._rows if not row.empty()]
        if 0 <= place < len(filled):
            self.input = next(iter(filled[place].lines.values()))

    def _add(self, value: Mapping[str, Any]) -> RepeatedRow:
        row = RepeatedRow(self._field)
        row.set_value(value)
        row.edited.connect(self.edited)
        row.starred.connect(self._unstar)
        row.removed.connect(lambda: self._remove(row))
        self._column.insertWidget(len(self._rows), row)
        self._rows.append(row)
        return row

    def _add_by_hand(self) -> None:
        row = self._add({})
        self._rename()
        next(iter(row.lines.values())).setFocus()

    def _remove(self, row: RepeatedRow) -> None:
        self._drop(row)
        if not self._rows:
            self._add({})
        self._rename()
        self.edited.emit()

    def _drop(self, row: RepeatedRow) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        # Out of the form at once, or its names would be found beside those of the rows that stay.
        row.setParent(None)
        row.deleteLater()

    def _unstar(self) -> None:
        for row in self._rows:
            row.set_preferred(False)

    def _rename(self) -> None:
        for place, row in enumerate(self._rows):
            row.name_parts(f"{self._path}.{place}", self._label)
        self.input = next(iter(self._rows[0].lines.values()))
        self.setFocusProxy(self.input)
