"""A card that comes in the place of the same customer's: what is seen in the end is the newest, or nobody."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from pytestqt.qtbot import QtBot

from app import clock
from app.errors import NotFound, Refused
from app.features.customers.commands import AddCustomer, EditCustomer
from app.features.team import users
from app.features.undo import UndoOperation
from tests.pages.panes import card_pane
from tests.pages.scene import Scene
from ui.pages.customers.card_pane import CardPane
from ui.pages.customers.card_view import CardView
from ui.pages.customers.sights import Sight, sight


@dataclass
class Shown:
    """A pane with a customer as the book has it, later sights of that customer, and what was put in place since."""

    pane: CardPane
    first: Sight
    second: Sight
    third: Sight
    seen: list[Sight] = field(default_factory=list)

    def settled(self) -> bool:
        """Nothing is asked, built or thrown away any more."""
        cards = len(self.pane.findChildren(CardView))
        return self.pane.desk.idle() and cards == (0 if self.pane._card.view is None else 1)

    def note(self) -> None:
        if (view := self.pane._card.view) is not None:
            self.seen.append(view.sight)


@pytest.fixture
def shown(qtbot: QtBot, stage: Scene, customer: int) -> Shown:
    """The later sights were undone before anything is shown, and the pane hears of no change: the test brings them."""
    stage.listen("messages.say")
    edits: list[int] = []
    first = look(stage, customer)
    second, third = (call_them(stage, customer, edits, *names) for names in (("", "second"), ("second", "third")))
    for edit in reversed(edits):
        stage.do(UndoOperation(edit))
    assert look(stage, customer) == first
    made = Shown(card_pane(qtbot, stage), first, second, third)
    stage.desk.changed.disconnect(made.pane._hear)
    made.pane.show_customer(customer)
    qtbot.waitUntil(lambda: made.pane._card.customer == customer and made.settled())
    made.pane._card.came.connect(made.note)
    return made


def call_them(stage: Scene, customer: int, edits: list[int], was: str, now: str) -> Sight:
    """Another name for them, as it is seen; the operation is noted."""
    done = stage.book.do(EditCustomer(customer, {"nickname": (was, now)}))
    assert done.operation is not None
    edits.append(done.operation)
    return look(stage, customer)


def look(stage: Scene, customer: int) -> Sight:
    return stage.book.ask(sight, customer, clock.today())


def test_nobody_is_chosen_while_a_card_is_coming(qtbot: QtBot, shown: Shown) -> None:
    shown.pane._take(shown.second)
    shown.pane.show_customer(None)
    qtbot.waitUntil(shown.settled)
    assert shown.seen == [] and shown.pane._nobody.isVisible()


def test_another_one_is_chosen_while_a_card_is_coming(qtbot: QtBot, stage: Scene, shown: Shown) -> None:
    other = stage.do(AddCustomer(name="Grippers"))
    shown.pane._take(shown.second)
    shown.pane.show_customer(other, later=True)
    qtbot.waitUntil(shown.settled)
    assert shown.seen == []


def test_the_customer_is_gone_while_a_card_is_coming(qtbot: QtBot, shown: Shown) -> None:
    shown.pane._take(shown.second)
    shown.pane._missing(NotFound("This customer is not in the book (any more)."))
    qtbot.waitUntil(shown.settled)
    assert shown.seen == [] and shown.pane._nobody.isVisible()
    shown.pane._not_done(Refused("This promise is gone."))
    qtbot.waitUntil(shown.settled)
    assert shown.seen == [] and shown.pane._nobody.isVisible()


def test_a_customer_who_comes_back_is_seen_again(qtbot: QtBot, shown: Shown) -> None:
    open_small_form(shown)
    shown.pane._missing(NotFound("This customer is not in the book (any more)."))
    shown.pane._take(shown.first)
    qtbot.waitUntil(shown.settled)
    assert shown.seen == [shown.first] and shown.pane._scroll.isVisible()


def test_a_change_that_was_undone_while_its_card_is_coming_is_not_seen(qtbot: QtBot, shown: Shown) -> None:
    shown.pane._take(shown.second)
    shown.pane._take(shown.first)
    qtbot.waitUntil(shown.settled)
    assert shown.seen == [shown.first]


def test_the_newest_is_seen_when_the_small_form_is_closed(qtbot: QtBot, shown: Shown) -> None:
    shown.pane._take(shown.second)
    open_small_form(shown)
    shown.pane._take(shown.third)
    qtbot.waitUntil(shown.settled)
    assert shown.seen == []
    shown.pane._close_follow_up()
    qtbot.waitUntil(shown.settled)
    assert shown.seen == [shown.third]


def test_a_change_that_was_undone_while_one_types_is_not_seen(qtbot: QtBot, shown: Shown) -> None:
    open_small_form(shown)
    shown.pane._take(shown.second)
    shown.pane._take(shown.first)
    shown.pane._close_follow_up()
    qtbot.waitUntil(shown.settled)
    assert shown.seen == [shown.first]


def test_what_was_not_done_leaves_the_newest_card(qtbot: QtBot, shown: Shown) -> None:
    shown.pane._take(shown.second)
    shown.pane._not_done(Refused("This promise is gone."))
    qtbot.waitUntil(shown.settled)
    assert shown.seen == [shown.second]


def test_who_had_them_before_is_not_put_on_a_card_that_is_gone(qtbot: QtBot, shown: Shown) -> None:
    shown.pane._show_history()
    shown.pane.show_customer(None)
    qtbot.waitUntil(shown.settled)
    assert shown.pane._nobody.isVisible()


def open_small_form(shown: Shown) -> None:
    shown.pane._open_follow_up(shown.pane.desk.book.ask(users))
