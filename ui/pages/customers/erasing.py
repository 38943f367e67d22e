"""Erasing the customer of the card for good, after the name was typed."""

from __future__ import annotations

from collections.abc import Callable

from app.features.customers.card import Card, card
from app.features.erasing import EraseCustomer
from app.rules.permissions import Permission
from ui.parts.action import Action
from ui.parts.dialog import Dialog
from ui.parts.fields import Line
from ui.parts.form import Form
from ui.parts.labels import in_words
from ui.parts.page import Page

_WORDS = (
    "The customer goes with the people who are at no other, all that was said, and what the journal kept of them. "
    "Nobody can undo this. Beside a book in a file it is remembered, so that an older copy in its place does not bring "
    "them back; copies elsewhere, dumps of a server and files that left before keep them."
)


class Erasing:
    """Declares the action for its page."""

    def __init__(self, page: Page, shown: Callable[[], int | None], erased: Callable[[], object]) -> None:
        self._page, self._shown, self._erased = page, shown, erased
        page.known_actions.add(
            Action(
                "customers.erase", "Erase for good…", self._begin, "", "delete", Permission.ERASE,
                lambda: shown() is not None, "Customer",
            )
        )  # fmt: skip

    def _begin(self) -> None:
        customer = self._shown()
        if customer is not None:
            self._page.ask(card, customer, then=self._ask, lane="erase")

    def _ask(self, seen: Card) -> None:
        dialog = Dialog(self._page.window(), f"Erase {in_words(seen.name)} for good?", _WORDS, "warning", name="erase")
        form = Form("erase.form", [Line("name", "Name", "Type it as it stands on the card.")])
        form.buttons("Erase for good")
        form.left.connect(dialog.leave)

        def go() -> None:
            if str(form.values()["name"]).strip() != seen.name:
                form.refuse("name", f"Nothing was erased: this is not “{in_words(seen.name)}”.")
                dialog.resized()
                return
            form.set_busy(True)
            self._page.do(EraseCustomer(seen.id), then=done, otherwise=failed)

        def done(_done: object) -> None:
            dialog.leave()
            self._erased()

        def failed(error: Exception) -> None:
            form.refuse(None, str(error))
            dialog.resized()

        form.submitted.connect(go)
        dialog.body.addWidget(form)
        dialog.show_over(form.editor("name"))
