"""The page of backups: how the book stands with them, the list, and the next one made or proven."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app import clock
from app.changes import Topic
from app.computer.memory import Memory
from app.errors import HousebookError, Stopped
from app.features.backups import BackupLine, Standing, backups, plan, standing
from app.rules.pace import size_words
from app.rules.permissions import Permission
from ui.desk import Desk
from ui.pages.backups.going_back import GoingBack
from ui.pages.backups.lines import row_of
from ui.pages.backups.making import Making
from ui.pages.backups.panel import Panel
from ui.pages.backups.planning import Planning
from ui.pages.backups.proof_strip import ProofStrip
from ui.pages.backups.table import BackupsTable
from ui.parts.action import Action, Actions
from ui.parts.backup_places import PlaceFinder
from ui.parts.empty import EmptyState, FirstStep
from ui.parts.ground import ground
from ui.parts.labels import text_label
from ui.parts.numbers import number
from ui.parts.page import Page
from ui.parts.page_head import page_head
from ui.parts.proven_words import page_words
from ui.parts.section import Hairline
from ui.theme.tokens import Size, Space, Weight

if TYPE_CHECKING:
    from app.backup_places import Found

_SHEET: Final = "book.recovery"
_MINUTE_MS: Final = 60_000
_EMPTY: Final = (
    "A backup is all of the book in one file, sealed, that brings it back on any computer. It is restored as soon as it"
    " is made, and counts only if that is the same, row for row."
)
_FIRST: Final = "Choose a folder, best on another drive. Everybody works on meanwhile."
_MINUTE: Final = "The book as of a minute…"
_WAYS: Final = ("backups.browse", "backups.whole", "backups.minute")
_BUSY: Final = "A backup is being made or proven"
_NONE: Final = "No backup was made yet"


class BackupsPage(Page):
    """For who may back the book up."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.BACKUPS})

    def __init__(self, desk: Desk, actions: Actions, memory: Memory) -> None:
        super().__init__(desk, actions)
        self.setObjectName("backups")
        ground(self, "surface")
        self._lines: dict[Hashable, BackupLine] = {}
        self._busy = self._has_places = False
        self._number = text_label("", Size.VALUE, Weight.PLAIN, "text3")
        self._number.setObjectName("backups.count")
        self.strip, self.making = ProofStrip(), Making(desk)
        self.planning, self.going_back = Planning(self), GoingBack(desk, self.making)
        self.making.busy.connect(self._take_busy)
        self.finder = PlaceFinder(desk, self)
        self.finder.found.connect(self._show_places)
        self.finder.failed.connect(self.failed)
        self.making.said.connect(lambda words: actions.trigger("messages.say", words=words))
        self.making.warned.connect(lambda words: actions.trigger("messages.warn", words=words))
        self.table = BackupsTable()
        self.table.opened.connect(self._prove_one)
        self.table.menu_wanted.connect(self._open_menu)
        self.table.current_changed.connect(lambda _: actions.refresh())
        actions.add(*self._own_actions())
        sheet = partial(actions.trigger, _SHEET) if actions.has(_SHEET) else None
        own_key = desk.kind == "sqlite" and desk.has_passwords
        ways = [actions.button(action, "step") for action in _WAYS]
        self.panel = Panel(self.planning.add_place, self.planning.change_plan, sheet, own_key, ways)
        self.panel.places.removal_wanted.connect(self.planning.remove_place)
        self._ages = QTimer(self, interval=_MINUTE_MS)
        self._ages.timeout.connect(self._look_again)
        self._ages.start()
        self._lay_out()

    def load(self) -> None:
        """Ask which there are, and how the book stands with them."""
        self.table.loading()
        self.ask(backups, then=self._show)
        self.ask(standing, then=self._show_standing)
        self.ask(plan, then=self.panel.show_plan)
        self.finder.look()

    def failed(self, error: HousebookError) -> None:
        if not isinstance(error, Stopped):
            self.making.say(error.words)

    def focus_first(self) -> None:
        """The keyboard goes to the list, or to the first step."""
        shown = self.table if self._lines else self._first
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is shown

    def _show(self, found: Sequence[BackupLine]) -> None:
        self._lines = {one.id: one for one in found}
        self.table.show_rows([row_of(one, clock.now()) for one in found])
        self._places.setCurrentIndex(0 if found else 1)
        kept = f"{number(len(found))} kept · {size_words(sum(one.bytes for one in found))}"
        self._number.setText(kept if found else "")
        if found and self.table.current_id() is None:
            self.table.select([found[0].id])
        self.known_actions.refresh()

    def _show_standing(self, found: Standing) -> None:
        self.strip.tell(page_words(clock.now(), found))
        self.strip.setVisible(bool(found.made))
        self.panel.show_drill(found, clock.now())

    def _show_places(self, found: Sequence[Found]) -> None:
        self._has_places = bool(found)
        self.panel.places.show_places(found)

    def _look_again(self) -> None:
        """Time goes by, and others go on working."""
        if self.isVisible():
            self.load()

    # What the person does

    def _own_actions(self) -> list[Action]:
        needs = Permission.BACK_UP
        return [
            Action("backups.make", "Back up now", self._make, "", "save", needs, self._can_make, "Tools"),
            Action("backups.prove", "Prove now", self._prove, "", "proven", needs, self._can_prove, "Tools"),
            Action("backups.browse", "One customer…", self._browse, "", "read only", needs, self._can_browse),
            Action("backups.whole", "The whole book…", self._go_back, "", "undo", needs, self._can_go_back),
            Action("backups.back_to", "Go back to a minute…", self._go_back_to, "", "undo", needs, self._can_make),
            Action(
                "backups.minute", "The book as of a minute…", self._ask_minute, "", "time", needs, self._can_look_back
            ),
        ]

    def _can_make(self) -> bool | str:
        return _BUSY if self._busy else True

    def _can_prove(self) -> bool | str:
        return _BUSY if self._busy else True if self._lines else _NONE

    def _can_browse(self) -> bool | str:
        return self._can_look_back() if self.table.current_id() in self._lines else _NONE

    def _can_look_back(self) -> bool | str:
        return self.known_actions.has("past.backup")

    def _browse(self) -> None:
        """The backup that is chosen opens in a window of its own; customers are taken back from there."""
        one = self._lines.get(self.table.current_id())
        if one is not None:
            self.known_actions.trigger("past.backup", listed=one)

    def _can_go_back(self) -> bool | str:
        return _BUSY if self._busy else True if self.table.current_id() in self._lines else _NONE

    def _go_back(self) -> None:
        """The present book becomes what the chosen backup has, once somebody has seen what would be lost."""
        one = self._lines.get(self.table.current_id())
        if one is not None:
            self.going_back.to_backup(one)

    def _go_back_to(self, moment: datetime | None = None) -> None:
        if moment is None:
            self._ask_minute()
        else:
            self.known_actions.trigger("go.backups")
            self.going_back.to_minute(moment)

    def _ask_minute(self) -> None:
        self.known_actions.trigger("past.minute")

    def _take_busy(self, busy: bool) -> None:
        self._busy = busy
        self.known_actions.refresh()

    def _make(self) -> None:
        self.known_actions.trigger("go.backups")
        self.making.back_up(first=not self._lines and not self._has_places)

    def _prove(self) -> None:
        """The one that is chosen, else the newest."""
        self.known_actions.trigger("go.backups")
        self._prove_one(self.table.current_id() or next(iter(self._lines), None))

    def _prove_one(self, row: Hashable) -> None:
        if row in self._lines and not self._busy:
            self.making.prove(self._lines[row])

    def _open_menu(self, _rows: list[Hashable], place: QPoint) -> None:
        one = self._lines.get(self.table.current_id())
        if one is not None:
            prove = ("Prove now", partial(self._prove_one, one.id), not self._busy)
            one_back = ("One customer…", self._browse, self._can_browse() is True)
            all_back = ("The whole book…", self._go_back, not self._busy)
            self.table.pop_up(one, [prove, one_back, all_back], place)

    # Laying out

    def _lay_out(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        whole.addLayout(column, 1)
        whole.addWidget(Hairline(standing=True))
        whole.addWidget(self.panel)
        column.addWidget(page_head("Backups", self._number, *self._verbs()))
        held = QVBoxLayout()
        held.setContentsMargins(Space.PAGE, 0, Space.PAGE, Space.M)
        held.setSpacing(0)
        held.addWidget(self.making)
        held.addWidget(self.strip)
        column.addLayout(held)
        column.addWidget(Hairline())
        self._places = QStackedWidget()
        self._places.addWidget(self.table)
        step = FirstStep("save", "Back up now…", _FIRST, self._make, name="backups.first")
        empty = EmptyState("no backup", _NONE, _EMPTY, (step,))
        self._first = empty.findChildren(QPushButton)[0]
        self._places.addWidget(empty)
        column.addWidget(self._places, 1)

    def _verbs(self) -> tuple[QWidget, QWidget]:
        return self.known_actions.button("backups.prove"), self.known_actions.button("backups.make", "primary")
