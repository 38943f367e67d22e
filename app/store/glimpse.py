"""A first look into a book's file, without SQLAlchemy: loading that takes longer than all of Qt.

It reads and never writes, takes no part in anything, and says nothing about what is wrong: opening the book does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlcipher3 import dbapi2

Seen = dict[str, list[tuple[Any, ...]]]

_QUESTIONS = {
    "book": "SELECT firm FROM book",
    "users": "SELECT id, login, name, role, departed_on FROM users",
    "lines": "SELECT l.customer_id, l.listed_as, l.number, s.name, s.sign, l.town, l.phone, l.email, l.tags,"
    " l.owner_id, coalesce(u.name, ''), l.last_touch_at, l.marks, l.retired"
    " FROM (SELECT * FROM listing WHERE retired = 0 ORDER BY sort_name, customer_id LIMIT {limit}) AS l"
    " LEFT JOIN stages AS s ON s.id = l.stage_id LEFT JOIN users AS u ON u.id = l.owner_id"
    " ORDER BY l.sort_name, l.customer_id",
}


def look_into(path: Path, key: bytes | None, limit: int) -> Seen | None:
    """Firm, users and the first lines by name; nothing where this file does not give them at once."""
    try:
        with _opened(path, key) as raw:
            raw.execute("BEGIN")
            return {name: raw.execute(sql.format(limit=limit)).fetchall() for name, sql in _QUESTIONS.items()}
    except dbapi2.Error:
        return None


@contextmanager
def _opened(path: Path, key: bytes | None) -> Iterator[Any]:
    raw = dbapi2.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None, timeout=0)
    try:
        if key is not None:
            raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        yield raw
    finally:
        raw.close()
