"""The one search field: results while typing, all by keys while the caret stays in the field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from ui.parts.chips import KeyCap
from ui.parts.labels import IconLabel
from ui.parts.result_list import ResultList
from ui.parts.results import Marked, Result, ResultGroup
from ui.theme.tokens import Height, Space

__all__ = ["Marked", "Result", "ResultGroup", "SearchBox"]

_LEAST: Final = 280
_MOST: Final = 520
_HINT: Final = "Name, town, e-mail, any part of a number"


class SearchBox(QLineEdit):
    """Emits what is typed; shows what it is given; tells what was chosen and by which key."""

    typed = Signal(str)
    chosen = Signal(object)
    log_wanted = Signal(object)
    all_wanted = Signal(str)
    new_wanted = Signal(str)

    def __init__(self, window: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setAccessibleName("Search")
        self.setPlaceholderText(_HINT)
        self.setMinimumWidth(_LEAST)
        self.setMaximumWidth(_MOST)
        self.setFixedHeight(Height.TOP_BUTTON)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._sign = IconLabel("search", 16, parent=self)
        self._cap = KeyCap("Ctrl+K", parent=self)
        self._cap.adjustSize()
        self.list = ResultList(window)
        self.list.chosen.connect(self._choose)
        self._window = window
        self.textEdited.connect(self._tell_typed)

    def sizeHint(self) -> QSize:
        return QSize(_MOST, Height.TOP_BUTTON)

    def begin(self) -> None:
        """Ctrl+K: the caret goes here, what stands here is selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        if self.text().strip() and self.list.results():
            self._open()

    def show_results(self, groups: Sequence[ResultGroup], typed: str, more: bool = False) -> None:
        """Show what was found for `typed`; an answer to older words is dropped. `more`: not all have answered yet."""
        if typed.strip() != self.text().strip() or not typed.strip():
            return
        self.list.show_groups(groups, typed.strip(), more)
        if self.hasFocus():
            self._open()
            # At once: what is asked next would take turns with the painting.
            self.list.sheet.repaint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.list.isVisible():
            self.list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(held)
        elif key == Qt.Key.Key_Escape:
            self._leave()
        elif key == Qt.Key.Key_N and held & Qt.KeyboardModifier.ControlModifier and self.list.isVisible():
            self.list.hide()
            self.new_wanted.emit(self.text().strip())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.list.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        middle = self.height() // 2
        near, far = Space.S, self.width() - Space.S
        sign_x = far - 16 if mirrored else near
        cap_x = near if mirrored else far - self._cap.width()
        before, after = Space.XL + 2, self._cap.width() + Space.XS
        self.setTextMargins(after if mirrored else before, 0, before if mirrored else after, 0)
        self._sign.move(sign_x, middle - 8)
        self._cap.move(cap_x, middle - self._cap.height() // 2)

    def _enter(self, held: Qt.KeyboardModifier) -> None:
        current = self.list.current() if self.list.isVisible() else None
        if held & Qt.KeyboardModifier.AltModifier or current is None:
            self.list.hide()
            self.all_wanted.emit(self.text().strip())
        elif held & Qt.KeyboardModifier.ControlModifier:
            self.list.hide()
            self.log_wanted.emit(current)
        else:
            self._choose(current)

    def _choose(self, result: Result) -> None:
        self.list.hide()
        self.chosen.emit(result)

    def _leave(self) -> None:
        """Esc: first the popup goes, then the words."""
        if self.list.isVisible():
            self.list.hide()
        elif self.text():
            self.clear()
            self.typed.emit("")
        else:
            self.clearFocus()

    def _tell_typed(self, text: str) -> None:
        if not text.strip():
            self.list.hide()
        self.typed.emit(text)

    def _open(self) -> None:
        place = self.mapTo(self._window, QPoint(0, self.height() + Space.XS))
        room = self._window.height() - place.y() - Space.L
        self.list.setGeometry(place.x(), place.y(), self.width(), min(self.list.wanted_height(), room))
        self.list.show()
        self.list.raise_()
