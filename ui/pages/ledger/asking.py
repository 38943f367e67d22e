"""The requests at work: others' to be answered, and what became of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.features.leaving import RequestLine
from ui.pages.ledger.lines import request_words
from ui.parts.buttons import button
from ui.parts.ground import ground
from ui.parts.labels import IconLabel, text_label
from ui.parts.section import SectionHeading
from ui.theme.tokens import Size, Space, Weight

_SEEN: Final = 4.5
"""So many lines are seen at most; half of one says that it goes on below."""


class Asking(QWidget):
    """One line a request, with the verbs of whoever looks at it; hidden while nobody asks."""

    answered = Signal(int, bool)
    taken = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledger.asking")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE, 0, 0, Space.M)
        column.setSpacing(Space.S)
        self._lines: list[QWidget] = []
        self.heading = SectionHeading("Approvals")
        self.area = self._scrolled()
        column.addWidget(self.heading)
        column.addWidget(self.area)
        self.hide()

    def show_requests(self, found: Sequence[RequestLine], user_id: int, may_answer: bool, today: date) -> None:
        """Others' open requests for who answers them, and one's own that are not used or ended."""
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        shown = _in_order(found, user_id)
        self._lines = [self._line(one, user_id, may_answer, today) for one in shown]
        for line in self._lines:
            self._column.addWidget(line)
        self._fit_height()
        self.heading.set_count(str(len(shown)) if shown else "")
        self.setVisible(bool(shown))

    def _scrolled(self) -> QScrollArea:
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, Space.PAGE, 0)
        self._column.setSpacing(Space.S)
        area = QScrollArea()
        area.setObjectName("ledger.asking.lines")
        area.setAccessibleName("Approvals")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        ground(area, "surface")
        return area

    def _fit_height(self) -> None:
        """As high as its lines, up to those that are seen at once; the others are scrolled to."""
        line = max((one.sizeHint().height() for one in self._lines), default=0) + Space.S
        self.area.setFixedHeight(round(line * min(len(self._lines), _SEEN)))

    def _line(self, one: RequestLine, user_id: int, may_answer: bool, today: date) -> QWidget:
        made = QWidget()
        made.setObjectName(f"ledger.request.{one.id}")
        words, reason = request_words(one, user_id, today)
        made.setAccessibleName(f"{words} {reason}")
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(IconLabel("refused" if one.state == "refused" else "approvals", 16, "warn"))
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(text_label(words, Size.VALUE, Weight.MEDIUM, elide=True))
        told.addWidget(text_label(reason, Size.DETAIL, Weight.PLAIN, "text2", elide=True))
        row.addLayout(told, 1)
        for verb in self._verbs(one, user_id, may_answer):
            row.addWidget(verb)
        return made

    def _verbs(self, one: RequestLine, user_id: int, may_answer: bool) -> list[QWidget]:
        if one.user_id == user_id and one.state == "approved":
            return [button("Export now…", run=lambda: self.taken.emit(one.id), name=f"ledger.take.{one.id}")]
        if one.user_id == user_id or not may_answer:
            return []
        return [
            button("Refuse", run=lambda: self.answered.emit(one.id, False), name=f"ledger.refuse.{one.id}"),
            button("Approve", run=lambda: self.answered.emit(one.id, True), name=f"ledger.approve.{one.id}"),
        ]


def _in_order(found: Sequence[RequestLine], user_id: int) -> list[RequestLine]:
    """What waits for this user first: others' to be answered, then their own that were approved."""
    order = ((False, "asked"), (True, "approved"), (True, "asked"), (True, "refused"))
    told = [one for one in found if (one.user_id == user_id, one.state) in order]
    return sorted(told, key=lambda one: order.index((one.user_id == user_id, one.state)))
