"""The grid of rights and roles: a tick where a role holds a right; a click or Space gives or takes it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.features.roles import UserRoleLine
from app.rules.permissions import Permission, Whose
from ui.parts.cells import Cell, Group, Row
from ui.parts.numbers import counted, number
from ui.parts.table import Column, TableView
from ui.theme.tokens import Height, Space

_WIDTH = 96
MOST, SEEN, FIXED, FREELY, PEOPLE = "most", "sees", "fixed", "freely", "people"
"""The rows below those of the rights."""
SEES: Final = ((Whose.OWN.value, "Own customers"), (Whose.TEAM.value, "Those of the team"))


def shown_name(role: str) -> str:
    """A role's name at the beginning of a line."""
    return role[:1].upper() + role[1:]


class RoleGrid(TableView):
    """A row for each right, a column for each role."""

    toggled = Signal(str, int)
    edit_wanted = Signal(int)
    chosen = Signal(int)

    def __init__(self, roles: Sequence[UserRoleLine]) -> None:
        columns = [Column("right", "May", 260, sortable=False, stretch=True)]
        columns += [Column(str(one.id), shown_name(one.name), _WIDTH, "center", sortable=False) for one in roles]
        super().__init__("roles.grid", columns, row=Height.ROW, margin=Space.PAGE)
        self.setAccessibleName("Rights and roles")
        self._role = 0
        self.cell_clicked.connect(self._clicked)
        self.opened.connect(lambda _row: self.edit_wanted.emit(self._role))

    def show_roles(self, roles: Sequence[UserRoleLine], chosen: int) -> None:
        """Put the ticks; those of the role that the keyboard changes are in the accent."""
        self._role = chosen
        rights = [_right_row(right, roles, chosen) for right in Permission]
        self.show_rows([*rights, *_limits(roles)], [Group(0, "Rights"), Group(len(rights), "Limits")])
        if self.current_id() is None:
            self.select([Permission.SEE_CUSTOMERS.name])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._change(self.current_id(), self._role)
        else:
            super().keyPressEvent(event)

    def _clicked(self, row: Hashable, column: str) -> None:
        if column.isdigit():
            self.chosen.emit(int(column))
            self._change(row, int(column))

    def _change(self, row: Hashable, role: int) -> None:
        if row in Permission.__members__:
            self.toggled.emit(str(row), role)
        elif row in (MOST, SEEN, FIXED, FREELY):
            self.edit_wanted.emit(role)


def _right_row(right: Permission, roles: Sequence[UserRoleLine], chosen: int) -> Row:
    words = f"{right[:1].upper()}{right[1:]}"
    held = [one.name for one in roles if right.name in one.may]
    ticks = [_tick(right.name in one.may, one.id == chosen, off=one.is_owner) for one in roles]
    return Row(right.name, (Cell(words), *ticks), f"{words}: {', '.join(held)}")


def _tick(held: bool, chosen: bool, *, off: bool) -> Cell:
    if not held:
        return Cell("–", tone="text3")
    return Cell(icon="done circle", icon_tone="text3" if off else "accent" if chosen else "text2")


def _limits(roles: Sequence[UserRoleLine]) -> Iterator[Row]:
    most = ["any number" if one.most_at_once is None else number(one.most_at_once) for one in roles]
    yield _words_row(MOST, "Customers in one act, at most", roles, most)
    sees = ["all" if one.whose is None else one.whose for one in roles]
    yield _words_row(SEEN, "Whose customers are seen", roles, sees)
    fixed = [counted(len(one.fixed.split()), "field") if one.fixed else "–" for one in roles]
    yield _words_row(FIXED, "Fields of a customer not to change", roles, fixed)
    freely = ["yes" if one.given_freely else "–" for one in roles]
    yield _words_row(FREELY, "Given by all who change the team", roles, freely)
    yield _words_row(PEOPLE, "People who have it", roles, [number(one.users) for one in roles])


def _words_row(key: str, title: str, roles: Sequence[UserRoleLine], words: Sequence[str]) -> Row:
    spoken = ", ".join(f"{role.name} {word}" for role, word in zip(roles, words, strict=True))
    return Row(key, (Cell(title), *(Cell(word, tone="text2") for word in words)), f"{title}: {spoken}")
