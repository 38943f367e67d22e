"""Identities for rows that travel: UUID version 7 (RFC 9562), which sort by the time they were made."""

from __future__ import annotations

import os
import time
import uuid


def new_uid() -> str:
    """A new UUIDv7 in its usual 36 characters."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    value = (milliseconds & (1 << 48) - 1) << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))
