"""What stands in the place of a time line that is empty, or of which a filter leaves nothing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.parts.buttons import button
from ui.parts.labels import text_label
from ui.theme.tokens import Size, Space, Weight


class NothingPassed(QWidget):
    """Says what belongs here, or how many the filter hides, with the verb that shows them."""

    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passed.nothing")
        self.title = text_label("", Size.VALUE, Weight.BOLD, wrap=True)
        self.words = text_label("", Size.VALUE, Weight.PLAIN, "text2", wrap=True)
        self._clear = button("Clear filters", "link", run=self.cleared.emit, name="passed.clear")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PANE, Space.M, Space.PANE, Space.M)
        column.setSpacing(Space.XS)
        column.addWidget(self.title)
        column.addWidget(self.words)
        line = QHBoxLayout()
        line.addWidget(self._clear)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(1)

    def say(self, all_of_them: str, filtered: bool) -> None:
        """Why there is nothing."""
        self.title.setText(f"None of {all_of_them} fits." if filtered else "Nothing has passed yet")
        self.words.setText("Calls, e-mails, visits and notes of everybody stand here, the newest first.")
        self.words.setVisible(not filtered)
        self._clear.setVisible(filtered)
