"""Text of at most so many lines: the last one is cut, all of it stands in the tool tip."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.parts.labels import LONGEST, plain_tip, text_flags
from ui.theme.direction import unturned
from ui.theme.fonts import LONGEST_LINE, font
from ui.theme.tokens import Size, Weight, current_tokens

_TIP: Final = 1_000


class ClampedText(QWidget):
    """Wraps its words at the width there is, up to `lines` lines."""

    def __init__(
        self,
        text: str,
        lines: int,
        size: int = Size.VALUE,
        weight: int = Weight.PLAIN,
        tone: str = "text",
        name: str = "",
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(text[:LONGEST])
        self._text, self._most, self._tone = unturned(text[:LONGEST]), lines, tone
        self._known: tuple[int, tuple[list[str], bool]] | None = None
        self.setFont(font(size, weight))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text(self) -> str:
        """All that it would show, were there room."""
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, round(QFontMetricsF(self.font()).lineSpacing()))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines, _ = self._broken(width)
        return round(max(1, len(lines)) * QFontMetricsF(self.font()).lineSpacing()) + 1

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(current_tokens().colour(self._tone)))
        metrics = QFontMetricsF(self.font())
        lines, cut = self._broken(self.width())
        self.setToolTip(plain_tip(self._text[:_TIP]) if cut else "")
        at = QPointF(0, 0)
        for line in lines:
            box = self.rect().adjusted(0, round(at.y()), 0, 0)
            box.setHeight(round(metrics.lineSpacing()) + 1)
            painter.drawText(box, int(text_flags(self.layoutDirection())), line)
            at.setY(at.y() + metrics.lineSpacing())

    def _broken(self, width: int) -> tuple[list[str], bool]:
        """The lines to show, and whether something was cut off; asked many times at one width."""
        if self._known is None or self._known[0] != width:
            self._known = width, self._break(width)
        return self._known[1]

    def _break(self, width: int) -> tuple[list[str], bool]:
        lines: list[str] = []
        paragraphs = self._text.split("\n")
        for number, paragraph in enumerate(paragraphs):
            pieces = self._wrapped(paragraph, width)
            for place, piece in enumerate(pieces, 1):
                if len(lines) == self._most - 1 and (place < len(pieces) or number + 1 < len(paragraphs)):
                    rest = "".join(pieces[place - 1 :])[:LONGEST_LINE] + ("" if place < len(pieces) else "…")
                    elided = QFontMetricsF(self.font()).elidedText(rest, Qt.TextElideMode.ElideRight, width)
                    return [*lines, elided], True
                lines.append(piece.rstrip())
        return lines, False

    def _wrapped(self, paragraph: str, width: int) -> list[str]:
        """The paragraph in lines; what is behind those that are shown stands in one last piece."""
        begun = paragraph[: LONGEST_LINE * self._most]
        layout = QTextLayout(begun, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        ends = [0]
        layout.beginLayout()
        while len(ends) <= self._most:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(1, width))
            ends.append(line.textStart() + line.textLength())
        layout.endLayout()
        # Qt counts in units of which an emoji has two.
        units = begun.encode("utf-16-le", "surrogatepass")
        lines = [units[2 * at : 2 * to].decode("utf-16-le", "replace") for at, to in pairwise(ends)]
        rest = units[2 * ends[-1] :].decode("utf-16-le", "replace") + paragraph[len(begun) :]
        return [*lines, rest] if rest else lines or [""]
