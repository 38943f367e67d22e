"""The state machine: two people do whatever two people do, in any order, from forms that may have grown old."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from app.features.assignments import Assign, EndAssignments
from app.features.customers.commands import AddCustomer, BringBackCustomers, RetireCustomers
from app.features.customers.contacts import AddContact, LinkContact, UnlinkContact
from app.features.customers.reaches import PhoneInput
from app.features.followups import AddFollowUp, FinishFollowUp
from app.features.importing import ImportCards, read_files
from app.features.touchpoints import LogTouchPoint, RestoreTouchPoint, WithdrawTouchPoint
from app.work import Command
from tests.trials.two_people import acts
from tests.trials.two_people.desks import Desks, Tally, place
from tests.trials.two_people.editing import REACHES, of
from tests.trials.two_people.forms import (
    FACETS,
    NUMBERS,
    WORDS,
    Form,
    contact_form,
    customer_form,
    promise_form,
    reached_by,
    touch_point_form,
)
from tests.trials.two_people.rows import Expected, Rows, links_of

DESKS = st.integers(0, 1)
TURNS = st.integers(0, 11)
WORD = st.sampled_from(WORDS)
SAID = st.sampled_from(WORDS[1:])
SEARCHED = (*WORDS[1:], *(number.split()[-1] for number in NUMBERS), "zoe")
_MOST = (("phones", 3), ("emails", 2), ("addresses", 3), ("links", 2))
"""By table one more than a new customer has of it at most."""
_LOOKED_AT = 4
"""After so many steps the lists and one search are looked at; all searches at the end of a history."""
CARDS = tuple(
    f"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{word.title()}\r\nNOTE:{word}\r\nTEL:{number}\r\nEND:VCARD\r\n".encode()
    for word, number in zip(WORDS[1:4], NUMBERS, strict=True)
)


def as_it_is(command: Command[Any]) -> Command[Any]:
    """Nothing is broken."""
    return command


class TwoPeople(RuleBasedStateMachine):
    """Ann and Ben; `seen` is by desk what stands on its screen, `open_form` the edit that met a conflict."""

    engine: ClassVar[str] = "sqlite"
    tally: ClassVar[Tally] = Tally()
    written: ClassVar[Callable[[Command[Any]], Command[Any]]] = staticmethod(as_it_is)

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.desks: Desks | None = None

    @initialize()
    def two_customers(self) -> None:
        location = self.open.enter_context(place(self.engine))
        self.desks = Desks(location, self.tally, type(self).written)
        self.open.callback(self.desks.close)
        self.seen: list[Rows] = [self.desks.rows, self.desks.rows]
        self.open_form: list[tuple[Form, dict[str, Any]] | None] = [None, None]
        self._add_customer(0, "company", "Stone", 0)
        self._add_customer(1, "person", "Zoe", 1)
        self.look(0)
        self.add_contact(0, 0, "birch")
        self.look(0)
        self.look(1)

    @property
    def at(self) -> Desks:
        """Both desks, once the book is there."""
        if self.desks is None:
            raise RuntimeError("The book is not open yet.")
        return self.desks

    @rule(desk=DESKS)
    def look(self, desk: int) -> None:
        self.tally.steps += 1
        self.seen[desk] = self.at.rows

    @rule(
        desk=DESKS, turn=TURNS, facets=st.lists(st.sampled_from(FACETS), min_size=1, max_size=2, unique=True), word=WORD
    )
    def edit_customer(self, desk: int, turn: int, facets: list[str], word: str) -> None:
        if customer := self._pick(desk, "customers", turn % 3):
            self._save(desk, customer_form(self.seen[desk], customer, facets, word, turn))

    @rule(desk=DESKS, turn=TURNS, facet=st.sampled_from(FACETS), words=st.permutations(WORDS))
    def edit_both(self, desk: int, turn: int, facet: str, words: list[str]) -> None:
        """Both save the same field of the same customer, one after the other; the second did not look."""
        if (customer := self._pick(desk, "customers", turn % 2)) in self._known(1 - desk):
            for one, word in ((desk, words[0]), (1 - desk, words[1])):
                self._save(one, customer_form(self.seen[one], customer, [facet], word, turn))

    @rule(desk=DESKS, turn=TURNS, facet=st.sampled_from(FACETS), words=st.permutations(WORDS))
    def go_on_and_undo(self, desk: int, turn: int, facet: str, words: list[str]) -> None:
        """One saves, the other looks and goes on with the same field, the first undoes."""
        done = len(self.at.done)
        for one, word in ((desk, words[0]), (1 - desk, words[1])):
            self.look(one)
            if customer := self._pick(one, "customers", turn % 2):
                self._save(one, customer_form(self.seen[one], customer, [facet], word, turn))
        if len(self.at.done) > done:
            self._undo(desk, done)

    @rule(desk=DESKS, turn=TURNS, facet=st.sampled_from(("name", "notes", "role")), word=WORD)
    def edit_contact(self, desk: int, turn: int, facet: str, word: str) -> None:
        if key := self._pick(desk, "memberships", turn):
            at = self.seen[desk]["memberships", key]
            self._save(desk, contact_form(self.seen[desk], at["customer_id"], at["contact_id"], facet, word))

    @rule(desk=DESKS, turn=TURNS, word=SAID)
    def correct(self, desk: int, turn: int, word: str) -> None:
        if touch := self._pick(desk, "touch_points", turn):
            edits: dict[str, Any] = {"words": word} if turn % 3 else {"words": word, "minutes": turn}
            self._save(desk, touch_point_form(self.seen[desk], touch, edits))

    @rule(desk=DESKS, turn=TURNS, word=WORD)
    def change_promise(self, desk: int, turn: int, word: str) -> None:
        if promise := self._pick(desk, "follow_ups", turn):
            later = acts.today() + timedelta(days=turn)
            self._save(desk, promise_form(self.seen[desk], promise, {"words": word} if turn % 2 else {"due_on": later}))

    @rule(desk=DESKS, mine=st.booleans())
    def choose(self, desk: int, mine: bool) -> None:
        """What the form offers after a conflict: what was typed, or what was found."""
        met, self.open_form[desk] = self.open_form[desk], None
        if met is not None:
            form, clashes = met
            self._save(desk, form.chosen(clashes, mine))

    @rule(desk=DESKS, turn=TURNS, word=WORD)
    def add_customer(self, desk: int, turn: int, word: str) -> None:
        self._add_customer(desk, "person" if turn % 2 else "company", word.title() or "Zoe", turn)

    def _add_customer(self, desk: int, kind: str, given: str, turn: int) -> None:
        tags = WORDS[1:][: turn % 2 + turn // 6]
        name = {"given": given, "family": "Stone"} if kind == "person" else {"name": given}
        reaches = {table: [reached_by(table, given.lower(), n) for n in range(turn % most)] for table, most in _MOST}
        filled: dict[str, Any] = {table: [REACHES[table](**one) for one in some] for table, some in reaches.items()}
        typed = {part: words for part, words in name.items() if part != "name"}
        command = AddCustomer(kind=kind, values=typed, name=name.get("name", ""), tags=tags, **filled)
        self._act(desk, command, lambda rows: acts.add_customer(kind, name, reaches, tags, rows))

    @rule(desk=DESKS, turn=TURNS, word=SAID)
    def add_contact(self, desk: int, turn: int, word: str) -> None:
        if customer := self._pick(desk, "customers", turn):
            raw = NUMBERS[turn % 3]
            command = AddContact(customer, word, phones=[PhoneInput(raw=raw)])
            self._act(desk, command, lambda rows: acts.add_contact(rows, customer, word, raw))

    @rule(desk=DESKS, turn=TURNS, other=TURNS)
    def link_contact(self, desk: int, turn: int, other: int) -> None:
        customer, contact = self._pick(desk, "customers", turn), self._pick(desk, "contacts", other)
        if customer and contact:
            command = LinkContact(customer, contact)
            self._act(desk, command, lambda rows: acts.link_contact(rows, customer, contact))

    @rule(desk=DESKS, turn=TURNS)
    def unlink_contact(self, desk: int, turn: int) -> None:
        if key := self._pick(desk, "memberships", turn):
            at = self.seen[desk]["memberships", key]
            whose = at["customer_id"], at["contact_id"]
            self._act(desk, UnlinkContact(*whose), lambda rows: acts.unlink_contact(rows, *whose))

    @rule(desk=DESKS, turn=TURNS, word=SAID)
    def log(self, desk: int, turn: int, word: str) -> None:
        if customer := self._pick(desk, "customers", turn):
            due_on = acts.today() if turn % 2 else None
            command = LogTouchPoint(customer, "call", word, follow_up_on=due_on, follow_up_words=word if due_on else "")
            user = self.at.books[desk].user.id
            self._act(desk, command, lambda rows: acts.log(rows, customer, user, word, due_on))

    @rule(desk=DESKS, turn=TURNS, back=st.booleans())
    def withdraw(self, desk: int, turn: int, back: bool) -> None:
        if touch := self._pick(desk, "touch_points", turn):
            command: Command[None] = RestoreTouchPoint(touch) if back else WithdrawTouchPoint(touch)
            self._act(desk, command, lambda rows: acts.stamp(rows, "touch_points", touch, "withdrawn_at", back=back))

    @rule(desk=DESKS, turn=TURNS, other=TURNS, word=WORD)
    def promise(self, desk: int, turn: int, other: int, word: str) -> None:
        if customer := self._pick(desk, "customers", turn):
            touch = self._pick(desk, "touch_points", other) if other % 2 else None
            command = AddFollowUp(customer, acts.today(), word, touch_point_id=touch or None)
            user = self.at.books[desk].user.id
            self._act(desk, command, lambda rows: acts.promise(rows, customer, user, word, acts.today(), touch or None))

    @rule(desk=DESKS, turn=TURNS)
    def finish(self, desk: int, turn: int) -> None:
        if promise := self._pick(desk, "follow_ups", turn):
            self._act(desk, FinishFollowUp(promise), lambda rows: acts.stamp(rows, "follow_ups", promise, "done_at"))

    @rule(desk=DESKS, turn=TURNS, whom=DESKS, many=st.booleans())
    def assign(self, desk: int, turn: int, whom: int, many: bool) -> None:
        customers = self._picks(desk, turn, many)
        role, row = of(self.at.rows, "assignment_roles")[turn % 4 // 3]
        user = self.at.books[whom].user.id
        command = Assign(customers, user, role)
        self._act(desk, command, lambda rows: acts.assign(rows, customers, user, role, row["is_owner"]))

    @rule(desk=DESKS, turn=TURNS)
    def end(self, desk: int, turn: int) -> None:
        if assignment := self._pick(desk, "assignments", turn):
            self._act(desk, EndAssignments((assignment,)), lambda rows: acts.end(rows, assignment))

    @rule(desk=DESKS, turn=TURNS, many=st.booleans(), back=st.booleans())
    def retire(self, desk: int, turn: int, many: bool, back: bool) -> None:
        customers = self._picks(desk, turn, many)
        command: Command[int] = BringBackCustomers(customers) if back else RetireCustomers(customers)
        self._act(desk, command, lambda rows: acts.retire(rows, customers, back=back))

    @rule(desk=DESKS, turn=st.integers(1, 7))
    def bring_in(self, desk: int, turn: int) -> None:
        cards = b"".join(card for place, card in enumerate(CARDS) if turn >> place & 1)
        reading = read_files([("people.vcf", cards)])
        command = ImportCards(reading, tags=("dune",))
        self._act(desk, command, lambda rows: acts.bring_in(rows, reading, "dune"))

    @rule(desk=DESKS, back=st.integers(0, 2))
    def undo_the_last(self, desk: int, back: int) -> None:
        self._undo(desk, -1 - back)

    @rule(desk=DESKS)
    def undo_the_undoing(self, desk: int) -> None:
        undoings = [place for place, one in enumerate(self.at.done) if one.undoes is not None]
        self._undo(desk, undoings[-1] if undoings else -1)

    @rule(desk=DESKS, place=st.integers(0, 99))
    def undo_any(self, desk: int, place: int) -> None:
        self._undo(desk, place % max(len(self.at.done), 1))

    def _undo(self, desk: int, place: int) -> None:
        if -len(self.at.done) <= place < len(self.at.done):
            self.tally.steps += 1
            self.at.undo(desk, self.at.done[place])
            self.at.check()

    def _save(self, desk: int, form: Form) -> None:
        clashes = self._act(desk, form.command(form.edits), lambda rows: form.foreseen(rows, form.edits))
        self.open_form[desk] = (form, dict(clashes)) if clashes else None

    def _act(self, desk: int, command: Command[Any], foreseen: Callable[[Rows], Expected]) -> Any:
        """Carry it out; what the desk itself wrote, it has seen."""
        self.tally.steps += 1
        before = self.at.rows
        clashes = self.at.act(desk, command, lambda: foreseen(before))
        own = {key: row for key, row in self.at.rows.items() if before.get(key) != row}
        about = {link: self.at.rows[link] for key, row in own.items() for link in links_of(key, row)}
        self.seen[desk] = about | self.seen[desk] | own
        if self.tally.steps % _LOOKED_AT == 0:
            self.at.check((SEARCHED[self.tally.steps // _LOOKED_AT % len(SEARCHED)],))
        return clashes

    def _pick(self, desk: int, table: str, turn: int) -> int:
        """The key of a row that the desk has on its screen; 0 if it shows none."""
        known = of(self.seen[desk], table)
        return known[turn % len(known)][0] if known else 0

    def _picks(self, desk: int, turn: int, many: bool) -> tuple[int, ...]:
        known = self._known(desk)
        return tuple(known) if many else tuple(known[turn % len(known) :][:1]) if known else ()

    def _known(self, desk: int) -> list[int]:
        return [number for number, _ in of(self.seen[desk], "customers")]

    def teardown(self) -> None:
        with self.open:
            if self.desks is not None and not self.desks.failed:
                self.desks.check(SEARCHED)
                self.desks.check_journal()
