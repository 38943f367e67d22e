"""What is asked before customers leave: which, in which form, and why; and whether somebody has to say yes first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.errors import HousebookError, Refused, Stopped
from app.features.leaving.threshold import DAYS
from app.rules.ways_out import HELD, WAYS
from ui.parts.dialog import Dialog
from ui.parts.fields import Choice, Field, Lines
from ui.parts.form import Form
from ui.parts.numbers import counted, number
from ui.parts.progress import Progress
from ui.parts.strip import Strip

if TYPE_CHECKING:
    from app.features.leaving import Requested

SELECTED, ALL = "selected", "all"
_FORMS: Final = {
    "vcard3": "vCard 3.0, for phones and mail programs",
    "vcard4": "vCard 4.0, for newer programs",
    "csv": "CSV, safe to open in a spreadsheet",
    "csv-exact": "CSV, exact, for other programs",
    "xlsx": "Excel workbook, for spreadsheets",
    "pdf": "PDF, a list of one line each",
    "print": "On paper, a list of one line each",
    "clipboard": "Copied rows, to paste elsewhere",
}
_VERBS: Final = {"print": "Print…", "clipboard": "Copy"}
_LEDGER: Final = (
    "The ledger keeps that you took them, where to and why. What leaves bears a mark by which it is found again."
)


class ExportDialog(Dialog):
    """Tells what is wanted; stays until it is done, with how far it is, or why not."""

    wanted = Signal(object, str, str)
    approval_wanted = Signal(object, str, str)

    def __init__(
        self,
        window: QWidget,
        selected: Sequence[int],
        listed: Sequence[int],
        limit: int,
        approved: Requested | None = None,
        way: str = "vcard3",
    ) -> None:
        super().__init__(window, "Export customers", _LEDGER, width=560, name="export")
        self._sets = {SELECTED: selected, ALL: listed}
        self._limit, self._refused = limit, set[str]()
        self.form = Form("export.form", _fields(selected, listed))
        several = len(selected) > 1 or approved is not None
        self.form.set_values({"what": SELECTED if several else ALL, "way": way})
        self._approval = Strip("notice", sign="approvals", name="export.approval")
        self.progress = Progress("export.progress")
        self._save = self.form.buttons("Export…")
        self.form.submitted.connect(self._submit)
        self.form.left.connect(self.leave)
        self.form.edited.connect(self._show_approval)
        for part in (self._approval, self.form, self.progress):
            self.body.addWidget(part)
        if approved is not None:
            self._hold(approved)
        self._show_approval()

    def begin(self) -> None:
        """Show it, with the caret where the reason goes."""
        self.show_over(self.form.editor("reason"))

    def show_progress(self, stop: Callable[[], object]) -> None:
        """It is on its way."""
        self.form.setEnabled(False)
        self.progress.begin("Exporting", stop)
        self.resized()

    def refuse(self, error: HousebookError) -> None:
        """Say why not, beside what was wrong."""
        self.progress.end()
        self.form.setEnabled(True)
        field = error.field if isinstance(error, Refused) else None
        if field == "approval":
            self._refused.add(str(self.form.values()["what"]))
            self._show_approval()
        words = "Stopped. The ledger says that it was not finished." if isinstance(error, Stopped) else error.words
        self.form.refuse(field, words)
        self.resized()

    def _hold(self, approved: Requested) -> None:
        """What was approved can only be taken as it was asked for."""
        self.form.set_values({"way": approved.way, "reason": approved.reason})
        for name in ("what", "way", "reason"):
            self.form.editor(name).setEnabled(False)

    def _chosen(self) -> Sequence[int]:
        return self._sets[str(self.form.values()["what"])]

    def _needs_approval(self) -> bool:
        return len(self._chosen()) > self._limit or str(self.form.values()["what"]) in self._refused

    def _show_approval(self) -> None:
        needed = self._needs_approval()
        above = f"More than {counted(self._limit, 'customer')} in {DAYS} days" if self._limit else "Every export"
        self._approval.set_words(
            f"{above}: somebody else has to say yes first. You both see the request in the ledger."
        )
        self._approval.setVisible(needed)
        verb = _VERBS.get(str(self.form.values()["way"]), "Export…")
        self._save.setText("Ask for approval" if needed else verb)
        self.resized()

    def _submit(self) -> None:
        typed = self.form.values()
        if not str(typed["reason"]).strip():
            self.form.refuse("reason", "Say in a sentence what it is for.")
            self.resized()
            return
        self.form.set_busy(True)
        tell = self.approval_wanted if self._needs_approval() else self.wanted
        tell.emit(self._chosen(), str(typed["way"]), str(typed["reason"]))


def _fields(selected: Sequence[int], listed: Sequence[int]) -> list[Field]:
    sets: list[tuple[str, str]] = []
    if selected:
        sets.append((SELECTED, counted(len(selected), "selected customer")))
    if listed:
        sets.append((ALL, f"All {number(len(listed))} of the list" if len(listed) > 1 else "The one of the list"))
    return [
        Choice("what", "Which", options=tuple(sets)),
        Choice("way", "Form", options=tuple((name, _FORMS[name]) for name in WAYS if name != HELD)),
        Lines("reason", "Reason", hint="What it is for, in a sentence", rows=2),
    ]
