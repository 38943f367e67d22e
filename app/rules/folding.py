"""Folding for search: every spelling of a name becomes the plain words by which it is found.

A text is stored under `index_words`; what a person types becomes `query_terms`. A customer is found if each
term matches: one of its variants is the beginning of one of the stored words, or, for a term of digits, its
digits occur anywhere in a stored phone number.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Literal

from app.rules.phones import digits
from app.rules.text import clean

MOST_TERMS = 8
SHORTEST_NUMBER = 3
LONGEST = 64
LONGEST_RUN = 16  # of a script written without spaces, which is stored from each of its characters on

_LATIN = re.compile(r"LATIN (?:SMALL|CAPITAL) LETTER ([A-Z]{1,2})(?: WITH .*)?")
_ODD = {"œ": "oe", "ı": "i", "ð": "d", "þ": "th", "ŋ": "n", "ə": "e", "ɛ": "e", "ɔ": "o", "ĸ": "k"}
_APOSTROPHES = "'’‘ʼʻʹ`´＇‛′"
_DASHES = "-‐‑‒–—―−﹣－"

_WITH_E = {
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "ø": "oe",
    "å": "aa",
    "Ä": "ae",
    "Ö": "oe",
    "Ü": "ue",
    "Ø": "oe",
    "Å": "aa",
}
_BARE = {"æ": "a", "œ": "o", "Æ": "a", "Œ": "o"}
_UMLAUTS = re.compile(f"[{''.join([*_WITH_E, *_BARE])}]")
# "ue" stands for an umlaut after a consonant, not in Bauer or Enrique.
_WRITTEN_OUT = re.compile("(?<![aeiouq])(?:([aou])e|aa)")

_RUN = re.compile(r"[^\W_]+(?:['.&-][^\W_]+)*")
_WORD = re.compile(r"[^\W_]+")
_SPACELESS = re.compile(
    "[\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+"
)
_ADDRESS = re.compile(r"[^\s,;:<>()\[\]\"]*@[^\s,;:<>()\[\]\"]*")
_NOT_IN_ADDRESS = re.compile(r"[^\w@.+-]")
_DIGITISH = re.compile(r"[0-9+\-/().]+")
_TWO_NUMBERS = re.compile(r"\d\W++\d")
_NUMBERS = re.compile(r"(?<!\S)[0-9+\-/().]++(?:\s++[0-9+\-/().]++(?!\S))*+(?!\S)")


class _Folding(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = "".join(_plain(sign) for sign in _decomposed(chr(code)))
        return folded


def _decomposed(sign: str) -> str:
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign).casefold())


def _plain(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category[0] == "M" or category == "Cf":
        return ""
    if sign.isascii():
        return sign
    latin = _LATIN.fullmatch(unicodedata.name(sign, ""))
    return latin[1].lower() if latin else _ODD.get(sign, sign)


_FOLDING = _Folding({ord(sign): "'" for sign in _APOSTROPHES} | {ord(sign): "-" for sign in _DASHES})
_TO_WITH_E = str.maketrans(_WITH_E)
_TO_BARE = str.maketrans(_BARE)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing looked for. Any of `variants` may begin a word; `digits` (if any) may stand in a number."""

    kind: Literal["word", "digits"]
    variants: tuple[str, ...]
    digits: str = ""


def fold(text: str) -> str:
    """Case, accents and width taken away; Latin letters become plain a to z."""
    return text.lower().replace("`", "'") if text.isascii() else text.translate(_FOLDING)


def index_words(text: str) -> list[str]:
    """The words under which a text is stored, each once, in their order."""
    numbers = _joined_numbers(text) if _TWO_NUMBERS.search(text) else ()
    return list(dict.fromkeys(chain(chain.from_iterable(map(_forms, text.split())), numbers)))


def _joined_numbers(text: str) -> Iterator[str]:
    """Numbers that stand one after another as one, from each of them on: so they are looked for, too."""
    for numbers in _NUMBERS.findall(fold(text)):
        words = _WORD.findall(numbers)
        yield from ("".join(words[place : place + LONGEST])[:LONGEST] for place in range(len(words) - 1))


@lru_cache(50_000)
def _forms(written: str) -> tuple[str, ...]:
    """All under which something written without a space is stored; kept, since the same come again and again."""
    if written.isascii() and written.isalnum():
        return tuple(dict.fromkeys(_plain_forms(written.lower())))
    found: list[Iterable[str]] = []
    for spelling in _spellings(written):
        if "@" in spelling:
            found.append(_address_terms(spelling))
        found += map(_run_forms, _RUN.findall(spelling))
    return tuple(dict.fromkeys(chain.from_iterable(found)))


