"""Everything that is held on the customer of the card, as a document to hand over: PDF or JSON."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from app.errors import HousebookError, Refused
from app.features.customers.card import Card, card
from app.features.leaving import AskApproval
from app.rules.permissions import Permission
from app.rules.ways_out import HELD
from ui.parts.action import Action
from ui.parts.labels import in_words
from ui.parts.page import Page
from ui.parts.paper import save_pdf

if TYPE_CHECKING:
    from app.features.leaving.held import Held
    from app.leaving import Left

_OFFERED = "All we hold.pdf"
_FORMS = "PDF (*.pdf);;JSON, for programs (*.json)"


class Holding:
    """Declares the action for its page."""

    def __init__(self, page: Page, shown: Callable[[], int | None]) -> None:
        self._page, self._shown = page, shown
        there = lambda: shown() is not None  # noqa: E731
        needs = Permission.EXPORT
        page.known_actions.add(
            Action("customers.held", "All we hold…", self._begin, "", "print", needs, there, "Customer")
        )

    def _begin(self) -> None:
        customer = self._shown()
        if customer is not None:
            self._page.ask(card, customer, then=self._choose, lane="held")

    def _choose(self, seen: Card) -> None:
        # Loaded when it is needed: the forms of files are no part of the start.
        from app.holding import holding
        from app.leaving_files import DocumentFile

        title = f"All we hold on {in_words(seen.name)}"
        chosen, _ = QFileDialog.getSaveFileName(self._page, title, str(Path.home() / _OFFERED), _FORMS)
        if not chosen:
            return
        path, page = Path(chosen), self._page
        write = _write_json if path.suffix.lower() == ".json" else _write_pdf

        def done(left: Left) -> None:
            self._say(f"{title} stands in {path.name}. {left.in_ledger}")

        # The ledger outlives the customer: it names the folder, not a file that may be called after them.
        leaving, refused = holding(seen.id, str(path.parent)), partial(self._refused, seen.id)
        try:
            outlet = DocumentFile(path, write, replace=True)
        except Refused as fault:
            refused(fault)
            return
        page.desk.let_out(page, leaving, outlet, then=done, otherwise=refused)

    def _refused(self, customer: int, error: HousebookError) -> None:
        """Where every export needs a second person's yes, it is asked for."""
        from app.holding import WHY

        if not isinstance(error, Refused) or error.field != "approval":
            self._say(error.words)
            return
        asked = "Asked: somebody else has to say yes first. Then choose “All we hold” again."
        self._page.do(AskApproval((customer,), HELD, WHY), then=lambda _: self._say(asked))

    def _say(self, words: str) -> None:
        self._page.known_actions.trigger("messages.say", words=words)


def _write_json(path: Path, held: Held) -> None:
    path.write_text(held.to_json(), "utf-8")


def _write_pdf(path: Path, held: Held) -> None:
    title = f"All we hold on {in_words(held.name)} {held.mark}"
    if not save_pdf(path, "\n".join(held.lines()), title):
        raise OSError(0, "not all of it could be drawn")
