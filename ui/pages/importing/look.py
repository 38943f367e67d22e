"""The dry run: what would come in, what is set aside and why, and how those who come in are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.features.importing import ImportCards, Preview, Reading
from ui.pages.importing.rows import (
    ASIDE_COLUMNS,
    CARD_COLUMNS,
    aside_row,
    card_row,
    coming_words,
    files_words,
    rest_words,
)
from ui.parts.fields import Choice, Line, Tags
from ui.parts.form import Form
from ui.parts.ground import ground
from ui.parts.labels import text_label
from ui.parts.numbers import counted, number
from ui.parts.panes import Panes
from ui.parts.section import Hairline, SectionHeading
from ui.parts.table import TableView
from ui.theme.tokens import Height, Size, Space, Weight

_ASIDE_SHOWN: Final = 2000
_PANEL: Final = 348


@dataclass(frozen=True, slots=True)
class Offered:
    """What the book has to choose from: stages, tags, and the country of numbers."""

    stages: tuple[str, ...] = ("Customer",)
    tags: tuple[str, ...] = ()
    region: str = "DE"


class Look(QWidget):
    """Made anew for each dry run. `import_wanted` carries the command."""

    import_wanted = Signal(object)
    left = Signal()
    write_wanted = Signal()

    def __init__(self, reading: Reading, seen: Preview, offered: Offered, kept: Mapping[str, Any]) -> None:
        super().__init__()
        self.setObjectName("importing.look")
        self._reading, self.seen = reading, seen
        self.form = _form(offered, kept, seen)
        self.verb = self.form.buttons(f"Import {counted(seen.coming, 'customer')}" if seen.coming else "Import")
        self.verb.setEnabled(bool(seen.coming))
        self.form.submitted.connect(self._import)
        self.form.left.connect(self.left)
        self.rows = TableView("importing.rows", CARD_COLUMNS, row=Height.TABLE_ROW, margin=Space.PAGE)
        self.rows.setAccessibleName("What would come in")
        self.rows.show_rows([card_row(place, one) for place, one in enumerate(seen.rows)])
        self.aside = TableView("importing.aside", ASIDE_COLUMNS, row=Height.TABLE_ROW, margin=Space.PAGE)
        self.aside.setAccessibleName("What was set aside, and why")
        self.aside.show_rows([aside_row(place, one) for place, one in enumerate(seen.set_aside[:_ASIDE_SHOWN])])
        self._lay_out()

    def begin(self) -> None:
        """The keyboard goes to what comes next."""
        (self.verb if self.seen.coming else self.rows).setFocus()

    def set_busy(self, busy: bool) -> None:
        """While it is brought in, nothing here can be changed."""
        self.form.setEnabled(not busy)
        self.form.set_busy(busy)

    def _import(self) -> None:
        values = self.form.values()
        region = values["region"].strip().upper()
        if len(region) != 2 or not region.isascii() or not region.isalpha():
            self.form.refuse("region", "Two letters name a country: DE, CH, GB.")
            return
        self.import_wanted.emit(ImportCards(self._reading, values["stage"], region, values["tags"]))

    # Laying out

    def _lay_out(self) -> None:
        panes = Panes("importing.panes")
        panes.addWidget(self._left())
        panes.addWidget(self._right())
        panes.setStretchFactor(0, 1)
        panes.setStretchFactor(1, 0)
        panes.set_defaults([740, _PANEL])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(Hairline())
        outer.addWidget(panes, 1)

    def _left(self) -> QWidget:
        shown, whole = len(self.seen.rows), self.seen.coming + self.seen.already_there
        count = f"first {number(shown)} of {number(whole)}" if shown < whole else number(whole)
        lists = QSplitter()
        lists.setOrientation(lists.orientation().Vertical)
        lists.setChildrenCollapsible(False)
        lists.setHandleWidth(1)
        if shown:
            lists.addWidget(_block(SectionHeading("Read", count), self.rows))
        if self.seen.set_aside:
            told = number(len(self.seen.set_aside))
            cards = any(one.line for one in self.seen.set_aside)
            verb = "Write to a file" if cards else ""
            heading = SectionHeading("Set aside", told, verb, self.write_wanted.emit, name="importing.write")
            lists.addWidget(_block(heading, self.aside, line=bool(shown)))
        lists.setSizes([420, 200])
        left = QWidget()
        left.setMinimumWidth(480)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._sum())
        column.addWidget(Hairline())
        column.addWidget(lists, 1)
        return left

    def _sum(self) -> QVBoxLayout:
        summed = QVBoxLayout()
        summed.setContentsMargins(Space.PAGE, Space.S, Space.PAGE, Space.M)
        summed.setSpacing(Space.XS)
        first = text_label(coming_words(self.seen), Size.TITLE, Weight.BOLD, wrap=True)
        first.setObjectName("importing.coming")
        rest = text_label(_rest_sentence(self.seen), Size.VALUE, Weight.PLAIN, "text2", wrap=True)
        rest.setObjectName("importing.rest")
        summed.addWidget(first)
        summed.addWidget(rest)
        return summed

    def _right(self) -> QWidget:
        panel = QWidget()
        panel.setMinimumWidth(320)
        ground(panel, "sunken")
        column = QVBoxLayout(panel)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        column.addWidget(SectionHeading("Those who come in"))
        column.addWidget(self.form)
        column.addStretch(1)
        return panel


def _form(offered: Offered, kept: Mapping[str, Any], seen: Preview) -> Form:
    """Stage, country and tags; as they were the last time."""
    form = Form(
        "importing.form",
        [
            Choice("stage", "Stage", options=tuple((name, name) for name in offered.stages)),
            Line("region", "Country", "Of telephone numbers without one. Two letters: DE, CH, GB."),
            Tags("tags", "Tags for all", "So that you find them again, such as the name of the fair.", offered.tags),
        ],
        side=True,
    )
    usual = "Customer" if "Customer" in offered.stages else next(iter(offered.stages), "")
    stage = kept.get("stage")
    form.set_values(
        {"stage": stage if stage in offered.stages else usual, "region": kept.get("region") or offered.region}
    )
    form.setEnabled(bool(seen.coming))
    return form


def _rest_sentence(seen: Preview) -> str:
    read = f"{number(seen.read)} read from {files_words(seen.files)}"
    rest = rest_words(seen)
    return f"{read}; {rest}. Nothing was changed yet." if rest else f"{read}. Nothing was changed yet."


def _block(heading: SectionHeading, table: TableView, line: bool = False) -> QWidget:
    block = QWidget()
    block.setMinimumHeight(120)
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    if line:
        column.addWidget(Hairline())
    column.addSpacing(Space.XS)
    held = QVBoxLayout()
    held.setContentsMargins(Space.PAGE, 0, Space.PAGE, 0)
    held.addWidget(heading)
    column.addLayout(held)
    column.addWidget(table, 1)
    return block
