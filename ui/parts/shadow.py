"""The shadow under what floats: popups, toasts and dialogs, and nothing else."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QWidget

from ui.theme.tokens import current_tokens


def cast_shadow(widget: QWidget) -> None:
    """Let a widget float."""
    shadow = QGraphicsDropShadowEffect(widget)
    shadow.setBlurRadius(20)
    shadow.setOffset(0, 4)
    shadow.setColor(QColor(current_tokens().shadow))
    widget.setGraphicsEffect(shadow)
