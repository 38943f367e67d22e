"""Rows for a step that brings new rights: for the roles that stand in the book, with keys of the book's own counter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa


def is_book(connection: sa.Connection) -> bool:
    """Whether a book stands here already; a new one gets its rows when it is founded."""
    return connection.execute(sa.text("SELECT id FROM book")).first() is not None


def new_keys(connection: sa.Connection, count: int) -> Sequence[int]:
    """So many keys that were never used."""
    if connection.dialect.name == "postgresql":
        asked = sa.text("SELECT nextval('keys') FROM generate_series(1, :count)")
        return connection.execute(asked, {"count": count}).scalars().all()
    asked = sa.text("UPDATE book SET last_key = last_key + :count RETURNING last_key")
    last: int = connection.execute(asked, {"count": count}).scalar_one()
    return range(last - count + 1, last + 1)


def grant(connection: sa.Connection, rights: Mapping[str, Iterable[str]]) -> None:
    """Give roles, named by their keys, these rights, named as in the program; the owner's holds all without rows."""
    roles = {key: role for key, role in connection.execute(sa.text("SELECT key, id FROM user_roles"))}
    rows = [(roles[key], name) for key, names in rights.items() if key in roles for name in names]
    insert = sa.text(
        "INSERT INTO role_permissions (id, version, role_id, permission) VALUES (:id, 0, :role_id, :permission)"
    )
    for new, (role, name) in zip(new_keys(connection, len(rows)), rows, strict=True):
        connection.execute(insert, {"id": new, "role_id": role, "permission": name})
