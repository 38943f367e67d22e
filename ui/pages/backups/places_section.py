"""The places that backups are kept in: which can be reached now, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.rules.pace import size_words
from ui.parts.backup_places import lacking_words
from ui.parts.buttons import tool_button
from ui.parts.labels import IconLabel, text_label
from ui.parts.numbers import counted
from ui.parts.section import SectionHeading
from ui.theme.tokens import Size, Space, Weight

if TYPE_CHECKING:
    from app.backup_places import Found

_NONE: Final = "None yet: the first backup asks for one."
_ALONE: Final = "What destroys this place takes all backups along. Add a second one that nobody reaches from the first."


class PlacesSection(QWidget):
    """One line a place, and the verb that adds another."""

    removal_wanted = Signal(object)

    def __init__(self, add: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("backups.places")
        self._lines = QWidget()
        self._words = text_label("", Size.DETAIL, tone="text2", wrap=True)
        self._words.setObjectName("backups.places.words")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)
        self._column.addWidget(SectionHeading("Places", verb="Add place…", run=add, name="backups.places.add"))
        self._column.addWidget(self._lines)
        self._column.addWidget(self._words)

    def show_places(self, found: Sequence[Found]) -> None:
        """Show these instead."""
        old, self._lines = self._lines, QWidget()
        column = QVBoxLayout(self._lines)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for one in found:
            column.addWidget(self._line(one))
        self._column.replaceWidget(old, self._lines)
        old.hide()
        old.deleteLater()
        self._words.setText(_NONE if not found else _ALONE)
        self._words.set_tone("text2" if not found else "warn")
        self._words.setVisible(len(found) < 2)

    def _line(self, one: Found) -> QWidget:
        made = QWidget()
        made.setObjectName(f"backups.place.{one.place.id}")
        words, detail, tone = place_words(one)
        lacks = lacking_words(one)
        made.setAccessibleName(", ".join(part for part in (one.place.name, words, detail, lacks) if part))
        line = QHBoxLayout(made)
        line.setContentsMargins(2, 0, 0, 0)
        line.setSpacing(Space.M)
        line.addWidget(IconLabel("folder", 16, tone))
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addLayout(self._head(one, words, tone))
        told.addWidget(text_label(detail, Size.DETAIL, Weight.PLAIN, "text2", elide=True))
        if lacks:
            label = text_label(lacks, Size.DETAIL, Weight.PLAIN, "warn", wrap=True)
            label.setObjectName(f"backups.place.{one.place.id}.lacks")
            told.addWidget(label)
        line.addLayout(told, 1)
        return made

    def _head(self, one: Found, words: str, tone: str) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(Space.XS)
        head.addWidget(text_label(one.place.name, Size.VALUE, Weight.MEDIUM, elide=True), 1)
        head.addWidget(IconLabel("warning" if tone == "warn" else "done", 14, tone))
        head.addWidget(text_label(words, Size.DETAIL, Weight.PLAIN, tone))
        remove = tool_button(
            "close", f"Keep no more backups in {one.place.name}…", lambda: self.removal_wanted.emit(one.place),
            f"backups.place.{one.place.id}.remove",
        )  # fmt: skip
        remove.setFixedSize(20, 20)
        head.addWidget(remove)
        return head


def place_words(one: Found) -> tuple[str, str, str]:
    """Whether it can be reached, where it is with how much there is room for, and the tone."""
    copies = counted(one.place.copies, "backup")
    if one.folder is None:
        return "away", f"{copies}, seen last at {one.place.folder}", "warn"
    room = "" if one.free is None else f"{size_words(one.free)} free · "
    words, tone = ("takes nothing", "warn") if one.refusal else ("reachable", "text2")
    return words, f"{room}{copies} · {one.folder}", tone
