"""The panel beside the list: places, how long they stay, recovery key, and what can be brought back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app import clock
from app.features.backups import Plan, Standing
from ui.pages.backups.lines import day_of, day_within
from ui.pages.backups.places_section import PlacesSection
from ui.parts.days import hour_words, local
from ui.parts.ground import ground
from ui.parts.labels import Label, text_label
from ui.parts.section import Hairline, SectionHeading
from ui.theme.tokens import Size, Space, Weight

WIDTH: Final = 316
_TITLES: Final = 76
_OF_THE_BOOK: Final = "The recovery sheet of the book opens every backup, too."
_OF_BACKUPS: Final = "The 17 words that the first backup shows open its backups. They stand nowhere in the program."
_GUARD: Final = "Whoever has them and a backup can read everything: keep them where you keep the deeds."
_FAILED: Final = "FAILED and counts no longer. {cure}"
_BACK_UP: Final = "Back up now, and have a look at the disk that it stands on."
_MADE_SINCE: Final = "Another one that was proven since does; have a look at the disk that this one stands on."
_LOST: Final = "A backup whose book is gone opens by them alone."


class Panel(QWidget):
    """Shows what the page asks for it."""

    def __init__(
        self,
        add_place: Callable[[], object],
        change_plan: Callable[[], object],
        new_sheet: Callable[[], object] | None,
        own_key: bool,
        links: Sequence[QWidget],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("backups.panel")
        self.setFixedWidth(WIDTH)
        ground(self, "sunken")
        self.places = PlacesSection(add_place)
        self._plan: dict[str, Label] = {}
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(Space.PANE, Space.S, Space.PANE, Space.L)
        self._column.setSpacing(Space.M)
        self._column.addWidget(self.places)
        self._add_plan(change_plan)
        self._add_recovery(new_sheet, own_key)
        self._add_links(links)
        self._column.addStretch(1)
        self._scroll(inner)

    def show_plan(self, plan: Plan) -> None:
        """When they are made, and how many of them stay."""
        keep = plan.keep
        kept = (("day", keep.daily), ("week", keep.weekly), ("month", keep.monthly), ("year", keep.yearly))
        words = (f"{count} {noun}{'' if count == 1 else 's'}" for noun, count in kept if count)
        self._tell("keep", ", ".join(words))
        at = None if plan.hour is None else local(clock.now()).replace(hour=plan.hour, minute=0)
        self._tell("hour", "by hand alone" if at is None else f"every day at {hour_words(at)}")

    def show_drill(self, standing: Standing, now: datetime) -> None:
        """Which backup was restored another time last, and what came of it."""
        one = standing.drill
        if one is None or one.tried_at is None:
            self._tell("drill", "none was yet")
            return
        today = local(now).date()
        day, of = day_of(local(one.tried_at).date(), today), day_within(local(one.at).date(), today)
        self._tell("drill", f"{day}, the one of {of} {_failed(standing, one.tried_at) if one.fault else 'holds.'}")
        self._plan["drill"].set_tone("bad" if one.fault else "text")

    def _tell(self, key: str, words: str) -> None:
        self._plan[key].setText(words)

    def _add_plan(self, change: Callable[[], object]) -> None:
        self._column.addWidget(Hairline())
        self._column.addWidget(SectionHeading("Schedule", verb="Change…", run=change, name="backups.plan.change"))
        grid = QGridLayout()
        grid.setContentsMargins(2, 0, 0, 0)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnMinimumWidth(0, _TITLES)
        grid.setColumnStretch(1, 1)
        titles = (("hour", "Back up"), ("keep", "Keep"), ("drill", "Tried again"))
        for row, (key, title) in enumerate(titles):
            grid.addWidget(text_label(title, Size.DETAIL, tone="text3"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._plan[key] = text_label("", Size.VALUE, wrap=True)
            self._plan[key].setObjectName(f"backups.plan.{key}")
            grid.addWidget(self._plan[key], row, 1)
        self._column.addLayout(grid)

    def _add_recovery(self, new_sheet: Callable[[], object] | None, own_key: bool) -> None:
        self._column.addWidget(Hairline())
        verb = "New sheet…" if new_sheet else ""
        self._column.addWidget(SectionHeading("Recovery key", verb=verb, run=new_sheet, name="backups.sheet"))
        self._column.addWidget(text_label(_OF_THE_BOOK if own_key else _OF_BACKUPS, Size.VALUE, wrap=True))
        detail = f"{_GUARD} {_LOST}"
        self._column.addWidget(text_label(detail, Size.DETAIL, Weight.PLAIN, "text2", wrap=True))

    def _add_links(self, links: Sequence[QWidget]) -> None:
        if not links:
            return
        self._column.addWidget(Hairline())
        self._column.addWidget(SectionHeading("Bring back"))
        for link in links:
            self._column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _scroll(self, inner: QWidget) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        ground(area, "sunken")
        ground(inner, "sunken")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)


def _failed(standing: Standing, tried_at: datetime) -> str:
    """With the cure, as long as nobody has taken it."""
    since = standing.newest is not None and standing.newest.at > tried_at
    return _FAILED.format(cure=_MADE_SINCE if since else _BACK_UP)
