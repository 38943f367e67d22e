"""Looks for what no complaint of the database tells of: rows that belong to nothing, lists out of step."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import (
    ColumnElement,
    Connection,
    ForeignKeyConstraint,
    Select,
    and_,
    column,
    exists,
    func,
    select,
    table,
)

from app.models import Customer, Listing, Row, TouchPoint
from app.rules.words import counted

_CUSTOMERS, _LISTING, _TOUCHES = Customer.__table__, Listing.__table__, TouchPoint.__table__


def lost_rows(connection: Connection) -> Iterator[str]:
    """A line, and part of a sentence, for each kind of row that belongs to nothing."""
    for one in Row.metadata.sorted_tables:
        for link in sorted(one.foreign_key_constraints, key=lambda link: str(link.name)):
            lost = _count(connection, one, _lost(link))
            if lost:
                belong = "belongs" if lost == 1 else "belong"
                yield f"{counted(lost, 'row')} of the table {one.name} {belong} to no row of {link.referred_table.name}"


def out_of_step(connection: Connection) -> Iterator[str]:
    """A line for each list or search that is not as the tables are from which it is drawn."""
    for noun, many, words, lost in _out_of_step(connection):
        if lost:
            yield f"{counted(lost, noun, many)} {words}"


def _out_of_step(connection: Connection) -> Iterator[tuple[str, str, str, int]]:
    rank, key = ("rowid", "rowid") if connection.dialect.name == "sqlite" else ("rank", "id")
    found, said = table("search_words", column(rank)), table("said", column(key))
    customer, listed = _CUSTOMERS.c.id, _LISTING.c.customer_id
    lines, entries = ("line of the list", "lines of the list"), ("entry of the search", "entries of the search")
    yield *lines, "without a customer", _count(connection, _LISTING, ~exists().where(customer == listed))
    yield (
        "customer",
        "customers",
        "without a line in the list",
        _count(connection, _CUSTOMERS, ~exists().where(listed == customer)),
    )
    where = found.c[rank] == _LISTING.c.rank
    yield *lines, "not found by any search", _count(connection, _LISTING, ~exists().where(where))
    yield *entries, "without a line in the list", _count(connection, found, ~exists().where(where))
    spoken = said.c[key] == _TOUCHES.c.id
    unheard = and_(_TOUCHES.c.withdrawn_at.is_(None), ~exists().where(spoken))
    yield "touch point", "touch points", "not found by any search", _count(connection, _TOUCHES, unheard)
    yield *entries, "without a touch point", _count(connection, said, ~exists().where(spoken))


def _lost(link: ForeignKeyConstraint) -> ColumnElement[bool]:
    """Points somewhere, but nothing is there."""
    target = link.referred_table.alias()
    pairs = [(element.parent, target.c[element.column.name]) for element in link.elements]
    return and_(*(here.is_not(None) for here, _ in pairs), ~exists().where(*(here == there for here, there in pairs)))


def _count(connection: Connection, of: object, which: ColumnElement[bool]) -> int:
    counted: Select[int] = select(func.count()).select_from(of).where(which)  # type: ignore[arg-type]
    return int(connection.execute(counted).scalar_one())
