"""The menu bar, made from the actions and drawn in the colours of the frame."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenuBar

from ui.parts.action import Actions
from ui.theme.style import filled
from ui.theme.tokens import Height, Radius, current_tokens

TITLES: Final = ("File", "Edit", "View", "Go", "Customer", "Tools", "Help")


class MenuBar(QMenuBar):
    """Qt's menu bar without the line that Fusion draws below it."""

    def fill(self, actions: Actions) -> None:
        """All menus that have something in them, in the usual order."""
        self.clear()
        known = actions.titles()
        for title in [*(one for one in TITLES if one in known), *(one for one in known if one not in TITLES)]:
            self.addMenu(actions.menu(title, self))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), max(Height.MENU_BAR, super().sizeHint().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current_tokens()
        painter.fillRect(event.rect(), QColor(tokens.window))
        for action in self.actions():
            self._paint_title(painter, action)

    def _paint_title(self, painter: QPainter, action: QAction) -> None:
        tokens, place = current_tokens(), QRectF(self.actionGeometry(action))
        if action is self.activeAction():
            filled(painter, place.adjusted(0, 1, 0, -1), tokens.selected, Radius.CHIP)
        painter.setPen(QColor(tokens.text))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextHideMnemonic
        painter.drawText(place, int(flags), action.text())
