"""Who reached out, with whom, when and in what mood: one row of small choices in the log box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.rules.touch import DIRECTED, Direction, Kind, Mood
from ui.pages.customers.picks import Pick
from ui.parts.labels import menu_words
from ui.theme.tokens import Space

_FIRST_DIRECTION: Final = {Kind.CALL: "in", Kind.EMAIL: "in", Kind.LETTER: "out", Kind.VISIT: "out"}
_TURN: Final = {"in": "out", "out": "", "": "in"}


class LogDetails(QWidget):
    """Shows only what the kind can have: a note has no direction, and nobody is offered where nobody is known."""

    edited = Signal()
    time_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: tuple[tuple[int, str], ...] = ()
        self._contact: int | None = None
        self._direction: str = _FIRST_DIRECTION[Kind.CALL]
        self.direction = Pick("log.direction", "in", "In", grounded=True)
        self.direction.clicked.connect(self._turn)
        self.person = Pick("log.person", "person", "With…", grounded=True)
        self.person.clicked.connect(self._open_people)
        self.time = Pick("log.time", "time", "now", "When: now", grounded=True)
        self.time.clicked.connect(self.time_wanted)
        self._moods = {mood: self._make_mood(mood) for mood in (Mood.PLEASED, Mood.NEUTRAL, Mood.UPSET)}
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.XS + 2)
        for part in (self.direction, self.person, self.time):
            line.addWidget(part)
        line.addStretch(1)
        for pick in self._moods.values():
            line.addWidget(pick)

    def values(self) -> dict[str, Any]:
        """What is chosen."""
        mood = next((mood for mood, pick in self._moods.items() if pick.isChecked()), "")
        return {"direction": self._direction, "contact_id": self._contact, "mood": str(mood)}

    def fill(self, values: dict[str, Any], kind: Kind) -> None:
        """Show these values without telling; what is not given is as at first for the kind."""
        self._direction = values.get("direction", _FIRST_DIRECTION.get(kind, ""))
        self._contact = values.get("contact_id")
        for mood, pick in self._moods.items():
            pick.setChecked(mood == values.get("mood"))
        self.show_kind(kind)

    def take_kind(self, kind: Kind) -> None:
        """Another kind begins with its own usual direction."""
        self._direction = _FIRST_DIRECTION.get(kind, "")
        self.show_kind(kind)

    def show_people(self, people: Sequence[tuple[int, str]]) -> None:
        """The customer's people, of whom one may be chosen."""
        self._people = tuple(people)
        self._show_person()

    def show_kind(self, kind: Kind) -> None:
        """Say all anew."""
        direction = Direction(self._direction)
        self.direction.setVisible(kind in DIRECTED)
        words = direction.words if direction else "In or out"
        self.direction.say(direction or "hand over", words, f"Direction: {direction.words}")
        self._show_person()

    def show_time(self, told: str, opened: bool) -> None:
        """When it was; while its fields are open they say it themselves."""
        self.time.say("time", "then" if opened and told != "now" else told, f"When: {told}")

    def _show_person(self) -> None:
        person = dict(self._people).get(self._contact or 0, "")
        self.person.say("person", person or "With…", f"With: {person or 'nobody in particular'}")
        self.person.setVisible(bool(self._people))

    def _make_mood(self, mood: Mood) -> Pick:
        pick = Pick(f"log.mood.{mood}", mood, "", f"Mood: {mood}")
        pick.setCheckable(True)
        pick.clicked.connect(lambda on: self._take_mood(mood, on))
        return pick

    def _take_mood(self, mood: Mood, on: bool) -> None:
        """At most one mood; pressing it again takes it back."""
        for other, pick in self._moods.items():
            pick.setChecked(on and other == mood)
        self.edited.emit()

    def _turn(self) -> None:
        self._direction = _TURN[self._direction]
        self.edited.emit()

    def _open_people(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("log.people")
        menu.aboutToHide.connect(menu.deleteLater)
        for contact, name in (*self._people, (None, "Nobody in particular")):
            entry = menu.addAction(menu_words(name))
            entry.setCheckable(True)
            entry.setChecked(contact == self._contact)
            entry.triggered.connect(lambda _on=False, contact=contact: self._take_person(contact))
        menu.popup(self.person.mapToGlobal(QPoint(0, self.person.height() + 2)))

    def _take_person(self, contact: int | None) -> None:
        self._contact = contact
        self.edited.emit()
