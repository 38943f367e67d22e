"""The list of customers: filtered, sorted, counted, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_lowercase

from sqlalchemy import ScalarSelect, Select, String, bindparam, func, select, text
from sqlalchemy.orm import Session

from app.features.customers.filters import ListFilter, filtered
from app.features.customers.lines import CustomerLine, lines_of
from app.features.customers.orders import Sort, runs, sorted_rows, with_names
from app.models import Listing
from app.rules.folding import fold
from app.rules.names import strip_letter
from app.rules.text import clean
from app.store.packed import packed_keys

__all__ = [
    "CustomerLine", "ListFilter", "Sort", "count_customers", "customer_ids", "first_lines", "letters", "lines_of",
    "towns",
]  # fmt: skip

_AT_MOST = text("LIMIT :most")
_IDS = select(Listing.customer_id).select_from(Listing)


def first_lines(session: Session, chosen: ListFilter, sort: Sort, limit: int = 200) -> list[CustomerLine]:
    """The first lines of a list, for the screen to have at once."""
    ids: list[int] = []
    rows = with_names(filtered(session, _IDS, chosen), sort[1:])
    for run in runs(session, sort, chosen.retired):
        found = rows.where(run.which).order_by(*run.order).suffix_with(_AT_MOST)
        ids += session.connection().execute(found, {"most": limit - len(ids)}).scalars().all()
        if len(ids) == limit:
            break
    return lines_of(session, ids)


def customer_ids(session: Session, chosen: ListFilter, sort: Sort) -> Sequence[int]:
    """The ids of all customers in a list, in its order; of a million in eight megabytes."""
    return packed_keys(session, sorted_rows(filtered(session, _IDS, chosen), sort))


def count_customers(session: Session, chosen: ListFilter) -> int:
    """How many customers fit."""
    counted = filtered(session, select(func.count()).select_from(Listing), chosen)
    return int(session.execute(counted).scalar_one())


def letters(session: Session, chosen: ListFilter) -> list[tuple[str, int]]:
    """The first letters of a list sorted by name, each with how many begin with it, in order."""
    signs = _signs_of_all(session, chosen.retired) if chosen.fits_all else _signs_of(session, chosen)
    found: list[tuple[str, int]] = []
    for sign, count in signs:
        letter = strip_letter(sign)
        if found and found[-1][0] == letter:
            count += found.pop()[1]
        found.append((letter, count))
    return found


def towns(session: Session, beginning: str, limit: int = 20) -> list[str]:
    """Towns that begin so, for a field that completes what is typed."""
    start = fold(clean(beginning))
    begins = Listing.folded_town.startswith(start, autoescape=True)
    named = select(Listing.town).where(Listing.retired.in_((False, True)), begins, Listing.town != "")
    return list(session.execute(named.distinct().order_by(Listing.town).limit(limit)).scalars())


def _signs_of(session: Session, chosen: ListFilter) -> Iterator[tuple[str, int]]:
    first = func.substr(Listing.sort_name, 1, 1, type_=String)
    counted = filtered(session, select(first, func.count()).select_from(Listing), chosen)
    return (
        (sign, count) for sign, count in session.execute(counted.group_by(first).order_by(func.min(Listing.sort_name)))
    )


def _signs_of_all(session: Session, retired: bool) -> Iterator[tuple[str, int]]:
    """Each letter is a stretch of the index by name; what is no letter stands before and behind them."""
    counts = session.connection().execute(_STRETCHES, {"retired": retired}).one()
    return ((sign, count) for sign, count in zip(_BOUNDS, counts, strict=True) if count)


def _stretch(first: str, end: str | None) -> ScalarSelect[int]:
    counted = select(func.count()).where(Listing.retired == bindparam("retired"), Listing.sort_name >= first)
    return (counted if end is None else counted.where(Listing.sort_name < end)).scalar_subquery()


_BOUNDS = ("", *ascii_lowercase, "{")
_STRETCHES: Select[*tuple[int, ...]] = select(*map(_stretch, _BOUNDS, (*_BOUNDS[1:], None)))
