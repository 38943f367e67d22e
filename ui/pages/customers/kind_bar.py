"""The kinds of touch point as a row of signs, with words where there is room; the rarer ones behind the dots."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QSizePolicy, QWidget

from app.rules.touch import Kind
from ui.pages.customers.picks import Pick
from ui.parts.buttons import tool_button
from ui.theme.icons import icon
from ui.theme.tokens import Height, Space

_AT_HAND: Final = (Kind.CALL, Kind.EMAIL, Kind.MEETING, Kind.VISIT, Kind.NOTE)
_RARER: Final = (Kind.LETTER, Kind.COMPLAINT, Kind.ORDER)
_ROOM_FOR_WORDS: Final = 345


class KindBar(QWidget):
    """Exactly one kind is chosen; the arrow keys go from one to the next."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("log.kinds")
        self.setAccessibleName("Kind of touch point")
        self._group = QButtonGroup(self)
        self._picks: dict[Kind, Pick] = {}
        self._telling = True
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.XS)
        for kind in (*_AT_HAND, *_RARER):
            line.addWidget(self._make(kind))
        self._more = tool_button("menu", "More kinds: letter, complaint, order", self._open_more, "log.kind.more")
        line.addWidget(self._more)
        line.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.choose(Kind.CALL)

    def kind(self) -> str:
        """The kind that is chosen."""
        return next(kind for kind, pick in self._picks.items() if pick.isChecked())

    def choose(self, kind: str) -> None:
        """Choose a kind without telling of it."""
        self._telling = False
        self._picks[Kind(kind)].setChecked(True)
        self._telling = True
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, Height.BUTTON)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _make(self, kind: Kind) -> Pick:
        pick = Pick(f"log.kind.{kind}", kind, kind.words, height=Height.BUTTON)
        pick.setCheckable(True)
        self._group.addButton(pick)
        self._picks[kind] = pick
        pick.toggled.connect(lambda on: self._chosen(kind) if on else None)
        return pick

    def _chosen(self, kind: Kind) -> None:
        self._fit()
        if self._telling:
            self.changed.emit(kind)

    def _fit(self) -> None:
        """The rarer kinds show only while chosen; words show as far as there is room, the chosen one's always."""
        chosen = self.kind()
        for kind in _RARER:
            self._picks[kind].setVisible(kind == chosen)
        shown = [pick for kind, pick in self._picks.items() if kind in _AT_HAND or kind == chosen]
        wide = sum(pick.words_width() + Space.XS for pick in shown) + Height.BUTTON
        worded = self.width() >= max(_ROOM_FOR_WORDS, wide)
        for pick in shown:
            pick.show_words(worded or pick.isChecked())

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for kind in _RARER:
            entry = menu.addAction(icon(kind), kind.words)
            entry.triggered.connect(lambda _on=False, kind=kind: self._take(kind))
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 2)))

    def _take(self, kind: Kind) -> None:
        self._picks[kind].setChecked(True)
        self._picks[kind].setFocus()
