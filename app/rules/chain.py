"""The journal's hash chain: each operation's hash covers its own fields, its changes and the hash before it.

A change enters with the digest of its old values, not with the values: they can be erased, and the chain still holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

ERASED = "(erased)"
"""What an operation's sentence is, once it was erased."""


def digest_of(before: str | None) -> str | None:
    """SHA-256 of a change's old values; nothing for an added row."""
    return None if before is None else hashlib.sha256(before.encode()).hexdigest()


def operation_hash(previous: str, fields: Iterable[object], links: Iterable[str]) -> str:
    """The hash of an operation.

    `links` are its changes in the order they were made, any number in a piece of text: of each the table, row, kind,
    version and digest, parted by U+001F, and U+001E at its end.
    """
    made = hashlib.sha256(previous.encode())
    made.update(json.dumps(list(fields), ensure_ascii=False).encode())
    for some in links:
        made.update(some.encode())
    return made.hexdigest()
