"""What a user does not see is not there for them: questions are narrowed to it, and commands find nothing of it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.errors import NotFound
from app.models.among import handed, keys_in
from app.rules.chunks import chunks
from app.store.hot import SIGHT, connection_of, engine_of, rows_of
from app.store.sight import Sight, seen

NO_CUSTOMER = "This customer is not in the book (any more)."
_TOUCHED = (
    "SELECT DISTINCT {one}_id FROM changes AS did WHERE operation_id = :id AND {one}_id IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM changes WHERE operation_id = :id AND table_name = '{table}' AND kind = 'added'"
    " AND row_id = did.{one}_id)"
)
"""What was there before this operation and was touched by it."""


def narrow(session: Session, sight: Sight) -> None:
    """From now on each question of this session sees only what is in sight."""
    connection_of(session).execution_options(**{SIGHT: sight})


class InSight:
    """What one transaction finds: to it, what is out of sight is not in the book."""

    def __init__(self, session: Session, sight: Sight | None) -> None:
        self._session, self._sight = session, sight
        self._found = set[int]()

    def trust(self, customer: int) -> None:
        """This customer is changed whoever may see it."""
        self._found.add(customer)

    def find(self, table: str, keys: Iterable[int], words: str) -> None:
        """Raise NotFound where one of these customers, contacts or operations is out of sight.

        A customer that was found stays so: it may be given away in here.
        """
        if self._sight is None:
            return
        asked = set(keys) - (self._found if table == "customers" else set())
        if self._hidden(self._sight, table, asked):
            raise NotFound(words)
        self._found |= asked if table == "customers" else set()

    def find_touched(self, operation: int) -> None:
        """At the end: raise NotFound if something was touched that is out of sight, however it was come by."""
        if self._sight is not None:
            self._session.flush()
            for table in ("customers", "contacts"):
                touched = rows_of(
                    self._session, _TOUCHED.format(one=table.removesuffix("s"), table=table), {"id": operation}
                )
                self.find(table, (key for (key,) in touched), NO_CUSTOMER)

    def only(self, customers: Iterable[int]) -> set[int]:
        """Those of them that are in sight."""
        asked = set(customers)
        return asked if self._sight is None else asked - self._hidden(self._sight, "customers", asked)

    def _hidden(self, sight: Sight, table: str, keys: Iterable[int]) -> set[int]:
        engine, hidden = engine_of(self._session), set[int]()
        there = f"SELECT id FROM {table} WHERE {keys_in(engine, 'id')}"
        for some in chunks(sorted(keys)):
            asked = {"ids": handed(engine, some)}
            visible = {key for (key,) in rows_of(self._session, seen(sight, engine, there), asked)}
            hidden |= {key for (key,) in rows_of(self._session, there, asked)} - visible
        return hidden
