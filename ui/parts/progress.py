"""Long work: a bar with what is done, how far it is, how long it will take, and Stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.rules.pace import Pace, how_far, time_left
from ui.parts.buttons import button
from ui.parts.labels import text_label
from ui.parts.numbers import number
from ui.theme.style import filled
from ui.theme.tokens import Radius, Size, Space, Weight, current_tokens

_HEIGHT: Final = 6
_SHARE: Final = 0.25
_TICK: Final = 40
_STEPS: Final = 50


class Bar(QWidget):
    """How far it is; something that runs to and fro where that is not known."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._share: float | None = 0.0
        self._step = 0
        self._tick = QTimer(self, interval=_TICK)
        self._tick.timeout.connect(self._go_on)

    def set_share(self, share: float | None) -> None:
        """From 0 to 1; None where it is not known."""
        self._share = share
        if share is None and not self._tick.isActive():
            self._tick.start()
        elif share is not None:
            self._tick.stop()
        self.update()

    def stop(self) -> None:
        """Stand still."""
        self._tick.stop()

    def _go_on(self) -> None:
        self._step = (self._step + 1) % (2 * _STEPS)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens, box = QPainter(self), current_tokens(), QRectF(self.rect())
        filled(painter, box, tokens.line, Radius.KEY)
        width, left = box.width() * (_SHARE if self._share is None else self._share), 0.0
        if self._share is None:
            left = (box.width() - width) * (1 - abs(self._step - _STEPS) / _STEPS)
        if width >= 1:
            filled(painter, QRectF(left, 0, width, box.height()), tokens.accent, Radius.KEY)


class Progress(QWidget):
    """Hidden until something begins; `stop` is asked for by the person."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._stop: Callable[[], object] = lambda: None
        self._pace = Pace()
        self.words = text_label("", Size.DETAIL, Weight.MEDIUM, elide=True)
        self.words.setObjectName(f"{name}.words")
        self.left = text_label("", Size.DETAIL, Weight.PLAIN, "text2", elide=True)
        self.bar = Bar()
        self.verb = button("Stop", "link", run=self._ask_for_end, name=f"{name}.stop")
        foot = QHBoxLayout()
        foot.addWidget(self.left, 1)
        foot.addWidget(self.verb)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        column.addLayout(foot)
        self.hide()

    def begin(self, what: str, stop: Callable[[], object]) -> None:
        """Show that something began."""
        self._stop, self._pace = stop, Pace()
        self.verb.setEnabled(True)
        self.report(what, 0, 0)
        self.show()

    def report(self, what: str, done: int, total: int) -> None:
        """How far it is; a total of 0 is one that is not known."""
        seconds = self._pace.seconds(what)
        words = how_far(what, done, total, seconds, number)
        self.words.setText(words)
        self.setAccessibleName(words)
        self.bar.set_share(done / total if total else None)
        if self.verb.isEnabled():
            self.left.setText(time_left(seconds, done, total))

    def end(self) -> None:
        """It is over."""
        self.bar.stop()
        self.hide()

    def _ask_for_end(self) -> None:
        self.verb.setEnabled(False)
        self.left.setText("Stopping…")
        self._stop()
