"""The journal's hash chain: each operation's hash covers its own fields, its changes and the hash before it.

A change enters with the digest of its old values, not with the values: they can be erased, and the chain still holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable


def digest_of(before: str | None) -> str | None:
    """SHA-256 of a change's old values; nothing for an added row."""
    return None if before is None else hashlib.sha256(before.encode()).hexdigest()


def operation_hash(previous: str, fields: Iterable[object], changes: Iterable[tuple[object, ...]]) -> str:
    """The hash of an operation. `changes` are (table, row, kind, version, digest) in the order they were made."""
    made = hashlib.sha256(previous.encode())
    made.update(json.dumps(list(fields), ensure_ascii=False).encode())
    for change in changes:
        made.update("\x1f".join("" if part is None else str(part) for part in change).encode() + b"\x1e")
    return made.hexdigest()
