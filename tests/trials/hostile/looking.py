"""Looks at widgets as Qt holds them: is any of their text taken for markup?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QMessageBox,
    QTextEdit,
    QToolTip,
    QWidget,
)  # fmt: skip

from ui.parts.chapter_text import ChapterText

MOST_OF_A_TIP = 4_000


def markup(widgets: Iterable[QWidget]) -> Iterator[str]:
    """Each widget in which text may be taken for markup."""
    for widget in widgets:
        where = f"{type(widget).__name__} {widget.objectName()}"
        # Qt's own label of tool tips guesses, so what it was handed has to be harmless.
        own = isinstance(widget, QLabel) and widget.objectName() == "qtooltip_label"
        if own and isinstance(widget, QLabel) and (fault := tip_fault(widget.text())):
            yield f"a tip {fault}"
        if not own and _guesses(widget):
            yield f"{where} guesses what its text is"
        # The manual's text is the program's own; nothing of a book stands in it.
        if isinstance(widget, QTextEdit) and not isinstance(widget, ChapterText) and widget.acceptRichText():
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
    if not tip:
        return ""
    own = tip.removeprefix('<span style="white-space: pre-wrap">').removeprefix("<span>").removesuffix("</span>")
    if QtText.mightBeRichText(tip) and "<" in own:
        return f"is markup: {own[:60]!r}"
    return f"has {len(tip):,} signs" if len(tip) > MOST_OF_A_TIP else ""


def tips_in_lists(widget: QWidget) -> Iterator[str]:
    """Rests the mouse at many places in the lists; what is wrong with the tip after each, or nothing."""
    for area in (one for one in (widget, *widget.findChildren(QWidget)) if isinstance(one, QAbstractScrollArea)):
        if not area.isVisible():
            continue
        for x in range(20, area.viewport().width(), 140):
            for y in range(10, min(area.viewport().height(), 240), 60):
                _hover(area.viewport(), QPoint(x, y))
                fault = tip_fault(QToolTip.text())
                yield f"{type(area).__name__} {area.objectName()} shows a tip that {fault}" if fault else ""
    QToolTip.hideText()


def _hover(widget: QWidget, at: QPoint) -> None:
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))
