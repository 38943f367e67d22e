"""The side panel: whom the board's row is about, what would be lost with them, their customers, and the verbs."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.pages.team.handled_list import HandledList
from ui.pages.team.questions import Held
from ui.pages.team.sights import Fact, Sight, spoken
from ui.pages.team.words import number_or_dash
from ui.parts.avatar import GAP, Avatar
from ui.parts.buttons import button
from ui.parts.ground import ground
from ui.parts.labels import IconLabel, text_label
from ui.parts.numbers import number
from ui.parts.section import Hairline, SectionHeading
from ui.theme.tokens import Size, Space, Weight

FIRST: Final = 200
"""So many customers stand in the panel; all of them are seen by customer."""
_NOTHING: Final = "None. Select customers in their list and press Ctrl\u00a0H, or drag them onto a person here."
_FACE: Final = 40
_FACT: Final = 26


class Facts(QWidget):
    """Signs, numbers and words below each other; in the past two columns of numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inner = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._inner)

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        """Show these instead."""
        self._column.removeWidget(self._inner)
        self._inner.hide()
        self._inner.deleteLater()
        self._inner = QWidget()
        grid = QGridLayout(self._inner)
        grid.setContentsMargins(2, 0, 0, 0)
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(0)
        for place, fact in enumerate(facts):
            grid.setRowMinimumHeight(place, _FACT)
            grid.addWidget(IconLabel(fact.sign, 16), place, 0)
            (self._then_and_now if fact.now is not None else self._plain)(grid, place, fact)
        self._column.addWidget(self._inner)

    def _plain(self, grid: QGridLayout, place: int, fact: Fact) -> None:
        count = text_label(number(fact.number), Size.VALUE, Weight.BOLD)
        count.set_right(True)
        count.setMinimumWidth(30)
        grid.addWidget(count, place, 1)
        grid.addWidget(text_label(fact.words, Size.VALUE, tone="text2", elide=True), place, 2)
        grid.setColumnStretch(2, 1)

    def _then_and_now(self, grid: QGridLayout, place: int, fact: Fact) -> None:
        grid.addWidget(text_label(fact.words, Size.VALUE, elide=True), place, 1)
        grid.setColumnStretch(1, 1)
        then = text_label(number_or_dash(fact.number), Size.VALUE, Weight.BOLD)
        now = text_label(number_or_dash(fact.now or 0), Size.VALUE, tone="text2")
        for column, label in ((2, then), (3, now)):
            label.set_right(True)
            label.setMinimumWidth(44)
            grid.addWidget(label, place, column)


