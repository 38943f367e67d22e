"""What was typed anywhere and not saved yet: one verb at the foot of the window, and a menu that names each."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app import clock
from app.computer.drafts import Drafts, Kept
from ui.parts.action import Actions
from ui.parts.buttons import button
from ui.parts.days import full_words, hour_words, local
from ui.parts.labels import menu_words
from ui.parts.numbers import counted
from ui.theme.direction import apart
from ui.theme.tokens import Height

_MOST = 20
_LETTERS = 60


class WaitingDrafts(QWidget):
    """Is there only while drafts wait. A page continues the drafts of a form by its action draft.<form>."""

    def __init__(self, drafts: Drafts, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drafts, self._actions = drafts, actions
        self.verb = button("", "link", run=self._open, name="status.drafts")
        self.verb.setFixedHeight(Height.STATUS_BAR)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.verb)
        stop = drafts.tell(self.look)
        self.destroyed.connect(lambda: stop())
        self.hide()
        self.look()

    def look(self) -> None:
        """Look again how many wait."""
        number = len(self._drafts.waiting())
        self.verb.setText(f"{counted(number, 'draft')} {'waits' if number == 1 else 'wait'}")
        if bool(number) == self.isHidden():
            self.setVisible(bool(number))

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("status.drafts.menu")
        menu.aboutToHide.connect(menu.deleteLater)
        away = QMenu("Throw away", menu)
        away.setObjectName("status.drafts.throw_away")
        for one in self._drafts.waiting()[:_MOST]:
            words, action = self._words(one), f"draft.{one.form}"
            entry = menu.addAction(words)
            entry.setEnabled(self._actions.has(action))
            entry.triggered.connect(partial(self._go_on, action, one.key))
            away.addAction(words).triggered.connect(partial(self._throw_away, one))
        menu.addSeparator()
        menu.addMenu(away)
        menu.popup(self.verb.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _go_on(self, action: str, key: str, _checked: bool = False) -> None:
        self._actions.trigger(action, key=key)

    def _throw_away(self, one: Kept, _checked: bool = False) -> None:
        self._drafts.drop(one.form, one.key)

    def _words(self, one: Kept) -> str:
        """Ben Ng, customer, 09:41; what has no name yet is new."""
        action = f"draft.{one.form}"
        noun = self._actions.qaction(action).text() if self._actions.has(action) else "draft"
        today = clock.today()
        moment = hour_words(one.at) if local(one.at).date() == today else full_words(one.at)
        named = f"{apart(one.title[:_LETTERS])}, {noun}" if one.title else f"New {noun}"
        return menu_words(f"{named}, {moment}")
