"""Lists kept under a name: the menu that shows them, and the small form that saves one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.errors import HousebookError, Refused
from app.features.customers.lists import ListFilter
from app.features.customers.saved import RemoveList, SavedLine, SaveList
from app.rules.permissions import Permission
from ui.parts.dialog import Dialog
from ui.parts.fields import Check, Line
from ui.parts.form import Form
from ui.parts.labels import menu_words
from ui.theme.icons import icon

if TYPE_CHECKING:
    from ui.desk import Desk

BUILT_IN = (
    ("All customers", "customers", ListFilter()),
    ("Mine", "mine", ListFilter(mine=True)),
    ("No owner", "no owner", ListFilter(without=("owner",))),
    ("Quiet 90 days", "quiet", ListFilter(quiet_days=90)),
    ("Retired", "retire", ListFilter(retired=True)),
)


class SavedLists:
    """What the Lists menu of one list offers."""

    def __init__(self, desk: Desk, owner: QWidget, choose: Callable[[ListFilter], None]) -> None:
        self._desk, self._owner, self._choose = desk, owner, choose

    def menu(self, parent: QWidget, chosen: ListFilter, saved: Sequence[SavedLine]) -> QMenu:
        """The lists that everybody has, one's own and the firm's; the one that is shown is ticked."""
        menu = QMenu(parent)
        menu.setObjectName("customers.lists")
        for name, sign, criteria in BUILT_IN:
            self._add(menu, name, sign, criteria, chosen)
        menu.addSeparator()
        for one in saved:
            name = f"{one.name} (shared)" if one.shared else one.name
            self._add(menu, name, "list", one.filter, chosen)
        if saved:
            menu.addSeparator()
        keep = menu.addAction(icon("add"), "Save as list…")
        keep.setObjectName("customers.lists.save")
        keep.setEnabled(chosen != ListFilter())
        keep.triggered.connect(lambda: self.ask_name(chosen))
        self._add_removal(menu, [one for one in saved if self._may_remove(one)])
        return menu

    def ask_name(self, chosen: ListFilter) -> Dialog:
        """Ask under which name the filter is kept, and for whom."""
        dialog = Dialog(
            self._owner.window(), "Save as list", "The filter is kept; who fits it is found anew each time."
        )
        fields = [Line("name", "Name", hint="Fair 2026")]
        share = [Check("shared", "Everybody in the firm sees it")] if self._desk.may(Permission.SHARE_LISTS) else []
        form = Form("saved_list", [*fields, *share])
        form.buttons("Save list")
        form.left.connect(dialog.leave)
        form.submitted.connect(lambda: self._save(form, dialog, chosen))
        dialog.body.addWidget(form)
        dialog.show_over(form.editor("name"))
        return dialog

    def _save(self, form: Form, dialog: Dialog, chosen: ListFilter) -> None:
        def refused(error: HousebookError) -> None:
            form.refuse(error.field if isinstance(error, Refused) else None, str(error))

        values = form.values()
        form.set_busy(True)
        command = SaveList(values["name"], chosen, values.get("shared", False))
        self._desk.do(form, command, then=lambda _done: dialog.leave(), otherwise=refused)

    def _add(self, menu: QMenu, name: str, sign: str, criteria: ListFilter, chosen: ListFilter) -> None:
        entry = QAction(menu_words(name), menu)
        entry.setCheckable(True)
        entry.setChecked(criteria == chosen)
        if criteria != chosen:
            entry.setIcon(icon(sign))
        entry.triggered.connect(lambda: self._choose(criteria))
        menu.addAction(entry)

    def _may_remove(self, one: SavedLine) -> bool:
        return one.user_id == self._desk.user.id or self._desk.may(Permission.SHARE_LISTS)

    def _add_removal(self, menu: QMenu, saved: Sequence[SavedLine]) -> None:
        if saved:
            inner = menu.addMenu(icon("delete"), "Remove a list")
            for one in saved:
                entry = inner.addAction(menu_words(one.name))
                entry.triggered.connect(lambda _on, key=one.id: self._desk.do(self._owner, RemoveList(key)))
