"""Before an import: what belongs here, a place to drop files, and the imports of before."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app import clock
from app.features.importing.past import PastImport
from ui.pages.importing.rows import PAST_COLUMNS, past_row
from ui.parts.empty import EmptyState, FirstStep
from ui.parts.labels import IconLabel, text_label
from ui.parts.section import SectionHeading
from ui.parts.table import TableView
from ui.theme.icons import icon
from ui.theme.tokens import Height, Radius, Size, Space, Weight, current_tokens

_DROP_HEIGHT: Final = 84
_WORDS: Final = (
    "Cards and lists of other programs: vCard as phones, Apple and Outlook write it; CSV as Google Contacts and "
    "Outlook write it. You look first, nothing changes before you say so, and all of it can be taken back later."
)


class DropPlace(QWidget):
    """Says that files can be dropped; the whole page takes them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importing.drop")
        self.setFixedHeight(_DROP_HEIGHT)
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.L, 0, Space.L, 0)
        line.setSpacing(Space.L)
        line.addWidget(IconLabel("import", 28, "text2"))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(text_label("Drop vCard or CSV files here", Size.VALUE, Weight.MEDIUM))
        words.addWidget(
            text_label("Several at once, in any encoding. You see what would come in before anything changes.",
                       Size.DETAIL, Weight.PLAIN, "text2", elide=True)
        )  # fmt: skip
        words.addStretch(1)
        line.addLayout(words, 1)
        self._over = False

    def set_over(self, over: bool) -> None:
        """Whether files are being held over the page."""
        self._over = over
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current_tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = tokens.accent if self._over else tokens.edge
        painter.setPen(QPen(QColor(tone), 2 if self._over else 1, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(tokens.accent_tint if self._over else tokens.sunken))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), Radius.POPUP, Radius.POPUP)


class Start(QStackedWidget):
    """Empty words until something was imported; then the list of imports."""

    undo_wanted = Signal(object)
    opened = Signal(object)

    def __init__(
        self, choose: Callable[[], object], by_hand: Callable[[], object], may_undo: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._may_undo = may_undo
        self.imports: Sequence[PastImport] = ()
        words = "Or drop them here: .vcf, .vcard, .csv, .txt, .xlsx."
        steps = (
            FirstStep("import", "Choose files…", words, choose, "Ctrl+I", "importing.first"),
            FirstStep("add", "Add a customer by hand", "A name is enough for a start.", by_hand, "Ctrl+N"),
        )
        self.empty = EmptyState("import", "Bring in what you have", _WORDS, steps)
        self.drop = DropPlace()
        self.past = TableView("importing.past", PAST_COLUMNS, row=Height.TABLE_ROW, margin=Space.PAGE)
        self.past.setAccessibleName("Imports of before")
        self.past.opened.connect(self.opened)
        self.past.cell_clicked.connect(self._clicked)
        self.past.menu_wanted.connect(self._open_menu)
        self.addWidget(self.empty)
        self.addWidget(self._before())

    def show_past(self, imports: Sequence[PastImport]) -> None:
        """The imports of before, the newest first."""
        self.imports = imports
        today = clock.today()
        self.past.show_rows([past_row(one, today, self._may_undo) for one in imports])
        self.setCurrentIndex(1 if imports else 0)

    def _before(self) -> QWidget:
        held, top = QWidget(), QVBoxLayout()
        top.setContentsMargins(Space.PAGE, 0, Space.PAGE, 0)
        top.setSpacing(Space.M)
        top.addWidget(self.drop)
        top.addWidget(SectionHeading("Imports so far"))
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.past, 1)
        return held

    def _can_undo(self, operation: Hashable) -> bool:
        return self._may_undo and any(one.operation == operation and one.undone_by is None for one in self.imports)

    def _clicked(self, operation: Hashable, column: str) -> None:
        if column == "verb" and self._can_undo(operation):
            self.undo_wanted.emit(operation)

    def _open_menu(self, ids: list[Hashable], at: QPoint) -> None:
        operation = ids[0] if ids else None
        menu = QMenu(self)
        menu.setObjectName("importing.menu")
        menu.addAction(icon("journal"), "Show in the journal", lambda: self.opened.emit(operation))
        undo = menu.addAction(icon("undo"), "Undo…", lambda: self.undo_wanted.emit(operation))
        undo.setEnabled(self._can_undo(operation))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
