"""Very many keys at once: the database packs them into one value, and nobody else stands still meanwhile.

Read row by row a million keys are a million objects, and whoever reads them keeps the window from its turn.
"""

from __future__ import annotations

import sys
from array import array
from typing import Any

from sqlalchemy import LargeBinary, Select, func, literal, select
from sqlalchemy.orm import Session

from app.store.hot import engine_of


def packed_keys(session: Session, rows: Select[int]) -> array[int]:
    """The keys that the SELECT gives, in its order: eight bytes each, the highest first."""
    found = rows.subquery()
    (key,) = found.c
    together: Any = (
        func.unhex(func.group_concat(func.printf("%016x", key), ""), type_=LargeBinary)
        if engine_of(session) == "sqlite"
        else func.string_agg(func.int8send(key), literal(b""), type_=LargeBinary)
    )
    keys = array("q", session.connection().execute(select(together)).scalar_one() or b"")
    if sys.byteorder == "little":
        keys.byteswap()
    return keys
