"""The recovery sheet on paper: the words of the key, the same as a square to scan, and what to do with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextOption
from PySide6.QtWidgets import QFileDialog, QWidget

from app.disk import refuse_place
from app.errors import Refused
from app.rules.text import begun, file_name
from ui.parts.days import date_words
from ui.theme.direction import apart

if TYPE_CHECKING:
    from app.recovery_key import Sheet

TITLE: Final = "Recovery sheet"
_LOCK_AWAY: Final = (
    "Whoever has this sheet and the file of the book can read everything in it. Lock it away, not beside the book and"
    " not beside its backups. When all passwords are forgotten, nothing else opens the book."
)
_CHECKED: Final = "The 17th word is made of the others: Housebook notices when one was copied wrong."
_STEPS: Final = (
    "Put the book and its keys file ({keys}) side by side on a computer with Housebook. If they are lost, take both"
    " from a copy of both, or restore the last backup: housebook restore.",
    "Start Housebook, choose the book, and below the password choose “Use the recovery key…”.",
    "Type the 17 words, or scan the square with a telephone that is yours and type what it shows.",
    "Type the login of an owner of the book, and a new password twice; press “Open book”.",
    "On the page “Team” give a new password to everybody who has lost theirs.",
    "Has somebody seen this sheet who should not? Then make a new one (Tools, “New recovery sheet…”): from then on this"
    " one opens nothing.",
)
_LOCK_AWAY_FROM_BACKUPS: Final = (
    "Whoever has this sheet and a backup of the book can read everything in it. Lock it away, not beside the backups."
    " When the book is lost, nothing else opens its backups."
)
_STEPS_BACK: Final = (
    "Find a backup: a file that ends with .hbk, at one of the places above. The newest is the best.",
    "Start Housebook on any computer, and choose “Restore a backup…”.",
    "Choose that file, and type the 17 words; or scan the square with your own telephone and type what it shows.",
    "Look at what is in it, say where the book is to be, and press “Restore”.",
    "Open it as before: in a file everybody has the login they had; on a server that knows its people an owner gives"
    " each a password, on the page “Team”.",
    "Set up the places of backups again, on the page “Backups”.",
)
_PDF: Final = "PDF (*.pdf)"
_LONGEST_NAME, _LONGEST_PLACE = 100, 250
_WIDTH, _MARGIN, _DPI = 595.0, 50.0, 72.0
"""A4 in points; all that is drawn is told in points."""


def ask_where(parent: QWidget, sheet: Sheet) -> Path | None:
    """Where the person wants to have it; nothing if they changed their mind."""
    offered = f"{file_name(sheet.firm)} recovery sheet.pdf".lstrip()
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save the recovery sheet", offered, _PDF)
    return Path(chosen) if chosen else None


def save_sheet(sheet: Sheet, path: Path) -> None:
    """Write it as PDF, for its owner's eyes; a file that is there goes. Raises Refused where it cannot be written."""
    refuse_place(path, "Not saved", replace=True)
    try:
        path.touch(mode=0o600)
        path.chmod(0o600)
        writer = QPdfWriter(str(path))
        writer.setTitle(TITLE)
        writer.setCreator("Housebook")
        if not draw_sheet(sheet, writer):
            raise OSError(None, "the disk is full or the folder closed")
    except OSError as fault:
        raise Refused(f"Not saved: {fault.strerror or fault}. Choose another place.", "to") from fault


def print_sheet(parent: QWidget, sheet: Sheet) -> bool:
    """Print it, after the system's own dialog has asked for the printer. Whether it was sent to one."""
    # Loaded when it is needed: looking for printers is no part of the start.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter()
    printer.setDocName(TITLE)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(TITLE)
    return dialog.exec() == QPrintDialog.DialogCode.Accepted and draw_sheet(sheet, printer)


