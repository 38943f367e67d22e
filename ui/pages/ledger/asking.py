"""The requests at work: others' to be answered, and what became of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.features.leaving import RequestLine
from ui.pages.ledger.lines import request_words
from ui.parts.buttons import button
from ui.parts.labels import IconLabel, text_label
from ui.parts.section import SectionHeading
from ui.theme.tokens import Size, Space, Weight

_MOST = 5


class Asking(QWidget):
    """One line a request, with the verbs of whoever looks at it; hidden while nobody asks."""

    answered = Signal(int, bool)
    taken = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledger.asking")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.PAGE, 0, Space.PAGE, Space.M)
        self._column.setSpacing(Space.S)
        self._lines: list[QWidget] = []
        self.heading = SectionHeading("Approvals")
        self._column.addWidget(self.heading)
        self.hide()

    def show_requests(self, found: Sequence[RequestLine], user_id: int, may_answer: bool, today: date) -> None:
        """Others' open requests for who answers them, and one's own that are not used or ended."""
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        own = ("asked", "approved", "refused")
        shown = [one for one in found if one.state in (own if one.user_id == user_id else ("asked",))]
        self._lines = [self._line(one, user_id, may_answer, today) for one in shown[:_MOST]]
        for line in self._lines:
            self._column.addWidget(line)
        self.heading.set_count(str(len(shown)) if shown else "")
        self.setVisible(bool(shown))

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
