"""The ways in which customers can leave the book, and the mark that they bear then."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_SIGNS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH: Final = 20
FINGERPRINT: Final = f"HBX[{_SIGNS}]{{{_LENGTH}}}"
"""How the mark of an export looks, as a regular expression."""
_FINGERPRINT: Final = re.compile(FINGERPRINT)


@dataclass(frozen=True, slots=True)
class WayOut:
    """One way: its name in the ledger, its words, and the ending of its files (none where it is no file)."""

    name: str
    words: str
    ending: str = ""


HELD: Final = "held"
"""The way of one customer's own data, for that customer; it is not chosen for a list."""
WAYS: Final = {
    way.name: way
    for way in (
        WayOut("vcard3", "vCard 3.0", ".vcf"),
        WayOut("vcard4", "vCard 4.0", ".vcf"),
        WayOut("csv", "CSV", ".csv"),
        WayOut("csv-exact", "exact CSV", ".csv"),
        WayOut("xlsx", "Excel workbook", ".xlsx"),
        WayOut("pdf", "PDF list", ".pdf"),
        WayOut("print", "printed list"),
        WayOut("clipboard", "copied rows"),
        WayOut(HELD, "all that is held"),
    )
}
FILES: Final = tuple(way.name for way in WAYS.values() if way.ending)
"""The ways that are files."""
WITH_CANARIES: Final = 10
"""Of so many customers on, canaries leave with them."""
CANARIES: Final = 2
"""So many of them at most."""
REQUEST_DAYS: Final = 7
"""So many days a request can be answered and used, the day on which it was asked included."""
MOST_OPENED: Final = 10_000
"""So many opened cards one note tells of at most."""
COPIED_FREELY: Final = 5
"""So many rows of the list are copied without the gate, as they could be typed."""


def way_for(ending: str) -> str | None:
    """The first way whose files end so."""
    return next((way.name for way in WAYS.values() if way.ending and way.ending == ending.lower()), None)


def new_fingerprint() -> str:
    """A mark that no other export has."""
    return "HBX" + "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def mark(fingerprint: str, number: int) -> str:
    """The mark of one of the customers that left together."""
    return f"{fingerprint}-{number}"


def fingerprints_in(text: str) -> Iterable[str]:
    """All marks that stand in a text, each once."""
    return dict.fromkeys(_FINGERPRINT.findall(text))
