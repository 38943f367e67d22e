"""The menus in which a filter is put together: everything by mouse or key, ticks show what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from itertools import groupby

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget, QWidgetAction

from app.features.customers.lists import ListFilter
from ui.pages.customers.filters import (
    HAVING,
    KINDS,
    WITHOUT,
    quiet_for,
    touched,
    with_having,
    with_id,
    with_kind,
    with_without,
)
from ui.pages.customers.questions import Choices, Person
from ui.parts.date_field import DateField
from ui.parts.labels import menu_words
from ui.theme.icons import icon

Take = Callable[[ListFilter], None]
_QUIET = (30, 90, 180, 365)
_ONE_MENU = 24
"""So many people stand in one menu; more are parted by team."""


class FilterMenus:
    """Menus for one filter; whatever is picked, `take` gets the filter that results."""

    def __init__(self, parent: QWidget, chosen: ListFilter, choices: Choices, take: Take) -> None:
        self._parent, self._chosen, self._choices, self._take = parent, chosen, choices, take

    def all(self) -> QMenu:
        """The menu of the Add filter chip."""
        menu = QMenu(self._parent)
        menu.setObjectName("customers.filter_menu")
        self._tick(menu, "Mine", "mine", self._chosen.mine, lambda on: replace(self._chosen, mine=on))
        for title, sign, fill in self._submenus():
            inner = menu.addMenu(icon(sign), title)
            inner.setObjectName(f"customers.filter_menu.{title.lower()}")
            fill(inner)
        menu.addSeparator()
        retired = self._chosen.retired
        self._tick(menu, "Retired", "retire", retired, lambda on: replace(self._chosen, retired=on))
        if self._chosen != ListFilter():
            menu.addSeparator()
            menu.addAction(icon("close"), "Clear filters").triggered.connect(lambda: self._take(ListFilter()))
        return menu

    def one(self, key: str) -> QMenu | None:
        """The menu that changes the pill of that key; None where there is nothing but to take it away."""
        fills = {
            "stage": self.fill_stages,
            "handled": self.fill_people,
            "team": self.fill_teams,
            "tag": self.fill_tags,
            "kind": self.fill_kinds,
            "town": self.fill_town,
            "language": self.fill_language,
            "quiet": self.fill_touch,
            "before": self.fill_touch,
            "after": self.fill_touch,
        }
        if key not in fills:
            return None
        menu = QMenu(self._parent)
        fills[key](menu)
        return menu

    def _submenus(self) -> list[tuple[str, str, Callable[[QMenu], None]]]:
        return [
            ("Stage", "customer", self.fill_stages),
            ("Handled by", "user", self.fill_people),
            ("Team", "team", self.fill_teams),
            ("Tag", "tag", self.fill_tags),
            ("Town", "address", self.fill_town),
            ("Language", "language", self.fill_language),
            ("Last touched", "quiet", self.fill_touch),
            ("Has", "done", self.fill_having),
            ("Has no", "minus", self.fill_without),
            ("Kind", "company", self.fill_kinds),
        ]

    # One menu for each thing to ask for

    def fill_stages(self, menu: QMenu) -> None:
        """Stages with their sign."""
        for key, name, sign in self._choices.stages:
            self._tick_id(menu, "stage_ids", key, name, sign)

    def fill_teams(self, menu: QMenu) -> None:
        """Teams."""
        for key, name in self._choices.teams:
            self._tick_id(menu, "team_ids", key, name)
        self._say_if_empty(menu, "No teams yet")

    def fill_tags(self, menu: QMenu) -> None:
        """Tags."""
        for key, name in self._choices.tags:
            self._tick_id(menu, "tag_ids", key, name)
        self._say_if_empty(menu, "No tags yet")

    def fill_people(self, menu: QMenu) -> None:
        """Colleagues, parted by team where they are many; those who left at the end."""
        nobody = "owner" in self._chosen.without
        self._tick(menu, "No owner", "no owner", nobody, partial(with_without, self._chosen, "owner"))
        menu.addSeparator()
        here = [person for person in self._choices.people if not person.departed]
        gone = [person for person in self._choices.people if person.departed]
        if len(here) <= _ONE_MENU:
            self._add_people(menu, here)
        else:
            by_team = sorted(here, key=lambda person: person.team)
            for team, members in groupby(by_team, key=lambda person: person.team):
                self._add_people(menu.addMenu(menu_words(team or "Without a team")), members)
        if gone:
            self._add_people(menu.addMenu(icon("departed"), "Departed"), gone)

    def fill_kinds(self, menu: QMenu) -> None:
        """Companies or private persons."""
        for key, (words, sign) in KINDS.items():
            now = self._chosen.kind == key
            self._tick(menu, words, sign, now, partial(with_kind, self._chosen, key))

    def fill_town(self, menu: QMenu) -> None:
        """The beginning of a town's name."""
        self._field(menu, "Town begins with", self._chosen.town, lambda town: replace(self._chosen, town=town))

    def fill_language(self, menu: QMenu) -> None:
        """A language by its letters."""
        now = self._chosen.language
        self._field(menu, "Language: de, es, ja …", now, lambda words: replace(self._chosen, language=words))

    def fill_touch(self, menu: QMenu) -> None:
        """When somebody last spoke with them."""
        for days in _QUIET:
            now = self._chosen.quiet_days == days
            self._tick(menu, f"Quiet for {days} days", "quiet", now, partial(quiet_for, self._chosen, days))
        self._field(menu, "Quiet for … days", "", lambda typed: quiet_for(self._chosen, _number(typed), True))
        never = "touch" in self._chosen.without
        self._tick(menu, "Never touched", "", never, partial(with_without, self._chosen, "touch"))
        menu.addSeparator()
        self._day(menu, "Last before", lambda field: touched(self._chosen, before=field.day()))
        self._day(menu, "Last on or after", lambda field: touched(self._chosen, after=field.day()))

    def fill_having(self, menu: QMenu) -> None:
        """What they must have."""
        for key, (words, sign) in HAVING.items():
            now = key in self._chosen.having
            self._tick(menu, words, sign, now, partial(with_having, self._chosen, key))

    def fill_without(self, menu: QMenu) -> None:
        """What they must lack."""
        for key, (words, sign) in WITHOUT.items():
            now = key in self._chosen.without
            self._tick(menu, words, sign, now, partial(with_without, self._chosen, key))

    # Entries

    def _add_people(self, menu: QMenu, people: Iterable[Person]) -> None:
        for person in people:
            self._tick_id(menu, "handled_by", person.id, person.name)

    def _tick_id(self, menu: QMenu, field: str, key: int, words: str, sign: str = "") -> None:
        now = key in getattr(self._chosen, field)
        self._tick(menu, words, sign, now, partial(with_id, self._chosen, field, key))

    def _tick(self, menu: QMenu, words: str, sign: str, now: bool, result: Callable[[bool], ListFilter]) -> None:
        entry = QAction(menu_words(words), menu)
        if sign and not now:
            entry.setIcon(icon(sign))
        entry.setCheckable(True)
        entry.setChecked(now)
        entry.triggered.connect(lambda on: self._take(result(on)))
        menu.addAction(entry)

    def _field(self, menu: QMenu, hint: str, now: str, result: Callable[[str], ListFilter]) -> None:
        """A line to type into, in the menu itself; Enter takes it."""
        line = QLineEdit(now, menu)
        line.setPlaceholderText(hint)
        line.setAccessibleName(hint)
        self._put(menu, line, lambda: self._take(result(line.text().strip())))

    def _day(self, menu: QMenu, hint: str, result: Callable[[DateField], ListFilter]) -> None:
        field = DateField(hint, menu)
        field.setAccessibleName(hint)
        self._put(menu, field, lambda: self._take(result(field)) if field.day() is not None else None)

    def _put(self, menu: QMenu, line: QLineEdit, take: Callable[[], object]) -> None:
        line.setMinimumWidth(190)

        def done() -> None:
            self._close(menu)
            take()

        line.returnPressed.connect(done)
        if menu.isEmpty():
            menu.aboutToShow.connect(lambda: QTimer.singleShot(0, line, line.setFocus))
        held = QWidgetAction(menu)
        held.setDefaultWidget(line)
        menu.addAction(held)

    def _close(self, menu: QMenu) -> None:
        """Close a menu with those that it came from."""
        above: QWidget | None = menu
        while isinstance(above, QMenu):
            above.close()
            above = above.parentWidget()

    def _say_if_empty(self, menu: QMenu, words: str) -> None:
        if menu.isEmpty():
            menu.addAction(words).setEnabled(False)


def _number(typed: str) -> int | None:
    return min(int(typed), 36_500) if typed.isdecimal() and int(typed) else None
