"""The head of the time line: how much passed, and which of it to see: words, kinds, one colleague, withdrawn ones."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from app.rules.touch import Kind
from ui.pages.customers.picks import Pick
from ui.parts.buttons import tool_button
from ui.parts.check_menu import CheckMenu, Option
from ui.parts.labels import text_label
from ui.theme.tokens import Size, Space, Weight

_PAUSE: Final = 150
_WITHDRAWN: Final = "withdrawn"
_KINDS: Final[list[Option]] = [(kind.value, kind.words, kind.value) for kind in Kind]


@dataclass(frozen=True, slots=True)
class PassedFilter:
    """Which entries are seen; empty means all that were not withdrawn."""

    words: str = ""
    kinds: tuple[str, ...] = ()
    user_id: int | None = None
    with_withdrawn: bool = False


class PassedHead(QWidget):
    """Says and asks; what is asked for is in `chosen`."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen = PassedFilter()
        self._users: tuple[tuple[int, str], ...] = ()
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self._take_words)
        self.count = text_label("", Size.DETAIL, Weight.PLAIN, "text2")
        self.count.setObjectName("passed.count")
        self.search = QLineEdit()
        self._set_up_search()
        self._kinds = Pick("passed.kinds", "", "All kinds", "Kinds: all", caret=True)
        self._kinds.clicked.connect(self._open_kinds)
        self._everyone = Pick("passed.everyone", "", "Everyone", "Colleague: everyone", caret=True)
        self._everyone.clicked.connect(self._open_users)
        self._lay_out()

    def show_count(self, fitting: str, all_of_them: str) -> None:
        """How many fit, of how many."""
        self.count.setText(fitting if fitting == all_of_them else f"{fitting} of {all_of_them}")

    def show_users(self, users: Sequence[tuple[int, str]]) -> None:
        """The colleagues of whom one may be chosen."""
        self._users = tuple(users)
        self._show()

    def clear(self) -> None:
        """All kinds, everyone, no words; without telling."""
        self.chosen = PassedFilter()
        self.search.clear()
        self.search.hide()
        self._show()

    def open_search(self) -> None:
        """The caret into the field for words."""
        self.search.show()
        self.search.setFocus()

    def _set_up_search(self) -> None:
        self.search.setObjectName("passed.words")
        self.search.setPlaceholderText("Words that were said")
        self.search.setAccessibleName("Words that were said")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._soon.start())
        self.search.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.XS, Space.S, 0)
        column.setSpacing(Space.XS)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addSpacing(Space.S)
        line.addWidget(text_label("What passed", Size.DETAIL, Weight.BOLD, "text2"))
        line.addSpacing(Space.S)
        line.addWidget(self.count)
        line.addStretch(1)
        finder = tool_button("search", "Find in what was said", self._toggle_search, "passed.find")
        for part in (finder, self._kinds, self._everyone):
            line.addWidget(part)
        column.addLayout(line)
        held = QHBoxLayout()
        held.setContentsMargins(Space.S, 0, Space.S, 0)
        held.addWidget(self.search)
        column.addLayout(held)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.search.isVisible():
            self._toggle_search()
        else:
            super().keyPressEvent(event)

    def _toggle_search(self) -> None:
        if self.search.isVisible():
            self.search.clear()
            self.search.hide()
        else:
            self.open_search()

    def _take_words(self) -> None:
        words = self.search.text().strip()
        if words != self.chosen.words:
            self._take(words=words)

    def _take(
        self,
        words: str | None = None,
        kinds: tuple[str, ...] | None = None,
        user_id: int | None = -1,
        with_withdrawn: bool | None = None,
    ) -> None:
        now = self.chosen
        self.chosen = PassedFilter(
            now.words if words is None else words,
            now.kinds if kinds is None else kinds,
            now.user_id if user_id == -1 else user_id,
            now.with_withdrawn if with_withdrawn is None else with_withdrawn,
        )
        self._show()
        self.changed.emit()

    def _open_kinds(self) -> None:
        menu = CheckMenu("passed.kinds.menu", _KINDS, self.chosen.kinds, self._take_kinds, parent=self)
        menu.addSeparator()
        withdrawn = menu.addAction("Show withdrawn")
        withdrawn.setCheckable(True)
        withdrawn.setChecked(self.chosen.with_withdrawn)
        withdrawn.triggered.connect(lambda on: self._take(with_withdrawn=on))
        _pop_up(menu, self._kinds)

    def _take_kinds(self, kinds: tuple[Hashable, ...]) -> None:
        self._take(kinds=tuple(str(kind) for kind in kinds))

    def _open_users(self) -> None:
        options: list[Option] = [(None, "Everyone", ""), *((key, name, "") for key, name in self._users)]
        menu = CheckMenu(
            "passed.everyone.menu", options, [self.chosen.user_id], self._take_user, single=True, parent=self
        )
        _pop_up(menu, self._everyone)

    def _take_user(self, ticked: tuple[Hashable, ...]) -> None:
        user = next(iter(ticked), None)
        self._take(user_id=user if isinstance(user, int) else None)

    def _show(self) -> None:
        kinds = self.chosen.kinds
        words = "All kinds" if not kinds else Kind(kinds[0]).words if len(kinds) == 1 else f"{len(kinds)} kinds"
        _say(self._kinds, words + (" +" if self.chosen.with_withdrawn else ""), "Kinds")
        _say(self._everyone, dict(self._users).get(self.chosen.user_id or 0, "Everyone").split()[0], "Colleague")


def _say(made: Pick, words: str, what: str) -> None:
    made.say("", words, f"{what}: {words}")


def _pop_up(menu: QMenu, below: QWidget) -> None:
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(below.mapToGlobal(QPoint(0, below.height() + 2)))
