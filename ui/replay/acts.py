"""What people do at a desk: each act is written as it happens, step by step, with the questions that pages put."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app import clock
from app.errors import Conflict
from app.features.assignments import Assign
from app.features.customers.card import card
from app.features.customers.commands import EditCustomer
from app.features.customers.lists import ListFilter, first_lines, lines_of
from app.features.importing import ImportCards, already_there, read_files
from app.features.sampling import picked
from app.features.team import users
from app.features.touchpoints import LogTouchPoint, TouchFilter, count_touch_points, time_line
from app.features.undo import UndoOperation
from app.rules.people import departed
from app.rules.permissions import Permission
from ui.pages.customers.search import customers_found, people_found
from ui.pages.customers.sights import form_lists, sight
from ui.pages.customers.time_line_pane import PAGE
from ui.pages.touchpoints.search import said
from ui.replay.person import Person
from ui.replay.plan import TYPING_SECONDS
from ui.replay.steps import Act, Ask, Do, Pause, Question
from ui.replay.words import cards

_AROUND, _SCREENS, _SCREEN, _IN_SIGHT = 100, 3, 40, 8
_A_SENTENCE, _A_FIELD = 80, 12
"""Letters."""
_DISPUTED: Final = 0.6
"""Most edits are of customers with whom others have to do as well: there two change the same."""
_FILE: Final = "replayed.vcf"
_SORTS: Final = ((("name", False),), (("touch", True),), (("owner", False), ("name", False)))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of act: how it goes, how many of a hundred acts are such, and what it takes to do it."""

    act: Callable[[Person], Act]
    share: float
    needs: Permission = Permission.SEE_CUSTOMERS


def arrive(person: Person) -> Act:
    """In the morning: the list as it opens, who is there, and with whom one has to do."""
    lot = Question(picked, _AROUND, person.lot.randrange(2**31))
    person.known, everybody, _ = yield Ask("arrive", (lot, Question(users), _list(0)))
    person.colleagues = [one.id for one in everybody if not departed(one.departed_on, clock.today())]


def search(person: Person) -> Act:
    """Type until the one who is sought stands in sight, and open the card."""
    wanted = person.somebody()
    words, seen = person.sought(wanted), None
    for end in range(1, len(words) + 1):
        asked = tuple(Question(one, words[:end]) for one in (customers_found, people_found, said))
        seen, _, _ = yield Ask("type a letter", asked)
        if wanted.id in [line.id for line in seen[:_IN_SIGHT]]:
            yield from _show(person, wanted.id)
            return
        yield Pause(TYPING_SECONDS)
    if seen:
        yield from _show(person, seen[0].id)


def look(person: Person) -> Act:
    """Open a card, and see what passed."""
    yield from _show(person, person.whom())


def scroll(person: Person) -> Act:
    """Run through the list, in one of its orders."""
    (lines,) = yield Ask("show the list", (_list(person.lot.randrange(len(_SORTS))),))
    person.meet(lines[:_AROUND])
    for _ in range(_SCREENS):
        yield Pause(TYPING_SECONDS)
        yield Ask("scroll a screen", (Question(lines_of, person.some(_SCREEN, _SCREEN)),))


def log(person: Person) -> Act:
    """Note what passed just now, with the card before one's eyes."""
    customer = person.whom()
    yield from _show(person, customer)
    yield Pause(TYPING_SECONDS * _A_SENTENCE)
    yield from _do(person, "log", person.touch_point(customer, clock.today()))


def edit(person: Person) -> Act:
    """Change a card; if somebody changed the same meanwhile, choose."""
    customer = person.whom(_DISPUTED)
    (lists,) = yield Ask("open a form", (Question(form_lists, customer),))
    yield Pause(TYPING_SECONDS * _A_FIELD)
    yield from _save(person, customer, person.edits(lists.card))


def assign_one(person: Person) -> Act:
    """Give a customer to a colleague."""
    yield from _do(person, "assign one", Assign((person.whom(),), person.colleague()))


def assign_some(person: Person) -> Act:
    """Give several to a colleague at once."""
    yield from _do(person, "assign some", Assign(person.some(5, 50), person.colleague()))


def bring_in(person: Person) -> Act:
    """Import a small file, after looking at what would come."""
    reading = read_files([(_FILE, cards(person.lot, person.lot.randint(3, 25)))])
    yield Ask("look at a file", (Question(already_there, reading),))
    yield Pause(TYPING_SECONDS * _A_FIELD)
    yield from _do(person, "import", ImportCards(reading, tags=("Replayed",)))


def undo(person: Person) -> Act:
    """Take back something that one did oneself today."""
    if person.done:
        yield Do("undo", UndoOperation(person.done.pop(person.lot.randrange(len(person.done)))))


def refresh(person: Person) -> Act:
    """What the screen asks again when somebody changed something."""
    if person.customer is not None:
        yield Ask("refresh a card", (_card(person.customer), _passed(person.customer)))


OFFICE: Final[Mapping[str, Kind]] = {
    "search": Kind(search, 34),
    "look": Kind(look, 22),
    "scroll": Kind(scroll, 8),
    "log": Kind(log, 22, LogTouchPoint.needs),
    "edit": Kind(edit, 8, EditCustomer.needs),
    "assign one": Kind(assign_one, 2, Assign.needs),
    "assign some": Kind(assign_some, 1, Assign.needs),
    "import": Kind(bring_in, 1, ImportCards.needs),
    "undo": Kind(undo, 2, UndoOperation.needs),
}
"""A day: mostly somebody is looked for, looked at, spoken to."""


def _show(person: Person, customer: int) -> Act:
    """The card and the time line ask side by side, as their panes do."""
    person.customer, passed = customer, TouchFilter(customer_id=customer)
    panes = _card(customer), Question(card, customer), Question(users), _passed(customer)
    yield Ask("open a card", (*panes, Question(count_touch_points, passed), Question(count_touch_points, passed)))


def _do(person: Person, what: str, command: Any) -> Act:
    done = yield Do(what, command)
    person.note_done(done.operation)


def _save(person: Person, customer: int, edits: dict[str, tuple[Any, Any]]) -> Act:
    """At a conflict either mine is written over theirs, or theirs stays."""
    try:
        yield from _do(person, "save a card", EditCustomer(customer, edits))
    except Conflict as conflict:
        mine = person.lot.random() < 0.5
        person.chosen["mine" if mine else "theirs"] += 1
        if mine:
            yield from _save(person, customer, edits | {one.field: (one.theirs, one.mine) for one in conflict.fields})


def _list(sort: int) -> Question:
    return Question(first_lines, ListFilter(), _SORTS[sort])


def _card(customer: int) -> Question:
    return Question(sight, customer, clock.today())


def _passed(customer: int) -> Question:
    return Question(time_line, customer, None, PAGE)
