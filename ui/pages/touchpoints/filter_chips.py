"""The filters as chips: each offers its choices in a menu, says what is chosen, and can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app import clock
from app.rules.touch import Direction, Kind, Mood
from ui.pages.touchpoints.chosen import SPANS, Chosen
from ui.pages.touchpoints.own_days import add_days, days_words
from ui.parts.check_menu import CheckMenu, Option
from ui.parts.chips import Chip
from ui.parts.days import day_words
from ui.parts.flow import FlowLayout

_NAMED: Final = 2
_SPAN: Final = "span"


@dataclass(frozen=True, slots=True)
class Dimension:
    """One filter: the field of `Chosen`, its sign, its word, its options; `single`: at most one of them."""

    field: str
    sign: str
    words: str
    single: bool = False


_DIMENSIONS: Final = (
    Dimension(_SPAN, "date", "Any time", single=True),
    Dimension("team_ids", "team", "Team"),
    Dimension("kinds", "touch points", "Kind"),
    Dimension("user_ids", "person", "Colleague"),
    Dimension("directions", "hand over", "In or out"),
    Dimension("moods", "neutral", "Mood"),
    Dimension("stage_ids", "prospect", "Stage"),
    Dimension("contact_role", "role", "Contact’s role", single=True),
)
_DIRECTIONS: Final[list[Option]] = [("in", Direction.IN.words, "in"), ("out", Direction.OUT.words, "out")]
_MOODS: Final[list[Option]] = [(one.value, one.words, one.value) for one in Mood if one]


class FilterChips(QWidget):
    """Wraps at the width there is; `changed` tells that something else is chosen."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("touchpoints.filters")
        self.chosen = Chosen()
        self._options: dict[str, list[Option]] = {
            _SPAN: [(days, words, "") for days, words in SPANS.items()],
            "kinds": [(one.value, one.words, one.value) for one in Kind],
            "directions": _DIRECTIONS,
            "moods": _MOODS,
        }
        self._flow = FlowLayout(self)
        self._show()

    def offer(self, field: str, options: Sequence[Option]) -> None:
        """What can be chosen of colleagues, teams, stages, roles."""
        if self._options.get(field) != list(options):
            self._options[field] = list(options)
            self._show()

    def put(self, chosen: Chosen) -> None:
        """Show another choice without telling."""
        if chosen != self.chosen:
            self.chosen = chosen
            self._show()

    def take(self, **now: Any) -> None:
        """Choose, and tell."""
        self.put(replace(self.chosen, **now))
        self.changed.emit(self.chosen)

    def _show(self) -> None:
        focused = QApplication.focusWidget()
        name = focused.objectName() if focused is not None and self.isAncestorOf(focused) else ""
        self._flow.clear()
        for dimension in _DIMENSIONS:
            self._add(self._chip(dimension), name)
        self._add(self._toggle("with_promise", "follow-up", "Promise"), name)
        if self.chosen.with_withdrawn:
            self._add(self._toggle("with_withdrawn", "delete", "Withdrawn too"), name)
        day = self.chosen.one_day()
        if day is not None:
            self._add(self._made("day", "date", day_words(day, clock.today()), True, lambda: self.take(day="")), name)

    def _add(self, chip: Chip, focused: str) -> None:
        self._flow.addWidget(chip)
        chip.show()
        if chip.objectName() == focused:
            chip.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chip(self, dimension: Dimension) -> Chip:
        value = getattr(self.chosen, dimension.field)
        days = days_words(self.chosen) if dimension.field == _SPAN else ""
        on = bool(value or days)
        words = days or (self._words(dimension, value) if on else dimension.words)
        chip = self._made(dimension.field, dimension.sign, words, on, lambda: self._drop(dimension))
        chip.clicked.connect(lambda: self._open(dimension, chip))
        return chip

    def _toggle(self, field: str, sign: str, words: str) -> Chip:
        on = bool(getattr(self.chosen, field))
        chip = self._made(field, sign, words, on, lambda: self.take(**{field: False}))
        chip.clicked.connect(lambda: self.take(**{field: not on}))
        return chip

    def _made(self, field: str, sign: str, words: str, on: bool, away: Callable[[], object]) -> Chip:
        chip = Chip(words, sign, on=on, removable=on)
        chip.setObjectName(f"touchpoints.filter.{field}")
        chip.removed.connect(away, Qt.ConnectionType.QueuedConnection)
        return chip

    def _words(self, dimension: Dimension, value: Any) -> str:
        """What is chosen: up to two by name, more by number."""
        names: dict[Hashable, str] = {key: words for key, words, _ in self._options.get(dimension.field, [])}
        values = value if isinstance(value, tuple) else (value,)
        if len(values) > _NAMED:
            return f"{dimension.words}: {len(values)}"
        return ", ".join(names.get(one, "…") for one in values)

    def _drop(self, dimension: Dimension) -> None:
        self._put(dimension, type(getattr(self.chosen, dimension.field))())

    def _open(self, dimension: Dimension, chip: Chip) -> None:
        value = getattr(self.chosen, dimension.field)
        by_days = dimension.field == _SPAN and days_words(self.chosen)
        ticked = value if isinstance(value, tuple) else () if by_days else (value,)
        menu = CheckMenu(
            f"{chip.objectName()}.menu",
            self._options.get(dimension.field, []),
            ticked,
            lambda now: self._take(dimension, now),
            dimension.single,
            self,
        )
        if dimension.field == _SPAN:
            add_days(menu, self.chosen, self._take_days)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 2)))

    def _take(self, dimension: Dimension, ticked: tuple[Hashable, ...]) -> None:
        self._put(dimension, next(iter(ticked), "") if dimension.single else ticked)

    def _take_days(self, since: str, until: str) -> None:
        self.take(since=since, until=until, span="", day="")

    def _put(self, dimension: Dimension, value: Any) -> None:
        """Another span takes the place of single days."""
        days = {"day": "", "since": "", "until": ""} if dimension.field == _SPAN else {}
        self.take(**{dimension.field: value}, **days)
