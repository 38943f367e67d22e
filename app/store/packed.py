"""Very many keys at once: the database packs them into one value, and nobody else stands still meanwhile.

Read row by row a million keys are a million objects, and whoever reads them keeps the window from its turn.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.store.hot import engine_of, rows_of

_TOGETHER = {"sqlite": "unhex(group_concat(printf('%016x', key), ''))", "postgresql": "string_agg(int8send(key), '')"}


def packed_keys(session: Session, sql: str, asked: Mapping[str, object]) -> array[int]:
    """The keys that the SELECT gives as `key`, in its order: eight bytes each, the highest first."""
    ((together,),) = rows_of(session, f"SELECT {_TOGETHER[engine_of(session)]} FROM ({sql}) AS found", asked)
    keys = array("q", together or b"")
    if sys.byteorder == "little":
        keys.byteswap()
    return keys
