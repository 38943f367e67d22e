"""The list of customers: filtered, sorted, counted, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_lowercase

from sqlalchemy.orm import Session

from app.features.customers.filters import ListFilter, fitting, in_town
from app.features.customers.lines import CustomerLine, lines_of
from app.features.customers.orders import Sort, order_of, runs
from app.rules.names import strip_letter
from app.store.customer_line import COLUMNS, NAMED, as_lines
from app.store.hot import rows_of
from app.store.packed import packed_keys

__all__ = [
    "CustomerLine", "ListFilter", "Sort", "count_customers", "customer_ids", "first_lines", "letters", "lines_of",
    "towns",
]  # fmt: skip

_PAGE = f"SELECT {COLUMNS} FROM listing {NAMED} WHERE {{fits}} AND {{which}} ORDER BY {{order}} LIMIT {{most}}"
"""The limit is a number in it: for each that is handed over SQLite prepares the statement anew."""
_IDS = f"SELECT listing.customer_id AS key FROM listing {NAMED} WHERE {{fits}} ORDER BY {{order}}"


def first_lines(session: Session, chosen: ListFilter, sort: Sort, limit: int = 200) -> list[CustomerLine]:
    """The first lines of a list, for the screen to have at once."""
    lines: list[CustomerLine] = []
    fits = fitting(session, chosen)
    for run in runs(session, sort, chosen.retired):
        page = _PAGE.format(fits=fits.sql, which=run.which, order=run.order, most=limit - len(lines))
        lines += as_lines(rows_of(session, page, {**fits.parameters, **run.asked}))
        if len(lines) == limit:
            break
    return lines


def customer_ids(session: Session, chosen: ListFilter, sort: Sort) -> Sequence[int]:
    """The ids of all customers in a list, in its order; of a million in eight megabytes."""
    fits = fitting(session, chosen)
    return packed_keys(session, _IDS.format(fits=fits.sql, order=order_of(sort)), fits.parameters)


def count_customers(session: Session, chosen: ListFilter) -> int:
    """How many customers fit."""
    fits = fitting(session, chosen)
    ((count,),) = rows_of(session, f"SELECT count(*) FROM listing WHERE {fits.sql}", fits.parameters)
    return int(count)


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


_TOWNS = (
    "SELECT DISTINCT listing.town FROM listing WHERE listing.retired IN (false, true) AND {begins}"
    " AND listing.town <> '' ORDER BY listing.town LIMIT :most"
)


def towns(session: Session, beginning: str, limit: int = 20) -> list[str]:
    """Towns that begin so, for a field that completes what is typed."""
    begins = in_town(beginning)
    rows = rows_of(session, _TOWNS.format(begins=begins.sql), {**begins.parameters, "most": limit})
    return [town for (town,) in rows]


_SIGNS = (
    "SELECT substr(listing.sort_name, 1, 1) AS sign, count(*) FROM listing WHERE {fits}"
    " GROUP BY sign ORDER BY min(listing.sort_name)"
)


def _signs_of(session: Session, chosen: ListFilter) -> Iterable[tuple[str, int]]:
    fits = fitting(session, chosen)
    return rows_of(session, _SIGNS.format(fits=fits.sql), fits.parameters)


def _signs_of_all(session: Session, retired: bool) -> Iterable[tuple[str, int]]:
    """Each letter is a stretch of the index by name; what is no letter stands before and behind them."""
    (counts,) = rows_of(session, _STRETCHES, {"retired": retired})
    return ((sign, count) for sign, count in zip(_BOUNDS, counts, strict=True) if count)


def _stretch(first: str, end: str | None) -> str:
    before = "" if end is None else f" AND sort_name < '{end}'"
    return f"(SELECT count(*) FROM listing WHERE retired = :retired AND sort_name >= '{first}'{before})"


_BOUNDS = ("", *ascii_lowercase, "{")
_STRETCHES = f"SELECT {', '.join(map(_stretch, _BOUNDS, (*_BOUNDS[1:], None)))}"
