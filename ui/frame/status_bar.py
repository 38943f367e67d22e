"""The bar at the foot: where the book is, and whether it answers. It says only what is true now."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.parts.ground import ground
from ui.parts.labels import IconLabel, text_label
from ui.theme.tokens import Height, Size, Space, Weight


class StatusBar(QWidget):
    """Place at the left; at the right what is being saved or waits."""

    def __init__(self, place: str, sign: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_bar")
        self.setFixedHeight(Height.STATUS_BAR)
        ground(self, "window")
        self.place = text_label(place, Size.SMALL, Weight.MEDIUM, "text2", elide=True)
        self.place.setObjectName("status.place")
        self.state = text_label("", Size.SMALL, Weight.MEDIUM, "text2")
        self.state.setObjectName("status.state")
        self._sign = IconLabel("done", 14, "text3")
        self._line = line = QHBoxLayout(self)
        line.setContentsMargins(Space.L, 0, Space.L, 0)
        line.setSpacing(Space.S - 2)
        line.addWidget(IconLabel(sign, 14, "text2"))
        line.addWidget(self.place, 1)
        line.addSpacing(Space.XL)
        line.addWidget(self._sign)
        line.addWidget(self.state)
        self._damaged = False
        self.show_reachable(True)

    def show_damaged(self) -> None:
        """That nothing is saved any more; from now on it stands there whether the book answers or not."""
        self._damaged = True
        self.state.setText("The book is damaged. Nothing is saved any more")
        self.state.set_tone("bad")
        self._sign.set_icon("warning", "bad")

    def put_mark(self, mark: QWidget) -> None:
        """After the place, how the book stands with its backups."""
        self._line.insertWidget(2, mark)

    def put_waiting(self, waiting: QWidget) -> None:
        """Before the state, what waits to be saved."""
        at = self._line.indexOf(self._sign)
        self._line.insertWidget(at, waiting)
        self._line.insertSpacing(at + 1, Space.M)

    def show_reachable(self, reachable: bool) -> None:
        """Whether other desks' work is seen and one's own can be saved."""
        if self._damaged:
            return
        self.state.setText("All saved" if reachable else "The book does not answer. Trying again; drafts are kept.")
        self.state.set_tone("text2" if reachable else "warn")
        self._sign.set_icon("done" if reachable else "warning", "text3" if reachable else "warn")
