"""What leaves the book: who asks, who says yes, the dialog, the ledger, a file that is found in it, the notices."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from PySide6.QtWidgets import QPushButton

from app.book import Book, open_book
from app.features.leaving import AddCanary, AnswerRequest, AskApproval, LetOut, RemoveCanary, canaries
from app.features.openings import NoteOpenings
from tests.trials.hostile.book import Made
from tests.trials.hostile.views import Views
from ui.frame.openings import OpeningsStrip
from ui.pages.ledger.canaries import AddCanaryDialog

MANY = 300
WAY = "csv"


def show_leaving(views: Views, what: str, text: str, made: Made) -> None:
    """With the text as reason, as place, as file, and as the name of who asks, takes and approves."""
    reason = f"{text[:20_000]} for the fair"
    with closing(open_book(views.show.desk.book.location, made.login)) as theirs:
        _asked(views, what, text, reason, made, theirs)
        _approved(views, what, text, reason, made, theirs)
        _opened(views, what, text, theirs)
    _found(views, what, text)
    _canaries(views, what, text)


def _asked(views: Views, what: str, text: str, reason: str, made: Made, theirs: Book) -> None:
    """A colleague asks, gets a yes on the page, and takes the customers."""
    window, ledger = views.window, _page(views, "ledger")
    key = theirs.do(AskApproval((made.customer,), WAY, reason)).answer
    views.show.step(f"asked, {what}", lambda: window.go("ledger"), lambda: ledger.asking, text)
    approve = ledger.findChild(QPushButton, f"ledger.approve.{key}")
    views.show.pass_by(approve.click)
    before = ledger._number.text()
    theirs.do(LetOut((made.customer,), WAY, text[:20_000], reason))
    views.show.until(lambda: ledger._number.text() != before)  # what is read anew keeps its place: scroll after it
    views.show.step(f"ledger, {what}", ledger.table.scrollToTop, ledger.table, text)
    views.menus(f"ledger, {what}", ("ledger.person",), text)
    views.menus(f"ledger, {what}", ("ledger.span",))


def _approved(views: Views, what: str, text: str, reason: str, made: Made, theirs: Book) -> None:
    """The colleague says yes: what became of one's own request, and the dialog in which its reason stands."""
    window, actions, own = views.window, views.window.actions_here, views.show.desk.book
    views.dialog(f"export, {what}", lambda: actions.trigger("customers.export", customers=[made.customer]), "")
    key = own.do(AskApproval((made.customer,), WAY, reason)).answer
    theirs.do(AnswerRequest(key, approve=True))
    views.show.step(f"approved, {what}", lambda: window.go("ledger"), _page(views, "ledger").asking, text)
    begin = lambda: actions.trigger("customers.export_approved", request=key)  # noqa: E731
    views.dialog(f"export now, {what}", begin, text, lambda one: one.show_progress(lambda: None))
    own.do(LetOut((made.customer,), WAY, text[:20_000], reason))


def _opened(views: Views, what: str, text: str, theirs: Book) -> None:
    """Hundreds of cards opened by who is called so: above the pages, and in the ledger."""
    strip: Any = views.window.findChild(OpeningsStrip)
    views.show.step(f"cards opened, {what}", lambda: theirs.do(NoteOpenings(MANY)), strip, text)
    ledger = _page(views, "ledger")
    views.show.step(f"cards opened, ledger, {what}", strip.verb.click, ledger._opened, text)


def _found(views: Views, what: str, text: str) -> None:
    """A file of this name, of which the ledger knows nothing."""
    ledger = _page(views, "ledger")
    views.chosen = views.file(text, ".csv", "Name\nAnn\n")
    views.show.step(f"found, {what}", ledger._find, lambda: ledger._found, views.chosen.name)


def _canaries(views: Views, what: str, text: str) -> None:
    """One that is called so: added, about to be taken out, and then the list of them, which comes by itself."""
    window, desk, ledger = views.window, views.show.desk, _page(views, "ledger")
    email = f"nobody{views.show.steps}@canary.example"
    key = desk.book.do(AddCanary(f"{text[:20_000]} canary", email=email, town=text[:200])).answer
    line = next(one for one in desk.book.ask(canaries) if one.id == key)
    views.dialog(f"add canary, {what}", AddCanaryDialog(window, desk).begin, "")
    views.dialog(f"remove canary?, {what}", lambda: ledger.canaries._remove(line), text)
    views.dialog(f"canaries, {what}", lambda: None, text)
    desk.book.do(RemoveCanary(key))


def _page(views: Views, name: str) -> Any:
    return views.window.pages[name]
