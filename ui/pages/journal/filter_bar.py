"""What narrows the journal: words, a person, days, one customer."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.features.journal.reading import JournalFilter
from app.rules.text import begun
from ui.parts.check_menu import CheckMenu
from ui.parts.chips import Chip
from ui.parts.date_field import DateField
from ui.parts.flow import FlowLayout
from ui.parts.labels import plain_tip
from ui.theme.icons import icon
from ui.theme.tokens import Space

_TYPING: Final = 200
_WORDS_WIDTH: Final = 188
_LEAST_WORDS: Final = 90
_DAY_WIDTH: Final = 124
_LONGEST: Final = 32


class FilterBar(QWidget):
    """Shows one filter; what the person changes in it is told by `changed`."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("journal.filters")
        self._chosen = JournalFilter()
        self._people: Sequence[tuple[int, str]] = ()
        self._customer = ""
        self._typing = QTimer(self, singleShot=True, interval=_TYPING)
        self._typing.timeout.connect(self._take_words)
        self.words = self._words_field()
        self.since = self._day_field("since", "From", "The first day")
        self.until = self._day_field("until", "Until", "The last day")
        self._chips: list[Chip] = []
        self._line, self._flow = QHBoxLayout(), FlowLayout(gap=Space.S)
        self._line.setSpacing(Space.S)
        for field in (self.words, self.since, self.until):
            self._line.addWidget(field)
        self._line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(self._line)
        column.addLayout(self._flow)
        self._show_chips()

    def show_filter(self, chosen: JournalFilter, customer: str = "") -> None:
        """Show another filter; `customer` is the name of its customer."""
        self._chosen, self._customer = chosen, customer
        if self.words.text().strip() != chosen.words:
            self.words.setText(chosen.words)
        for field, day in ((self.since, chosen.since), (self.until, chosen.until)):
            if field.day() != day:
                field.set_day(day)
        self._show_chips()

    def show_people(self, people: Sequence[tuple[int, str]]) -> None:
        """Whom the journal can be narrowed to."""
        if people != self._people:
            self._people = people
            self._show_chips()

    # Fields

    def _words_field(self) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName("journal.words")
        made.setAccessibleName("Words in the sentence")
        made.setPlaceholderText("Words")
        made.setMinimumWidth(_LEAST_WORDS)
        made.setMaximumWidth(_WORDS_WIDTH)
        made.setClearButtonEnabled(True)
        made.addAction(QAction(icon("search"), "Search", made), QLineEdit.ActionPosition.LeadingPosition)
        made.textEdited.connect(lambda _text: self._typing.start())
        made.textChanged.connect(lambda text: None if text or not self._chosen.words else self._take_words())
        made.returnPressed.connect(self._take_words)
        return made

    def _day_field(self, name: str, hint: str, spoken: str) -> DateField:
        made = DateField(hint)
        made.setObjectName(f"journal.{name}")
        made.setAccessibleName(spoken)
        made.setFixedWidth(_DAY_WIDTH)
        made.changed.connect(self._take_days)
        return made

    def _take_words(self) -> None:
        self._typing.stop()
        self._tell(replace(self._chosen, words=self.words.text().strip()))

    def _take_days(self) -> None:
        """A day that is only half typed narrows nothing yet."""
        days: list[date | None] = []
        for field, kept in ((self.since, self._chosen.since), (self.until, self._chosen.until)):
            days.append(kept if field.unreadable() else field.day())
        self._tell(replace(self._chosen, since=days[0], until=days[1]))

    def _tell(self, chosen: JournalFilter) -> None:
        if chosen != self._chosen:
            self._chosen = chosen
            self.changed.emit(chosen)

    # Chips

    def _show_chips(self) -> None:
        """The keyboard stays on the bar where it was there."""
        held = any(chip.hasFocus() for chip in self._chips)
        for chip in self._chips:
            self._line.removeWidget(chip)
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = self._make_chips()
        self._line.insertWidget(3, self._chips[0])
        for chip in self._chips[1:]:
            self._flow.addWidget(chip)
        if held:
            self._chips[0].setFocus()
        self.updateGeometry()

    def _make_chips(self) -> list[Chip]:
        chosen, made = self._chosen, [self._person_chip()]
        if chosen.customer_id is not None:
            name = self._customer or f"Customer {chosen.customer_id}"
            words = begun(name, _LONGEST)
            made.append(self._removable("customer", words, "company", replace(chosen, customer_id=None)))
            made[-1].setToolTip(plain_tip(f"Only what touched {name}"))
        if chosen != JournalFilter():
            clear = Chip("Clear", "close", parent=self)
            clear.setObjectName("journal.clear")
            clear.clicked.connect(lambda: self.changed.emit(JournalFilter()))
            made.append(clear)
        return made

    def _person_chip(self) -> Chip:
        key = self._chosen.user_id
        if key is None:
            chip = Chip("Person", "person", parent=self)
            chip.setObjectName("journal.person")
        else:
            name = dict(self._people).get(key, f"No. {key}")
            chip = self._removable("person", name, "person", replace(self._chosen, user_id=None))
        options = [(key, name, "") for key, name in self._people]
        ticked = () if key is None else (key,)
        chip.set_menu(CheckMenu("journal.people", options, ticked, self._take_person, single=True, parent=chip))
        return chip

    def _take_person(self, ticked: tuple[Hashable, ...]) -> None:
        key = next((key for key in ticked if isinstance(key, int)), None)
        self._tell(replace(self._chosen, user_id=key))

    def _removable(self, name: str, words: str, sign: str, rest: JournalFilter) -> Chip:
        chip = Chip(words, sign, on=True, removable=True, parent=self)
        chip.setObjectName(f"journal.{name}")
        chip.removed.connect(lambda: self.changed.emit(rest))
        return chip
