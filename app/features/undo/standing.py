"""What stands in the tables now, of which an undoing has to know before it writes anything."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select

from app.features.undo.did import RowChange
from app.models import JOURNALLED, Assignment
from app.models.among import among
from app.models.base import table_of
from app.rules.chunks import chunks
from app.work import Work


def versions(work: Work, name: str, keys: Iterable[int], *, leaving: bool = False) -> dict[int, int]:
    """The present versions of rows; locked, where the database knows locks, so that they stay so.

    To rows that shall leave nobody can add anything either: who does so at the same moment waits, or is waited for.
    """
    table = journalled_table(name)
    found: dict[int, int] = {}
    for some in chunks(sorted(keys)):
        rows = (
            select(table.c.id, table.c.version)
            .where(among(table.c.id))
            .order_by(table.c.id)
            .with_for_update(key_share=not leaving)
        )
        found.update(work.session.connection().execute(rows, {"ids": some}).all())
    return found


def roles_of(work: Work, changes: Sequence[RowChange]) -> dict[int, int]:
    """By assignment its role: as it stands, else as it stood."""
    roles = {change.row_id: role for change in changes if (role := change.before.get("role_id")) is not None}
    for some in chunks([change.row_id for change in changes]):
        rows = select(Assignment.id, Assignment.role_id).where(among(Assignment.id))
        roles.update({key: role for key, role in work.session.execute(rows, {"ids": some})})
    return roles


def referred(work: Work, name: str, keys: Sequence[int], leaving: Mapping[str, Container[int]]) -> set[int]:
    """Which of these rows have other rows hanging on them that are not to be removed as well."""
    found: set[int] = set()
    for child, column in _children(name):
        table = journalled_table(child)
        for some in chunks(keys):
            rows = select(table.c.id, table.c[column]).where(among(table.c[column]))
            hanging = work.session.connection().execute(rows, {"ids": some}).all()
            found.update(parent for key, parent in hanging if key not in leaving[child])
    return found


def there_in(work: Work, name: str, columns: Sequence[str], firsts: Iterable[Any]) -> set[tuple[Any, ...]]:
    """What stands now in these columns, where the first of them has one of these values."""
    first, *_ = wanted = [journalled_table(name).c[column] for column in columns]
    found = (work.session.execute(select(*wanted).where(first.in_(some))) for some in chunks(sorted(set(firsts))))
    return {tuple(row) for rows in found for row in rows}


def parents(name: str) -> Iterator[tuple[str, str]]:
    """The columns of this table that refer to other journalled ones, and to which."""
    for link in journalled_table(name).foreign_keys:
        if link.column.table.name in JOURNALLED:
            yield link.parent.name, link.column.table.name


def journalled_table(name: str) -> Table:
    return table_of(JOURNALLED[name])


def _children(name: str) -> Iterator[tuple[str, str]]:
    """The tables and columns that refer to this one."""
    for child in JOURNALLED:
        yield from ((child, column) for column, parent in parents(child) if parent == name)
