"""What every table shares: integer keys that are never used twice, and the operation that last wrote a row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, Integer, MetaData, Table, Text, TypeDecorator, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.changes import Topic
from app.rules.instants import from_number, to_number
from app.rules.permissions import Permission

Key = BigInteger().with_variant(Integer, "sqlite")
"""The type of every key: 64 bits on both engines."""

Sorted = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts by code point on both engines, whatever the server's locale."""


class Instant(TypeDecorator[datetime]):
    """A UTC instant, kept as whole microseconds since 1970, so that both engines sort and print it alike."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_number(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_number(value)


class Row(DeclarativeBase):
    """A table's row. Never seen above the features."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {int: Key, str: Text, datetime: Instant}


class Journalled(Row):
    """A table whose every change the database itself writes into the journal.

    `version` is the id of the operation that left the row as it is: two equal versions of a row are equal rows.
    """

    __abstract__ = True

    topic: ClassVar[Topic]
    needs: ClassVar[Permission]
    """What it takes to add, change and remove such rows, and so to take that back."""
    needs_for: ClassVar[Mapping[str, Permission]] = MappingProxyType({})
    """What it takes besides to change these columns."""
    customer_key: ClassVar[str | None] = None
    """The column that names the customer a row is about."""
    stays: ClassVar[bool] = False
    """Whether a row once written is never changed or removed, by no command: the database refuses."""
    contact_key: ClassVar[str | None] = None
    """The column that names the contact a row is about."""
    told: ClassVar[bool] = True
    """Whether the journal tells what stands in such rows to whoever reads it; else only that there was a change."""

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(default=0)


def table_of(model: type[Row]) -> Table:
    """The table that a model maps."""
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} is mapped to something else than a table")
    return table


def where_given(name: str, column: str, *more: str) -> Index:
    """An index of the rows in which a column is not empty: most have none, and would only fill it."""
    given = text(f"{column} IS NOT NULL")
    return Index(name, column, *more, sqlite_where=given, postgresql_where=given)
