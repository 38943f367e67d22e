"""Where the card scrolls: a card drawn anew keeps the place and the keyboard of the one before."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.parts.ground import ground


class CardScroll(QScrollArea):
    """Scrolls up and down only."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._card: QWidget | None = None
        # A card that is taken out of the window would be dressed anew, only to be thrown away: it ends where it is.
        self.held = QWidget()
        self._column = QVBoxLayout(self.held)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self.held)
        ground(self, "surface")

    def put(self, card: QWidget, stays: bool) -> None:
        """Show this card; `stays` if it is the same customer's as before."""
        place = self.verticalScrollBar().value() if stays else 0
        focused = self._focused() if stays else ""
        self.clear()
        self._card = card
        self._column.addWidget(card)
        self.verticalScrollBar().setValue(place)
        if focused and (again := card.findChild(QWidget, focused)) is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Show no card."""
        before, self._card = self._card, None
        if before is not None:
            before.hide()
            self._column.removeWidget(before)
            before.deleteLater()

    def _focused(self) -> str:
        """The name of what has the keyboard within the card."""
        focus, card = QApplication.focusWidget(), self._card
        inside = focus is not None and card is not None and card.isAncestorOf(focus)
        return focus.objectName() if inside and focus is not None else ""
