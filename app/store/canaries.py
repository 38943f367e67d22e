"""Which canaries leave with an export, and which cards of a file are a canary's: what no user of a book needs to read.

On a prepared server its own functions answer that, as those who export and import may not see canaries there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from app.formats.card import Card
from app.rules.chunks import chunks
from app.rules.folding import fold
from app.store.hot import run
from app.store.server.canaries import LEAVING
from app.store.server.preparing import prefix_of

_COLUMNS = (
    "uid", "kind", "name", "given", "family", "organisation", "email", "phone", "street", "postal_code", "town",
    "country",
)  # fmt: skip
_TAKE = f"INSERT INTO export_canaries (export_id, canary_id) SELECT :export, id FROM ({LEAVING}) AS leaving"
_TAKEN = (
    f"SELECT {', '.join(_COLUMNS)} FROM canaries WHERE id IN"
    " (SELECT canary_id FROM export_canaries WHERE export_id = :export) ORDER BY id"
)
_HANDED = f"SELECT {', '.join(_COLUMNS)} FROM canaries_for(:export)"
_TEXTS = "SELECT uid FROM canaries UNION SELECT folded FROM canaries WHERE folded <> ''"
_AMONG = "SELECT found FROM canaries_among(:texts) AS found"


class Leaver(NamedTuple):
    """A canary as it leaves."""

    uid: str
    kind: str
    name: str
    given: str
    family: str
    organisation: str
    email: str
    phone: str
    street: str
    postal_code: str
    town: str
    country: str


def take_canaries(connection: Connection, export: int) -> Sequence[Leaver]:
    """Choose the canaries that leave with an export, and note that they did."""
    if _guarded(connection):
        found = run(connection, _HANDED, {"export": export}).fetchall()
    else:
        run(connection, _TAKE, {"export": export})
        found = run(connection, _TAKEN, {"export": export}).fetchall()
    return [Leaver(*row) for row in found]


def canaries_among(session: Session, cards: Sequence[Card]) -> Sequence[int]:
    """The places of those cards that are a canary's, by uid or e-mail address."""
    found = _known(session.connection(), (text for card in cards for text in _texts(card)))
    return [place for place, card in enumerate(cards) if not found.isdisjoint(_texts(card))] if found else ()


def _known(connection: Connection, texts: Iterable[str]) -> frozenset[str]:
    """Those of these texts that are a canary's; gathered only where there are any."""
    if not _guarded(connection):
        known = frozenset(text for (text,) in run(connection, _TEXTS, {}).fetchall())
        return known.intersection(texts) if known else known
    found = set[str]()
    for some in chunks(list(texts)):
        found.update(text for (text,) in run(connection, _AMONG, {"texts": list(some)}).fetchall())
    return frozenset(found)


def _texts(card: Card) -> Iterator[str]:
    """By what a card is recognised."""
    if card.uid:
        yield card.uid
    yield from (fold(one.value) for one in card.emails)


def _guarded(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql" and prefix_of(connection) is not None
