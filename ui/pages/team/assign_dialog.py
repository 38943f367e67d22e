"""The dialog that gives customers to a person: to whom, in which role, from when; and what that will do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app import clock
from app.errors import HousebookError, Refused
from app.features.assignments import Assign, RoleLine, Takers
from ui.pages.team.assign_words import Plan, preview
from ui.pages.team.people_picker import PeoplePicker, candidates
from ui.pages.team.questions import Chosen, Handling, chosen_customers
from ui.pages.team.tick_list import TickList
from ui.pages.team.words import customers, first_names
from ui.parts.buttons import button
from ui.parts.dialog import Dialog
from ui.parts.fields import Choice, Day
from ui.parts.form import Form, Refusal
from ui.parts.labels import text_label
from ui.parts.numbers import number
from ui.theme.tokens import Size, Space, Weight

if TYPE_CHECKING:
    from ui.desk import Desk

_PAUSE = 120
_WIDTH = 640
_NO_TAKER = "Whom you aimed at may not see customers, or has departed. Choose somebody else."


@dataclass(frozen=True, slots=True)
class Request:
    """Which customers; `lines` where some of them may be left out, `giver` who has them, `taker` who was aimed at."""

    ids: tuple[int, ...]
    lines: tuple[Handling, ...] = ()
    giver: int | None = None
    giver_name: str = ""
    taker: int | None = None
    role: str = ""


class AssignDialog(Dialog):
    """Nothing is done before Assign; what is refused stands beside its field, and everything stays as typed."""

    def __init__(self, window: QWidget, desk: Desk, takers: Takers, request: Request) -> None:
        title = f"Hand over from {request.giver_name}" if request.giver_name else "Assign customers"
        super().__init__(window, title, " ", width=_WIDTH, name="team.assign_dialog")
        self._desk, self._request, self._roles = desk, request, takers.roles
        self._chosen: Chosen | None = None
        self.ticks = TickList("team.assign_dialog.customers", request.lines) if request.lines else None
        self.picker = PeoplePicker("team.assign_dialog.people", candidates(takers), request.giver)
        self.form = _form(takers.roles, request.role)
        self._no_person = Refusal("team.assign_dialog.people.refusal")
        self._told = text_label("", Size.VALUE, Weight.MEDIUM, wrap=True)
        self._told.setObjectName("team.assign_dialog.preview")
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self._ask)
        self._lay_out()
        self._connect()
        if request.taker is not None:
            self._choose(request.taker)
        self._customers_changed()

    def begin(self) -> None:
        """Show it; the caret stands where a name is typed."""
        self.show_over(self.picker.words)

    def _choose(self, taker: int) -> None:
        self.picker.choose(taker)
        if self.picker.person() is None:
            self._refuse_person(_NO_TAKER)

    def ids(self) -> tuple[int, ...]:
        """The customers that are to be assigned."""
        return self.ticks.ids() if self.ticks is not None else self._request.ids

    # What it says

    def _customers_changed(self) -> None:
        self._chosen = None
        self._soon.start()
        count = len(self.ids())
        self._save.setText(f"{'Hand over' if self._request.giver_name else 'Assign'} {number(count)}")
        self._save.setEnabled(count > 0)
        if not self.words.text().strip():
            self._say_whom()
        self._tell()

    def _ask(self) -> None:
        if self.ids():
            self._desk.ask(self, chosen_customers, self.ids(), then=self._know)
        else:
            self._know(Chosen((), ()))

    def _know(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self._say_whom()
        self._tell()

    def _say_whom(self) -> None:
        names = self._chosen.names if self._chosen is not None else ()
        count = len(self.ids())
        self.words.setText(first_names(names, count) if names else customers(count))
        self.words.setVisible(True)

    def _tell(self) -> None:
        """The sentence that says what will be."""
        who, values = self.picker.person(), self.form.values()
        role = next((role for role in self._roles if role.id == values["role"]), None)
        count = len(self.ids())
        if who is None or role is None or not count:
            self._told.setText("Choose at least one customer." if not count else "Choose who takes over.")
        else:
            today = clock.today()
            from_day, until_day = values["from_day"] or today, values["until_day"]
            plan = Plan(who.name, count, self._chosen, role.name, role.is_owner, from_day, until_day)
            self._told.setText(preview(plan, today))
        self._told.set_tone("text3" if who is None or not count else "text")
        self.resized()

    # What it does

    def _assign(self) -> None:
        who, values = self.picker.person(), self.form.values()
        if who is None:
            self._refuse_person("Choose who takes over.")
            return
        self._accept_person()
        self._save.setEnabled(False)
        command = Assign(self.ids(), who.user_id, values["role"], values["from_day"], values["until_day"])
        self._desk.do(self, command, then=lambda _done: self.leave(), otherwise=self._refused)

    def _refused(self, error: HousebookError) -> None:
        self._save.setEnabled(True)
        field = error.field if isinstance(error, Refused) else None
        if field == "user":
            self._refuse_person(error.words)
        else:
            self.form.refuse(field, error.words)
        self.resized()

    def _refuse_person(self, words: str) -> None:
        self._no_person.say(words)
        self.picker.set_refused(True)
        self.picker.words.setFocus()
        self.resized()

    def _accept_person(self) -> None:
        self._no_person.say("")
        self.picker.set_refused(False)

    # Building

    def _lay_out(self) -> None:
        if self.ticks is not None:
            self._add_ticks(self.ticks)
        self.body.addWidget(text_label("To whom", Size.DETAIL, Weight.BOLD, "text2"))
        self.body.addWidget(self.picker)
        self.body.addWidget(self._no_person)
        self.body.addSpacing(Space.XS)
        self.form.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.body.addWidget(self.form)
        self.body.addWidget(self._told)
        self.add_button("Not now", name="team.assign_dialog.leave")
        self._save = self.add_button("Assign", "primary", self.form.submit, "team.assign_dialog.save")

    def _add_ticks(self, ticks: TickList) -> None:
        head = QHBoxLayout()
        head.addWidget(text_label("Which customers", Size.DETAIL, Weight.BOLD, "text2"), 1)
        for words, all_of_them in (("All", True), ("None", False)):
            name = f"team.assign_dialog.{words.lower()}"
            head.addWidget(button(words, "link", run=lambda on=all_of_them: ticks.tick_all(on), name=name))  # type: ignore[misc]
        self.body.addLayout(head)
        self.body.addWidget(ticks)
        ticks.ticked_changed.connect(self._customers_changed)

    def _connect(self) -> None:
        self.picker.chosen.connect(self._person_chosen)
        self.form.edited.connect(self._tell)
        self.form.submitted.connect(self._assign)
        self.form.left.connect(self.leave)
        self.picker.words.returnPressed.connect(self.form.submit)

    def _person_chosen(self) -> None:
        self._accept_person()
        self._tell()


def _form(roles: Sequence[RoleLine], wanted: str) -> Form:
    options = tuple((role.id, role.name) for role in roles)
    form = Form(
        "team.assign_form",
        [Choice("role", "As", options=options), Day("from_day", "From", hint="Today"),
         Day("until_day", "Until", hint="Open")],
    )  # fmt: skip
    fitting = [role.id for role in roles if role.name == wanted] + [role.id for role in roles if role.is_owner]
    form.set_values({"role": next(iter(fitting), None), "from_day": clock.today(), "until_day": None})
    return form
