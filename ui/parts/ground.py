"""The ground of a pane: a background by palette role, so that it follows the theme."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea, QWidget

Ground = Literal["window", "surface", "sunken", "raised"]

_ROLES: Final[dict[str, QPalette.ColorRole]] = {
    "window": QPalette.ColorRole.Window,
    "surface": QPalette.ColorRole.Base,
    "sunken": QPalette.ColorRole.AlternateBase,
    "raised": QPalette.ColorRole.Button,
}


def ground(widget: QWidget, name: Ground) -> None:
    """Lay the ground; a scroll area gets it on its viewport and its inner widget too."""
    widget.setBackgroundRole(_ROLES[name])
    widget.setAutoFillBackground(True)
    if isinstance(widget, QAbstractScrollArea):
        ground(widget.viewport(), name)
    inner = widget.widget() if isinstance(widget, QScrollArea) else None
    if inner is not None:
        ground(inner, name)
