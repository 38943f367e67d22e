"""For the controls: widgets as none of ours may be, each laid over the window."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

TOO_LONG = 2.5
NOWHERE = "ui.nowhere"
_KEPT: list[type] = []


class SlowLabel(QLabel):
    """One that takes its time, once."""

    began = 0.0

    def paintEvent(self, _event: Any) -> None:
        self.began = self.began or time.thread_time()
        while time.thread_time() - self.began < TOO_LONG:
            pass


def _guessing(window: QWidget, texts: Mapping[str, str]) -> tuple[QWidget, str]:
    return QLabel(texts["a picture of a file"], window), texts["a picture of a file"]


def _slow(window: QWidget, texts: Mapping[str, str]) -> tuple[QWidget, str]:
    return SlowLabel(texts["a picture of a file"], window), ""


def _joined(window: QWidget, texts: Mapping[str, str]) -> tuple[QWidget, str]:
    label = QLabel(f"{texts['an override']} · Kiel", window)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label, ""


def _marked(window: QWidget, texts: Mapping[str, str]) -> tuple[QWidget, str]:
    return QPushButton(texts["entities"], window), ""


def _empty(window: QWidget, texts: Mapping[str, str]) -> tuple[QWidget, str]:
    label = QLabel(" ", window)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label, texts["markdown"]


def _unshown(window: QWidget, _texts: Mapping[str, str]) -> tuple[QWidget, str]:
    """As a new dialog would be, of which nobody has thought here."""
    _KEPT.append(type("Nowhere", (QWidget,), {"__module__": NOWHERE}))
    return QWidget(window), ""


WORSE: Mapping[str, Callable[[QWidget, Mapping[str, str]], tuple[QWidget, str]]] = {
    "markup": _guessing,
    "hang": _slow,
    "turned": _joined,
    "mnemonic": _marked,
    "unseen": _empty,
    "unshown": _unshown,
}


def make_worse(how: str, window: QWidget, texts: Mapping[str, str]) -> tuple[QWidget, str]:
    """The widget, and the text that one has to see in it."""
    widget, text = WORSE[how](window, texts)
    widget.setGeometry(0, 0, 420, 420)
    widget.show()
    widget.raise_()
    return widget, text
