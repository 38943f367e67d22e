"""A list of customers on paper: one line each, and on every page whose it is, who has it, and its mark."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from app.rules.text import begun
from ui.parts.days import date_words, local
from ui.parts.numbers import counted, number
from ui.theme.direction import apart, unturned
from ui.theme.fonts import LONGEST_LINE

if TYPE_CHECKING:
    from app.features.leaving import CustomerLine, Permit

_WIDTH, _HEIGHT, _MARGIN, _DPI = 842.0, 595.0, 36.0, 72.0
"""A4 lying, in points; all that is drawn is told in points."""
_COLUMNS: Final = (
    ("Name", 222), ("Town", 100), ("Phone", 146), ("E-mail", 156), ("Owner", 86), ("Last touch", 60),
)  # fmt: skip
_GAP, _ROW, _TOP, _FOOT = 6.0, 15.0, 88.0, 28.0
ROWS_ON_A_PAGE: Final = int((_HEIGHT - _MARGIN - _FOOT - _TOP) // _ROW)
_INK, _PALE, _LINE = QColor("#1B2124"), QColor("#5D666B"), QColor("#C3C9CB")
_END: Final = b"%%EOF"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on every page."""

    firm: str
    user: str
    on: date


class ListPages:
    """Draws page after page on a printer or into a file."""

    def __init__(self, head: Head) -> None:
        self._head, self._painter, self._drawn = head, QPainter(), 0

    def open(self, device: QPagedPaintDevice, permit: Permit) -> None:
        """Begin the first page. Raises OSError."""
        self._device, self._permit = device, permit
        device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        device.setPageOrientation(QPageLayout.Orientation.Landscape)
        device.setPageMargins(QMarginsF(0, 0, 0, 0))
        if not self._painter.begin(device):
            raise OSError(0, "it cannot be drawn there")
        self._painter.scale(device.logicalDpiX() / _DPI, device.logicalDpiY() / _DPI)

    def draw(self, lines: Sequence[CustomerLine]) -> None:
        """Some more customers."""
        for line in lines:
            page, place = divmod(self._drawn, ROWS_ON_A_PAGE)
            if place == 0:
                self._begin_page(page)
            self._row(_TOP + place * _ROW, _cells(line), QFont.Weight.Medium)
            self._drawn += 1

    def close(self) -> None:
        """All are drawn. Raises OSError where they could not be."""
        if self._painter.isActive() and not self._painter.end():
            raise OSError(0, "not all could be drawn")

    def _begin_page(self, page: int) -> None:
        if page:
            self._device.newPage()
        head, count = self._head, len(self._permit.customer_ids)
        whole, pages = _WIDTH - 2 * _MARGIN, -(-(count + len(self._permit.canaries)) // ROWS_ON_A_PAGE)
        self._words(QRectF(_MARGIN, _MARGIN, whole / 2, 18), head.firm, 14, QFont.Weight.DemiBold)
        printed = f"{counted(count, 'customer')}, printed by {apart(head.user)} on {date_words(head.on)}"
        right = Qt.AlignmentFlag.AlignRight
        self._words(QRectF(_MARGIN + whole / 2, _MARGIN, whole / 2, 18), printed, 9, ink=_PALE, where=right)
        self._row(_TOP - _ROW - 3, [title for title, _ in _COLUMNS], QFont.Weight.Normal, _PALE)
        self._rule(_TOP - 3)
        foot = QRectF(_MARGIN, _HEIGHT - _MARGIN - 12, whole, 12)
        self._rule(foot.top() - 4)
        self._words(foot, f"{self._permit.fingerprint}. This list stands in the ledger of the book.", 8, ink=_PALE)
        self._words(foot, f"Page {number(page + 1)} of {number(pages)}", 8, ink=_PALE, where=right)

    def _row(self, top: float, cells: Sequence[str], first: QFont.Weight, ink: QColor = _INK) -> None:
        left = _MARGIN
        for place, (words, (_, width)) in enumerate(zip(cells, _COLUMNS, strict=True)):
            weight = QFont.Weight.Normal if place else first
            self._words(QRectF(left, top, width - _GAP, _ROW), words, 9, weight, ink)
            left += width

    def _rule(self, top: float) -> None:
        self._painter.fillRect(QRectF(_MARGIN, top, _WIDTH - 2 * _MARGIN, 0.5), _LINE)

    def _words(
        self,
        room: QRectF,
        words: str,
        size: int,
        weight: QFont.Weight = QFont.Weight.Normal,
        ink: QColor = _INK,
        where: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        made = QFont()
        made.setPixelSize(size)
        made.setWeight(weight)
        self._painter.setFont(made)
        self._painter.setPen(ink)
        shown = QFontMetricsF(made).elidedText(
            begun(unturned(words), LONGEST_LINE), Qt.TextElideMode.ElideRight, room.width()
        )
        flags = where | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        self._painter.drawText(room, int(flags) | int(Qt.TextFlag.TextSingleLine), shown)


class PdfPaper:
    """The pages as a PDF file, which bears the mark in its title too."""

    def __init__(self, head: Head) -> None:
        self._pages = ListPages(head)

    def begin(self, path: Path, permit: Permit) -> None:
        """Open the file."""
        self._path, self._writer = path, QPdfWriter(str(path))
        self._writer.setTitle(f"Customers {permit.fingerprint}")
        self._writer.setCreator("Housebook")
        self._pages.open(self._writer, permit)

    def take(self, lines: Sequence[CustomerLine]) -> None:
        """Draw some more."""
        self._pages.draw(lines)

    def end(self) -> None:
        """Qt does not tell of a full disk: the file's last line does."""
        self._pages.close()
        with self._path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - len(_END) - 3))
            if _END not in file.read():
                raise OSError(0, "not all of it could be written; the disk may be full")


def _cells(line: CustomerLine) -> list[str]:
    phone = f"{line.phone} (do not call)".strip() if "c" in line.marks else line.phone
    touched = line.last_touch_at
    last = "–" if touched is None else date_words(local(touched).date())
    return [line.listed_as, line.town, phone, line.email, line.owner or "–", last]
