"""An empty place says what belongs there and offers the first steps; a filter that finds nothing says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.parts.buttons import button
from ui.parts.chips import KeyCap
from ui.parts.labels import IconLabel, text_label
from ui.theme.tokens import Size, Space, Weight

_WIDTH = 460


@dataclass(frozen=True)
class FirstStep:
    """Something to begin with."""

    icon: str
    text: str
    words: str
    run: Callable[[], object]
    key: str = ""
    name: str = ""


class EmptyState(QWidget):
    """Left-aligned, 460 wide, in the middle of the page; no pictures."""

    def __init__(
        self, sign: str, title: str, words: str, steps: Sequence[FirstStep] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("empty")
        self.title = text_label(title, Size.NAME, Weight.BOLD, wrap=True)
        self.words = text_label(words, Size.VALUE, Weight.PLAIN, "text2", wrap=True)
        self._inner = QWidget()
        self._inner.setMaximumWidth(_WIDTH)
        self._inner.setMinimumWidth(260)
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self._column.addWidget(IconLabel(sign, 32))
        self._column.addSpacing(Space.M)
        self._column.addWidget(self.title)
        self._column.addWidget(self.words)
        self._column.addSpacing(Space.M)
        for step in steps:
            self._add_step(step)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(self._inner, 4, Qt.AlignmentFlag.AlignVCenter)
        outer.addStretch(1)

    def set_words(self, title: str, words: str) -> None:
        """Say something else: "None of 1,063 fits."."""
        self.title.setText(title)
        self.words.setText(words)

    def _add_step(self, step: FirstStep) -> None:
        line = QHBoxLayout()
        line.setSpacing(Space.M)
        line.addWidget(IconLabel(step.icon, 18, "accent"), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        head = QHBoxLayout()
        link = button(step.text, "step", run=step.run, name=step.name)
        head.addWidget(link)
        head.addStretch(1)
        if step.key:
            head.addWidget(KeyCap(step.key))
        column.addLayout(head)
        words = text_label(step.words, Size.DETAIL, Weight.PLAIN, "text2", wrap=True)
        words.setContentsMargins(3, 0, 0, 0)
        column.addWidget(words)
        line.addLayout(column, 1)
        self._column.addLayout(line)
        self._column.addSpacing(Space.XS)
