"""By customer: all whom one person handles, or of whom nobody takes care, with a filter over their names."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.features.assignments import Board
from app.rules.folding import fold
from ui.pages.team.handled_list import HandledList
from ui.pages.team.questions import MOST_LINES, Held
from ui.pages.team.spots import GAP, Spot, lines, person
from ui.pages.team.words import customers
from ui.parts.labels import text_label
from ui.parts.numbers import number
from ui.theme.direction import apart
from ui.theme.fonts import LONGEST_LINE
from ui.theme.icons import icon
from ui.theme.tokens import Height, Size, Space


class ByCustomer(QWidget):
    """Whose customers, a filter, and the list."""

    spot_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held, self._today = Held(), date.min
        self.whose = QComboBox()
        self.whose.setObjectName("team.whose")
        self.whose.setAccessibleName("Whose customers")
        self.whose.setFixedWidth(260)
        self.words = QLineEdit()
        self.words.setObjectName("team.customer_words")
        self.words.setPlaceholderText("Name or role")
        self.words.setAccessibleName("Filter by name or role")
        self.words.setClearButtonEnabled(True)
        self.words.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._count = text_label("", Size.DETAIL, tone="text3")
        self._count.setObjectName("team.customer_count")
        self.list = HandledList("team.by_customer_list", wide=True)
        self._lay_out()
        self.whose.activated.connect(lambda _place: self.spot_chosen.emit(self.whose.currentData()))
        self.words.textChanged.connect(lambda _text: self._show())

    def show_choice(self, board: Board, spot: Spot | None) -> None:
        """Offer everybody of the board and its gaps."""
        self.whose.clear()
        for gap in board.gaps:
            self.whose.addItem(icon("gap", "warn"), f"{apart(gap.words)} · {number(gap.count)}", Spot(GAP, gap.kind))
        for line in lines(board):
            self.whose.addItem(
                icon("person"), f"{apart(line.name[:LONGEST_LINE])} · {number(line.owned)}", person(line.user_id)
            )
        # Compared here: Qt would compare what it made of the spots.
        places = [place for place in range(self.whose.count()) if self.whose.itemData(place) == spot]
        self.whose.setCurrentIndex(places[0] if places else -1)

    def show_held(self, held: Held, today: date) -> None:
        """The customers of whom was chosen."""
        self._held, self._today = held, today
        self._show()

    def _show(self) -> None:
        wanted = fold(self.words.text()).split()
        lines = [line for line in self._held.lines if all(word in fold(f"{line.name} {line.role}") for word in wanted)]
        self.list.show_lines(lines, self._today)
        self._count.setText(self._count_words(len(lines)))

    def _count_words(self, shown: int) -> str:
        held = self._held
        if len(held.lines) < len(held.ids):
            return f"the first {number(MOST_LINES)} of {customers(len(held.ids))}"
        return f"{number(shown)} of {number(len(held.lines))}" if shown < len(held.lines) else customers(len(held.ids))

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(Space.PAGE, Space.S, Space.PAGE, Space.S)
        line.setSpacing(Space.S)
        line.addWidget(text_label("Customers of", Size.VALUE, tone="text2"))
        line.addWidget(self.whose)
        line.addWidget(self.words, 1)
        line.addWidget(self._count)
        for part in (self.whose, self.words):
            part.setFixedHeight(Height.FIELD)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.list, 1)
