"""Whether a column's value is among many keys: one value to hand over, however many keys there are.

An `IN` with a parameter for each key is written anew for every number of keys, which costs more than it finds.
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


class Keys(TypeDecorator[Iterable[Any]]):
    """Any number of keys as one value: a JSON list for SQLite, an array for PostgreSQL."""

    impl = Text
    cache_ok = True
    one: type[TypeEngine[Any]] = BigInteger

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(self.one()))

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> Any:
        keys = list(value or ())
        return json.dumps(keys) if dialect.name == "sqlite" else keys


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
    return f"{column} IN (SELECT value FROM json_each({keys}))"


@compiles(_Among, "postgresql")
def _on_postgres(element: _Among, compiler: SQLCompiler, **how: Any) -> str:
    column, keys = (compiler.process(clause, **how) for clause in element.clauses)
    return f"{column} = ANY({keys})"
