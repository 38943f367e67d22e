"""A first look into a book's file, without SQLAlchemy: loading that takes longer than all of Qt.

It reads and never writes, takes no part in anything, and says nothing about what is wrong: opening the book does.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from app.store.customer_line import COLUMNS, NAMED
from app.store.file import BookFile, connect, mode_for_reading, patience
from app.store.user_row import COLUMNS as USER_COLUMNS
from app.store.user_row import TABLES as USER_TABLES

Seen = dict[str, list[tuple[Any, ...]]]

_QUESTIONS = {
    "book": "SELECT firm FROM book",
    "users": f"SELECT {USER_COLUMNS} FROM {USER_TABLES}",
    "lines": f"SELECT {COLUMNS} FROM (SELECT * FROM listing WHERE retired = 0 ORDER BY sort_name, customer_id"
    f" LIMIT {{limit}}) AS listing {NAMED} ORDER BY listing.sort_name, listing.customer_id",
}


def look_into(path: Path, key: bytes | None, limit: int) -> Seen | None:
    """Firm, users and the first lines by name; nothing where this file does not give them at once."""
    try:
        with closing(connect(BookFile(path, key), mode_for_reading(path))) as raw:
            raw.execute(patience(0))
            raw.execute("BEGIN")
            return {name: raw.execute(sql.format(limit=limit)).fetchall() for name, sql in _QUESTIONS.items()}
    except dbapi2.Error:
        return None
