"""The head of a page: its title, what is told beside it, and its verbs at the other end."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.parts.labels import text_label
from ui.theme.tokens import Height, Size, Space, Weight


def page_head(title: str, told: QWidget | None = None, *verbs: QWidget) -> QWidget:
    """One line of the height that all pages have there."""
    head = QWidget()
    head.setFixedHeight(Height.PAGE_HEAD)
    line = QHBoxLayout(head)
    line.setContentsMargins(Space.PAGE, 0, Space.PAGE, 0)
    line.setSpacing(Space.M)
    line.addWidget(text_label(title, Size.TITLE, Weight.BOLD))
    line.addWidget(told or QWidget(), 1)
    for verb in verbs:
        line.addWidget(verb)
    return head
