"""The kinds of phones, addresses and links, from the words that programs and people call them."""

import re

from app.formats.card import ReachKind
from app.rules.folding import fold

# In this order: a fax at work is a fax, a mobile at work a mobile.
_WORDS: dict[ReachKind, frozenset[str]] = {
    "fax": frozenset({"fax", "telefax", "telecopie", "facsimile"}),
    "pager": frozenset({"pager", "beeper"}),
    "mobile": frozenset(
        {
            "cell",
            "cellular",
            "mobile",
            "mobil",
            "mobiltelefon",
            "handy",
            "movil",
            "portable",
            "iphone",
            "car",
            "pcs",
        }
    ),
    "work": frozenset({"work", "business", "office", "geschaftlich", "arbeit", "buro", "bureau", "travail", "trabajo"}),
    "home": frozenset({"home", "private", "privat", "domicile", "personnel", "particular", "casa"}),
    "main": frozenset({"main", "zentrale", "primary", "principal"}),
}
_UNTELLING = frozenset(
    {
        "internet",
        "voice",
        "msg",
        "video",
        "text",
        "textphone",
        "bbs",
        "modem",
        "isdn",
        "pref",
        "preferred",
        "x400",
        "aol",
        "dom",
        "intl",
        "postal",
        "parcel",
        "other",
        "profile",
        "url",
        "contact",
    }
)
_TELLING = frozenset().union(*_WORDS.values())
_HOMEPAGE = ({"homepage"}, {"home", "page"})  # the firm's, not the one at home
_WORD = re.compile(r"[^\W_]+")
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")


def kind_of(words: frozenset[str]) -> ReachKind:
    for kind, own in _WORDS.items():
        if not own.isdisjoint(words):
            return kind
    return "other"


def kind_and_label(label: str) -> tuple[ReachKind, str]:
    """The kind that a label means, and the label itself if it says more than that."""
    apple = _APPLE_LABEL.fullmatch(label)
    label = apple[1] if apple else label
    words = frozenset(_WORD.findall(fold(_apart(label))))
    if words in _HOMEPAGE:
        return "other", ""
    kind = kind_of(words)
    return kind, "" if words <= _TELLING | _UNTELLING else label


def untelling(word: str) -> bool:
    """Whether a TYPE says nothing that a kind does not say."""
    return word in _UNTELLING or word in _TELLING


def _apart(label: str) -> str:
    """HomeFAX -> Home FAX."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", label)