class PersonHead(QWidget):
    """Face, name, what is true of them, and what they are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.face = Avatar(GAP, _FACE)
        self.name = text_label("", Size.TITLE, Weight.BOLD, elide=True)
        self.name.setObjectName("team.panel.name")
        self.state = text_label("", Size.VALUE, Weight.MEDIUM, elide=True)
        self.state.setObjectName("team.panel.state")
        self.detail = text_label("", Size.DETAIL, tone="text2", wrap=True)
        self.sign = IconLabel("away", 14)
        told = QHBoxLayout()
        told.setSpacing(Space.XS + 2)
        told.addWidget(self.sign)
        told.addWidget(self.state, 1)
        words = QWidget()
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addStretch(1)
        column.addWidget(self.name)
        column.addLayout(told)
        column.addWidget(self.detail)
        column.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, Space.M, 0, Space.M)
        line.setSpacing(Space.M)
        aside = QVBoxLayout()
        aside.addWidget(self.face)
        aside.addStretch(1)
        line.addLayout(aside)
        line.addWidget(words, 1)

    def show_sight(self, seen: Sight) -> None:
        """Show who or what it is."""
        self.face.set_face(seen.face)
        self.name.setText(seen.name)
        self.state.setText(seen.state)
        self.state.set_tone(seen.state_tone or "text2")
        self.state.setVisible(bool(seen.state))
        self.sign.setVisible(bool(seen.state_sign))
        if seen.state_sign:
            self.sign.set_icon(seen.state_sign, seen.state_tone or "text2")
        self.detail.setText(seen.detail)
        self.detail.setVisible(bool(seen.detail))


class SidePanel(QWidget):
    """Shows a sight and then the customers that belong to it; its verbs are there only where they can be done."""

    hand_over = Signal()
    edit_wanted = Signal()
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("team.panel")
        ground(self, "sunken")
        self.head, self.facts = PersonHead(), Facts()
        self._title = SectionHeading("")
        self._then = text_label("", Size.SMALL, Weight.MEDIUM, "text2")
        self._now = text_label("Today", Size.SMALL, Weight.MEDIUM, "text2")
        self.since = text_label("", Size.DETAIL, tone="text2", wrap=True)
        self.since.setContentsMargins(0, Space.S, 0, 0)
        self.since.setObjectName("team.panel.since")
        self.customers = SectionHeading("Customers", verb="All", run=self.all_wanted.emit, name="team.panel.all")
        self.list = HandledList("team.panel_list", wide=False)
        ground(self.list, "sunken")
        self.primary = button("Assign…", "primary", "hand over", self.hand_over.emit, "team.panel.hand_over")
        self.edit = button("Edit…", "", "edit", self.edit_wanted.emit, "team.panel.edit")
        self._nothing = text_label(_NOTHING, Size.DETAIL, tone="text2", wrap=True)
        self._foot, self._room, self._above_list = QWidget(), QWidget(), Hairline()
        self._lay_out()
        self.clear()

    def clear(self) -> None:
        """Nothing is selected."""
        self._inner.hide()
        self._foot.hide()

    def show_sight(self, seen: Sight, then: str, verbs: bool, may_edit: bool) -> None:
        """Show it; `then` is the day looked at if that is not today."""
        self.setAccessibleName(spoken(seen))
        self.head.show_sight(seen)
        self._title.title.setText(seen.title)
        self._then.setText(then)
        for part in (self._then, self._now):
            part.setVisible(bool(then))
        self.facts.show_facts(seen.facts)
        self.since.setVisible(False)
        self.primary.setText(seen.hand_over)
        self.primary.setVisible(verbs and bool(seen.hand_over))
        self.edit.setVisible(may_edit and seen.spot.kind != "gap")
        self.edit.setText("Rename…" if seen.spot.kind == "team" else "Edit…")
        self._foot.setVisible(not self.primary.isHidden() or not self.edit.isHidden())
        self._inner.show()

    def show_held(self, held: Held, today: date) -> None:
        """The customers, the first of them."""
        total, shown = len(held.ids), min(len(held.ids), FIRST)
        self.customers.set_count(f"{number(shown)} of {number(total)}" if shown < total else number(total))
        self.customers.verb.setVisible(bool(total))
        self.list.show_lines(held.lines[:FIRST], today)
        self._nothing.setVisible(not total and not self.list.isHidden())

    def show_list(self, shown: bool) -> None:
        """Whether the customers stand in the panel (or beside it)."""
        for part in (self._above_list, self.customers, self.list):
            part.setVisible(shown)
        self._nothing.setVisible(False)
        self._room.setVisible(not shown)

    def show_since(self, words: str) -> None:
        """What changed since the day looked at."""
        self.since.setText(words)
        self.since.setVisible(bool(words))

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(Space.S)
        title.addWidget(self._title, 1)
        for label in (self._then, self._now):
            label.set_right(True)
            label.setMinimumWidth(44)
            title.addWidget(label)
        self._inner = QWidget()
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (
            self.head,
            Hairline(),
            title,
            self.facts,
            self.since,
            Space.M,
            self._above_list,
            self.customers,
            self._nothing,
        ):
            self._add(column, part)
        column.addWidget(self.list, 1)
        column.addWidget(self._room, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._inner, 1)
        whole.addWidget(self._foot)
        self._lay_out_foot()

    def _add(self, column: QVBoxLayout, part: QWidget | QHBoxLayout | int) -> None:
        """With the pane's margins at both sides."""
        if isinstance(part, int):
            column.addSpacing(part)
            return
        line = QHBoxLayout()
        line.setContentsMargins(Space.PANE, 0, Space.PANE, 0)
        if isinstance(part, QWidget):
            line.addWidget(part)
        else:
            line.addLayout(part)
        column.addLayout(line)

    def _lay_out_foot(self) -> None:
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline())
        line = QHBoxLayout()
        line.setContentsMargins(Space.PANE, Space.M, Space.PANE, Space.M)
        line.setSpacing(Space.S)
        line.addWidget(self.primary)
        line.addWidget(self.edit)
        line.addStretch(1)
        column.addLayout(line)
