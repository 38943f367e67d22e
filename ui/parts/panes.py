"""Panes side by side, with a hairline between that can be dragged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from ui.theme.tokens import current_tokens


class Grip(QSplitterHandle):
    """One pixel to the eye, wider to the mouse (Qt widens it); a double click restores the default widths."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        panes = self.splitter()
        if isinstance(panes, Panes):
            panes.restore_defaults()
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.contentsRect(), QColor(current_tokens().line))


class Panes(QSplitter):
    """A splitter that lies, with our handles; panes do not vanish when dragged."""

    def __init__(self, name: str = "panes", parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName(name)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self._defaults: list[int] = []

    def createHandle(self) -> QSplitterHandle:
        return Grip(self.orientation(), self)

    def set_defaults(self, widths: Sequence[int]) -> None:
        """The widths that a double click on a handle brings back; taken at once."""
        self._defaults = list(widths)
        self.restore_defaults()

    def restore_defaults(self) -> None:
        """Back to the default widths."""
        if self._defaults:
            self.setSizes(self._defaults)
