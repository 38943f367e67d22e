"""The journal's triggers, generated from the models: no change of a journalled table passes by unrecorded.

A trigger writes one row into `changes` with the canonical JSON of what was there before; the same text on SQLite and
on PostgreSQL. SQLite learns the operation at work from a function that only our connections have, PostgreSQL from
a setting of the transaction; a foreign tool's write therefore fails instead of going unrecorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Boolean, Column, Connection

from app.models import JOURNALLED, Journalled
from app.models.base import table_of

_EVENTS = {"added": "INSERT", "changed": "UPDATE", "removed": "DELETE"}

_KEPT_FROM = ("changed", "removed")
_STAYS = "a row of the ledger stays as it is"


def remake_triggers(connection: Connection) -> None:
    """Drop the journal's triggers and make them anew from the models."""
    make = _sqlite_triggers if connection.dialect.name == "sqlite" else _postgres_triggers
    keep = _sqlite_keeping if connection.dialect.name == "sqlite" else _postgres_keeping
    for model in JOURNALLED.values():
        for statement in (*make(model), *(keep(table_of(model).name) if model.stays else ())):
            connection.exec_driver_sql(statement)


def triggers_are_whole(connection: Connection) -> bool:
    """Whether no trigger of the journal was taken away; what is written without them goes unrecorded."""
    listed = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
    }
    names = {name for (name,) in connection.exec_driver_sql(listed[connection.dialect.name])}
    journal = {f"journal_{table}_{kind}" for table in JOURNALLED for kind in _EVENTS}
    staying = {f"keep_{name}_{kind}" for name, model in JOURNALLED.items() if model.stays for kind in _KEPT_FROM}
    return journal | staying <= names


def _sqlite_keeping(name: str) -> Iterator[str]:
    for kind in _KEPT_FROM:
        yield f"DROP TRIGGER IF EXISTS keep_{name}_{kind}"
        yield (
            f"CREATE TRIGGER keep_{name}_{kind} BEFORE {_EVENTS[kind]} ON {name}"
            f" BEGIN SELECT RAISE(ABORT, '{_STAYS}'); END"
        )


def _postgres_keeping(name: str) -> Iterator[str]:
    function = f"keep_{name}"
    yield (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT"
        f" AS $body$ BEGIN RAISE EXCEPTION '{_STAYS}'; END $body$"
    )
    for kind in _KEPT_FROM:
        event = f"{_EVENTS[kind]} OR TRUNCATE" if kind == "removed" else _EVENTS[kind]
        yield f"DROP TRIGGER IF EXISTS {function}_{kind} ON {name}"
        yield (
            f"CREATE TRIGGER {function}_{kind} BEFORE {event} ON {name}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )


def _columns(model: type[Journalled]) -> list[Column[object]]:
    return [column for column in sorted(table_of(model).columns, key=lambda c: c.name) if column.name != "id"]


def _about(model: type[Journalled], row: str) -> str:
    keys = (model.customer_key, model.contact_key)
    return ", ".join(f"{row}.{key}" if key else "NULL" for key in keys)


def _sqlite_json(column: Column[object]) -> str:
    if isinstance(column.type, Boolean):
        return f"CASE OLD.{column.name} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END"
    return f"json_quote(OLD.{column.name})"


def _postgres_json(column: Column[object]) -> str:
    return f"coalesce(to_json(OLD.{column.name})::text, 'null')"


def _pieces(columns: Iterable[Column[object]], kind: str, engine: str) -> str:
    """An expression for the JSON object of the old values: all of a removed row, else those that differ."""
    quoted = _sqlite_json if engine == "sqlite" else _postgres_json
    differs = "IS NOT" if engine == "sqlite" else "IS DISTINCT FROM"
    parts = []
    for column in columns:
        piece = f"',\"{column.name}\":' || {quoted(column)}"
        if kind == "changed":
            piece = f"CASE WHEN OLD.{column.name} {differs} NEW.{column.name} THEN {piece} ELSE '' END"
        parts.append(f"({piece})")
    return "'{' || substr(" + " || ".join(parts) + ", 2) || '}'"


_CHANGES = (
    "INSERT INTO changes (operation_id, table_name, row_id, customer_id, contact_id, kind, before, version, digest)"
)


def _known(model: type[Journalled], kind: str, operation: str, row: str) -> str:
    return f"{operation}, '{table_of(model).name}', {row}.id, {_about(model, row)}, '{kind}'"


def _insert(model: type[Journalled], kind: str, operation: str, before: str, digest: str) -> str:
    row = "OLD" if kind == "removed" else "NEW"
    known = _known(model, kind, operation, row)
    if kind == "added":
        return f"{_CHANGES} VALUES ({known}, NULL, {row}.version, NULL)"
    return f"{_CHANGES} SELECT {known}, b, {row}.version, {digest} FROM (SELECT {before} AS b) AS x"


def _insert_all(model: type[Journalled], operation: str) -> str:
    known = _known(model, "added", operation, "one")
    return f"{_CHANGES} SELECT {known}, NULL, one.version, NULL FROM added AS one ORDER BY one.id"


def _sqlite_triggers(model: type[Journalled]) -> Iterator[str]:
    name, columns = table_of(model).name, _columns(model)
    for kind, event in _EVENTS.items():
        insert = _insert(model, kind, "housebook_operation()", _pieces(columns, kind, "sqlite"), "housebook_digest(b)")
        when = " WHEN " + " OR ".join(f"OLD.{c.name} IS NOT NEW.{c.name}" for c in columns) if kind == "changed" else ""
        yield f"DROP TRIGGER IF EXISTS journal_{name}_{kind}"
        yield f"CREATE TRIGGER journal_{name}_{kind} AFTER {event} ON {name}{when} BEGIN {insert}; END"


def _postgres_triggers(model: type[Journalled]) -> Iterator[str]:
    """Added rows are written down once a statement, so that many cost little more than one."""
    name, columns = table_of(model).name, _columns(model)
    operation = "current_setting('housebook.operation')::bigint"
    for kind, event in _EVENTS.items():
        before = _pieces(columns, kind, "postgresql")
        insert = _insert(model, kind, operation, before, "encode(sha256(convert_to(b, 'UTF8')), 'hex')")
        each = "FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)" if kind == "changed" else "FOR EACH ROW"
        if kind == "added":
            insert = _insert_all(model, operation)
            each = "REFERENCING NEW TABLE AS added FOR EACH STATEMENT"
        function = f"journal_{name}_{kind}"
        yield (
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
            f" SET search_path FROM CURRENT AS $body$ BEGIN {insert}; RETURN NULL; END $body$"
        )
        yield f"DROP TRIGGER IF EXISTS {function} ON {name}"
        yield f"CREATE TRIGGER {function} AFTER {event} ON {name} {each} EXECUTE FUNCTION {function}()"
