"""Small logos, drawn without any library: one colour, one sign, as PNG."""

from __future__ import annotations

import struct
import zlib
from functools import cache

SIZE = 48
_COLOURS = ((0, 95, 103), (139, 74, 31), (47, 93, 58), (92, 62, 138), (150, 40, 60), (40, 78, 140))
_PAPER = (250, 249, 246)
_SIGNS = 5
LOGOS = len(_COLOURS) * _SIGNS


@cache
def logo(number: int) -> bytes:
    """The logo with this number, from 0 to LOGOS - 1."""
    colour, sign = _COLOURS[number % len(_COLOURS)], number // len(_COLOURS)
    rows = (b"\0" + b"".join(bytes(colour if _inked(sign, x, y) else _PAPER) for x in range(SIZE)) for y in range(SIZE))
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)
    pieces = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_piece(name, data) for name, data in pieces)


def _inked(sign: int, x: int, y: int) -> bool:
    """Disc, ring, lozenge, stripes or corner."""
    across, down = x - SIZE // 2, y - SIZE // 2
    away = across * across + down * down
    signs = (
        away < 400,
        196 < away < 400,
        abs(across) + abs(down) < 20,
        abs(across) < 20 and abs(down) < 20 and (x + y) % 12 < 6,
        across + down < 0 and abs(across) < 20 and abs(down) < 20,
    )
    return signs[sign]


def _piece(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
