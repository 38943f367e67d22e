"""Exporting, printing and copying from the list: what is asked before, and how far it is. All goes through the gate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from app import clock
from app.computer.memory import Memory
from app.errors import Refused
from app.features.customers.lines import CustomerLine, lines_of
from app.features.leaving import AskApproval, Requested, requested
from app.features.settings import book_settings
from app.rules.permissions import Permission
from app.rules.ways_out import COPIED_FREELY, HELD
from ui.pages.customers.export_dialog import ExportDialog
from ui.pages.customers.list_pane import ListPane
from ui.parts.action import Action
from ui.parts.numbers import counted
from ui.parts.page import Page

if TYPE_CHECKING:
    from app.leaving import Left

_NOT_COPIED = (
    f"Nothing was copied: more than {COPIED_FREELY} customers at once are copied only by those who may export. Select"
    " fewer."
)


class Exporting:
    """Declares the actions for its page: the list or the selected ones, and what was approved."""

    def __init__(self, page: Page, customers: ListPane, memory: Memory) -> None:
        self._page, self._list, self._memory = page, customers, memory
        self._actions = page.known_actions
        needs = Permission.EXPORT
        self._actions.add(
            Action("customers.export", "Export…", self._begin, "Ctrl+Shift+E", "export", needs, self._can, "Customer"),
            Action("customers.print", "Print…", self._print, "Ctrl+P", "print", needs, self._can, "Customer"),
            Action("customers.export_approved", "Export now…", self._begin_approved, needs=needs),
        )
        copy = Action("customers.copy", "Copy rows", self._copy, "Ctrl+C", "copy", when=self._can_copy, menu="Customer")
        self._actions.add(copy, scope=customers.table)

    def _can(self) -> bool | str:
        return True if self._list.ids else "There is nobody in this list"

    def _can_copy(self) -> bool | str:
        return True if self._list.table.selected_count() else "Select customers in the list first"

    def _begin(self, customers: Sequence[int] | None = None, way: str = "vcard3") -> None:
        selected = list(customers) if customers is not None else self._selected()

        def ask(settings: dict[str, object]) -> None:
            limit = int(str(settings["export_limit"]))
            self._show(ExportDialog(self._page.window(), selected, self._list.ids, limit, way=way))

        self._page.ask(book_settings, then=ask, lane="export")

    def _show(self, dialog: ExportDialog) -> None:
        dialog.wanted.connect(lambda ids, way, reason: self._take(dialog, ids, way, reason))
        dialog.approval_wanted.connect(lambda ids, way, reason: self._ask_approval(dialog, ids, way, reason))
        dialog.begin()

    def _selected(self) -> list[int]:
        return [key for key in self._list.table.selected_ids() if isinstance(key, int)]

    def _print(self, customers: Sequence[int] | None = None) -> None:
        self._begin(customers, "print")

    # The clipboard

    def _copy(self, customers: Sequence[int] | None = None) -> None:
        """A few rows as they are; more of them by the gate."""
        chosen = list(customers) if customers is not None else self._selected()
        if len(chosen) <= COPIED_FREELY:
            self._page.ask(lines_of, chosen, then=self._put, lane="copy")
        elif self._actions.has("customers.export"):
            self._begin(chosen, "clipboard")
        else:
            self._say(_NOT_COPIED)

    def _put(self, lines: Sequence[CustomerLine]) -> None:
        from ui.pages.customers.copied import copied_text  # what is seldom needed is no part of the start

        QGuiApplication.clipboard().setText(copied_text(lines))
        self._say(f"{counted(len(lines), 'customer')} copied.")

    # The gate

    def _take(self, dialog: ExportDialog, ids: Sequence[int], way: str, reason: str) -> None:
        # Loaded when they are needed: the forms of files are no part of the start.
        from app.leaving import Leaving
        from ui.pages.customers.outlets import goal_for

        try:
            goal = goal_for(self._page, self._memory, way)
        except Refused as refused:
            dialog.refuse(refused)
            return
        if goal is None:
            dialog.form.set_busy(False)
            return

        def done(left: Left) -> None:
            goal.done()
            dialog.leave()
            self._say(f"{counted(left.customers, 'customer')} {goal.said}. {left.in_ledger}")

        leaving, page = Leaving(ids, way, goal.to, reason), self._page
        running = page.desk.let_out(
            page, leaving, goal.outlet, then=done, otherwise=dialog.refuse, report=dialog.progress.report
        )
        dialog.show_progress(running.stop)

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
            if found.way == HELD:
                self._say("Approved: choose “All we hold” on the card of this customer.")
                return
            self._show(ExportDialog(self._page.window(), found.customer_ids, (), len(found.customer_ids), found))

        user = self._page.desk.user.id
        self._page.ask(requested, request, user, clock.today(), then=begin, lane="approved")

    def _say(self, words: str) -> None:
        self._actions.trigger("messages.say", words=words)
