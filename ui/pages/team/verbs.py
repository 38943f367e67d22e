"""What can be done with the team: the page's actions, its menus and the dialogs they open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from app import clock
from app.computer.drafts import Drafts
from app.features.assignments import Assign, EndAssignments, Takers, takers
from app.features.team import AddUser, TeamLine, UserLine, teams, users
from app.rules.permissions import Permission
from ui.pages.team.access_verbs import AccessVerbs
from ui.pages.team.assign_dialog import AssignDialog, Request
from ui.pages.team.board_table import BoardTable
from ui.pages.team.handled_list import HandledList
from ui.pages.team.head import BY_CUSTOMER, TeamHead
from ui.pages.team.questions import Groups, Handling, Held, Look, customers_of_gap, customers_of_person, teams_and_roles
from ui.pages.team.spots import GAP, PERSON, TEAM, Spot, line_at, person, team_at
from ui.pages.team.user_dialogs import NEW, USER, AddUserDialog, EditUserDialog, FormDialog, TeamDialog
from ui.pages.team.user_dialogs import TEAM as TEAM_FORM
from ui.parts.action import Action, Actions
from ui.parts.columns import column_menu

if TYPE_CHECKING:
    from ui.desk import Desk

_PAST = "You see another day; go back to today first"
_NOBODY = "Select a person or a gap first"


class Board(Protocol):
    """What the verbs need of the page."""

    look: Look | None
    held: Held
    head: TeamHead
    table: BoardTable

    @property
    def spot(self) -> Spot | None: ...
    def select(self, spot: Spot | None) -> None: ...
    def show_way(self, way: str) -> None: ...
    def window(self) -> QWidget: ...
    def isVisible(self) -> bool: ...


class TeamVerbs(QObject):
    """Declares the actions; each dialog asks anew for what it shows."""

    def __init__(self, page: Any, desk: Desk, actions: Actions, drafts: Drafts) -> None:
        super().__init__(page)
        self._page: Board = page
        self._desk, self._actions, self._drafts = desk, actions, drafts
        self.may_assign, self.may_edit = desk.may(Assign.needs), desk.may(Permission.EDIT_TEAM)
        now = self._only_today
        menu, edit, assign = "Tools", AddUser.needs, Assign.needs
        actions.add(
            Action("team.assign", "Assign…", self.assign, "", "hand over", assign, self.can_assign),
            Action("team.open", "Show in the team", self.open, "", "team"),
            Action("team.today", "Back to today", lambda: page.as_of.go_back(), "Alt+Home", "back to today"),
            Action("team.add_user", "Add user…", self.add_user, "", "add user", edit, now, menu),
            Action("team.edit_user", "Edit user…", self.edit_user, "", "edit", edit, self._a_person, ""),
            Action("team.add_team", "Add team…", self.add_team, "", "add", edit, now, menu),
            Action("team.rename_team", "Rename team…", self.rename_team, "", "edit", edit, self._a_team, ""),
            Action(f"draft.{USER}", "user", self._go_on_user, needs=edit),
            Action(f"draft.{TEAM_FORM}", "team", self._go_on_team, needs=edit),
        )  # fmt: skip
        self._access = AccessVerbs(self._page, desk, actions, self)

    # When it can be done

    def can_assign(self) -> bool | str:
        """Not from a day that is over; other pages may always ask for it."""
        return self._only_today()

    def _only_today(self) -> bool | str:
        look = self._page.look
        return _PAST if self._page.isVisible() and look is not None and look.elsewhen else True

    def _a_person(self) -> bool | str:
        spot = self._page.spot
        if self._only_today() is not True:
            return _PAST
        return True if spot is not None and spot.kind == PERSON else "Select a person first"

    def _a_team(self) -> bool | str:
        if self._only_today() is not True:
            return _PAST
        return True if self._team() is not None else "Select a team first"

    # Assigning

    def assign(self, customers: Sequence[int] | None = None, taker: int | None = None) -> None:
        """Ask to whom; without customers: those of the selected gap or person."""
        if customers:
            self._begin(Request(tuple(customers), taker=taker))
        elif not self._page.isVisible():
            self._actions.trigger("go.team")
        else:
            self._assign_selected()

    def _assign_selected(self) -> None:
        look, spot = self._page.look, self._page.spot
        if look is None or spot is None or spot.kind == TEAM:
            self._actions.trigger("messages.say", words=f"{_NOBODY}.")
        elif spot.kind == GAP:
            self._ask(customers_of_gap, spot.key, look.board.on, then=self._assign_gap)
        else:
            line = line_at(look.board, spot)
            name, asked = line.name if line is not None else "", (look.board.on, look.owner_role)
            self._ask(
                customers_of_person,
                spot.key,
                *asked,
                then=lambda held: self._begin(
                    Request(held.ids, held.lines, giver=int(spot.key), giver_name=name, role=held.role)
                ),
            )

    def _assign_gap(self, held: Held) -> None:
        several = 1 < len(held.ids) == len(held.lines)
        self._begin(Request(held.ids, held.lines if several else (), role=held.role))

    def _begin(self, request: Request) -> None:
        """The dialog shows today's load, whatever day the page looks at."""
        if not request.ids:
            self._actions.trigger("messages.say", words="There are no customers to hand over.")
            return

        def show(known: Takers) -> None:
            AssignDialog(self._page.window(), self._desk, known, request).begin()

        self._ask(takers, clock.today(), then=show)

    def take_dropped(self, target: object, customers: list[int]) -> None:
        """Customers were dropped on a person."""
        if isinstance(target, Spot) and isinstance(target.key, int):
            self.assign(customers, target.key)

    def end(self, lines: Sequence[Handling]) -> None:
        """End these assignments: they hold no longer from today on."""
        ids = tuple(line.assignment_id for line in lines if line.assignment_id)
        if ids and self.may_assign and self.can_assign() is True:
            self._desk.do(self, EndAssignments(ids))

    # Users and teams

    def open(self, user: int) -> None:
        """Show a colleague on the board, and whom they handle."""
        if not self._actions.trigger("go.team", user=user):
            self._page.select(person(user))

    def open_customer(self, customer: int) -> None:
        """Show a customer's card."""
        self._actions.trigger("customers.open", customer=customer)

    def add_user(self) -> None:
        """Ask for a new colleague."""
        self._with_groups(lambda known: AddUserDialog(self._page.window(), self._desk, self._drafts, known), "name")

    def edit(self) -> None:
        """Edit what is selected: a person, or a team's name."""
        spot = self._page.spot
        if spot is not None and spot.kind == TEAM:
            self._actions.trigger("team.rename_team")
        else:
            self._actions.trigger("team.edit_user")

    def edit_user(self) -> None:
        """Ask what is to be changed about the selected person."""
        look, spot = self._page.look, self._page.spot
        self._edit_one(look.user_at(spot) if look is not None else None)

    def _edit_one(self, user: UserLine | None) -> None:
        if user is not None:
            self._with_groups(
                lambda known: EditUserDialog(self._page.window(), self._desk, self._drafts, user, known), "name"
            )

    def add_team(self) -> None:
        """Ask for a new team."""
        TeamDialog(self._page.window(), self._desk, self._drafts, None, "").begin("name")

    def rename_team(self) -> None:
        """Ask for another name of the selected team."""
        team = self._team()
        if team is not None:
            TeamDialog(self._page.window(), self._desk, self._drafts, *team).begin("name")

    def _go_on_user(self, key: str) -> None:
        """Continue the draft of a user."""
        if key == NEW:
            self.add_user()
        else:
            self._ask(
                users, then=lambda found: self._edit_one(next((one for one in found if one.id == int(key)), None))
            )

    def _go_on_team(self, key: str) -> None:
        def show(found: list[TeamLine]) -> None:
            for one in found:
                if str(one.id) == key:
                    TeamDialog(self._page.window(), self._desk, self._drafts, one.id, one.name).begin("name")

        if key == NEW:
            self.add_team()
        else:
            self._ask(teams, then=show)

    def _team(self) -> tuple[int, str] | None:
        """The selected team, or that of the selected person."""
        look, spot = self._page.look, self._page.spot
        if look is None or spot is None:
            return None
        team = team_at(look.board, spot)
        if team is not None:
            return (team.team_id, team.name) if team.team_id is not None else None
        user = look.user_at(spot)
        return (user.team_id, user.team) if user is not None and user.team_id is not None else None

    def _with_groups(self, make: Callable[[Groups], FormDialog], field: str) -> None:
        self._ask(teams_and_roles, then=lambda known: make(known).begin(field))

    # Menus

    def page_menu(self, place: QPoint) -> None:
        """The rest of what the page offers, and its columns."""
        menu = self._menu(["team.add_user", "team.add_team", "team.rename_team", "", "team.today"])
        columns = column_menu(self._page.table, menu)
        columns.setTitle("Columns")
        columns.setEnabled(self._page.table.isVisible())
        for entry in columns.actions():
            entry.toggled.connect(lambda _on: self._page.table.columns_changed.emit())
        menu.addMenu(columns)
        self._page.head.open_menu(menu, place)

    def row_menu(self, _rows: list[object], place: QPoint) -> None:
        """What can be done with a row of the board."""
        menu = self._menu(["team.assign", "team.edit_user", "team.rename_team"])
        entry = menu.addAction("Show the customers")
        entry.setObjectName("team.row_menu.customers")
        entry.triggered.connect(lambda: self._page.show_way(BY_CUSTOMER))
        menu.addSeparator()
        menu.addActions([self._actions.qaction(one) for one in self._access.offered()])
        self._popup(menu, place)

    def list_menu(self, handled: HandledList, place: QPoint) -> None:
        """What can be done with customers of the list."""
        chosen = handled.chosen()
        menu = QMenu(self._page.window())
        menu.setObjectName("team.list_menu")
        if len(chosen) == 1:
            self._add(menu, "open", "Open", lambda: self.open_customer(chosen[0].customer_id))
        if chosen and self.may_assign and self.can_assign() is True:
            ids = [line.customer_id for line in chosen]
            self._add(menu, "assign", "Assign…", lambda: self._actions.trigger("team.assign", customers=ids))
            if all(line.assignment_id for line in chosen):
                words = "End this assignment" if len(chosen) == 1 else f"End these {len(chosen)} assignments"
                self._add(menu, "end", words, lambda: self.end(chosen))
        self._popup(menu, place)

    def _menu(self, ids: list[str]) -> QMenu:
        self._actions.refresh()
        menu = self._actions.menu_of(ids, self._page.window())
        menu.setObjectName("team.menu")
        return menu

    def _add(self, menu: QMenu, name: str, words: str, run: Callable[[], object]) -> None:
        entry = menu.addAction(words)
        entry.setObjectName(f"team.list_menu.{name}")
        entry.triggered.connect(lambda: run())

    def _popup(self, menu: QMenu, place: QPoint) -> None:
        if menu.isEmpty():
            menu.deleteLater()
            return
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _ask(self, query: Callable[..., Any], *asked: object, then: Callable[[Any], object]) -> None:
        self._desk.ask(self, query, *asked, then=then)
