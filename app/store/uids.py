"""The uids of touch points in a scratch book: that none is there twice is looked at once, when all are in.

They come in no order, tens of millions of them: an index that is kept meanwhile costs more than all else of the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection

from app.archive.form import Unfit

_TABLE: Final = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'touch_points'"
_UNIQUE: Final = re.compile(r",\s*CONSTRAINT uq_touch_points_uid UNIQUE \(uid\)")
_DOUBLED: Final = "SELECT uid FROM touch_points GROUP BY uid HAVING count(*) > 1 LIMIT 1"


@contextmanager
def uids_looked_at_late(connection: Connection) -> Iterator[None]:
    """Within it touch points are put into the empty tables of an SQLite file. Raises Unfit at its end where two have
    the same uid."""
    table = connection.exec_driver_sql(_TABLE).scalar_one()
    connection.exec_driver_sql("DROP TABLE touch_points")
    connection.exec_driver_sql(_UNIQUE.sub("", table))
    yield
    if connection.exec_driver_sql(_DOUBLED).first() is not None:
        raise Unfit("a touch point that is there twice")
