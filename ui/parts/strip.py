"""Strips: a sentence where it happened, never a box over the work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.parts.buttons import button
from ui.parts.labels import IconLabel, text_label
from ui.theme.style import filled
from ui.theme.tokens import Height, Radius, Size, Space, Weight, current_tokens

StripKind = Literal["stale", "error", "notice", "mark", "good"]


@dataclass(frozen=True, slots=True)
class _Look:
    """How one kind of strip is drawn."""

    icon: str
    icon_tone: str
    ground: str
    tone: str
    weight: int


_LOOKS: Final[dict[str, _Look]] = {
    "stale": _Look("stale", "text2", "hover", "text2", Weight.PLAIN),
    "error": _Look("error", "bad", "bad_tint", "bad", Weight.BOLD),
    "mark": _Look("do not call", "bad", "bad_tint", "bad", Weight.BOLD),
    "notice": _Look("read only", "warn", "warn_tint", "text", Weight.MEDIUM),
    "good": _Look("proven", "good", "good_tint", "text", Weight.MEDIUM),
}


class Strip(QWidget):
    """A sign, a sentence, perhaps a second one and a verb.

    `detail` stands below the words, except on a `mark`, where it goes on in the same line.
    """

    def __init__(
        self,
        kind: StripKind,
        words: str = "",
        detail: str = "",
        verb: str = "",
        run: Callable[[], object] | None = None,
        sign: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = _LOOKS[kind]
        self.setObjectName(name)
        self.words = text_label("", Size.DETAIL, self._look.weight, self._look.tone, wrap=kind != "mark")
        self.detail = text_label("", Size.DETAIL, Weight.PLAIN, "text", wrap=kind != "mark", elide=kind == "mark")
        self.words.setObjectName(f"{name}.words")
        self.verb = button(verb, "link", run=run, name=f"{name}.verb")
        # Shown before it has a parent it would be a window of its own for a moment.
        if not verb:
            self.verb.hide()
        # As high as its words are at the width there is; a fixed height would be that of a wider one.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._line = QHBoxLayout(self)
        self._lay_out(sign or self._look.icon, kind == "mark")
        self.set_words(words, detail)

    def _lay_out(self, sign: str, beside: bool) -> None:
        line = self._line
        line.setContentsMargins(Space.M, Space.XS, Space.S, Space.XS)
        self.setMinimumHeight(Height.BUTTON)
        line.setSpacing(Space.S)
        self._icon = IconLabel(sign, 16, self._look.icon_tone)
        line.addWidget(self._icon)
        if beside:
            line.addWidget(self.words)
            line.addWidget(self.detail, 1)
        else:
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(self.words)
            column.addWidget(self.detail)
            line.addLayout(column, 1)
        line.addWidget(self.verb)

    def set_words(self, words: str, detail: str = "") -> None:
        """Say something else."""
        self.words.setText(words)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        several = bool(detail) and self.detail.wordWrap()
        middle, top = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignTop
        self._line.setAlignment(self._icon, top if several else middle)
        self.setAccessibleName(f"{words} {detail}".strip())

    def paintEvent(self, _event: QPaintEvent) -> None:
        ground = current_tokens().colour(self._look.ground)
        filled(QPainter(self), QRectF(self.rect()), ground, Radius.BUTTON)
