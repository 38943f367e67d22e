"""Everything that is held on the customer of the card, as a document to hand over: PDF or JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from app.disk import replace_file
from app.features.held import Held, all_we_hold
from app.rules.permissions import Permission
from ui.parts.action import Action
from ui.parts.page import Page
from ui.parts.paper import save_pdf

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
            self._page.ask(all_we_hold, customer, then=self._save, lane="held")

    def _save(self, held: Held) -> None:
        offered = str(Path.home() / f"{held.name.replace('/', '-')}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self._page, f"All we hold on {held.name}", offered, _FORMS)
        if chosen:
            self._page.known_actions.trigger("messages.say", words=_write(Path(chosen), held))


def _write(path: Path, held: Held) -> str:
    """Write the document; what to say of it."""
    title = f"All we hold on {held.name}"
    try:
        if path.suffix.lower() == ".json":
            replace_file(path, held.to_json().encode())
        elif not save_pdf(path, "\n".join(held.lines()), title):
            return f"Not saved: {path.name} cannot be written there. Choose another place."
    except OSError as fault:
        return f"Not saved: {fault.strerror or fault}. Choose another place."
    return f"{title} stands in {path.name}."
