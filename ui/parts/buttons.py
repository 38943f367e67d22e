"""Buttons with words and buttons with a sign; a page has at most one of the kind `primary`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton

from ui.parts.labels import plain_tip
from ui.theme.icons import icon

Kind = Literal["", "primary", "danger", "quiet", "link", "step", "toast"]
_ICON_TONES: dict[str, str] = {"primary": "on_accent", "danger": "bad", "link": "accent", "step": "accent"}
_LINKS: frozenset[str] = frozenset({"link", "step", "toast"})


def button(
    text: str, kind: Kind = "", sign: str = "", run: Callable[[], object] | None = None, name: str = ""
) -> QPushButton:
    """A button with words (a verb); `sign` is an icon's name, `name` its objectName for tests."""
    made = QPushButton(text)
    made.setObjectName(name)
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor if kind in _LINKS else Qt.CursorShape.ArrowCursor)
    if sign:
        made.setIcon(icon(sign, _ICON_TONES.get(kind, "text2")))
    if kind:
        made.setProperty("kind", kind)
    if run is not None:
        made.clicked.connect(lambda: run())
    return made


def set_kind(made: QPushButton, kind: Kind) -> None:
    """Give a button another kind and have it drawn anew."""
    made.setProperty("kind", kind)
    made.style().unpolish(made)
    made.style().polish(made)


def tool_button(sign: str, words: str, run: Callable[[], object] | None = None, name: str = "") -> QToolButton:
    """A button that shows only a sign; its words are the tool tip and the accessible name."""
    made = QToolButton()
    made.setObjectName(name)
    made.setIcon(icon(sign))
    made.setIconSize(QSize(18, 18))
    made.setFixedSize(28, 28)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    say(made, words)
    if run is not None:
        made.clicked.connect(lambda: run())
    return made


def toggle(text: str, sign: str = "", name: str = "") -> QPushButton:
    """A quiet button that stays down: one of several ways to look."""
    made = button(text, "quiet", sign, name=name)
    made.setCheckable(True)
    return made


def say(made: QAbstractButton, words: str, key: str = "") -> None:
    """The words for the tool tip (with the key) and for screen readers."""
    made.setAccessibleName(words)
    made.setToolTip(plain_tip(f"{words}  {key.replace('+', ' ')}" if key else words))