def query_terms(text: str) -> list[Term]:
    """What a person typed, as terms that must all match."""
    terms: list[Term] = []
    number: list[str] = []
    for token in clean(text[: MOST_TERMS * LONGEST * 4]).split():
        if _DIGITISH.fullmatch(fold(token)):
            number.append(fold(token))
            continue
        terms += [*_number_terms(number), *_token_terms(token)]
        number = []
    return list(dict.fromkeys([*terms, *_number_terms(number)]))[:MOST_TERMS]


def _spellings(text: str) -> list[str]:
    """The folded text, and again with its umlauts written the other ways."""
    if text.isascii():
        return [fold(text)]
    text = unicodedata.normalize("NFC", text)
    spellings = [text.translate(_FOLDING)]
    if _UMLAUTS.search(text):
        spellings += [text.translate(table).translate(_FOLDING) for table in (_TO_WITH_E, _TO_BARE)]
    return list(dict.fromkeys(spellings))


def without_e(word: str) -> str:
    """mueller -> muller, aase -> ase."""
    return _WRITTEN_OUT.sub(lambda found: found[1] or "a", word)


def _address_terms(spelling: str) -> Iterator[str]:
    for address in _ADDRESS.findall(spelling):
        whole = _NOT_IN_ADDRESS.sub("", address)
        if _WORD.search(whole):
            yield whole[:LONGEST]
            yield whole[whole.index("@") :][:LONGEST]


def _run_words(run: str) -> list[str]:
    """The parts of a hyphenated word and the whole of it."""
    if run.isalnum():
        return [run]
    parts = _WORD.findall(run)
    return [*parts, "".join(parts)]


def _run_forms(run: str) -> Iterable[str]:
    """All under which one word is stored."""
    return chain.from_iterable(map(_plain_forms if run.isascii() else _stored_forms, _run_words(run)))


def _plain_forms(word: str) -> tuple[str, ...]:
    if "e" in word or "aa" in word:
        return word[:LONGEST], without_e(word)[:LONGEST]
    return (word[:LONGEST],)


def _stored_forms(word: str) -> Iterator[str]:
    for piece in _pieces(word):
        if _SPACELESS.match(piece):
            yield from (piece[start : start + LONGEST_RUN] for start in range(len(piece)))
        else:
            yield from _plain_forms(piece)


def _pieces(word: str) -> list[str]:
    """A word cut where a script without spaces begins or ends."""
    if word.isascii() or not _SPACELESS.search(word):
        return [word]
    return [piece for piece in re.split(f"({_SPACELESS.pattern})", word) if piece]


def _number_terms(tokens: list[str]) -> list[Term]:
    """Tokens of digits typed one after another: one number, or words if it is too short for one."""
    typed = "".join(_WORD.findall("".join(tokens)))
    whole = digits(" ".join(tokens))
    wanted = whole.lstrip("0")
    # A dialling code such as 030 is looked for as it was typed.
    wanted = wanted if len(wanted) >= SHORTEST_NUMBER else whole
    if len(wanted) >= SHORTEST_NUMBER and typed:
        return [Term("digits", (typed[:LONGEST],), wanted[:LONGEST])]
    return [term for token in tokens for term in _token_terms(token)]


def _token_terms(token: str) -> list[Term]:
    spellings = _spellings(token)
    addresses = [_ADDRESS.search(spelling) for spelling in spellings]
    wholes = [_NOT_IN_ADDRESS.sub("", found[0])[:LONGEST] for found in addresses if found]
    if wholes:
        return [Term("word", tuple(dict.fromkeys(wholes)))] if _WORD.search(wholes[0]) else []
    runs = [_RUN.findall(spelling) for spelling in spellings]
    return [term for alike in zip(*runs, strict=True) for term in _run_terms(alike)]


def _run_terms(alike: tuple[str, ...]) -> list[Term]:
    """The terms of one hyphenated word, given in all its spellings: each part, or all up to it joined."""
    spelled_parts = [[piece for part in _WORD.findall(run) for piece in _pieces(part)] for run in alike]
    terms = []
    for place, same_part in enumerate(zip(*spelled_parts, strict=True)):
        joined = ["".join(parts[: place + 1]) for parts in spelled_parts] if place else []
        terms.append(Term("word", _variants([*same_part, *joined])))
    return terms


def _variants(words: list[str]) -> tuple[str, ...]:
    limit = [LONGEST_RUN if _SPACELESS.match(word) else LONGEST for word in words]
    both = [form[:most] for word, most in zip(words, limit, strict=True) for form in (word, without_e(word))]
    return tuple(dict.fromkeys(both))
