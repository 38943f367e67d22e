"""A database's tables for a while without whatever costs time for each row: triggers, indexes, constraints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

_SQLITE_TRIGGERS = "SELECT format('DROP TRIGGER %s', name) FROM sqlite_master WHERE type = 'trigger'"
_SQLITE_INDEXES = (
    "SELECT format('DROP INDEX %s', i.name), i.sql FROM sqlite_master i JOIN sqlite_master t ON t.name = i.tbl_name"
    " WHERE i.type = 'index' AND i.sql IS NOT NULL AND t.sql NOT LIKE 'CREATE VIRTUAL TABLE%'"
    " AND i.name <> 'ix_changes_operation_id' AND NOT EXISTS (SELECT 1 FROM pragma_index_info(i.name) x"
    " JOIN pragma_table_info(i.tbl_name) c USING (name) WHERE c.type = 'TEXT' AND name NOT IN ('table_name', 'kind'))"
)
"""Those of numbers, which are sorted by tens of millions and wait on the disk meanwhile. What people wrote shall not
stand there for anybody to read: it is sorted in as it comes. So are changes by operation: they come in that order."""
_POSTGRES_TRIGGERS = (
    "SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger t JOIN pg_class c"
    " ON c.oid = tgrelid WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
)
_POSTGRES_CONSTRAINTS = (
    "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),"
    " format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)),"
    " contype = 'f' FROM pg_constraint"
    " WHERE connamespace = current_schema()::regnamespace AND contype IN ('p', 'u', 'f') ORDER BY contype = 'f' DESC"
)
"""How each is taken away and made again, and whether it points to another one; those first."""
_POSTGRES_INDEXES = (
    "SELECT format('DROP INDEX %I', indexname), indexdef FROM pg_indexes WHERE schemaname = current_schema()"
)
_OF_LISTS = " AND tablename IN ('listing', 'search_words') AND indexdef NOT LIKE 'CREATE UNIQUE %'"


@contextmanager
def bare(connection: Connection, *, for_good: bool = False) -> Iterator[None]:
    """Within it rows cost least, and no journal tells of them; at its end all but the triggers is there again, unless
    nobody will look for anything in them: then an SQLite file stays without most indexes `for_good`."""
    drop_triggers(connection)
    if connection.dialect.name == "sqlite":
        indexes = _taken_away(connection, _SQLITE_INDEXES)
        yield
        again = [] if for_good else indexes
    else:
        constraints = connection.exec_driver_sql(_doubled(_POSTGRES_CONSTRAINTS)).all()
        _carry_out(connection, [drop for drop, _, _ in constraints])
        indexes = _taken_away(connection, _doubled(_POSTGRES_INDEXES))
        yield
        again = [add for _, add, points in constraints if not points]
        again += [*indexes, *(add for _, add, points in constraints if points)]
    _carry_out(connection, again)


@contextmanager
def bare_lists(connection: Connection) -> Iterator[None]:
    """Within it all lines of the list, and what customers are found by, cost a server least. In a file they stay as
    they are: what people wrote is not sorted on the disk."""
    asked = connection.dialect.name != "sqlite"
    indexes = _taken_away(connection, _doubled(_POSTGRES_INDEXES + _OF_LISTS)) if asked else []
    yield
    _carry_out(connection, indexes)


def drop_triggers(connection: Connection) -> None:
    """From now on no journal tells of rows and nothing guards them, until the triggers are made anew."""
    listed = _SQLITE_TRIGGERS if connection.dialect.name == "sqlite" else _doubled(_POSTGRES_TRIGGERS)
    _carry_out(connection, connection.exec_driver_sql(listed).scalars().all())


def _taken_away(connection: Connection, listed: str) -> list[str]:
    """What makes again what was taken away."""
    found = connection.exec_driver_sql(listed).all()
    _carry_out(connection, [drop for drop, _ in found])
    return [make for _, make in found]


def _carry_out(connection: Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(_doubled(statement) if connection.dialect.name != "sqlite" else statement)


def _doubled(statement: str) -> str:
    """With signs of per cent as the server's driver takes them."""
    return statement.replace("%", "%%")
