"""The roles of the book for who may change them: a grid that is changed at once, and each role's name and limits."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout

from app.changes import Topic
from app.computer.memory import Memory
from app.features.roles import ChangeUserRole, RemoveUserRole, UserRoleLine, user_roles
from ui.desk import Desk
from ui.pages.roles.grid import RoleGrid, shown_name
from ui.pages.roles.role_dialog import NEW, ROLE, RoleDialog
from ui.parts.action import Action, Actions
from ui.parts.buttons import button, toggle
from ui.parts.flow import FlowLayout
from ui.parts.ground import ground
from ui.parts.labels import menu_words, text_label
from ui.parts.page import Page
from ui.parts.page_head import page_head
from ui.parts.section import Hairline
from ui.theme.tokens import Size, Space

_WORDS = (
    "A click on a tick, or Space for the role that is chosen, gives or takes a right. It holds at once, on every desk;"
    " Ctrl+Z takes it back. The owner's role holds everything for good."
)
_OWNERS = "The owner's role holds everything, so that nobody is locked out of the book."


class RolesPage(Page):
    """Shows all roles; one of them is chosen, for the keyboard and the buttons."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.TEAM})

    def __init__(self, desk: Desk, actions: Actions, memory: Memory) -> None:
        super().__init__(desk, actions)
        self.setObjectName("roles")
        self._drafts = memory.drafts
        self._roles: list[UserRoleLine] = []
        self._chosen = 0
        self._group = QButtonGroup(self)
        self._edit = button("Edit…", run=self.edit, name="roles.edit")
        self._remove = button("Remove", run=self.remove, name="roles.remove")
        self.grid = RoleGrid(())
        actions.add(Action(f"draft.{ROLE}", "role", self._go_on))
        self._lay_out()

    def load(self) -> None:
        self.ask(user_roles, then=self._show, lane="roles")

    def choose(self, role: int) -> None:
        """The role that the keyboard and the buttons are about."""
        self._chosen = role
        self._show(self._roles)

    def change(self, right: str, role: int) -> None:
        """Give a right to a role, or take it."""
        line = self._line(role)
        if line is None or line.is_owner:
            self.known_actions.trigger("messages.say", words=_OWNERS)
        elif right in line.may:
            self.do(ChangeUserRole(role, take=(right,)))
        else:
            self.do(ChangeUserRole(role, give=(right,)))

    def add(self) -> None:
        """Ask for a new role."""
        RoleDialog(self.window(), self.desk, self._drafts, None).begin()

    def edit(self, role: int = 0) -> None:
        """Ask for another name and other limits."""
        line = self._line(role or self._chosen)
        if line is not None and not line.is_owner:
            RoleDialog(self.window(), self.desk, self._drafts, line).begin()

    def remove(self) -> None:
        """Take the chosen role away; who still has it is told."""
        self.do(RemoveUserRole(self._chosen))

    def _line(self, role: int) -> UserRoleLine | None:
        return next((one for one in self._roles if one.id == role), None)

    def focus_first(self) -> None:
        """The keyboard goes to the grid."""
        self.grid.setFocus()

    def _lay_out(self) -> None:
        ground(self, "surface")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        add = button("Add role…", sign="add", run=self.add, name="roles.add")
        self._column.addWidget(page_head("Roles", None, self._remove, self._edit, add))
        self._ways = FlowLayout(gap=Space.XS)
        self._ways.setContentsMargins(Space.PAGE, 0, Space.PAGE, Space.M)
        self._column.addLayout(self._ways)
        self._column.addWidget(Hairline())
        words = text_label(_WORDS, Size.DETAIL, tone="text2", wrap=True)
        words.setContentsMargins(Space.PAGE, Space.M, Space.PAGE, Space.M)
        self._column.addWidget(words)
        self._column.addWidget(Hairline())
        self._column.addWidget(self.grid, 1)

    def _show(self, roles: list[UserRoleLine]) -> None:
        names = [(one.id, one.name) for one in roles]
        if names != [(one.id, one.name) for one in self._roles]:
            self._make_anew(roles)
        self._roles = roles
        if self._line(self._chosen) is None:
            self._chosen = next((one.id for one in roles if not one.is_owner), 0)
        line = self._line(self._chosen)
        for verb in (self._edit, self._remove):
            verb.setEnabled(line is not None and not line.is_owner)
        for way in self._group.buttons():
            way.setChecked(self._group.id(way) == self._chosen)
        self.grid.show_roles(roles, self._chosen)

    def _make_anew(self, roles: list[UserRoleLine]) -> None:
        """The book has other roles than those that were shown."""
        for way in self._group.buttons():
            self._group.removeButton(way)
            way.deleteLater()
        for place, role in enumerate(roles):
            self._ways.insert(place, self._way(role))
        old, self.grid = self.grid, RoleGrid(roles)
        self._column.replaceWidget(old, self.grid)
        old.deleteLater()
        self.grid.toggled.connect(self.change)
        self.grid.chosen.connect(self.choose)
        self.grid.edit_wanted.connect(self.edit)

    def _way(self, role: UserRoleLine) -> QPushButton:
        way = toggle(menu_words(shown_name(role.name)), name=f"roles.{role.key}")
        way.clicked.connect(lambda _checked=False: self.choose(role.id))
        self._group.addButton(way, role.id)
        return way

    def _go_on(self, key: str) -> None:
        """Continue the draft of a role."""
        self.known_actions.trigger("go.roles")
        if key == NEW:
            self.add()
        else:
            self.edit(int(key))
