"""Type-ahead: the customers and people that fit what is being typed, and the likely duplicates of a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import Session

from app.features.customers.lists import CustomerLine, lines_of
from app.models import Contact, Email, Listing, Membership, Phone, Reach
from app.rules.folding import fold, index_words, query_terms
from app.rules.likeness import near_same
from app.rules.phones import digits, e164
from app.rules.text import clean
from app.store.search import customers_like

_CANDIDATES = 300
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
    ids = list(dict.fromkeys(chain(_ranked(session, words, True, limit), _ranked(session, words, False, limit))))
    return lines_of(session, ids[:limit])


def find_people(session: Session, words: str, limit: int = 20) -> list[PersonFound]:
    """The contacts whose names all words fit."""
    customers = _ranked(session, words, False, _CANDIDATES)
    at = (
        select(Contact.id, Contact.name, Membership.role, Listing.customer_id, Listing.name)
        .join(Membership, Membership.contact_id == Contact.id)
        .join(Listing, Listing.customer_id == Membership.customer_id)
        .where(Membership.customer_id.in_(customers))
        .order_by(Listing.rank.desc(), Membership.id)
    )
    people = (PersonFound(*row) for row in session.execute(at))
    return [person for person in people if _fits(words, person.name)][:limit]


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


def _ranked(session: Session, words: str, names_only: bool, limit: int) -> list[int]:
    like = customers_like(session, words, names_only=names_only)
    if like is None:
        return []
    fitting = text(f"SELECT customer_id FROM listing WHERE {like.sql} AND NOT retired ORDER BY rank DESC LIMIT :limit")
    return list(session.execute(fitting, {**like.parameters, "limit": limit}).scalars())


def _fits(words: str, name: str) -> bool:
    stored = index_words(name)
    return all(
        any(word.startswith(variant) for word in stored for variant in term.variants) for term in query_terms(words)
    )


def _same_email(session: Session, emails: Sequence[str]) -> list[int]:
    folded = [fold(clean(address)) for address in emails if "@" in address]
    return _whose(session, Email, Email.folded.in_(folded)) if folded else []


def _same_phone(session: Session, phones: Sequence[str], region: str) -> list[int]:
    """By the international form; a number that has none is compared as it was typed."""
    known = {raw: e164(raw, region) for raw in phones}
    same = _whose(session, Phone, Phone.e164.in_([number for number in known.values() if number]))
    for raw, number in known.items():
        if number is None and len(digits(raw)) >= _TELLING_DIGITS:
            same += _ranked(session, digits(raw), False, _CANDIDATES)
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
    ids = chain.from_iterable(_ranked(session, start, True, _CANDIDATES) for start in beginnings)
    lines = lines_of(session, list(dict.fromkeys(ids)))
    return [line for line in lines if near_same(name, line.name)]
