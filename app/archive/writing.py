"""An archive in the making: what goes in is counted and digested on its way, and signed at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import chain
from typing import IO

from app.archive.entries import Outgoing, packing
from app.archive.form import (
    HEADER,
    KEYS,
    LARGEST_BYTES,
    MANIFEST,
    PIECE_BYTES,
    SIGNATURE,
    Counted,
    Header,
    Manifest,
    file_name,
    piece_name,
    signature_over,
    whole_lines,
)
from app.archive.seal import sealing
from app.errors import Refused

_TOO_LARGE = "The book has a file or a row of more than 64 MB. It was not backed up."


class Archive:
    """Takes a header, each table in the header's order, the files, the keys, and at the end the signature."""

    def __init__(self, entries: Outgoing, header: Header) -> None:
        self._entries = entries
        self._header = header.text()
        self._tables: dict[str, Counted] = {}
        self._files = 0
        self._keys = ""
        self._add(HEADER, self._header)

    def add_table(self, name: str, lines: Iterable[bytes]) -> None:
        """A table, whose lines come some at a time, each with its end."""
        tally, number = Tally(), 0
        for number, piece in enumerate(_pieces(lines), 1):
            tally.take(piece)
            self._add(piece_name(name, number), piece)
        if not number:
            self._add(piece_name(name, 1), b"")
        self._tables[name] = tally.counted()

    def add_file(self, digest: str, data: bytes) -> None:
        """A file that a row of the table of files names."""
        self._files += 1
        self._add(file_name(digest), data)

    def add_keys(self, data: bytes) -> None:
        """The keys file of an encrypted book."""
        self._keys = sha256(data).hexdigest()
        self._add(KEYS, data)

    def sign(self, head: str, signing: bytes) -> Manifest:
        """The end: what was put in, where the journal ends, and the firm's signature over both."""
        manifest = Manifest(sha256(self._header).hexdigest(), self._tables, self._files, self._keys, head)
        self._add(MANIFEST, manifest.text())
        self._add(SIGNATURE, signature_over(manifest.text(), signing))
        return manifest

    def _add(self, name: str, data: bytes) -> None:
        if len(data) > LARGEST_BYTES:
            raise Refused(_TOO_LARGE)
        self._entries.add(name, data)


class Tally:
    """Counts and digests the lines of a table."""

    def __init__(self) -> None:
        self._rows = self._bytes = 0
        self._digest = sha256()

    def take(self, lines: bytes) -> None:
        """Some more of them, whole."""
        self._rows += lines.count(b"\n")
        self._bytes += len(lines)
        self._digest.update(lines)

    def counted(self) -> Counted:
        """What came so far."""
        return Counted(self._rows, self._bytes, self._digest.hexdigest())


def _pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines in pieces of about the size that an entry has."""
    waiting, size = list[bytes](), 0
    for some in chain.from_iterable(whole_lines(one, PIECE_BYTES) for one in lines):
        waiting.append(some)
        size += len(some)
        if size >= PIECE_BYTES:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


@contextmanager
def archive_in(target: IO[bytes], publics: Sequence[bytes], header: Header) -> Iterator[Archive]:
    """An archive that is written into the target, sealed for these public halves."""
    with sealing(target, publics) as sealed, packing(sealed) as entries:
        yield Archive(entries, header)
