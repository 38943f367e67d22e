"""A calm dialog inside the window, over a scrim; Esc closes it, and the keyboard stays in it until then."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.rules.text import begun
from ui.parts.buttons import Kind, button
from ui.parts.labels import IconLabel, text_label
from ui.parts.shadow import cast_shadow
from ui.theme.style import filled, outline
from ui.theme.tokens import Radius, Size, Space, Weight, current_tokens

LEAST, MOST = 480, 760
_LONGEST_TITLE = 160


class Panel(QWidget):
    """The raised ground of a dialog."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current_tokens()
        filled(painter, QRectF(self.rect()), tokens.raised, Radius.POPUP)
        if tokens.name == "dark":
            outline(painter, QRectF(self.rect()), tokens.edge_soft, 1, Radius.POPUP)


class Dialog(QWidget):
    """Title, words, whatever is put into `body`, and a row of buttons; lies over all of the window."""

    closed = Signal()

    def __init__(
        self, window: QWidget, title: str, words: str = "", sign: str = "", width: int = 560, name: str = "dialog"
    ) -> None:
        super().__init__(window)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._window = window
        self._before: QWidget | None = None
        self._panel = Panel(self)
        self._panel.setFixedWidth(max(LEAST, min(MOST, width)))
        cast_shadow(self._panel)
        self._column = QVBoxLayout(self._panel)
        self._column.setContentsMargins(Space.XL, Space.L, Space.L, Space.L)
        self._column.setSpacing(Space.M)
        self._add_head(title, words, sign)
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.S)
        self._column.addLayout(self.body)
        self._feet = QHBoxLayout()
        self._feet.setSpacing(Space.S - 2)
        self._feet.addStretch(1)
        self._column.addLayout(self._feet)
        self._at_left = 0
        window.installEventFilter(self)
        self.hide()

    def _add_head(self, title: str, words: str, sign: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        if sign:
            head.addWidget(IconLabel(sign, 18, "warn"), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(Space.XS)
        self.title = text_label(begun(title, _LONGEST_TITLE), Size.TITLE, Weight.BOLD, wrap=True)
        self.words = text_label(words, Size.VALUE, Weight.PLAIN, "text2", wrap=True)
        if not words:
            self.words.hide()
        column.addWidget(self.title)
        column.addWidget(self.words)
        head.addLayout(column, 1)
        self._column.addLayout(head)

    def add_button(
        self,
        text: str,
        kind: Kind = "",
        run: Callable[[], object] | None = None,
        name: str = "",
        left: bool = False,
    ) -> QPushButton:
        """Add a button at the right (`left`: at the left); without `run` it closes the dialog."""
        made = button(text, kind, run=run or self.leave, name=name or f"{self.objectName()}.{text.lower()}")
        if left:
            self._feet.insertWidget(self._at_left, made)
            self._at_left += 1
        else:
            self._feet.addWidget(made)
        return made

    def show_over(self, focus: QWidget | None = None) -> None:
        """Show it; the keyboard goes to `focus` or to the first widget that takes it."""
        self._before = QApplication.focusWidget()
        self._fit()
        self.show()
        self.raise_()
        target = focus or self._first()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Close; the keyboard goes back to where it was."""
        if self.isHidden():
            return
        self._window.removeEventFilter(self)
        self.hide()
        # What opened it may have been taken away meanwhile, as with another dialog.
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        self.deleteLater()

    def _inputs(self) -> list[QWidget]:
        """What Tab goes through, in order."""
        tab = Qt.FocusPolicy.TabFocus
        return [
            child
            for child in self._panel.findChildren(QWidget)
            if child.focusPolicy() & tab and child.isVisibleTo(self) and child.isEnabled()
        ]

    def _first(self) -> QWidget | None:
        return next(iter(self._inputs()), None)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the dialog."""
        inputs = self._inputs()
        if not inputs:
            return True
        now = QApplication.focusWidget()
        place = inputs.index(now) if now in inputs else -1
        target = inputs[(place + (1 if forward else -1)) % len(inputs)]
        target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Tab)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window and self.isVisible():
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        window = self._window
        self.setGeometry(window.rect())
        self._column.activate()
        width = self._panel.width() if self._panel.width() >= LEAST else LEAST
        # The size hint is that of another width where words are wrapped.
        wraps = self._column.hasHeightForWidth()
        height = self._column.totalHeightForWidth(width) if wraps else self._panel.sizeHint().height()
        height = min(height, window.height() - 2 * Space.XXL)
        self._panel.setFixedHeight(height)
        self._panel.move((window.width() - width) // 2, (window.height() - height) // 2)

    def resized(self) -> None:
        """Fit again after the body changed."""
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(current_tokens().scrim))
