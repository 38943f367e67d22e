"""The toast: what was done, in one sentence, with one thing that can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QToolButton, QWidget

from ui.parts.buttons import button, tool_button
from ui.parts.chips import KeyCap
from ui.parts.labels import IconLabel, text_label
from ui.parts.shadow import cast_shadow
from ui.theme.icons import icon
from ui.theme.style import filled
from ui.theme.tokens import Radius, Size, Space, Weight, current_tokens

_DONE: Final = "done circle"
_STAYS: Final = 8000
_HEIGHT: Final = 40
_LEAST: Final = 420
_ABOVE_FOOT: Final = 42


class Toast(QWidget):
    """Stays 8 s, and longer while it is pointed at or has the focus; the next one replaces it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("toast")
        self._window = window
        self._run: Callable[[], object] | None = None
        self._leave = QTimer(self, singleShot=True, interval=_STAYS)
        self._leave.timeout.connect(self._go)
        self.words = text_label("", Size.VALUE, Weight.MEDIUM, "toast_text", elide=True)
        self.words.setObjectName("toast.words")
        self.verb: QPushButton = button("", "toast", run=self.do, name="toast.verb")
        self.cross: QToolButton = tool_button("close", "Close", self.hide, "toast.close")
        self.cross.setIcon(icon("close", "toast_text"))
        self._key = KeyCap("", "toast_link")
        self.sign = IconLabel(_DONE, 16, "toast_link")
        self.sign.setObjectName("toast.sign")
        self._lay_out()
        cast_shadow(self)
        window.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.L, 0, Space.S, 0)
        line.setSpacing(Space.M)
        line.addWidget(self.sign)
        line.addWidget(self.words, 1)
        line.addWidget(self.verb)
        line.addWidget(self._key)
        line.addWidget(self.cross)

    def say(self, words: str, verb: str, run: Callable[[], object] | None, key: str, sign: str = _DONE) -> None:
        """Show a sentence, and the verb that `run` does."""
        self._run = run
        self.sign.set_icon(sign, "toast_link")
        self.words.setText(words)
        self.setAccessibleName(words)
        self.verb.setText(verb)
        self.verb.setVisible(run is not None)
        self._key.set_key(key)
        self._key.setVisible(bool(key) and run is not None)
        self._place()
        self.show()
        self.raise_()
        self._leave.start()

    def do(self) -> None:
        """Do what is offered, once."""
        run, self._run = self._run, None
        self.hide()
        if run is not None:
            run()

    def _place(self) -> None:
        window = self._window
        self.ensurePolished()
        words = self.words.fontMetrics().horizontalAdvance(self.words.text())
        wanted = max(_LEAST, self.sizeHint().width() + words + Space.XXL)
        width = min(wanted, window.width() - 2 * Space.XXL)
        self.setGeometry((window.width() - width) // 2, window.height() - _HEIGHT - _ABOVE_FOOT, width, _HEIGHT)

    def _go(self) -> None:
        focus = QApplication.focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self._leave.start()
        else:
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        filled(QPainter(self), QRectF(self.rect()), current_tokens().toast, Radius.POPUP)


class Messages(QObject):
    """What one window says to the person: at most one toast."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.toast = Toast(window)

    def say(
        self, words: str, undo: Callable[[], object] | None = None, verb: str = "Undo", key: str = "Ctrl+Z"
    ) -> None:
        """Say what was done, as a full sentence; `undo` is what the verb does, and the key is only shown."""
        self.toast.say(words, verb, undo, key)

    def warn(self, words: str, run: Callable[[], object] | None = None, verb: str = "") -> None:
        """Say what went wrong, or was done only in part, and lead to where it is mended, if it is elsewhere."""
        self.toast.say(words, verb, run, "", "warning")

    def hide(self) -> None:
        """Take the toast away."""
        self.toast.hide()
