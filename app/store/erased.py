"""Beside a book in a file: by what those are known who were erased, so that an older copy does not bring them back.

An encrypted book signs each line with its signing key, so that who can only write in the folder adds nobody; and with
those that it had before, for copies that still have one of these.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from app.disk import replace_file


def erased_path(book: Path) -> Path:
    """Where it stands."""
    return book.with_name(f"{book.name}.erased")


def read_erased(book: Path, signing_key: bytes | None) -> frozenset[str]:
    """The digests that are kept beside a book, with a key those that it signed; none where nothing can be read."""
    found = ((line.partition(":")[0], line) for line in _lines(book))
    return frozenset(
        digest
        for digest, line in found
        if len(digest) == 64 and (signing_key is None or hmac.compare_digest(line, _line(digest, signing_key)))
    )


def keep_erased(book: Path, digests: Iterable[str], signing_keys: Sequence[bytes | None]) -> None:
    """Keep these too, under each of the keys; a folder that is closed to us keeps nothing."""
    kept, wanted = _lines(book), {_line(digest, key) for digest in digests for key in signing_keys}
    if not wanted <= kept:
        with suppress(OSError):
            replace_file(erased_path(book), "\n".join(sorted(kept | wanted)).encode(), private=False)


def _line(digest: str, signing_key: bytes | None) -> str:
    if signing_key is None:
        return digest
    return f"{digest}:{hmac.digest(signing_key, b'erased ' + digest.encode(), 'sha256').hex()}"


def _lines(book: Path) -> frozenset[str]:
    with suppress(OSError, UnicodeDecodeError):
        return frozenset(erased_path(book).read_text("ascii").split())
    return frozenset()
