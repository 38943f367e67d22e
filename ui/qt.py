"""Qt for a whole program: its application, and where its complaints go."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QLocale, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

QT = logging.getLogger("qt")


def _level(kind: QtMsgType, words: str) -> int:
    """How grave it is; that a platform has no such manners is no news."""
    small = kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) or words.startswith("This plugin does not support")
    return logging.DEBUG if small else logging.WARNING


@contextmanager
def qt_to_log() -> Iterator[None]:
    """What Qt complains of goes to the log, not to the terminal."""
    before = qInstallMessageHandler(lambda kind, _place, words: QT.log(_level(kind, words), words))
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def make_app() -> QApplication:
    """Qt's application, named."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("Housebook")
    if QLocale().language() == QLocale.Language.C:
        QLocale.setDefault(QLocale(QLocale.Language.English))
    app.setDesktopFileName("housebook")
    return app
