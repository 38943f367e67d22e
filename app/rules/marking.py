"""Where in a text the letters stand by which a search found it, so that they can be marked."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from app.rules.folding import Term, fold, index_words, query_terms

LONGEST_TEXT = 300
_WORD = re.compile(r"[^\W_]+")
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]")
Span = tuple[int, int]


def found_spans(text: str, words: str) -> tuple[Span, ...]:
    """The places (from, to) in the text that the typed words found, in order and without overlap."""
    text = text[:LONGEST_TEXT]
    spans: list[Span] = []
    for term in _terms(words):
        if term.digits:
            spans += _in_number(text, term.digits)
        for variant in term.variants:
            spans += _in_address(text, variant) if "@" in variant else _in_words(text, variant)
    return _apart(spans)


@lru_cache(maxsize=64)
def _terms(words: str) -> tuple[Term, ...]:
    """What was typed is looked for in every text of an answer."""
    return tuple(query_terms(words))


def _in_words(text: str, variant: str) -> Iterator[Span]:
    """A word is marked from its beginning to the letter with which the variant is complete."""
    ends: set[int] = set()
    for start in reversed(_beginnings(text)):
        stop = next((place for place in range(start, len(text)) if text[place].isspace()), len(text))
        if not _begins(text[start:stop], variant):
            continue
        end = next(end for end in range(start + 1, stop + 1) if _begins(text[start:end], variant))
        # A later word with the same end is the one that fits; this one only contains it.
        if end not in ends:
            ends.add(end)
            yield start, _with_accents(text, end)


def _beginnings(text: str) -> list[int]:
    """Where words begin; in scripts without spaces every character may begin one."""
    places = {found.start() for found in _WORD.finditer(text)}
    return sorted(places | {found.start() for found in _SPACELESS.finditer(text)})


def _begins(piece: str, variant: str) -> bool:
    return any(form.startswith(variant) for form in _forms(piece))


@lru_cache(maxsize=16384)
def _forms(piece: str) -> tuple[str, ...]:
    """What a piece is found by; the same pieces come again at every key."""
    return tuple(index_words(piece))


def _with_accents(text: str, end: int) -> int:
    """Accents that stand after their letter belong to it."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def _in_number(text: str, wanted: str) -> Iterator[Span]:
    places = [place for place, sign in enumerate(text) if sign.isdecimal()]
    at = "".join(fold(text[place]) for place in places).find(wanted)
    if at >= 0:
        yield places[at], places[at + len(wanted) - 1] + 1


def _in_address(text: str, variant: str) -> Iterator[Span]:
    folded = fold(text)
    at = folded.find(variant)
    if at >= 0 and len(folded) == len(text):
        yield at, at + len(variant)


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans that touch or overlap become one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)
