"""What tests of parts begin with: a window in the light theme."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.theme.theme import apply_theme


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> QWidget:
    """An empty window, shown."""
    apply_theme(qapp, "light")
    made = QWidget()
    made.resize(1000, 700)
    qtbot.addWidget(made)
    made.show()
    return made
