"""The dialog that adds to a list of the firm, or renames in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from app.errors import Conflict, HousebookError, Refused
from ui.parts.dialog import Dialog
from ui.parts.fields import Field
from ui.parts.form import Form
from ui.parts.form_draft import KeptForm
from ui.parts.settling import settle

ENTRY: Final = "lists.entry"
NEW: Final = "new"


class EntryDialog(Dialog):
    """Keeps a draft; two people's names for one entry are put to the person."""

    def __init__(
        self, window: QWidget, title: str, verb: str, fields: Sequence[Field], send: Callable[[EntryDialog], object]
    ) -> None:
        super().__init__(window, title, width=480, name="lists.dialog")
        self.form = Form("list_entry", fields)
        self.form.buttons(verb)
        self._send = send
        self.form.left.connect(self.leave)
        self.form.submitted.connect(self._save)

    def begin(self, kept: KeptForm, values: Mapping[str, Any]) -> None:
        """Show the values, and on top of them what was typed earlier."""
        self._kept = kept
        kept.begin(values)
        kept.brought.connect(self.resized)
        self.body.addWidget(kept.strip)
        self.body.addWidget(self.form)
        self.show_over(self.form.editor("name"))

    def leave(self) -> None:
        """What was typed and not saved stays as a draft."""
        self._kept.draft.keep_now()
        super().leave()

    def saved(self) -> None:
        """It stands in the book."""
        self._kept.put_away()
        self.leave()

    def refused(self, error: HousebookError) -> None:
        """Say it beside the field, or let the person choose between two names."""
        self.form.set_busy(False)
        if isinstance(error, Conflict):
            settle(self._window, error, {"name": "Name"}, self._settled)
            return
        self.form.refuse(error.field if isinstance(error, Refused) else None, error.words)
        self.resized()

    def _settled(self, chosen: Mapping[str, tuple[Any, Any]]) -> None:
        self.form.set_values({name: theirs for name, (theirs, _) in chosen.items()})
        self.form.fill({name: value for name, (_, value) in chosen.items()})
        self._save()

    def _save(self) -> None:
        self.form.set_busy(True)
        self._send(self)
