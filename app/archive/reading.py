"""An archive read in the order it was written in: each entry by the name it must have, and checked on its way.

What is handed out is proven by the manifest alone, which comes last: nobody keeps any of it before the end was reached.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import IO

from app.archive.entries import unpacked
from app.archive.form import (
    FILES_TABLE,
    FORMAT,
    HEADER,
    KEYS,
    LARGEST_TEXT_BYTES,
    MANIFEST,
    SIGNATURE,
    Counted,
    Header,
    Manifest,
    Unfit,
    file_name,
    header_of,
    manifest_of,
    piece_name,
    signer_of,
)
from app.archive.seal import DAMAGED, opening
from app.archive.writing import Tally
from app.errors import DamagedFile, Refused

_FILES_FOLDER = file_name("")
_NEWER = "A newer Housebook made this backup. Nothing was changed; update the program first."
FORGED = (
    "This backup was not signed by the firm whose book this is: it is another firm's, or somebody forged it. Nothing"
    " of it was used."
)


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of a table, whole, in the order of their keys."""

    table: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    """A file under the SHA-256 of its bytes."""

    digest: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys file of an encrypted book."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Signed:
    """The end: all that came before is as it was when somebody signed it, by whose public half this is."""

    manifest: Manifest
    signer: bytes


Piece = Header | Lines | Picture | Keys | Signed


@contextmanager
def archive_from(source: IO[bytes], privates: Sequence[bytes], signers: Collection[bytes] | None) -> Iterator[_Reading]:
    """The pieces of an archive, opened by one of these private halves, and signed by one of these public ones; by
    anybody, where none are known. Raises UnreadableFile, NotAllowed where no key fits, and
    Refused for a newer one."""
    with _told(), opening(source, privates) as stream:
        yield _Reading(stream, signers)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except Unfit as fault:
        raise DamagedFile(DAMAGED) from fault


class _Reading:
    """Goes over the pieces of an archive once."""

    def __init__(self, stream: IO[bytes], signers: Collection[bytes] | None) -> None:
        self._entries = unpacked(stream)
        self._signers = signers
        self._next = next(self._entries, None)
        self._header_digest = ""
        self._tables: dict[str, Counted] = {}
        self._files = 0
        self._keys = ""

    def __iter__(self) -> Iterator[Piece]:
        header = self._header()
        yield header
        for table in header.tables:
            yield from self._lines(table)
            if table == FILES_TABLE:
                yield from self._pictures()
        if self._name() == KEYS:
            data = self._taken(KEYS, LARGEST_TEXT_BYTES)
            self._keys = sha256(data).hexdigest()
            yield Keys(data)
        yield self._signed()

    def _header(self) -> Header:
        data = self._taken(HEADER, LARGEST_TEXT_BYTES)
        header = header_of(data)
        if header.format != FORMAT:
            raise Refused(_NEWER)
        self._header_digest = sha256(data).hexdigest()
        return header

    def _lines(self, table: str) -> Iterator[Lines]:
        tally, number = Tally(), 1
        while number == 1 or self._name() == piece_name(table, number):
            data = self._taken(piece_name(table, number))
            if data and not data.endswith(b"\n"):
                raise Unfit("half a line")
            tally.take(data)
            yield Lines(table, data)
            number += 1
        self._tables[table] = tally.counted()

    def _pictures(self) -> Iterator[Picture]:
        while self._name().startswith(_FILES_FOLDER):
            digest = self._name().removeprefix(_FILES_FOLDER)
            data = self._taken(file_name(digest))
            if sha256(data).hexdigest() != digest:
                raise Unfit("another file")
            self._files += 1
            yield Picture(digest, data)

    def _signed(self) -> Signed:
        text = self._taken(MANIFEST, LARGEST_TEXT_BYTES)
        signer = signer_of(text, self._taken(SIGNATURE, LARGEST_TEXT_BYTES))
        manifest = manifest_of(text)
        found = Manifest(self._header_digest, self._tables, self._files, self._keys, manifest.head)
        if self._next is not None or found != manifest:
            raise Unfit("not what was signed")
        if self._signers is not None and signer not in self._signers:
            raise DamagedFile(FORGED)
        return Signed(manifest, signer)

    def _name(self) -> str:
        return "" if self._next is None else self._next[0]

    def _taken(self, name: str, most: int | None = None) -> bytes:
        """The bytes of the entry that must come now."""
        if self._next is None or self._next[0] != name or len(self._next[1]) > (most or len(self._next[1])):
            raise Unfit(name)
        data = self._next[1]
        self._next = next(self._entries, None)
        return data
