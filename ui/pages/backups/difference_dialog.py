"""What would be lost if the whole book went back; goes on only when somebody says that all shall go back with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QCheckBox, QWidget

from app import clock
from ui.parts.cells import Cell, Row
from ui.parts.days import full_words, hour_words, local, near_day
from ui.parts.dialog import MOST, Dialog
from ui.parts.fields import Secret
from ui.parts.form import Form
from ui.parts.labels import text_label
from ui.parts.numbers import counted, number
from ui.parts.table import Column, TableView
from ui.theme.tokens import Height, Size, Space, Weight

if TYPE_CHECKING:
    from app.features.putting_back import LostOperation
    from app.putting_back import Difference

_SEEN: Final = 8
_KEPT: Final = (
    "Today's book is backed up first, and that is proven; until the last step you can stop it. Users, roles, passwords,"
    " settings and the ledger stay those of today. Who has the book open goes on with what it is then."
)
_TICK: Final = "The whole book goes back, for everybody"
_ADDRESS: Final = "Address with an administrator's login"
_GUARDED: Final = "The server guards this book: whoever prepared it there has to help. postgresql://admin@server/book"
_COLUMNS: Final = (
    Column("when", "When", 120, sortable=False),
    Column("who", "Who", 150, sortable=False),
    Column("what", "Would be lost", 300, sortable=False, stretch=True),
    Column("no", "No.", 70, "right", sortable=False),
)


class DifferenceDialog(Dialog):
    """The operations that would be lost, the newest first, and a tick."""

    def __init__(self, window: QWidget, told: Difference, guarded: bool, go_on: Callable[[str], object]) -> None:
        title = f"Go back to {full_words(told.earlier.at)}?"
        super().__init__(window, title, lost_words(told), "undo", MOST, "backups.difference")
        self._go_on = go_on
        if told.newest:
            self.body.addWidget(_table(told))
        self.body.addWidget(text_label(_KEPT, Size.DETAIL, Weight.PLAIN, "text2", wrap=True))
        self.form = Form("backups.difference.form", _fields(guarded), side=False)
        self.form.setVisible(guarded)
        self.body.addWidget(self.form)
        self.tick = QCheckBox(_TICK)
        self.tick.setObjectName("backups.difference.sure")
        self.body.addWidget(self.tick)
        self.add_button("Not now", name="backups.difference.leave")
        self.verb = self.add_button("Back up and go back", "primary", self._end, "backups.difference.go_on")
        self.verb.setEnabled(False)
        self.tick.toggled.connect(self.verb.setEnabled)

    def begin(self) -> None:
        """Show it with the keyboard on the tick."""
        self.show_over(self.tick)

    def _end(self) -> None:
        address = str(self.form.values().get("administrator", "")).strip()
        self.leave()
        self._go_on(address)


def lost_words(told: Difference) -> str:
    """What it would cost, in a sentence or two."""
    if not told.lost:
        words = "Nothing that was saved since would be lost."
    else:
        verb = "was saved since and would" if told.lost == 1 else "were saved since and would"
        words = f"{counted(told.lost, 'operation')} {verb} be lost; they stay in a backup of today."
    if told.earlier.parted:
        own = f"has {number(told.earlier.parted)} of its own"
        words += f" It parted from the present book after no. {number(told.earlier.shared)}, and {own} since."
    if told.lost > len(told.newest) > 0:
        words += f" The newest {number(len(told.newest))} of them:"
    return words


def _fields(guarded: bool) -> list[Secret]:
    return [Secret("administrator", _ADDRESS, _GUARDED)] if guarded else []


def _table(told: Difference) -> TableView:
    table = TableView("backups.difference.lost", _COLUMNS, row=Height.ROW, margin=Space.S)
    table.setAccessibleName("What would be lost, the newest first")
    table.setFixedHeight(Height.COLUMN_HEAD + min(_SEEN, len(told.newest)) * Height.ROW)
    table.show_rows([_row(one) for one in told.newest])
    return table


def _row(one: LostOperation) -> Row:
    day = near_day(local(one.at).date(), local(clock.now()).date())
    when = Cell(f"{day}, {hour_words(one.at)}", tone="text2", tip=full_words(one.at))
    what = Cell(one.summary, Weight.MEDIUM, tip=one.summary)
    return Row(one.revision, (when, one.who, what, Cell(number(one.revision), tone="text3")))
