"""Actions as data: what a person can do, declared once; menus, keys, palette and buttons are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.rules.permissions import READING
from ui.parts.buttons import Kind, button, say
from ui.parts.labels import plain_tip
from ui.theme.icons import icon


@dataclass(frozen=True)
class Action:
    """One thing a person can do.

    `run` is called with what `trigger` passes on. `needs` is the permission without which it is not even
    offered. `when` says whether it can be done now: True, False, or the sentence that says why not.
    """

    id: str
    text: str
    run: Callable[..., object]
    key: str = ""
    icon: str = ""
    needs: str | None = None
    when: Callable[[], bool | str] | None = None
    menu: str = ""


class Follower(QObject):
    """Keeps a button as its action is; goes with the button, and with it the connection."""

    def __init__(
        self, drawn: QPushButton, made: QAction, action: Action, why_not: Callable[[Action], str | None]
    ) -> None:
        super().__init__(drawn)
        self._drawn, self._made, self._action, self._why_not = drawn, made, action, why_not

    def follow(self) -> None:
        """Take on whether it can be done, and the words."""
        enabled = self._made.isEnabled()
        self._drawn.setEnabled(enabled)
        why = "" if enabled else self._why_not(self._action)
        say(self._drawn, why or self._action.text.rstrip("…"), self._action.key if enabled else "")


class Actions(QObject):
    """All actions of one window, found by their id."""

    def __init__(self, window: QWidget, allows: Callable[[str], bool] = lambda _needs: True) -> None:
        super().__init__(window)
        self._window = window
        self._allows = allows
        self._declared: dict[str, Action] = {}
        self._made: dict[str, QAction] = {}
        self._no_writing = ""

    def add(self, *actions: Action, scope: QWidget | None = None) -> None:
        """Offer actions; inside `scope` only do their keys work (by default in the whole window)."""
        for action in actions:
            if action.id in self._declared:
                raise ValueError(f"Two actions are called {action.id}")
            if action.needs is None or self._allows(action.needs):
                self._declared[action.id] = action
                self._made[action.id] = self._make(action, scope)

    def refuse_writing(self, why: str) -> None:
        """From now on refuse with this sentence all that takes the right to change something."""
        self._no_writing = why
        self.refresh()

    def has(self, action_id: str) -> bool:
        """Whether this window offers the action to this user."""
        return action_id in self._declared

    def trigger(self, action_id: str, **arguments: object) -> bool:
        """Do it; False where it is not offered here or cannot be done now."""
        action = self._declared.get(action_id)
        if action is None or self._why_not(action) is not None:
            return False
        action.run(**arguments)
        return True

    def qaction(self, action_id: str) -> QAction:
        """The action as Qt knows it, for menus and tool bars."""
        return self._made[action_id]

    def all(self) -> list[Action]:
        """What is offered, in the order of declaration (for the palette of commands)."""
        return list(self._declared.values())

    def refresh(self) -> None:
        """Ask each action again whether it can be done now."""
        for action_id, made in self._made.items():
            self._show_state(made, self._declared[action_id])

    def titles(self) -> list[str]:
        """The menus, in the order in which they are first named."""
        return list(dict.fromkeys(action.menu for action in self.all() if action.menu))

    def keys(self) -> list[tuple[str, str, str]]:
        """Menu, text and key of each action that has a key, for the sheet of shortcuts."""
        return [(action.menu, action.text, action.key) for action in self.all() if action.key]

    def menu(self, title: str, parent: QWidget | None = None) -> QMenu:
        """The menu of that title."""
        made = self.menu_of((action.id for action in self.all() if action.menu == title), parent)
        made.setTitle(title)
        return made

    def menu_of(self, ids: Iterable[str], parent: QWidget | None = None) -> QMenu:
        """A menu of these actions; "" stands for a line between; what is not offered is left out."""
        made = QMenu(parent or self._window)
        for action_id in ids:
            if not action_id:
                made.addSeparator()
            elif action_id in self._made:
                made.addAction(self._made[action_id])
        made.aboutToShow.connect(self.refresh)
        return made

    def button(self, action_id: str, kind: Kind = "", text: str | None = None) -> QPushButton:
        """A button that does the action and can be pressed when it can be done."""
        action, made = self._declared[action_id], self._made[action_id]
        drawn = button(text or action.text, kind, action.icon, made.trigger, action.id)

        follower = Follower(drawn, made, action, self._why_not)
        made.changed.connect(follower.follow)
        follower.follow()
        return drawn

    def _make(self, action: Action, scope: QWidget | None) -> QAction:
        made = QAction(action.text, self)
        made.setObjectName(action.id)
        if action.icon:
            made.setIcon(icon(action.icon))
        if action.key:
            made.setShortcut(QKeySequence(action.key))
        made.setShortcutContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut if scope else Qt.ShortcutContext.WindowShortcut
        )
        made.triggered.connect(lambda: self.trigger(action.id))
        (scope or self._window).addAction(made)
        self._show_state(made, action)
        return made

    def _why_not(self, action: Action) -> str | None:
        writes = action.needs is not None and action.needs not in READING
        return self._no_writing if writes and self._no_writing else _why_not(action)

    def _show_state(self, made: QAction, action: Action) -> None:
        why = self._why_not(action)
        made.setEnabled(why is None)
        made.setToolTip(plain_tip(why or action.text))


def _why_not(action: Action) -> str | None:
    """None if it can be done now, else why not (which may be "")."""
    answer = True if action.when is None else action.when()
    if isinstance(answer, str):
        return answer or None
    return None if answer else ""
