"""Type-ahead: the customers that fit what is being typed, and the likely duplicates of a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.features.customers.lines import CustomerLine, lines_of, lines_ranked
from app.models import Email, Membership, Phone, Reach
from app.rules.folding import fold, index_words
from app.rules.likeness import near_same
from app.rules.phones import digits, e164
from app.rules.text import clean
from app.store.seeking import NEWEST, newest_like

_CANDIDATES = 300
_RETIRED = 8
_LARGEST_STEP = 5000
_TELLING_DIGITS = 6


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
    """The newest saved that fit. Some more are asked for, each time twice as many: the retired are left out."""
    like, found, below = newest_like(session, words, names_only=names_only), list[CustomerLine](), NEWEST
    more, most = like is not None, limit + limit // _RETIRED + 1
    while like is not None and more and len(found) < limit:
        lines, ranks = lines_ranked(session, like.sql, {**like.parameters, "below": below, "most": most})
        found += [line for line in lines if not line.retired]
        more = len(ranks) == most
        below = ranks[-1] if more else below
        most = min(2 * most, _LARGEST_STEP)
    return found[:limit]


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
