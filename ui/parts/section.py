"""The head of a section: its title, a count, and one verb at the right; and the hairline above it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.parts.buttons import button
from ui.parts.chips import KeyCap
from ui.parts.labels import text_label
from ui.theme.tokens import Height, Size, Space, Weight, current_tokens


class SectionHeading(QWidget):
    """Title 12/600, count, and the verb that adds to or changes the section."""

    def __init__(
        self,
        title: str,
        count: str = "",
        verb: str = "",
        run: Callable[[], object] | None = None,
        key: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = text_label(title, Size.DETAIL, Weight.BOLD, "text2")
        self.count = text_label(count, Size.DETAIL, Weight.PLAIN, "text3")
        self.verb = button(verb, "link", run=run, name=name)
        if not verb:
            self.verb.hide()
        self.setFixedHeight(Height.SECTION)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.S)
        line.addWidget(self.title)
        line.addWidget(self.count)
        line.addStretch(1)
        line.addWidget(self.verb)
        if key:
            line.addWidget(KeyCap(key))

    def set_count(self, count: str) -> None:
        """Say how many there are."""
        self.count.setText(count)


class Hairline(QWidget):
    """One device pixel of line, lying or standing."""

    def __init__(self, standing: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fixed, free = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(fixed if standing else free, free if standing else fixed)
        if standing:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(current_tokens().line))
