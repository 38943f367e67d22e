"""Type-ahead for people: the contacts whose names fit what is being typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from app.models.among import handed, keys_in
from app.rules.folding import index_words, query_terms, without_e
from app.rules.names import LONGEST_KEY
from app.store.hot import engine_of, rows_of
from app.store.seeking import NEWEST, newest_like

_CANDIDATES = 300
"""At how many customers people are looked for."""

_FIRST = 100
"""How many of these are looked at before it is asked whether that is enough."""


class PersonFound(NamedTuple):
    """A contact whose name fits, at a customer."""

    contact_id: int
    name: str
    role: str
    customer_id: int
    customer: str


def find_people(session: Session, words: str, limit: int = 20) -> list[PersonFound]:
    """The contacts whose names all words fit, at the newest saved of the customers that the words fit."""
    wanted = [term.variants for term in query_terms(words)]
    fits, found = _fitting(wanted), list[PersonFound]()
    for rows in _people(session, words, _needle(wanted)):
        found += [PersonFound._make(row[:5]) for row in rows if fits(row[1], row[5])]
        if len(found) >= limit:
            break
    return found[:limit]


def _people(session: Session, words: str, needle: str) -> Iterator[Sequence[Any]]:
    """Who is at the first of the customers, and at more of them if anybody goes on looking."""
    like = newest_like(session, words, numbers=False)
    if like is None:
        return
    engine = engine_of(session)
    asked = {**like.parameters, "below": NEWEST, "most": _CANDIDATES}
    ranks = [rank for (rank,) in rows_of(session, like.sql, asked)]
    for some in filter(None, (ranks[:_FIRST], ranks[_FIRST:])):
        yield rows_of(session, _people_at(engine), {"ranks": handed(engine, some), "needle": f"%{needle}%"})


@cache
def _people_at(engine: str) -> str:
    """The contacts at the customers of these ranks in whose names the needle can be."""
    apart = f"replace({_levelled('contacts.sort_name')}, ' ', '')"
    joined = _levelled("replace(contacts.sort_name, ' ', '')")
    return (
        "SELECT contacts.id, contacts.name, memberships.role, listing.customer_id, listing.name, contacts.sort_name"
        " FROM listing JOIN memberships ON memberships.customer_id = listing.customer_id"
        " JOIN contacts ON contacts.id = memberships.contact_id"
        f" WHERE {keys_in(engine, 'listing.rank', 'ranks')} AND NOT listing.retired"
        f" AND ({apart} LIKE :needle OR {joined} LIKE :needle"
        f" OR length(contacts.sort_name) >= {LONGEST_KEY} OR length(contacts.sort_name) < length(contacts.name)"
        " OR contacts.sort_name < ':')"  # a number as family name is turned to the front
        " ORDER BY listing.rank DESC, memberships.id"
    )


_LEVELS = (("e", ""), ("aa", "a"))
"""All spellings of an umlaut become one, wherever a word is cut."""


def _levelled(column: str) -> str:
    for spelling, one in _LEVELS:
        column = f"replace({column}, '{spelling}', '{one}')"
    return column


def _needle(wanted: Sequence[tuple[str, ...]]) -> str:
    """What is in every name that fits, as the database can look for it: of the longest word; nothing if unsure."""
    longest = max(wanted, key=lambda variants: len(variants[0]), default=("",))
    spellings = {_level(variant) for variant in longest}
    return spellings.pop() if len(spellings) == 1 and longest[0].isalnum() else ""


def _level(word: str) -> str:
    for spelling, one in _LEVELS:
        word = word.replace(spelling, one)
    return word


# Signs at which a word may begin or end otherwise than at a blank, and umlauts, which are written in several ways.
_ODD = re.compile("[^\\w ]|[\\d_äöüøåæœÄÖÜØÅÆŒ]|[\u0e00-\U0010ffff]")


def _fitting(wanted: Sequence[tuple[str, ...]]) -> Callable[[str, str], bool]:
    """Whether all words fit a name with its sort key, which settles most; only odd names are taken apart, and those
    with more in them than the key has: a middle name, a title."""
    begins = [tuple(f" {variant}" for variant in variants) for variants in wanted]

    def fits(name: str, key: str) -> bool:
        if len(key) < LONGEST_KEY:
            if _all_in(begins, f" {key}") or _all_in(begins, f" {key} {without_e(key)}"):
                return True
            if len(key) >= len(name) and not _ODD.search(name):
                return False
        stored = index_words(name)
        return all(any(word.startswith(variants) for word in stored) for variants in wanted)

    return fits


def _all_in(wanted: Sequence[Sequence[str]], key: str) -> bool:
    for variants in wanted:
        for variant in variants:
            if variant in key:
                break
        else:
            return False
    return True
