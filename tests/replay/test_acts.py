"""What people do in a replay: real commands, whose conflicts somebody decides."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from random import Random
from typing import Any

import pytest

from app.book import Book, open_book
from app.errors import Conflict, HousebookError
from app.features.customers.card import card
from app.features.importing import read_files
from app.features.sampling import Picked, fill_with_sample, is_sample, picked
from app.rules.permissions import GRANTED, Role
from ui.replay.acts import OFFICE, arrive, edit
from ui.replay.person import Person
from ui.replay.plan import Plan
from ui.replay.steps import Act, Ask, Do, Pause, Step
from ui.replay.tally import Tally, took
from ui.replay.words import cards


@pytest.fixture
def sample(book: Book) -> Book:
    fill_with_sample(book.do, 30)
    return book


def carried_out(book: Book, step: Step) -> Any:
    if isinstance(step, Ask):
        return [book.ask(one.query, *one.args) for one in step.questions]
    return book.do(step.command) if isinstance(step, Do) else None


def play(book: Book, act: Act, seen: Callable[[Step], object] = lambda _step: None) -> None:
    """An act from its begin to its end, without a desk."""
    with suppress(StopIteration):
        step = next(act)
        while True:
            seen(step)
            try:
                answer = carried_out(book, step)
            except HousebookError as error:
                step = act.throw(error)
            else:
                step = act.send(answer)


def arrived(book: Book) -> Person:
    person = Person(Plan(1))
    play(book, arrive(person))
    return person


def test_a_sample_company_is_known_by_its_journal(book: Book) -> None:
    assert not book.ask(is_sample)
    assert book.ask(picked, 5, 1) == []
    fill_with_sample(book.do, 30)
    assert book.ask(is_sample)
    some = book.ask(picked, 5, 1)
    assert 1 <= len(some) <= 5
    assert some == book.ask(picked, 5, 1)


@pytest.mark.parametrize("name", OFFICE)
def test_every_act_can_be_done(sample: Book, name: str) -> None:
    person, steps = arrived(sample), list[Step]()
    before = sample.revision()
    if name == "undo":
        play(sample, OFFICE["log"].act(person))
    play(sample, OFFICE[name].act(person), steps.append)
    assert steps
    writes = any(isinstance(step, Do) for step in steps)
    assert writes == (name not in ("search", "look", "scroll"))
    assert (sample.revision() > before) == writes


def test_who_sees_only_has_only_acts_of_seeing() -> None:
    viewers = {name for name, kind in OFFICE.items() if kind.needs in GRANTED[Role.VIEWER]}
    assert viewers == {"search", "look", "scroll"}
    assert sum(kind.share for kind in OFFICE.values()) == 100


def test_two_who_edit_the_same_meet_in_a_conflict_and_choose(sample: Book, place: str) -> None:
    """Each reads the card before the other saves; whoever comes second decides, and nothing is lost unseen."""
    (busy,) = sample.ask(picked, 1, 1)
    with closing(open_book(place, "ann")) as there:
        chosen = sum(edited_at_once(sample, there, busy, number) for number in range(8))
    assert chosen >= 2


def edited_at_once(here: Book, there: Book, busy: Picked, number: int) -> int:
    one, other = (Person(Plan(1, busy=(busy.id,)), person, known=[busy]) for person in (number, -1 - number))
    second = edit(other)
    read = carried_out(there, next(second))
    play(here, edit(one))
    return finish(there, second, read, other)


def finish(book: Book, act: Act, read: Any, person: Person) -> int:
    """The rest of an edit whose form was read before; how often somebody had to choose."""
    step = act.send(read)
    while isinstance(step, Pause):
        step = act.send(None)
    assert isinstance(step, Do)
    ((field, (_, mine)),) = step.command.edits.items()
    try:
        book.do(step.command)
    except Conflict as conflict:
        with suppress(StopIteration):
            again = act.throw(conflict)
            assert isinstance(again, Do)
            act.send(book.do(again.command))
    stands = book.ask(card, step.command.customer_id).values[field]
    assert (stands == mine) == (person.chosen["theirs"] == 0)
    return person.chosen.total()


def test_the_cards_of_a_small_file_can_all_be_read_and_are_all_different() -> None:
    reading = read_files([("replayed.vcf", cards(Random(1), 25))])
    assert (len(reading.cards), reading.set_aside) == (25, ())
    assert len(set(reading.digests)) == 25


def test_figures_of_several_desks_add_up() -> None:
    one, other = Tally(acts=2), Tally(acts=3)
    one.taken["log"] += [1.0, 2.0]
    other.taken["log"] += [3.0]
    other.fail(Conflict(()))
    other.fail(HousebookError("This did not work."))
    one.add(other)
    (line,) = one.figures()
    assert (line.what, line.count, line.p50, line.worst) == ("log", 3, 2.0, 3.0)
    told = one.as_json()
    assert (told["acts"], told["refusals"], told["errors"]) == (5, {"Conflict": 1}, 1)
    assert took("log", [7.0]).p95 == 7.0
