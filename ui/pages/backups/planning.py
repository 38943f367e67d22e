"""Where backups are kept and how long: places added and taken away, other numbers kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QFileDialog

from app.features.backups import PlaceLine, Plan, plan
from app.ticket import Ticket
from ui.pages.backups.plan_dialog import PlanDialog
from ui.parts.dialog import Dialog
from ui.parts.labels import in_words
from ui.parts.page import Page

if TYPE_CHECKING:
    from ui.running import Then

_WHERE: Final = "In which folder shall backups be kept, too? Best on another drive"
_STAYS: Final = "No more backups are put there. Those that stand there stay, and are looked after no longer."


class Planning:
    """What the verbs of the panel lead to."""

    def __init__(self, page: Page) -> None:
        self._page, self._desk = page, page.desk

    def add_place(self) -> None:
        """Ask for a folder; from now on each backup is copied there, too."""
        chosen = QFileDialog.getExistingDirectory(self._page, _WHERE, str(Path.home()))
        if chosen:
            self._go(_add, chosen)

    def remove_place(self, place: PlaceLine) -> None:
        """Keep no more backups there, after a question."""
        title = f"Keep no more backups in {in_words(place.name)}?"
        dialog = Dialog(self._page.window(), title, _STAYS, name="backups.remove")
        dialog.add_button("Not now", name="backups.remove.leave")

        def go() -> None:
            dialog.leave()
            self._go(_remove, place)

        dialog.show_over(dialog.add_button("Take it away", "primary", go, "backups.remove.go"))

    def change_plan(self) -> None:
        """Ask how many are kept."""
        self._page.ask(plan, then=self._show_plan, lane="plan dialog")

    def _show_plan(self, found: Plan) -> None:
        PlanDialog(self._page.window(), self._desk, found).begin()

    def _go(self, work: Any, *args: Any, then: Then | None = None) -> None:
        self._desk.beside(self._page, work, *args, then=then, otherwise=self._page.failed)


def _add(book: Any, folder: str, _ticket: Ticket) -> int:
    from app.backup_places import add_place

    return add_place(book, Path(folder))


def _remove(book: Any, place: PlaceLine, _ticket: Ticket) -> None:
    from app.backup_places import remove_place

    remove_place(book, place)
