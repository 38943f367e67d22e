"""Bech32 (BIP 173): the letters in which age writes its keys, with six at the end that show a slip."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_LETTERS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_LETTERS: Final = 6


def bech32(prefix: str, data: bytes) -> str:
    """The data in small letters, after a prefix that says what it is."""
    fives = list(_in_fives(data))
    spread = [*(ord(sign) >> 5 for sign in prefix), 0, *(ord(sign) & 31 for sign in prefix)]
    check = _remainder([*spread, *fives, *[0] * _CHECK_LETTERS]) ^ 1
    last = (check >> 5 * (_CHECK_LETTERS - 1 - place) & 31 for place in range(_CHECK_LETTERS))
    return f"{prefix}1{''.join(_LETTERS[five] for five in (*fives, *last))}"


def _in_fives(data: bytes) -> Iterable[int]:
    """The bits, five at a time; the last ones are filled up with zeros."""
    bits = "".join(f"{byte:08b}" for byte in data)
    return (int(bits[start : start + 5].ljust(5, "0"), 2) for start in range(0, len(bits), 5))


def _remainder(fives: Iterable[int]) -> int:
    left = 1
    for five in fives:
        top = left >> 25
        left = (left & 0x1FFFFFF) << 5 ^ five
        for place, part in enumerate(_GENERATOR):
            left ^= part if top >> place & 1 else 0
    return left
