"""Draws the lines of the customer list, and what each is found by, from the tables that people change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Connection, delete, select

from app.models import Listing
from app.models.among import among, handed, keys_in
from app.rules.folding import fold, index_words
from app.rules.names import listed_as
from app.rules.phones import phone_index
from app.store.about import LAST_TOUCH, OWNER, About, Subject, hanging_on, subjects
from app.store.ahead import drawn_ahead
from app.store.hot import from_day, run
from app.store.rows import Values, store_plain
from app.store.search import Entry, store_entries
from app.ticket import Ticket

_BATCH = 2000
_Known = tuple[Sequence[int], list[tuple[int, Subject, About]]]
_NAMES = (
    "customer_id", "rank", "kind", "name", "listed_as", "sort_name", "number", "stage_id", "town", "folded_town",
    "phone", "email", "tags", "owner_id", "last_touch_at", "marks", "retired",
)  # fmt: skip
_REDATED = (
    f"UPDATE listing SET owner_id = ({OWNER.format(customer='listing.customer_id')}),"
    f" last_touch_at = ({LAST_TOUCH.format(customer='listing.customer_id')}) WHERE "
)
_RANKS = select(Listing.rank).where(among(Listing.customer_id))
_GONE = delete(Listing.__table__).where(among(Listing.customer_id))  # type: ignore[arg-type]


def relist(
    connection: Connection, customers: Sequence[int], first_rank: int, today: date, ticket: Ticket | None = None
) -> None:
    """Draw the lines of these customers anew; they get the ranks from `first_rank` on."""
    known = _known(connection, customers, first_rank, today, ticket)
    for ids, lines, entries in drawn_ahead(_drawn, known) if len(customers) > _BATCH else map(_drawn, known):
        gone = connection.execute(_RANKS, {"ids": ids}).scalars().all()
        if gone:
            connection.execute(_GONE, {"ids": ids})
        store_plain(connection, "listing", _NAMES, lines)
        store_entries(connection, gone, entries)


def _known(
    connection: Connection, customers: Sequence[int], first_rank: int, today: date, ticket: Ticket | None
) -> Iterator[_Known]:
    """What lines and entries are drawn from, some customers at a time."""
    nothing = About()
    for start in range(0, len(customers), _BATCH):
        if ticket is not None and len(customers) > _BATCH:
            ticket.report("Drawing the lists", start, len(customers))
        ids = customers[start : start + _BATCH]
        drawn, about = subjects(connection, ids, today), hanging_on(connection, ids)
        yield ids, [(rank, one, about.get(one.id, nothing)) for rank, one in enumerate(drawn, first_rank + start)]


def _drawn(known: _Known) -> tuple[Sequence[int], list[Values], list[Entry]]:
    """Lines and entries of these customers."""
    ids, about = known
    return ids, [_line(*one) for one in about], [entry(*one) for one in about]


def redate(connection: Connection, customers: Sequence[int], today: date) -> None:
    """Draw anew only who owns these customers, and when something passed last; what they are found by is the same."""
    if customers:
        engine = connection.dialect.name
        asked = {"ids": handed(engine, customers), "today": from_day(engine, today)}
        run(connection, _REDATED + keys_in(engine, "customer_id"), asked)


def _line(rank: int, customer: Subject, about: About) -> Values:
    town = next((address[0] for address in about.addresses if address[0]), "")
    return (
        customer.id,
        rank,
        customer.kind,
        customer.name,
        listed_as(customer.name, customer.kind, customer.family, customer.given),
        customer.sort_name,
        customer.number,
        customer.stage_id,
        town,
        fold(town),
        about.phones[0][0] if about.phones else "",
        about.emails[0] if about.emails else "",
        ", ".join(sorted(about.tags)),
        customer.owner_id,
        customer.last_touch_at,
        "c" * customer.do_not_call + "w" * customer.do_not_write + "m" * customer.do_not_mail,
        customer.retired,
    )


def entry(rank: int, customer: Subject, about: About) -> Entry:
    """What a customer is found by, under the number of its line."""
    names = (customer.name, customer.given, customer.family, customer.nickname)
    rest = [
        customer.organisation,
        customer.job_title,
        customer.number,
        customer.tax_number,
        customer.notes,
        *about.people,
        *about.emails,
        *about.links,
        *about.tags,
        *about.values,
        *(part for address in about.addresses for part in address),
    ]
    name_words = index_words(" ".join(name for name in names if name))
    rest_words = index_words("\n".join(text for text in rest if text))
    digits = [number for raw, e164 in about.phones for number in phone_index(raw, e164 or None)]
    return Entry(rank, name_words, rest_words, digits)
