"""The past beside today: the minute that is asked for, a window on it, and what is taken back out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app import clock
from app.as_of import AsOf
from app.errors import HousebookError
from app.features.taking_back.then import Then, customers_then
from app.past_book import open_as_of
from tests.trials.hostile.book import Made
from tests.trials.hostile.views import Views
from ui.frame.minute import MinuteDialog
from ui.frame.taking_back import TakeBackDialog
from ui.past import PastWindow


def show_past(views: Views, text: str, made: Made) -> None:
    """Once, for a window on it takes a copy of the whole book: a customer of this name is seen there."""
    past = open_as_of(views.show.desk.book, clock.now())
    window = PastWindow(past, views.show.desk, past.folder)
    window.resize(views.window.size())
    views.show.pass_by(window.show)
    views.show.step("past", lambda: window.go("customers", customer=made.customer), window, text)
    views.show.until(window.desk.idle)
    window.close()
    window.deleteLater()


def show_then(views: Views, what: str, text: str, made: Made) -> None:
    """The dialogs, each in every way in which it can stand; the text has to be seen in it."""
    _minute(views, what, text)
    then = views.show.desk.book.ask(customers_then, [made.customer])[0]
    changed = {then.uid: _changed(then)}
    ways = {"fields": ((then,), changed), "one": ((then,), {}), "some": ((then, replace(then, uid="gone")), changed)}
    for way, (thens, today) in ways.items():
        dialog = TakeBackDialog(views.window, views.show.desk, thens, today, "the backup of 2026-03-12 14:05")
        views.dialog(f"take back {way}, {what}", dialog.begin, text)


def _minute(views: Views, what: str, text: str) -> None:
    """As it is asked for, as it is refused, and the book that was made of it."""
    made = AsOf(f"/{text}", 1, clock.now(), 1, encrypted=True, erased=0)

    def show(name: str, come: Callable[[MinuteDialog], object], shows: str = text) -> None:
        dialog = MinuteDialog(views.window, views.show.desk, lambda _moment: None, lambda _moment: None)
        views.show.pass_by(dialog.begin)
        views.dialog(f"{name}, {what}", lambda: come(dialog), shows)

    show("minute", lambda _dialog: None, "")
    show("minute refused", lambda dialog: dialog._refused(HousebookError(text)))
    show("minute made", lambda dialog: dialog._done(made))


def _changed(then: Then) -> Then:
    """As it is after somebody wrote other notes."""
    table, values = then.rows[0]
    return replace(then, rows=((table, {**values, "notes": "today"}), *then.rows[1:]))
