"""What a widget really draws: every run of letters that its painting hands to Qt, and which way it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintDevice, QPaintEngine, QTextItem
from PySide6.QtWidgets import QWidget

from app.rules.text import clean

_LATIN = re.compile("[A-Za-z]")
_BEGINNING = 4
_METRIC = QPaintDevice.PaintDeviceMetric
_DOTS = {
    _METRIC.PdmDpiX: 96, _METRIC.PdmDpiY: 96, _METRIC.PdmPhysicalDpiX: 96, _METRIC.PdmPhysicalDpiY: 96,
    _METRIC.PdmDevicePixelRatio: 1, _METRIC.PdmDevicePixelRatioScaled: 0x10000, _METRIC.PdmDepth: 32,
    _METRIC.PdmNumColors: 2**24, _METRIC.PdmWidthMM: 300, _METRIC.PdmHeightMM: 300,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that are drawn in one piece."""

    text: str
    from_right: bool


class Ink(QPaintEngine):
    """Takes down the letters and lets all else go by."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.runs: list[Run] = []

    def begin(self, _device: Any) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def drawTextItem(self, _place: Any, item: QTextItem) -> None:
        from_right = bool(item.renderFlags() & QTextItem.RenderFlag.RightToLeft)
        self.runs.append(Run(item.text(), from_right))

    def updateState(self, _state: Any) -> None: ...
    def drawPixmap(self, *_given: Any) -> None: ...
    def drawTiledPixmap(self, *_given: Any) -> None: ...
    def drawImage(self, *_given: Any) -> None: ...
    def drawPath(self, *_given: Any) -> None: ...
    def drawRects(self, *_given: Any) -> None: ...
    def drawLines(self, *_given: Any) -> None: ...
    def drawPolygon(self, *_given: Any) -> None: ...
    def drawEllipse(self, *_given: Any) -> None: ...
    def drawPoints(self, *_given: Any) -> None: ...


class _Sheet(QPaintDevice):
    def __init__(self, size: QSize) -> None:
        super().__init__()
        self._dots = {**_DOTS, _METRIC.PdmWidth: size.width(), _METRIC.PdmHeight: size.height()}
        self.ink = Ink()

    def paintEngine(self) -> QPaintEngine:
        return self.ink

    def metric(self, what: QPaintDevice.PaintDeviceMetric) -> int:
        return self._dots.get(what, 0)


def drawn(widget: QWidget) -> list[Run]:
    """Every run of letters in the widget's picture."""
    sheet = _Sheet(widget.size())
    widget.render(sheet)
    return sheet.ink.runs


def faults(runs: list[Run], text: str) -> Iterator[str]:
    """What is wrong with how `text` is drawn (if it is to be seen), and with what stands beside it."""
    whole = "".join(run.text for run in runs)
    if text and (begun := beginning(text)) and begun not in whole:
        yield f"the text is not drawn as it is: {begun!a} is missing"
    for run in runs:
        if run.from_right and _LATIN.search(run.text):
            yield f"{run.text[:40]!a} is drawn from right to left"
    if lost := re.search(r"(?<!&)(amp|lt);.{,40}", whole):
        yield f"{lost[0]!a} lost its '&'"


def beginning(text: str) -> str:
    """The first signs of a text as it stands in the book, as far as one run draws them; "" if none can be seen."""
    words = clean(text, lines=True).split()
    first = words[0] if words else ""
    return "" if not first.isascii() and not first.isalpha() else first[:_BEGINNING]
