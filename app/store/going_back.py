"""Undoes a copy of a book backwards, straight from its journal, until it is what it was at an earlier revision.

No conflict rules hold here: every row gets what the journal says it was, its version among it. What no journal tells of
stays as it is (keys of an encrypted book), and so do those who were erased since: their values are nowhere any more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from app.models import JOURNALLED
from app.models.among import handed, keys_in
from app.models.base import table_of
from app.rules.chain import ERASED
from app.rules.chunks import chunks
from app.rules.key_ranges import from_ranges
from app.store.hot import batches, run
from app.store.past_undoings import undoings_at
from app.store.rows import store_rows
from app.ticket import Ticket

_SINCE: Final = "operation_id IN (SELECT id FROM operations WHERE revision > :revision)"
_CHANGES: Final = f"SELECT table_name, row_id, kind, before, id FROM changes WHERE {_SINCE} AND kind <> 'added'"
_ADDED: Final = f"SELECT row_id FROM changes WHERE {_SINCE} AND kind = 'added' AND table_name = :name"
_FIRST_ADDED: Final = (
    f"SELECT row_id, min(id) FROM changes WHERE {_SINCE} AND kind = 'added' AND table_name = :name GROUP BY row_id"
)
_ERASURES: Final = f"SELECT digests, operations FROM erasures WHERE id IN ({_ADDED})"
_CUSTOMERS: Final = (
    "SELECT count(DISTINCT gone.row_id) FROM changes gone JOIN erasures ON erasures.operation_id = gone.operation_id"
    " JOIN changes first ON first.table_name = gone.table_name AND first.row_id = gone.row_id"
    " JOIN operations ON operations.id = first.operation_id"
    f" WHERE erasures.id IN ({_ADDED}) AND gone.table_name = 'customers' AND gone.kind = 'removed'"
    " AND first.kind = 'added' AND operations.revision <= :revision"
)
"""Who was erased since and was in the book before."""
_STILL_THERE: Final = "SELECT id FROM operations WHERE revision <= :revision AND summary = :erased"
_FORGET: Final = (
    f"DELETE FROM changes WHERE {_SINCE}",
    "DELETE FROM operations WHERE revision > :revision",
    "DELETE FROM export_canaries WHERE export_id NOT IN (SELECT id FROM exports)",
    "UPDATE book SET revision = :revision, head = (SELECT hash FROM operations WHERE revision = :revision)",
)
_UNDONE: Final = "UPDATE operations SET undone_by = :by WHERE id = :id"
_PICTURES: Final = " UNION ".join(
    f"SELECT photo FROM {name} WHERE photo IS NOT NULL" for name in ("customers", "contacts")
)
_EARLIER_PICTURES: Final = (
    "SELECT before FROM changes WHERE table_name IN ('customers', 'contacts') AND before LIKE '%\"photo\":\"%'"
)
_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class StaysErased:
    """Who was erased since, by their digests, and the operations before whose sentences went with them."""

    digests: tuple[str, ...]
    operations: tuple[int, ...]
    customers: int
    """How many of those there were by then."""


class _Was:
    """What one row was, as far as it was changed since."""

    __slots__ = ("first", "values", "whole")

    def __init__(self, first: int) -> None:
        self.first, self.whole = first, False
        self.values: dict[str, Any] = {}


_Rows = dict[str, dict[int, _Was]]


def go_back(connection: Connection, revision: int, ticket: Ticket) -> StaysErased | None:
    """Make the book what it was after this operation. Answers who stays erased all the same, if anybody does."""
    asked = {"revision": revision}
    erased = _stays_erased(connection, asked)
    undone = undoings_at(connection, revision)
    were = _were(connection, asked, ticket)
    whole = {name: _whole_rows(connection, name, rows) for name, rows in were.items()}
    _take_out(connection, asked, were, ticket)
    for name, (columns, rows) in whole.items():
        store_rows(connection, name, columns, rows)
    if erased is not None:
        _leave_orphans(connection)
    for statement in _FORGET:
        run(connection, statement, asked)
    for key, by in undone.items():
        run(connection, _UNDONE, {"id": key, "by": by})
    _leave_later_pictures(connection)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    return erased


def _stays_erased(connection: Connection, asked: Mapping[str, int]) -> StaysErased | None:
    found = run(connection, _ERASURES, {**asked, "name": "erasures"}).fetchall()
    if not found:
        return None
    there = [key for (key,) in run(connection, f"{_STILL_THERE} ORDER BY revision", {**asked, "erased": ERASED})]
    blanked = {key for _, operations in found for key in from_ranges(operations)}
    digests = sorted({digest for told, _ in found for digest in told.split()})
    operations = tuple(key for key in there if key in blanked)
    ((customers,),) = run(connection, _CUSTOMERS, {**asked, "name": "erasures"}).fetchall()
    return StaysErased(tuple(digests), operations, customers)


def _were(connection: Connection, asked: Mapping[str, int], ticket: Ticket) -> _Rows:
    """By table and key what rows were that are not new since; the earliest value of each column counts."""
    found: _Rows = {name: {} for name in JOURNALLED}
    for some in batches(connection, f"{_CHANGES} ORDER BY id", asked, _AT_ONCE):
        ticket.report("Undoing backwards", 0)
        for name, key, kind, before, change in some:
            was = found[name].setdefault(key, _Was(change))
            if before is not None:
                was.whole |= kind == "removed"
                was.values = json.loads(before) | was.values
    for name, rows in found.items():
        if rows:
            for key, first in run(connection, _FIRST_ADDED, {**asked, "name": name}).fetchall():
                if key in rows and first < rows[key].first:
                    del rows[key]
    return found


def _whole_rows(connection: Connection, name: str, rows: Mapping[int, _Was]) -> tuple[list[str], list[tuple[Any, ...]]]:
    """All columns of these rows as they were; of a row that was changed alone, the rest is as it stands."""
    blank = {column.name: getattr(column.default, "arg", None) for column in table_of(JOURNALLED[name]).columns}
    columns = list(blank)
    standing = _standing(connection, name, columns, [key for key, was in rows.items() if not was.whole])
    whole = []
    for key, was in rows.items():
        rest = blank if was.whole else standing.get(key)
        if rest is not None:
            full = {**rest, **was.values, "id": key}
            whole.append(tuple(full[column] for column in columns))
    return columns, whole


def _standing(
    connection: Connection, name: str, columns: Sequence[str], keys: Sequence[int]
) -> dict[int, dict[str, Any]]:
    engine = connection.dialect.name
    asked = f"SELECT {', '.join(columns)} FROM {name} WHERE {keys_in(engine, 'id')}"
    found: dict[int, dict[str, Any]] = {}
    for some in chunks(keys):
        for row in run(connection, asked, {"ids": handed(engine, some)}).fetchall():
            values = dict(zip(columns, row, strict=True))
            found[values["id"]] = values
    return found


def _take_out(connection: Connection, asked: Mapping[str, int], were: _Rows, ticket: Ticket) -> None:
    """The rows that were added since, and those that are put back as they were."""
    for name in reversed(JOURNALLED):
        ticket.report("Undoing backwards", 0)
        run(connection, f"DELETE FROM {name} WHERE id IN ({_ADDED})", {**asked, "name": name})
        _delete(connection, name, "id", list(were[name]))


def _delete(connection: Connection, table: str, column: str, keys: Sequence[Any]) -> None:
    engine = connection.dialect.name
    for some in chunks(keys):
        run(connection, f"DELETE FROM {table} WHERE {keys_in(engine, column)}", {"ids": handed(engine, some)})


def _leave_orphans(connection: Connection) -> None:
    """What pointed to somebody who was erased points to nobody, or goes."""
    for name, model in JOURNALLED.items():
        for link in table_of(model).foreign_keys:
            column, parent = link.parent, link.column
            lost = f"WHERE {column.name} NOT IN (SELECT {parent.name} FROM {parent.table.name})"
            cure = f"UPDATE {name} SET {column.name} = NULL" if column.nullable else f"DELETE FROM {name}"
            run(connection, f"{cure} {lost}", {})


def _leave_later_pictures(connection: Connection) -> None:
    """Pictures that nothing had by then go; one that somebody had before, and no more, stood in the book."""
    there = {digest for (digest,) in run(connection, "SELECT digest FROM files", {}).fetchall()}
    later = there - {digest for (digest,) in run(connection, _PICTURES, {}).fetchall()}
    if later:
        later -= set(_earlier_pictures(connection))
    for digest in later:
        run(connection, "DELETE FROM files WHERE digest = :digest", {"digest": digest})


def _earlier_pictures(connection: Connection) -> Iterator[str]:
    befores: Iterable[Sequence[Any]] = batches(connection, _EARLIER_PICTURES, {}, _AT_ONCE)
    yield from (json.loads(before)["photo"] for some in befores for (before,) in some)
