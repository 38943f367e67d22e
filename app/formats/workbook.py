"""Workbooks (XLSX): written row by row with every cell as text, and their first sheet read as a list."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, BinaryIO, Final

from app.errors import UnreadableFile
from app.formats.rows import LONGEST_ROW, TOO_LONG, Row
from app.formats.table_writing import csv_line

MOST_UNPACKED: Final = 500_000_000
LONGEST_CELL: Final = 32_000
_BROKEN: Final = (
    "{name} is a workbook that cannot be read: it is damaged, or locked with a password. Save it anew and import that."
)
_LARGE: Final = "{name} is larger than a workbook of contacts can be when it is unpacked."


class WorkbookOut:
    """A workbook with one sheet that is being written; what stands in it is text, never a formula."""

    def __init__(self, title: str, fingerprint: str) -> None:
        # Loaded when it is needed: nobody who does not export a workbook pays for it.
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell

        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet(title)
        self._cell = WriteOnlyCell
        self._book.properties.creator = "Housebook"
        self._book.properties.identifier = fingerprint
        self._book.properties.keywords = fingerprint

    def row(self, cells: Sequence[str]) -> None:
        """One more row."""
        self._sheet.append([self._text(cell) for cell in cells])

    def save(self, file: BinaryIO) -> None:
        """Write it out."""
        self._book.save(file)

    def _text(self, text: str) -> Any:
        if not text:
            return None
        cell = self._cell(self._sheet, value=None)
        cell.value = text
        cell.data_type = "s"
        return cell


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are those of a workbook as Excel and others write it today."""
    return data.startswith(b"PK\x03\x04") and b"xl/" in data


def rows_of_workbook(name: str, data: bytes) -> Iterator[Row]:
    """The rows of its first sheet. Raises UnreadableFile where it is none, at once."""
    from openpyxl import load_workbook

    try:
        _refuse_large(name, data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
    except UnreadableFile:
        raise
    except Exception as fault:  # what stumbles over a file of others may raise anything
        raise UnreadableFile(_BROKEN.format(name=name)) from fault
    return _rows(name, sheet)


def _refuse_large(name: str, data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
            raise UnreadableFile(_LARGE.format(name=name))


def _rows(name: str, sheet: Any) -> Iterator[Row]:
    try:
        for line, values in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = [_said(value) for value in values]
            if any(cells):
                raw = csv_line(cells).rstrip()
                yield Row(line, raw, cells, TOO_LONG if len(raw) > LONGEST_ROW else "")
    except Exception as fault:
        raise UnreadableFile(_BROKEN.format(name=name)) from fault


def _said(value: Any) -> str:
    """A cell as a person reads it: numbers without a point that says nothing, days as they are written."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
