"""What tests of parts begin with: a window in the light theme, and English words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
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


@pytest.fixture
def english() -> Iterator[None]:
    """Days and numbers as they are written in Britain."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)
