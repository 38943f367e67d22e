"""To whom: everybody who is there, with what they look after already; typing finds, Up and Down choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QVBoxLayout, QWidget

from app.features.assignments import Taker, Takers
from app.rules.folding import fold
from ui.pages.team.words import state_words
from ui.parts.avatar import face_for
from ui.parts.cells import Cell, Row
from ui.parts.editors import set_refused
from ui.parts.ground import ground
from ui.parts.numbers import number
from ui.parts.table import Column, TableView
from ui.theme.icons import icon
from ui.theme.tokens import Height, Space, Weight

_SEEN = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can take customers."""

    user_id: int
    name: str
    login: str
    team: str
    owned: int
    state: str
    sign: str
    tone: str


def candidates(takers: Takers) -> list[Candidate]:
    """Everybody who can take customers, in their order."""
    return [_candidate(one, takers.on) for one in takers.people]


def _candidate(one: Taker, on: date) -> Candidate:
    state = state_words(one.departed_on, one.away_until, on, one.locked)
    return Candidate(one.user_id, one.name, one.login, one.team or "No team", one.owned, *state)


class PeoplePicker(QWidget):
    """A line to type into, and the people who fit; the chosen one is the selected row."""

    chosen = Signal()

    def __init__(self, name: str, people: Sequence[Candidate], without: int | None, parent: QWidget | None = None):
        super().__init__(parent)
        self._people = [one for one in people if one.user_id != without]
        self._longest = max((one.owned for one in self._people), default=0) or 1
        self.words = QLineEdit()
        self.words.setObjectName(f"{name}.words")
        self.words.setAccessibleName("To whom")
        self.words.setPlaceholderText("Name, login or team")
        self.words.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.words.textChanged.connect(self._find)
        self.words.installEventFilter(self)
        columns = [
            Column("name", "Person", 260, sortable=False),
            Column("team", "Team", 110, sortable=False),
            Column("owned", "Owner of", 120, sortable=False, stretch=True),
        ]
        self.list = TableView(f"{name}.list", columns, headings=False, row=Height.ROW, margin=Space.S)
        self.list.setAccessibleName("People")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setFixedHeight(_SEEN * Height.ROW)
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.list.selection_changed.connect(self.chosen)
        ground(self.list, "sunken")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.words)
        column.addWidget(self.list)
        self._find()

    def person(self) -> Candidate | None:
        """Who was chosen."""
        current = self.list.current_id() if self.list.selected_ids() else None
        return next((one for one in self._people if one.user_id == current), None)

    def choose(self, user_id: int) -> None:
        """Choose somebody."""
        self.list.select([user_id])

    def set_refused(self, refused: bool) -> None:
        """Outline it as refused, or no longer."""
        set_refused(self.words, refused)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moves = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in moves:
            QApplication.sendEvent(self.list, event)
            return True
        return super().eventFilter(watched, event)

    def _find(self) -> None:
        wanted = fold(self.words.text()).split()
        fitting = [one for one in self._people if _fits(one, wanted)]
        before = self.person()
        self.list.show_rows([self._row(one) for one in fitting])
        if wanted and fitting and (before is None or before not in fitting):
            self.list.select([fitting[0].user_id])
        self.chosen.emit()

    def _row(self, one: Candidate) -> Row:
        name = Cell(
            one.name,
            Weight.MEDIUM,
            faces=(face_for(one.user_id, one.name),),
            note=one.state,
            note_icon=one.sign,
            note_tone=one.tone or "text2",
        )
        owned = Cell(number(one.owned), bar=one.owned / self._longest)
        spoken = ", ".join(part for part in (one.name, one.state, one.team, f"owner of {number(one.owned)}") if part)
        return Row(one.user_id, (name, Cell(one.team, tone="text2"), owned), spoken)


def _fits(one: Candidate, wanted: Sequence[str]) -> bool:
    words = fold(f"{one.name} {one.login} {one.team}").split()
    return all(any(word.startswith(typed) for word in words) for typed in wanted)
