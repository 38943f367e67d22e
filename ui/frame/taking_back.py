"""What somebody was beside what they are today; what is ticked is taken back into the book of today."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.errors import HousebookError
from app.features.taking_back import Choice, TakeBack
from app.features.taking_back.compared import Compared, compared
from app.features.taking_back.then import Then
from ui.parts.cells import Cell, Row
from ui.parts.days import date_words, hour_words, local
from ui.parts.dialog import MOST, Dialog
from ui.parts.form import Refusal
from ui.parts.labels import in_words
from ui.parts.numbers import counted
from ui.parts.table import Column, TableView
from ui.theme.tokens import Height, Space, Weight

if TYPE_CHECKING:
    from ui.desk import Desk

_SEEN: Final = 12
_LEAST: Final = 4
_STAYS: Final = (
    "What was added since stays, and so does who handles them today. It can be undone in the window of the book itself."
)
Told = tuple[str, str, str, bool]
"""Of a line its words, what was then, what is today, and whether these differ."""
_NOUNS: Final = {"customers": ("customer", ""), "contacts": ("person", "people"), "touch_points": ("touch point", "")}
_GONE: Final = "Not there today"
_SAME: Final = "As it was then"


class ThenAndToday(TableView):
    """Lines to be ticked by a click or Space, those that differ."""

    def __init__(self, rows: Sequence[Told], first: str) -> None:
        columns = [
            Column("tick", "", 32, sortable=False),
            Column("field", first, 160, sortable=False),
            Column("then", "Then", 240, sortable=False, stretch=True),
            Column("today", "Today", 240, sortable=False),
        ]
        super().__init__("taking_back.fields", columns, row=Height.ROW, margin=Space.S)
        self.setAccessibleName("Then and today")
        self.setFixedHeight(Height.COLUMN_HEAD + max(_LEAST, min(_SEEN, len(rows))) * Height.ROW)
        self.told = rows
        self.ticked = {place for place, row in enumerate(rows) if row[3]}
        self.cell_clicked.connect(lambda key, _column: self._turn(key))
        self._show()
        if rows:
            self.select([min(self.ticked, default=0)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._turn(self.current_id())
        else:
            super().keyPressEvent(event)

    def _turn(self, key: Hashable) -> None:
        if isinstance(key, int) and self.told[key][3]:
            self.ticked ^= {key}
            self._show()

    def _show(self) -> None:
        self.show_rows([_line(place, row, place in self.ticked) for place, row in enumerate(self.told)])


class TakeBackDialog(Dialog):
    """Asks what of customers, people or touch points, or of one its fields, comes back out of the past."""

    def __init__(self, window: QWidget, live: Desk, thens: Sequence[Then], today: dict[str, Then], of: str) -> None:
        noun, many = _NOUNS[thens[0].table]
        named = in_words(thens[0].name) if len(thens) == 1 else counted(len(thens), noun, many)
        super().__init__(window, f"Take back {named}?", f"From {of}. {_STAYS}", width=MOST, name="taking_back")
        self._live, self._of = live, of
        self._take: Callable[[set[int]], tuple[Choice, ...]]
        rows = list(self._of_one(thens[0], today) if len(thens) == 1 else self._of_many(thens, today))
        self.done: Callable[[str], object] = lambda _words: None
        self.table = ThenAndToday(rows, "" if len(thens) == 1 else noun.capitalize())
        self._refusal = Refusal("taking_back.refusal")
        self.body.addWidget(self.table)
        self.body.addWidget(self._refusal)
        self.add_button("Not now", name="taking_back.leave")
        self._save = self.add_button("Take back", "primary", self._take_back, "taking_back.save")
        self._save.setEnabled(any(row[3] for row in rows))

    def begin(self) -> None:
        """Show it with the keyboard on the first line that differs."""
        self.show_over(self.table)

    def _of_one(self, then: Then, today: dict[str, Then]) -> Sequence[Told]:
        """Field by field; who is not there today comes back whole."""
        now = today.get(then.uid)
        if now is None:
            self._take = lambda ticked: (Choice(then),) if ticked else ()
            return [_gone(then)]
        lines = compared(then, now)
        self._take = lambda ticked: _of_fields(then, lines, ticked)
        return [(one.label[:1].upper() + one.label[1:], one.then, one.today, one.differs) for one in lines]

    def _of_many(self, thens: Sequence[Then], today: dict[str, Then]) -> Sequence[Told]:
        """Each of them whole."""
        self._take = lambda ticked: tuple(Choice(thens[place]) for place in sorted(ticked))
        return [_whole(then, today.get(then.uid)) for then in thens]

    def _take_back(self) -> None:
        choices = self._take(self.table.ticked)
        if not choices:
            self._refused(HousebookError("Nothing is ticked."))
            return
        command = TakeBack(choices, self._of)
        self._live.do(self, command, then=lambda done: self._taken(done.summary), otherwise=self._refused)

    def _taken(self, words: str) -> None:
        self.done(words)
        self.leave()

    def _refused(self, error: HousebookError) -> None:
        self._refusal.say(error.words)
        self.resized()


def _of_fields(then: Then, lines: Sequence[Compared], ticked: set[int]) -> tuple[Choice, ...]:
    chosen = [lines[place] for place in sorted(ticked)]
    fields = tuple(field for one in chosen for field in one.fields)
    seen = {field: value for one in chosen for field, value in one.seen.items()}
    return (Choice(then, fields, seen),) if chosen else ()


def _whole(then: Then, today: Then | None) -> Told:
    """Of somebody what differs, as it was and as it is; of what was said its words first, which tell it from others."""
    if today is None:
        return _gone(then)
    differing = [one for one in compared(then, today) if one.differs]
    was, now = _values(differing, lambda one: one.then), _values(differing, lambda one: one.today)
    if then.table == "touch_points":
        others = [one for one in differing if "words" not in one.fields]
        was = "; ".join(part for part in (_words(then), _values(others, lambda one: one.then)) if part)
    return _label(then), was, now if differing else _SAME, bool(differing)


def _values(fields: Sequence[Compared], of: Callable[[Compared], str]) -> str:
    return "; ".join(f"{one.label}: {in_words(of(one)) or '–'}" for one in fields)


def _gone(then: Then) -> Told:
    return _label(then), _words(then) or "All of it", _GONE, True


def _words(then: Then) -> str:
    return in_words(str(then.rows[0][1].get("words") or ""))


def _label(then: Then) -> str:
    """Of what was said when it was."""
    at = then.rows[0][1].get("at")
    if then.table != "touch_points" or at is None:
        return in_words(then.name)
    return f"{date_words(local(at).date())}, {hour_words(at)}"


def _line(place: int, row: Told, ticked: bool) -> Row:
    label, then, today, differs = row
    sign, tone = ("done circle", "accent") if ticked else ("lead", "text3") if differs else ("", "text3")
    weight = Weight.MEDIUM if differs else Weight.PLAIN
    ink = "text" if differs else "text3"
    cells = (
        Cell(icon=sign, icon_tone=tone),
        Cell(label, weight, ink),
        Cell(then or "–", weight, ink, tip=then),
        Cell(today or "–", tone="text2" if differs else "text3", tip=today),
    )
    spoken = f"{label}: then {then or 'nothing'}, today {today or 'nothing'}"
    return Row(place, cells, f"{spoken}, {'comes back' if ticked else 'stays as it is today'}")
