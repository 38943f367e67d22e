"""Tab goes as one reads, also through layouts in layouts; and however much of a window comes and goes, it stands."""

from __future__ import annotations

import os
import subprocess
import sys

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.frame.reading_order import reading_order

# What comes and goes in a day, in a moment; freed memory is overwritten, so that a look at it is no luck.
_COME_AND_GO = """
import random
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from ui.frame.reading_order import reading_order

def part(depth):
    made = QWidget()
    line = QHBoxLayout(made)
    for _ in range(lot.randrange(1, 4)):
        inner = QHBoxLayout()
        line.addLayout(inner)
        inner.addWidget(QLineEdit() if depth > 2 or lot.random() < 0.5 else part(depth + 1))
        line.addStretch()
    return made

app, lot, kept = QApplication([]), random.Random(1), []
window = QWidget()
column = QVBoxLayout(window)
window.show()
for _ in range(200):
    kept.append(part(0))
    column.addWidget(kept[-1])
    app.processEvents()
    seen = sum(1 for _ in reading_order(window))
    while len(kept) > lot.randrange(1, 9):
        kept.pop(lot.randrange(len(kept))).deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
print(seen > 1)
"""


def test_layouts_within_layouts_are_read_in_their_order(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    names = ["first", "second", "third", "fourth"]
    fields = {name: QLineEdit(name) for name in reversed(names)}
    line, column = QHBoxLayout(), QVBoxLayout(window)
    column.addWidget(fields["first"])
    column.addLayout(line)
    column.addWidget(fields["fourth"])
    line.addWidget(fields["second"])
    line.addStretch()
    line.addWidget(fields["third"])
    free = QLabel("free", window)
    window.show()
    qtbot.waitExposed(window)
    assert list(reading_order(window)) == [window, *(fields[name] for name in names), free]


def test_the_program_stands_while_parts_of_a_window_come_and_go() -> None:
    rough = {"QT_QPA_PLATFORM": "offscreen", "PYTHONMALLOC": "malloc", "MALLOC_PERTURB_": "165"}
    run = [sys.executable, "-c", _COME_AND_GO]
    ended = subprocess.run(run, env=os.environ | rough, capture_output=True, text=True, timeout=120, check=False)
    assert (ended.returncode, ended.stdout.strip()) == (0, "True"), ended.stderr[-2000:]
