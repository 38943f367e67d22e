"""The whole program, for tests of what it does at its start and by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.computer.desk_file import DeskFile
from ui.main import Program


@pytest.fixture
def program(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Program]:
    made = Program(qapp, DeskFile(tmp_path / "desk.json"))
    yield made
    for window in (made.welcome, made.window):
        if window is not None:
            window.close()
            window.deleteLater()
    made.close()
    made.deleteLater()
