"""What can be done with the list of customers, and with those that are selected in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint

from app.features.customers.commands import BringBackCustomers, RetireCustomers
from app.features.customers.lists import ListFilter
from app.features.restricting import RestrictCustomer
from app.rules.permissions import Permission
from ui.pages.customers.list_pane import ListPane
from ui.pages.customers.restricting import RestrictDialog, RestrictedDialog, WhoOpens, who_opens
from ui.pages.customers.row_menu import row_menu
from ui.parts.action import Action
from ui.parts.page import Page


class ListVerbs:
    """Declares the list's actions for its page; where nothing is selected they are for `shown`, the card's customer."""

    def __init__(
        self,
        page: Page,
        customers: ListPane,
        shown: Callable[[], int | None],
        come_into_sight: Callable[[], object],
    ) -> None:
        self._page, self._list, self._shown, self._come_into_sight = page, customers, shown, come_into_sight
        self._actions = page.known_actions
        self._declare()

    def open_menu(self, ids: list[int], place: QPoint) -> None:
        """The menu of selected rows."""
        menu = row_menu(self._actions, ids, self._page)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _declare(self) -> None:
        retire, menu = RetireCustomers.needs, "Customer"
        self._actions.add(
            Action("customers.assign", "Assign…", self._assign, "Ctrl+H", "hand over", Permission.ASSIGN, menu=menu),
            Action("customers.filter", "Add filter", self._add_filter, "Ctrl+Shift+F", "filter", menu="View"),
            Action("customers.retire", "Retire", self._retire, "", "retire", retire, self._can_retire, menu),
            Action("customers.bring_back", "Bring back", self._bring_back, "", "bring back", retire,
                   self._can_bring_back, menu),
        )  # fmt: skip
        restrict = RestrictCustomer.needs
        self._actions.add(
            Action("customers.restrict", "Restrict…", self._restrict, "", "restricted", restrict),
            Action("customers.restricted", "Restricted customers…", self._restricted, "", "restricted", restrict,
                   menu=menu),
        )  # fmt: skip
        self._actions.add(
            Action("customers.clear_filters", "Clear filters", self._list.clear, "Ctrl+Backspace", "close",
                   when=lambda: self._list.chosen != ListFilter(), menu="View"),
            scope=self._list,
        )  # fmt: skip

    def _chosen(self) -> list[int]:
        """The selected customers, else the one in the card."""
        selected = [key for key in self._list.table.selected_ids() if isinstance(key, int)]
        shown = self._shown()
        return selected or ([shown] if shown is not None else [])

    def _somebody_is_chosen(self) -> bool:
        return self._shown() is not None or self._list.table.selected_count() > 0

    def _can_retire(self) -> bool | str:
        return "These are retired already" if self._list.chosen.retired else self._somebody_is_chosen()

    def _can_bring_back(self) -> bool | str:
        return self._somebody_is_chosen() if self._list.chosen.retired else "Only retired customers can be brought back"

    def _assign(self) -> None:
        """The selected customers; on another page, what is selected there."""
        chosen = self._chosen() if self._page.isVisible() else []
        self._actions.trigger("team.assign", customers=chosen)

    def _add_filter(self) -> None:
        self._come_into_sight()
        self._list.filters.open_menu()

    def _restrict(self, customer: int, name: str) -> None:
        def ask(known: WhoOpens) -> None:
            RestrictDialog(self._page.window(), self._page.desk, (customer, name), known).begin()

        self._page.ask(who_opens, then=ask, lane="restrict")

    def _restricted(self) -> None:
        def show(known: WhoOpens) -> None:
            RestrictedDialog(self._page.window(), self._page.desk, known).begin()

        self._page.ask(who_opens, then=show, lane="restrict")

    def _retire(self, customers: Sequence[int] | None = None) -> None:
        self._page.do(RetireCustomers(tuple(customers or self._chosen())))

    def _bring_back(self, customers: Sequence[int] | None = None) -> None:
        self._page.do(BringBackCustomers(tuple(customers or self._chosen())))
