"""Names: how they are put together, sorted, shortened and taken apart."""

import re
from typing import NamedTuple

from app.rules.folding import fold

LONGEST_KEY = 200
_WORD = re.compile(r"[^\W_]+")
_HAN_OR_KANA = re.compile("[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff]+")
# Scripts in which two initials side by side are still readable.
_ALPHABETIC = re.compile("[0-9A-Za-z\u00c0-\u058f\u10a0-\u10ff\u1c90-\u1cbf\u1e00-\u1fff]")


class NameParts(NamedTuple):
    prefix: str
    given: str
    additional: str
    family: str
    suffix: str


def display_name(given: str, family: str, prefix: str = "", additional: str = "", suffix: str = "") -> str:
    """The name as it is read aloud; Chinese, Japanese and Korean ones in their own order."""
    if given and family and _HAN_OR_KANA.fullmatch(given + family):
        return family + given
    return " ".join(part for part in (prefix, given, additional, family, suffix) if part)


def sort_key(name: str, kind: str, family: str = "", given: str = "") -> str:
    """What lists are ordered by, compared by code point: Latin letters first, other scripts after them."""
    ordered = f"{family} {given}" if kind == "person" and family else name
    words = _WORD.findall(fold(ordered).replace("'", ""))
    key = " ".join(words) if words else "~" + fold(name)
    return key[:LONGEST_KEY].rstrip()


def strip_letter(sort_key: str) -> str:
    """Where a name stands in the A-Z strip: its letter, or "#"."""
    first = sort_key[:1]
    return first.upper() if "a" <= first <= "z" else "#"


def initials(name: str, kind: str) -> str:
    """One or two letters for the round mark that stands where there is no photo."""
    words: list[str] = _WORD.findall(_without_titles(name) if kind == "person" else name)
    if not words:
        return "?"
    if not _ALPHABETIC.match(words[0]):
        return words[0][0]
    if len(words) == 1:
        return "".join(_capital(letter) for letter in words[0][:2])
    return _capital(words[0][0]) + _capital(words[-1 if kind == "person" else 1][0])


def split_name(full: str) -> NameParts:
    """A name that came in one piece, taken apart as well as can be guessed."""
    if " " not in full or len(full) > LONGEST_KEY or _HAN_OR_KANA.search(full):
        return NameParts("", full, "", "", "")
    from nameparser import HumanName  # slow to load, seldom needed

    parsed = HumanName(full)
    parts = (parsed.title, parsed.first, parsed.middle, parsed.last, parsed.suffix)
    return NameParts(*(str(part) for part in parts))


def _without_titles(name: str) -> str:
    """Ann Lee for Dr. Ann Lee Jr., but J. P. Morgan as he is."""
    return " ".join(word for word in name.split() if not (len(word) > 2 and word.endswith("."))) or name


def _capital(letter: str) -> str:
    return letter.upper()[:1]


def listed_as(name: str, kind: str, family: str, given: str) -> str:
    """The name as a sorted list shows it: a person's family name first."""
    if kind != "person" or not (family and given) or _HAN_OR_KANA.fullmatch(given + family):
        return name
    return f"{family}, {given}"
