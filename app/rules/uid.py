"""Identities for rows that travel: UUID version 7 (RFC 9562), which sort by the time they were made."""

from __future__ import annotations

import os

from app import clock


def new_uid() -> str:
    """A new UUIDv7 in its usual 36 characters."""
    milliseconds = clock.milliseconds()
    random = int.from_bytes(os.urandom(10))
    value = (milliseconds & (1 << 48) - 1) << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
