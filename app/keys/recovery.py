"""The recovery key as people copy it: seventeen pronounceable words, of which the last shows a slip of the pen.

Two bytes make a word of five letters, as "Proquints: Identifiers that are Readable, Spellable, and Pronounceable"
(Wilkerson, 2009) has them: four bits a consonant, two a vowel.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Final

from app.errors import Refused

_CONSONANTS: Final = "bdfghjklmnprstvz"
_VOWELS: Final = "aiou"
_KEY_BYTES, _CHECK_BYTES = 32, 2
_FINGERPRINT: Final = 16
_BETWEEN: Final = re.compile(r"[\s,;.:()\[\]\-–—/|'\"“”]+")
_WORDS: Final = (_KEY_BYTES + _CHECK_BYTES) // 2


def to_words(key: bytes) -> str:
    """The key's 32 bytes as words, with one more that is made of the others."""
    whole = key + _check(key)
    return " ".join(_word(int.from_bytes(whole[at : at + 2])) for at in range(0, len(whole), 2))


def from_words(typed: str) -> bytes:
    """The key that these words are, however they are parted, numbered and cased. Raises Refused with where it goes
    wrong."""
    words = [word for word in _BETWEEN.split(typed.lower()) if word and not word.isdecimal()]
    if len(words) != _WORDS:
        raise Refused(f"The recovery key has {_WORDS} words; these are {len(words)}.", "recovery_key")
    whole = b"".join(_pairs(words))
    key, check = whole[:_KEY_BYTES], whole[_KEY_BYTES:]
    if check != _check(key):
        raise Refused("A word of the recovery key is another one than on the sheet. Compare them.", "recovery_key")
    return key


def fingerprint(public: bytes) -> str:
    """Of a public key, short enough to compare by eye."""
    told = hashlib.sha256(b"housebook fingerprint" + public).hexdigest()[:_FINGERPRINT]
    return " ".join(told[at : at + 4] for at in range(0, _FINGERPRINT, 4))


def _pairs(words: Iterable[str]) -> Iterable[bytes]:
    for number, word in enumerate(words, 1):
        value = _value(word)
        if value is None:
            words = f"Word {number}, “{word[:20]}”, cannot be in a recovery key. Look at it again."
            raise Refused(words, "recovery_key")
        yield value.to_bytes(2)


def _word(value: int) -> str:
    first, second, third = value >> 12, value >> 6 & 15, value & 15
    front, back = value >> 10 & 3, value >> 4 & 3
    return _CONSONANTS[first] + _VOWELS[front] + _CONSONANTS[second] + _VOWELS[back] + _CONSONANTS[third]


def _value(word: str) -> int | None:
    """The two bytes of a word, or nothing if it is none."""
    if len(word) != 5:
        return None
    value = 0
    for at, letter in enumerate(word):
        letters, bits = (_VOWELS, 2) if at % 2 else (_CONSONANTS, 4)
        place = letters.find(letter)
        if place < 0:
            return None
        value = value << bits | place
    return value


def _check(key: bytes) -> bytes:
    return hashlib.sha256(b"housebook recovery key" + key).digest()[:_CHECK_BYTES]


def refuse_no_key(public: object) -> None:
    """Raise Refused unless it is the public half of a key."""
    if not isinstance(public, bytes) or len(public) != _KEY_BYTES:
        raise Refused("This is no recovery key.", "recovery_key")
