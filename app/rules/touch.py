"""What a touch point can be: its kinds, directions and moods, with the words a person reads."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """In what way something passed between us and the customer."""

    CALL = "call"
    EMAIL = "email"
    MEETING = "meeting"
    LETTER = "letter"
    VISIT = "visit"
    COMPLAINT = "complaint"
    ORDER = "order"
    NOTE = "note"

    @property
    def words(self) -> str:
        """What is shown for it."""
        return "E-mail" if self is Kind.EMAIL else self.capitalize()


class Direction(StrEnum):
    """Who reached out: the customer (in) or we (out)."""

    NONE = ""
    IN = "in"
    OUT = "out"

    @property
    def words(self) -> str:
        """What is shown for it."""
        return self.capitalize() or "No direction"


class Mood(StrEnum):
    """How the customer was."""

    NONE = ""
    PLEASED = "pleased"
    NEUTRAL = "neutral"
    UPSET = "upset"

    @property
    def words(self) -> str:
        """What is shown for it."""
        return self.capitalize() or "No mood"


DIRECTED = frozenset({Kind.CALL, Kind.EMAIL, Kind.LETTER, Kind.VISIT})
"""The kinds of which one side was the giver and the other the taker."""

_LINKS = {Kind.COMPLAINT: "from", Kind.ORDER: "from", Kind.NOTE: "on"}
_SENT = {Direction.IN: "from", Direction.OUT: "to", Direction.NONE: "with"}
_SENT_KINDS = DIRECTED - {Kind.CALL}


def kind_words(kind: str, direction: str = "") -> str:
    """Call out, E-mail in, Meeting."""
    known = Kind(kind)
    return f"{known.words} {direction}" if direction and known in DIRECTED else known.words


def told(kind: str, direction: str, customer: str) -> str:
    """A touch point within a sentence: "a call with Ann Lee", "an e-mail from Ann Lee"."""
    known = Kind(kind)
    noun = known.words[0].lower() + known.words[1:]
    article = "an" if noun[0] in "aeo" else "a"
    link = _SENT[Direction(direction)] if known in _SENT_KINDS else _LINKS.get(known, "with")
    return f"{article} {noun} {link} {customer}"
