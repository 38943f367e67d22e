"""Type-ahead: the customers and people that fit what is being typed, and the likely duplicates of a new one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, TextClause, func, select, text
from sqlalchemy.orm import Session

from app.features.customers.lines import CustomerLine, as_line, lines_of, lines_ranked
from app.models import Email, Membership, Phone, Reach
from app.rules.folding import fold, index_words, query_terms, without_e
from app.rules.likeness import near_same
from app.rules.phones import digits, e164
from app.rules.text import clean
from app.store.seeking import NEWEST, newest_like

_CANDIDATES = 300
_SOME = 100
_RETIRED = 8
_ODD = re.compile("[^A-Za-z ]")
_TELLING_DIGITS = 6


@dataclass(frozen=True, slots=True)
class PersonFound:
    """A contact whose name fits, at a customer."""

    contact_id: int
    name: str
    role: str
    customer_id: int
    customer: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A customer that may be the same as the one being typed, and by what."""

    id: int
    name: str
    town: str
    why: str


def find(session: Session, words: str, limit: int = 50) -> list[CustomerLine]:
    """The customers that all words fit, by name first, the newest saved on top."""
    found = _newest(session, words, limit, names_only=True)
    if len(found) < limit:
        found = list(dict.fromkeys([*found, *_newest(session, words, limit)]))[:limit]
    return found


def find_people(session: Session, words: str, limit: int = 20) -> list[PersonFound]:
    """The contacts whose names all words fit, at the newest saved of the customers that the words fit."""
    fits, found = _fitting(words), list[PersonFound]()
    for rows in _people(session, words):
        found += [PersonFound(*row) for row in rows if row[1] is not None and fits(row[1])]
        if len(found) >= limit:
            break
    return found[:limit]


def duplicates(
    session: Session,
    name: str,
    town: str = "",
    emails: Sequence[str] = (),
    phones: Sequence[str] = (),
    region: str = "",
    besides: int = 0,
) -> list[Duplicate]:
    """Customers with the same e-mail or phone, or nearly the same name (and town, where both are known)."""
    why: dict[int, str] = {}
    for customer in _same_email(session, emails):
        why.setdefault(customer, "same e-mail")
    for customer in _same_phone(session, phones, region):
        why.setdefault(customer, "same phone")
    alike = _near_names(session, name) if len(fold(name)) > 2 else []
    for line in alike:
        if not town or not line.town or near_same(town, line.town):
            why.setdefault(line.id, "nearly the same name" + (" and town" if town and line.town else ""))
    why.pop(besides, None)
    return [Duplicate(line.id, line.name, line.town, why[line.id]) for line in lines_of(session, list(why)[:10])]


def _newest(session: Session, words: str, limit: int, *, names_only: bool = False) -> list[CustomerLine]:
    """The newest saved that fit. Some more are asked for, since the retired among them are left out."""
    like, found, below = newest_like(session, words, names_only=names_only), list[CustomerLine](), NEWEST
    more = like is not None
    while like is not None and more and len(found) < limit:
        most = limit - len(found) + limit // _RETIRED + 1
        rows = lines_ranked(session, like.sql, {**like.parameters, "below": below, "most": most})
        found += [line for line in map(as_line, rows) if not line.retired]
        more = len(rows) == most
        below = rows[-1].rank if more else below
    return found[:limit]


def _people(session: Session, words: str) -> Iterator[list[Any]]:
    """The contacts at some of the customers after others, as far as anybody looks."""
    like, below = newest_like(session, words, numbers=False), NEWEST
    if like is None:
        return
    for _ in range(_CANDIDATES // _SOME):
        asked = {**like.parameters, "below": below, "most": _SOME}
        rows = session.connection().execute(_people_ranked(like.sql), asked).all()
        yield [row[:5] for row in rows if not row.retired]
        if len({row.rank for row in rows}) < _SOME:
            break
        below = rows[-1].rank


@cache
def _people_ranked(ranks: str) -> TextClause:
    """A line for each contact at each of these customers; one without a name for a customer without any."""
    return text(
        "SELECT contacts.id, contacts.name, memberships.role, listing.customer_id, listing.name, listing.retired,"
        f" listing.rank FROM ({ranks}) AS found CROSS JOIN listing"
        " LEFT JOIN memberships ON memberships.customer_id = listing.customer_id"
        " LEFT JOIN contacts ON contacts.id = memberships.contact_id"
        " WHERE listing.rank = found.rank ORDER BY found.rank DESC, memberships.id"
    )


def _fitting(words: str) -> Callable[[str], bool]:
    """Whether all words fit a name. Most names are plain, and need not be taken apart as for the search index."""
    wanted = [term.variants for term in query_terms(words)]

    def fits(name: str) -> bool:
        stored = index_words(name) if _ODD.search(name) else _plain_words(name.lower())
        return all(any(word.startswith(variants) for word in stored) for variants in wanted)

    return fits


def _plain_words(name: str) -> list[str]:
    return [*name.split(), *without_e(name).split()]


def _same_email(session: Session, emails: Sequence[str]) -> list[int]:
    folded = [fold(clean(address)) for address in emails if "@" in address]
    return _whose(session, Email, Email.folded.in_(folded)) if folded else []


def _same_phone(session: Session, phones: Sequence[str], region: str) -> list[int]:
    """By the international form; a number that has none is compared as it was typed."""
    known = {raw: e164(raw, region) for raw in phones}
    same = _whose(session, Phone, Phone.e164.in_([number for number in known.values() if number]))
    for raw, number in known.items():
        if number is None and len(digits(raw)) >= _TELLING_DIGITS:
            same += [line.id for line in _newest(session, digits(raw), _CANDIDATES)]
    return same


def _whose(session: Session, model: type[Reach], fits: ColumnElement[bool]) -> list[int]:
    """The customers who are reached so, by themselves or by a person there."""
    whose = func.coalesce(model.customer_id, Membership.customer_id)
    there = Membership.contact_id == model.contact_id
    found = session.execute(select(whose).select_from(model).outerjoin(Membership, there).where(fits))
    return [key for key in found.scalars() if key is not None]


def _near_names(session: Session, name: str) -> list[CustomerLine]:
    """Candidates share the beginning of some word; the likeness decides."""
    beginnings = list(dict.fromkeys(word[:3] for word in index_words(name) if len(word) > 2))[:4]
    lines = chain.from_iterable(_newest(session, start, _CANDIDATES, names_only=True) for start in beginnings)
    return [line for line in dict.fromkeys(lines) if near_same(name, line.name)]
