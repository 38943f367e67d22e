"""Text as it may enter the book: composed (NFC), without what nobody can see or mean; its beginning; a file's name."""

import re
import unicodedata

# Controls (C0, DEL, C1), zero-width space and word joiner, BOM, bidi overrides and isolates, lone surrogates.
# ZWNJ and ZWJ stay: Persian words and joined emoji need them.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_BREAK = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_NOT_IN_NAMES = re.compile(r'[\s/\\:*?"<>|]+')
_LONGEST_NAME = 60
_BROKEN_LINE = re.compile("[\t\r\n\x0b\x0c\x85\u2028\u2029]+")


def clean(text: str, *, lines: bool = False) -> str:
    """What is kept of a typed or imported text; `lines` allows line breaks and tabs (notes, letters)."""
    if text.isprintable() and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return text.strip()
    seen = _clean_lines(text) if lines else _UNSEEN.sub("", _BROKEN_LINE.sub(" ", text))
    # Composed only now: what stood between a letter and its accent is gone.
    return unicodedata.normalize("NFC", seen.strip())


def _clean_lines(text: str) -> str:
    return "\n".join("\t".join(_UNSEEN.sub("", cell) for cell in line.split("\t")) for line in _LINE_BREAK.split(text))


def begun(text: str, most: int) -> str:
    """The text; of a longer one so much of its beginning, and a sign that there is more."""
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def file_name(text: str) -> str:
    """What a file may be called after a text, on every system: no way into another folder, and not too long."""
    return _NOT_IN_NAMES.sub(" ", clean(text[: 2 * _LONGEST_NAME]))[:_LONGEST_NAME].strip(" .")
