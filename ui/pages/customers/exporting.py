"""Exporting from the list: what is asked before, the file, and how far it is. All of it goes through the gate."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from app import clock
from app.computer.memory import Memory
from app.errors import Refused
from app.features.leaving import AskApproval, Requested, requested
from app.features.settings import book_settings
from app.rules.permissions import Permission
from app.rules.ways_out import WAYS
from ui.pages.customers.export_dialog import ExportDialog
from ui.pages.customers.list_pane import ListPane
from ui.parts.action import Action
from ui.parts.numbers import counted
from ui.parts.page import Page

if TYPE_CHECKING:
    from app.leaving import Left

_FOLDER = "export.folder"


class Exporting:
    """Declares the actions for its page: the list or the selected ones, and what was approved."""

    def __init__(self, page: Page, customers: ListPane, memory: Memory) -> None:
        self._page, self._list, self._memory = page, customers, memory
        self._actions = page.known_actions
        needs = Permission.EXPORT
        self._actions.add(
            Action("customers.export", "Export…", self._begin, "Ctrl+Shift+E", "export", needs, self._can, "Customer"),
            Action("customers.export_approved", "Export now…", self._begin_approved, needs=needs),
        )

    def _can(self) -> bool | str:
        return True if self._list.ids else "There is nobody in this list"

    def _begin(self, customers: Sequence[int] | None = None) -> None:
        selected = list(customers) if customers is not None else self._selected()

        def ask(settings: dict[str, object]) -> None:
            limit = int(str(settings["export_limit"]))
            dialog = ExportDialog(self._page.window(), selected, self._list.ids, limit)
            dialog.wanted.connect(lambda ids, way, reason: self._take(dialog, ids, way, reason))
            dialog.approval_wanted.connect(lambda ids, way, reason: self._ask_approval(dialog, ids, way, reason))
            dialog.begin()

        self._page.ask(book_settings, then=ask, lane="export")

    def _selected(self) -> list[int]:
        return [key for key in self._list.table.selected_ids() if isinstance(key, int)]

    # A file

    def _take(self, dialog: ExportDialog, ids: Sequence[int], way: str, reason: str) -> None:
        # Loaded when they are needed: the forms of files are no part of the start.
        from app.leaving import Leaving
        from app.leaving_files import FileOutlet

        chosen = self._file(way)
        if chosen is None:
            dialog.form.set_busy(False)
            return

        def done(left: Left) -> None:
            dialog.leave()
            self._say(f"{counted(left.customers, 'customer')} exported to {chosen.name}. It stands in the ledger.")

        try:
            outlet = FileOutlet(chosen, way, replace=True)
        except Refused as refused:
            dialog.refuse(refused)
            return
        leaving = Leaving(ids, way, str(chosen), reason)
        page = self._page
        running = page.desk.let_out(
            page, leaving, outlet, then=done, otherwise=dialog.refuse, report=dialog.progress.report
        )
        dialog.show_progress(running.stop)

    def _file(self, way: str) -> Path | None:
        kept = self._memory.recall(_FOLDER)
        folder = Path(kept) if isinstance(kept, str) else Path.home()
        form = WAYS[way]
        offered = str(folder / f"Customers{form.ending}")
        chosen, _ = QFileDialog.getSaveFileName(
            self._page, "Export customers", offered, f"{form.words} (*{form.ending})"
        )
        if not chosen:
            return None
        path = Path(chosen)
        path = path if path.suffix else path.with_suffix(form.ending)
        self._memory.keep(_FOLDER, str(path.parent))
        return path

    # Approval

    def _ask_approval(self, dialog: ExportDialog, ids: Sequence[int], way: str, reason: str) -> None:
        """Ask; a request that was approved before is used at once."""

        def look(found: Requested) -> None:
            if found.state == "approved":
                self._take(dialog, found.customer_ids, found.way, found.reason)
            else:
                dialog.leave()
                self._say("Asked. Whoever may approve exports sees it now; the answer stands in the ledger.")

        def asked(done: object) -> None:
            request = getattr(done, "answer", None)
            self._page.ask(requested, request, self._page.desk.user.id, clock.today(), then=look, lane="request")

        self._page.do(AskApproval(ids, way, reason), then=asked, otherwise=dialog.refuse)

    def _begin_approved(self, request: int) -> None:
        def begin(found: Requested) -> None:
            dialog = ExportDialog(self._page.window(), found.customer_ids, (), len(found.customer_ids), found)
            dialog.wanted.connect(lambda ids, way, reason: self._take(dialog, ids, way, reason))
            dialog.begin()

        user = self._page.desk.user.id
        self._page.ask(requested, request, user, clock.today(), then=begin, lane="approved")

    def _say(self, words: str) -> None:
        self._actions.trigger("messages.say", words=words)
