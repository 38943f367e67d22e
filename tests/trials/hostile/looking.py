"""Looks at widgets as Qt holds them: is any of their text taken for markup?"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QMessageBox,
    QTextBrowser,
    QTextEdit,
    QToolTip,
    QWidget,
)  # fmt: skip

MOST_OF_A_TIP = 4_000


def markup(window: QWidget) -> Iterator[str]:
    """Each widget in which text may be taken for markup."""
    for widget in [window, *window.findChildren(QWidget)]:
        where = f"{type(widget).__name__} {widget.objectName()}"
        # Qt's own label of tool tips guesses, so what it was handed has to be harmless.
        own = isinstance(widget, QLabel) and widget.objectName() == "qtooltip_label"
        if own and isinstance(widget, QLabel) and (fault := tip_fault(widget.text())):
            yield f"a tip {fault}"
        if not own and _guesses(widget):
            yield f"{where} guesses what its text is"
        if isinstance(widget, QTextBrowser) or (isinstance(widget, QTextEdit) and widget.acceptRichText()):
            yield f"{where} takes rich text"
        for tip in (widget.toolTip(), widget.statusTip(), widget.whatsThis()):
            if fault := tip_fault(tip):
                yield f"{where} has a tip that {fault}"


def _guesses(widget: QWidget) -> bool:
    if not isinstance(widget, QLabel | QMessageBox):
        return False
    return widget.textFormat() != Qt.TextFormat.PlainText and bool(widget.text())


def tip_fault(tip: str) -> str:
    """What is wrong with a tool tip: markup that is not ours, or more than a person reads."""
    own = tip.removeprefix('<span style="white-space: pre-wrap">').removeprefix("<span>").removesuffix("</span>")
    if QtText.mightBeRichText(tip) and "<" in own:
        return f"is markup: {own[:60]!r}"
    return f"has {len(tip):,} signs" if len(tip) > MOST_OF_A_TIP else ""


def tips_in_lists(window: QWidget) -> Iterator[str]:
    """Rests the mouse at many places in the lists; what is wrong with the tip after each, or nothing."""
    for area in window.findChildren(QAbstractScrollArea):
        if not area.isVisible():
            continue
        for x in range(20, area.viewport().width(), 90):
            for y in range(10, min(area.viewport().height(), 300), 40):
                _hover(area.viewport(), QPoint(x, y))
                fault = tip_fault(QToolTip.text())
                yield f"{type(area).__name__} {area.objectName()} shows a tip that {fault}" if fault else ""
    QToolTip.hideText()


def _hover(widget: QWidget, at: QPoint) -> None:
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))
