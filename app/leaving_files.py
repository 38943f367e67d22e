"""Files in which customers leave: written beside their place, and put there when they are whole."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Final, Protocol

from app.disk import refuse_place, sync_file, sync_folder
from app.errors import Refused
from app.features.leaving import CustomerLine, Permit
from app.features.leaving.held import Held
from app.formats.card import Card
from app.formats.table_writing import TableOut, Width, csv_line
from app.formats.vcard_writing import Version, vcard
from app.formats.workbook import LONGEST_CELL, WorkbookOut
from app.rules.ways_out import FILES

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_VERSIONS: Final[dict[str, Version]] = {"vcard3": "3.0", "vcard4": "4.0"}


class Form(Protocol):
    """How customers stand in a file."""

    def begin(self, file: BinaryIO, fingerprint: str, width: Width) -> None:
        """The file is open."""

    def take(self, card: Card, mark: str) -> None:
        """One more customer."""

    def end(self) -> None:
        """Write what is still held."""


class Paper(Protocol):
    """Who draws a list of customers into a file."""

    def begin(self, path: Path, permit: Permit) -> None:
        """Open the file. Raises OSError where that cannot be."""

    def take(self, lines: Sequence[CustomerLine]) -> None:
        """Some more customers."""

    def end(self) -> None:
        """All are drawn. Raises OSError where not all could be written."""


class _Beside:
    """A file beside its place. An empty one, or none, may stand there; another only if it was said that it goes."""

    def __init__(self, path: Path, *, replace: bool) -> None:
        refuse_place(path, "Nothing was exported", replace=replace)
        self.path, self._place = path.with_name(f".{token_hex(8)}.part"), path

    def open(self) -> BinaryIO:
        """Make it, for nobody else's eyes."""
        return os.fdopen(os.open(self.path, _NEW, 0o600), "wb")

    def settle(self) -> str:
        """Put it in its place, forced to the disk. Answers its digest."""
        sync_file(self.path)
        digest = _digest_of(self.path)
        self.path.replace(self._place)
        sync_folder(self._place.parent)
        return digest

    def drop(self) -> None:
        """Leave nothing of it."""
        with suppress(OSError):  # of a place that takes nothing there is nothing to take away
            self.path.unlink()

    @contextmanager
    def told(self) -> Iterator[None]:
        """What the system says, as a sentence."""
        try:
            yield
        except OSError as fault:
            full = fault.errno in (errno.ENOSPC, errno.EDQUOT)
            why = "the disk is full" if full else f"it cannot be written there ({fault.strerror or fault})"
            raise Refused(f"{self._place.name} was not finished: {why}. The ledger says so.", "to") from fault


class FileOutlet:
    """One file of whole customers."""

    def __init__(self, path: Path, way: str, *, replace: bool = False) -> None:
        self._form, self._beside = _form(way), _Beside(path, replace=replace)
        self._file: BinaryIO | None = None
        self.pictures = way in _VERSIONS
        self.tables = way not in _VERSIONS

    def begin(self, permit: Permit, width: Width) -> None:
        """Open it."""
        with self._beside.told():
            self._file = self._beside.open()
            self._form.begin(self._file, permit.fingerprint, width)

    def take(self, cards: Sequence[Card], marks: Sequence[str]) -> None:
        """Write some more."""
        with self._beside.told():
            for card, own in zip(cards, marks, strict=True):
                self._form.take(card, own)

    def finish(self) -> str:
        """Put it in its place."""
        with self._beside.told():
            self._form.end()
            self._close()
            return self._beside.settle()

    def drop(self) -> None:
        """Leave nothing of it."""
        with suppress(OSError):  # a full disk does not take what is still held either
            self._close()
        self._beside.drop()

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()


class DrawnFile:
    """One file of pages on which customers are listed."""

    def __init__(self, path: Path, paper: Paper, *, replace: bool = False) -> None:
        self._paper, self._beside = paper, _Beside(path, replace=replace)

    def begin(self, permit: Permit, _width: Width) -> None:
        """Open it."""
        with self._beside.told():
            self._beside.open().close()
            self._paper.begin(self._beside.path, permit)

    def take_lines(self, lines: Sequence[CustomerLine], _marks: Sequence[str]) -> None:
        """Draw some more; the pages bear the mark."""
        with self._beside.told():
            self._paper.take(lines)

    def finish(self) -> str:
        """Put it in its place."""
        with self._beside.told():
            self._paper.end()
            return self._beside.settle()

    def drop(self) -> None:
        """Leave nothing of it."""
        with suppress(OSError):
            self._paper.end()
        self._beside.drop()


class DocumentFile:
    """One file with all that is held on a customer; `write` draws it."""

    def __init__(self, path: Path, write: Callable[[Path, Held], None], *, replace: bool = False) -> None:
        self._write, self._beside = write, _Beside(path, replace=replace)

    def begin(self, _permit: Permit, _width: Width) -> None:
        """Open it."""
        with self._beside.told():
            self._beside.open().close()

    def take_held(self, held: Held) -> None:
        """Write it. There is one."""
        with self._beside.told():
            self._write(self._beside.path, held)

    def finish(self) -> str:
        """Put it in its place."""
        with self._beside.told():
            return self._beside.settle()

    def drop(self) -> None:
        """Leave nothing of it."""
        self._beside.drop()


class _Vcards:
    def __init__(self, version: Version) -> None:
        self._version: Version = version

    def begin(self, file: BinaryIO, _fingerprint: str, _width: Width) -> None:
        self._file = file

    def take(self, card: Card, mark: str) -> None:
        self._file.write(vcard(card, self._version, mark).encode())

    def end(self) -> None:
        """Every card stands for itself."""


class _Csv:
    def __init__(self, *, guarded: bool) -> None:
        self._guarded = guarded

    def begin(self, file: BinaryIO, _fingerprint: str, width: Width) -> None:
        self._file, self._table = file, TableOut(width, guarded=self._guarded)
        file.write(("\ufeff" + csv_line(self._table.headings)).encode())

    def take(self, card: Card, mark: str) -> None:
        self._file.write(csv_line(self._table.cells(card, mark)).encode())

    def end(self) -> None:
        """A list has no foot."""


class _Workbook:
    """Its rows wait in a file of their own; the workbook is put together at the end."""

    def begin(self, file: BinaryIO, fingerprint: str, width: Width) -> None:
        self._file, self._table = file, TableOut(width, guarded=False, most_in_cell=LONGEST_CELL)
        self._workbook = WorkbookOut("Customers", fingerprint)
        self._workbook.row(self._table.headings)

    def take(self, card: Card, mark: str) -> None:
        self._workbook.row(self._table.cells(card, mark))

    def end(self) -> None:
        self._workbook.save(self._file)


def _form(way: str) -> Form:
    if way in _VERSIONS:
        return _Vcards(_VERSIONS[way])
    if way in ("csv", "csv-exact"):
        return _Csv(guarded=way == "csv")
    if way == "xlsx":
        return _Workbook()
    raise Refused(f"Nothing was exported: {way} is no form of file. There are: {', '.join(FILES)}.", "way")


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
