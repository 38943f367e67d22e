"""What stands in an archive, in which order, and in what words: JSON that a person can read in ten years.

header.json, the book's tables as lines of JSON, its files under the SHA-256 of their bytes, the keys file of an
encrypted book, manifest.json, and the firm's signature over that. A large table goes on in numbered pieces.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FORMAT: Final = 1
HEADER, KEYS, MANIFEST, SIGNATURE = "header.json", "keys", "manifest.json", "manifest.sig"
FILES_TABLE: Final = "files"
"""The table right after which the files come that it names; its lines lack their bytes."""
PIECE_BYTES: Final = 16 << 20
"""So much of a table at most stands in one entry, but for its last line."""
LARGEST_BYTES: Final = 64 << 20
"""No entry of ours is larger; a planted one shall not fill the memory."""
LARGEST_TEXT_BYTES: Final = 4 << 20
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,60}")


class Unfit(ValueError):
    """What was read is not as an archive is."""


def whole_lines(lines: bytes, size: int) -> Iterator[bytes]:
    """The lines in pieces of this size, each up to the end of its last line."""
    start = 0
    while start < len(lines):
        end = lines.find(b"\n", start + size) + 1 or len(lines)
        yield lines[start:end]
        start = end


def piece_name(table: str, number: int) -> str:
    """The entry of a table's first, second ... piece: sorted by name they are in their order."""
    return f"tables/{table}.jsonl" + (f".{number:04}" if number > 1 else "")


def file_name(digest: str) -> str:
    """The entry of a file."""
    return f"files/{digest}"


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table's lines are to be read: by which columns they are sorted, and of what kind each value is."""

    key: list[str]
    columns: dict[str, str]
    """By column `number`, `text`, `truth`, `day`, `instant` (microseconds since 1970), or `bytes` (in hex)."""


@dataclass(frozen=True, slots=True)
class Header:
    """Whose book the archive holds and as of when; `tables` are its tables in their order."""

    format: int
    schema: str
    program: str
    firm: str
    book: str
    """The book's own uid."""
    revision: int
    at: str
    engine: str
    last_key: int
    """The last key that the book had given out."""
    encrypted: bool
    tables: dict[str, Shape]

    def text(self) -> bytes:
        """As it is written."""
        return _written(asdict(self))


def header_of(data: bytes) -> Header:
    """Raises Unfit; what a newer program wrote besides is passed over."""
    told = _read(data)
    tables = {_name(name): _shape(one) for name, one in _dict(told, "tables").items()}
    return Header(
        format=_number(told, "format"),
        schema=_text(told.get("schema")),
        program=_text(told.get("program")),
        firm=_text(told.get("firm")),
        book=_text(told.get("book")),
        revision=_number(told, "revision"),
        at=_text(told.get("at")),
        engine=_text(told.get("engine")),
        last_key=_number(told, "last_key"),
        encrypted=told.get("encrypted") is True,
        tables=tables,
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """A table of the archive: how many rows, how many bytes, and the SHA-256 of all its lines."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the signature is over: all that stands before it, and where the journal ends."""

    header: str
    tables: dict[str, Counted]
    files: int
    keys: str
    """The SHA-256 of the keys file; nothing where there is none."""
    head: str
    """The newest hash of the journal."""

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(table.rows for table in self.tables.values())

    def text(self) -> bytes:
        """As it is written and signed."""
        return _written(asdict(self))


def manifest_of(data: bytes) -> Manifest:
    """Raises Unfit."""
    told = _read(data)
    tables = {_text(name): _counted(one) for name, one in _dict(told, "tables").items()}
    return Manifest(
        _text(told.get("header")), tables, _number(told, "files"), _text(told.get("keys")), _text(told.get("head"))
    )


def signature_over(manifest: bytes, signing: bytes) -> bytes:
    """The firm's, with the private half of its signing key: its public half and the signature, as JSON in hex."""
    key = Ed25519PrivateKey.from_private_bytes(signing)
    return _written({"signed by": key.public_key().public_bytes_raw().hex(), "signature": key.sign(manifest).hex()})


def signer_of(manifest: bytes, signature: bytes) -> bytes:
    """The public half of the key that signed it. Raises Unfit where the signature is not over this."""
    told = _read(signature)
    try:
        public = bytes.fromhex(_text(told.get("signed by")))
        Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(_text(told.get("signature"))), manifest)
    except (InvalidSignature, ValueError) as fault:
        raise Unfit("the signature") from fault
    return public


def _written(told: dict[str, Any]) -> bytes:
    return json.dumps(told, indent=1, ensure_ascii=False).encode()


def _read(data: bytes) -> dict[str, Any]:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise Unfit("no JSON") from fault
    if not isinstance(told, dict):
        raise Unfit("no object")
    return told


def _shape(told: Any) -> Shape:
    if not isinstance(told, dict):
        raise Unfit("no shape")
    columns = {_name(name): _text(kind) for name, kind in _dict(told, "columns").items()}
    return Shape([_name(one) for one in _list(told.get("key"))], columns)


def _name(found: Any) -> str:
    """Of a table or a column."""
    if not _NAME.fullmatch(_text(found)):
        raise Unfit("no name")
    return str(found)


def _counted(told: Any) -> Counted:
    if not isinstance(told, dict):
        raise Unfit("no table")
    return Counted(_number(told, "rows"), _number(told, "bytes"), _text(told.get("sha256")))


def _dict(told: dict[str, Any], name: str) -> dict[Any, Any]:
    found = told.get(name)
    if not isinstance(found, dict):
        raise Unfit(name)
    return found


def _list(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise Unfit("no list")
    return found


def _text(found: Any) -> str:
    if not isinstance(found, str):
        raise Unfit("no text")
    return found


def _number(told: dict[str, Any], name: str) -> int:
    found = told.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise Unfit(name)
    return found
