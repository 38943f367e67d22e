"""What opens behind the pages: an operation and the question before its undoing, corrections, forms, a list's name."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import Any

from app.book import Book, open_book
from app.features.customers.card import card
from app.features.customers.lists import ListFilter
from app.features.touchpoints import LogTouchPoint, TouchFilter, firm_time_line
from app.features.undo import Kept, Undone
from tests.trials.hostile.book import Made
from tests.trials.hostile.views import Views
from ui.pages.journal.undoing import show_kept


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a customer: what a colleague did, who is there, and what was said last."""

    operation: int
    contact: int
    touch_point: int


def behind(book: Book, made: Made, text: str) -> Behind:
    """Found as the pages find it; before another's work is undone it is asked."""
    with closing(open_book(book.location, made.login)) as theirs:
        done = theirs.do(LogTouchPoint(made.customer, "call", text))
    said = book.ask(firm_time_line, TouchFilter(customer_id=made.customer))
    return Behind(done.operation or 0, book.ask(card, made.customer).contacts[0].id, said[0].id)


def show_behind(views: Views, what: str, text: str, made: Made) -> None:
    """Each of these once; the text has to be seen in it."""
    key, found = made.customer, behind(views.show.desk.book, made, text)
    window, actions = views.window, views.window.actions_here
    views.show.step(f"operation, {what}", lambda: window.go("journal", operation=found.operation), shows=text)
    panel: Any = window.pages["journal"].panel  # type: ignore[attr-defined]
    views.dialog(f"one change, {what}", lambda: panel._open_change(0), text)
    views.dialog(f"undo?, {what}", lambda: actions.trigger("journal.undo"), text)
    kept = Undone(1, (Kept("customers", key, key, text, f"{text} wrote it since"),))
    views.dialog(f"what was kept, {what}", lambda: show_kept(window, kept), text)
    views.dialog(
        f"correct, {what}", lambda: actions.trigger("touchpoints.correct", touch_point=found.touch_point), text
    )
    customers: Any = window.pages["customers"]
    views.show.step(f"back to the card, {what}", lambda: window.go("customers", customer=key), shows=text)
    views.dialog(f"save a list, {what}", lambda: customers.list.saved.ask_name(ListFilter(words=text[:3_000])), "")
    views.show.step(f"person, {what}", lambda: customers.card.edit_person(found.contact), shows=text)
    views.show.pass_by(views.escape)
