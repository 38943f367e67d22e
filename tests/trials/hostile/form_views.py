"""What is typed: drafts that wait and are offered, promises, who is there already, the lists of the firm."""

from __future__ import annotations

from functools import partial
from typing import Any

from app.features.customers.finding import duplicates
from app.features.followups import open_follow_ups
from app.rules.text import clean
from tests.trials.hostile.book import Made
from tests.trials.hostile.drawn import beginning
from tests.trials.hostile.views import Views
from ui.frame.waiting_drafts import WaitingDrafts
from ui.pages.customers.draft_keys import CUSTOMER, NEW
from ui.pages.customers.draft_offers import DraftOffers
from ui.pages.customers.duplicates_hint import DuplicatesHint
from ui.pages.customers.follow_up_form import FollowUpForm
from ui.pages.customers.log_rows import PromiseRow, WhenRow
from ui.pages.lists.kinds import KINDS
from ui.pages.lists.panel import ListsPanel
from ui.window import Window


def show_forms(views: Views, what: str, text: str, made: Made) -> None:
    """Each of these once; the text has to be seen in it."""
    _drafts(views, what, text, made)
    _promises(views, what, text, made)
    _there_already(views, what, text)
    _lists(views, what, text)


def _drafts(views: Views, what: str, text: str, made: Made) -> None:
    window, page = views.window, _customers(views.window)
    drafts = views.memory.drafts
    drafts.save(CUSTOMER, NEW, {"name": ("", text[:20_000])}, text[:20_000])
    views.show.pass_by(lambda: window.go("customers", customer=made.customer))
    views.show.step(f"draft offered, {what}", page.card.refresh, lambda: page.card.findChild(DraftOffers), text)
    views.show.step(f"drafts wait, {what}", lambda: None, lambda: window.findChild(WaitingDrafts))
    views.menus(f"drafts, {what}", ("status.drafts",), text)
    drafts.drop(CUSTOMER, NEW)


def _promises(views: Views, what: str, text: str, made: Made) -> None:
    """The rows of the log box, and a follow-up that is made and changed."""
    page = _customers(views.window)
    when: Any = views.window.findChild(WhenRow)
    promise: Any = views.window.findChild(PromiseRow)
    views.show.step(f"when, {what}", when.open_row, when)
    views.show.step(f"promise, {what}", lambda: promise.fill({"follow_up_words": clean(text)[:20_000]}), promise, text)
    when.close_row()
    promise.close_row()
    due = page.desk.book.ask(open_follow_ups, customer_id=made.customer)[0].id
    form = lambda: page.card.findChild(FollowUpForm)  # noqa: E731
    views.show.step(f"follow-up, {what}", lambda: page.card.edit_follow_up(due), form, text)
    views.show.pass_by(views.escape)


def _there_already(views: Views, what: str, text: str) -> None:
    page = _customers(views.window)
    if not page.desk.book.ask(duplicates, clean(text), "", (), (), "DE"):
        return  # without letters nobody is alike
    hint = lambda: page.card.findChild(DuplicatesHint)  # noqa: E731
    views.show.pass_by(lambda: page.card.add(clean(text)))
    views.show.step(f"there already, {what}", lambda: page.card._form._look_for_duplicates(), hint, text)
    views.show.pass_by(views.escape)


def _lists(views: Views, what: str, text: str) -> None:
    """Each of the four lists, and the dialog that renames what is called so."""
    views.window.go("settings")
    panel: Any = views.window.findChild(ListsPanel)
    for kind in KINDS:
        views.show.step(f"{kind.title}, {what}", partial(panel.show_kind, kind), panel.table)
        named = next(key for key, name in panel._names.items() if beginning(text) in name)
        views.dialog(f"rename, {kind.title}, {what}", partial(panel.rename, named), text[:40])


def _customers(window: Window) -> Any:
    return window.pages["customers"]
