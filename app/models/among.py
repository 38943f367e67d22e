"""Whether a column's value is among many keys: one value to hand over, however many keys there are.

An `IN` with a parameter for each key is written anew for every number of keys, which costs more than it finds.
`among` is for statements built with SQLAlchemy, `keys_in`, `keys_as_rows` and `handed` for those that are text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Boolean, ColumnElement, Text, TypeDecorator, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

_ROWS = {"sqlite": "SELECT value FROM json_each({keys})", "postgresql": "SELECT unnest(CAST({keys} AS bigint[]))"}
_IN = {"sqlite": f"{{column}} IN ({_ROWS['sqlite']})", "postgresql": "{column} = ANY({keys})"}


def keys_in(engine: str, column: str, name: str = "ids") -> str:
    """SQL for whether a column has one of the keys that are handed over under a name."""
    return _IN[engine].format(column=column, keys=f":{name}")


def keys_as_rows(engine: str, name: str = "ids") -> str:
    """SQL for the keys that are handed over under a name as rows of one column."""
    return _ROWS[engine].format(keys=f":{name}")


def handed(engine: str, keys: Iterable[Any]) -> str | list[Any]:
    """Many keys as the one value that the driver takes."""
    return json.dumps(list(keys)) if engine == "sqlite" else list(keys)


class Keys(TypeDecorator[Iterable[Any]]):
    """Any number of keys as one value: a JSON list for SQLite, an array for PostgreSQL."""

    impl = Text
    cache_ok = True
    one: type[TypeEngine[Any]] = BigInteger

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(self.one()))

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> Any:
        return handed(dialect.name, value or ())


class Words(Keys):
    """Any number of texts as one value."""

    cache_ok = True
    one = Text


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        """Stands beside other conditions as it is: `... IN (...) = 1` would be looked for in all rows."""
        return self


def among(column: Any, name: str = "ids", kind: type[Keys] = Keys) -> ColumnElement[bool]:
    """The condition that a column has one of the keys that are handed over under this name."""
    return _Among(column, bindparam(name, type_=kind))


@compiles(_Among, "sqlite")
def _on_sqlite(element: _Among, compiler: SQLCompiler, **how: Any) -> str:
    column, keys = (compiler.process(clause, **how) for clause in element.clauses)
    return _IN["sqlite"].format(column=column, keys=keys)


@compiles(_Among, "postgresql")
def _on_postgres(element: _Among, compiler: SQLCompiler, **how: Any) -> str:
    column, keys = (compiler.process(clause, **how) for clause in element.clauses)
    return _IN["postgresql"].format(column=column, keys=keys)