def draw_sheet(sheet: Sheet, device: QPagedPaintDevice) -> bool:
    """Draw it on a page of its own. Whether it could be drawn."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageOrientation(QPageLayout.Orientation.Portrait)
    device.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter()
    if not painter.begin(device):
        return False
    painter.scale(device.logicalDpiX() / _DPI, device.logicalDpiY() / _DPI)
    _Drawing(painter, sheet).draw()
    return painter.end()


class _Drawing:
    """Goes down the page."""

    def __init__(self, painter: QPainter, sheet: Sheet) -> None:
        self._painter, self._sheet, self._top = painter, sheet, _MARGIN

    def draw(self) -> None:
        sheet = self._sheet
        self._text(TITLE, 24, bold=True)
        self._text(_value(sheet.firm), 15, bold=True, after=2)
        self._text(
            f"Made on {date_words(sheet.made_on)} for the book at {_value(sheet.place, _LONGEST_PLACE)}", 10, after=10
        )
        self._text(_LOCK_AWAY_FROM_BACKUPS if sheet.for_backups else _LOCK_AWAY, 10, after=14)
        self._key()
        self._text(_CHECKED, 9, after=14)
        self._fingerprints()
        self._line_to_fill("Our backups are at")
        self._line_to_fill("This sheet is kept by, and where")
        self._top += 10
        self._text("When the book is lost" if sheet.for_backups else "When all passwords are lost", 13, True, after=4)
        for number, step in enumerate(_STEPS_BACK if sheet.for_backups else _STEPS, 1):
            self._text(step.format(keys=_value(sheet.keys_file)), 10, sign=f"{number}.", after=4)

    def _fingerprints(self) -> None:
        sheet = self._sheet
        if sheet.for_backups:
            self._text(f"Fingerprint of this recovery key: {sheet.key_fingerprint}", 10, after=14)
            return
        self._text(f"Fingerprint of the firm’s key: {sheet.firm_fingerprint}", 10)
        keys = _value(sheet.keys_file)
        self._text(f"Fingerprint of this recovery key in {keys}: {sheet.key_fingerprint}", 10, after=14)

    def _key(self) -> None:
        top, side = self._top, 168.0
        self._square(QRectF(_MARGIN, top, side, side))
        words = self._sheet.words.split()
        rows = -(-len(words) // 2)
        for place, word in enumerate(words):
            column, row = divmod(place, rows)
            left = _MARGIN + side + 36 + column * 140
            line = QRectF(left, top + row * side / rows, 110, side / rows)
            self._words(line, f"{place + 1}", 9, Qt.AlignmentFlag.AlignVCenter)
            self._words(line.adjusted(22, 0, 0, 0), word, 14, Qt.AlignmentFlag.AlignVCenter, bold=True)
        self._top = top + side + 10

    def _square(self, place: QRectF) -> None:
        import segno  # only a sheet has a square

        rows = [list(row) for row in segno.make(self._sheet.words, micro=False, error="m").matrix_iter(border=2)]
        size = place.width() / len(rows)
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    dot = QRectF(place.left() + across * size, place.top() + down * size, size * 1.01, size * 1.01)
                    self._painter.fillRect(dot, QColor("black"))

    def _line_to_fill(self, words: str) -> None:
        self._words(QRectF(_MARGIN, self._top, 190, 20), words, 10, Qt.AlignmentFlag.AlignBottom)
        self._painter.fillRect(QRectF(_MARGIN + 195, self._top + 19, _WIDTH - 2 * _MARGIN - 195, 0.7), QColor("black"))
        self._top += 28

    def _text(self, words: str, size: int, bold: bool = False, sign: str = "", after: float = 4) -> None:
        """A paragraph over the whole width."""
        left = 18.0 if sign else 0.0
        room = QRectF(_MARGIN + left, self._top, _WIDTH - 2 * _MARGIN - left, 400)
        if sign:
            self._words(room.adjusted(-left, 0, 0, 0), sign, size, Qt.AlignmentFlag.AlignTop)
        self._top += self._words(room, words, size, Qt.AlignmentFlag.AlignTop, bold) + after

    def _words(self, room: QRectF, words: str, size: int, where: Qt.AlignmentFlag, bold: bool = False) -> float:
        made = QFont()
        made.setPixelSize(size)
        made.setBold(bold)
        self._painter.setFont(made)
        self._painter.setPen(QColor("black"))
        option = QTextOption(where | Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        taken = self._painter.boundingRect(room, words, option)
        self._painter.drawText(room, words, option)
        return taken.height()


def _value(text: str, most: int = _LONGEST_NAME) -> str:
    """A value among words of ours, as much of it as leaves room for the rest of the page."""
    return apart(begun(text, most))
