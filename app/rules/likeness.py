"""How alike two names are: for the hint that somebody may already be in the book."""

import re

from rapidfuzz import fuzz

from app.rules.folding import fold, without_e

NEAR = 0.88
SHORT = 4  # up to this many letters a name is near only if it is the same

# What says how a firm is owned, not which firm it is.
# fmt: off
LEGAL_FORMS = frozenset({
    "gmbh", "mbh", "ggmbh", "ag", "kg", "kgaa", "ohg", "ug", "gbr", "ev", "eg", "ek", "ekfr", "se",
    "ltd", "limited", "llc", "llp", "lp", "plc", "inc", "incorporated", "corp", "corporation", "co",
    "company", "pty", "pvt", "pte", "bhd", "sdn", "sa", "sas", "sasu", "sarl", "eurl", "snc", "sci",
    "scop", "sl", "slu", "srl", "sll", "spa", "srls", "sapa", "slp", "sca", "scs", "bv", "nv",
    "vof", "cv", "bvba", "cvba", "sprl", "scrl", "asbl", "vzw", "oy", "oyj", "ab", "as", "asa",
    "aps", "is", "ans", "kft", "zrt", "nyrt", "bt", "rt", "kkt", "spzoo", "sp", "zoo", "spk", "spj",
    "sro", "vos", "doo", "dd", "ad", "ood", "eood", "ooo", "oao", "zao", "pao", "sia", "uab", "ооо",
    "оао", "зао", "пао", "тоо", "тов", "ао", "зат", "kk", "gk", "株式会社", "有限会社", "合同会社",
    "有限公司", "股份有限公司", "公司",
})
# fmt: on
_SMALL_WORDS = frozenset({"and", "und", "et", "y", "e", "i", "the", "z", "oo", "o"})

_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"[0-9]+")


def likeness(a: str, b: str) -> float:
    """From 0 (nothing in common) to 1 (the same name), whatever the order of its words."""
    words_a, words_b = _telling_words(a), _telling_words(b)
    if not words_a or not words_b:
        return 0.0
    in_order = fuzz.ratio(" ".join(words_a), " ".join(words_b))
    sorted_words = fuzz.ratio(" ".join(sorted(words_a)), " ".join(sorted(words_b)))
    joined = fuzz.ratio("".join(words_a), "".join(words_b))
    return max(in_order, sorted_words, joined) / 100


def near_same(a: str, b: str) -> bool:
    """Whether two names may well mean the same; names that differ in a number (Shop 1, Shop 2) do not."""
    alike = likeness(a, b)
    if alike == 1.0:
        return True
    if sorted(_DIGITS.findall(fold(a))) != sorted(_DIGITS.findall(fold(b))):
        return False
    shortest = min(len("".join(_telling_words(name))) for name in (a, b))
    return shortest > SHORT and alike >= NEAR


def _telling_words(name: str) -> list[str]:
    """The words of a name without its legal form; all of them if it has no others."""
    words = [without_e(word) for word in _WORD.findall(_joined(fold(name)))]
    telling = [word for word in words if word not in LEGAL_FORMS and word not in _SMALL_WORDS]
    return telling or words


def _joined(folded: str) -> str:
    """s.a. -> sa, sp. z o.o. -> sp z oo."""
    return folded.replace(".", "").replace("'", "")
