"""Which operations were undone at an earlier revision: no journal tells it, but the undoings that were done by then do.

An undoing counts as one of all that an operation did, if the book says so today, or if nothing of that stood after it.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from app.store.hot import run

_UNDOINGS: Final = "SELECT id, revision, undoes FROM operations WHERE undoes IS NOT NULL ORDER BY revision"
_MARKED: Final = "SELECT id, undone_by FROM operations WHERE undone_by IS NOT NULL"
_STANDS: Final = (
    "SELECT table_name, row_id FROM changes WHERE operation_id = :id EXCEPT SELECT c.table_name, c.row_id"
    " FROM changes c WHERE c.operation_id IN ({by}) LIMIT 1"
)


def undoings_at(connection: Connection, revision: int) -> dict[int, int | None]:
    """By operation what it was undone by after this revision, of those of which that may be another today."""
    undoings = run(connection, _UNDOINGS, {}).fetchall()
    undoes = {key: undone for key, _, undone in undoings}
    touched = {one for key, number, _ in undoings if number > revision for one in _chain(undoes, key)}
    if not touched:
        return {}
    replay = _Replay(connection, undoes)
    for key, number, _ in undoings:
        if number <= revision:
            replay.undo(key)
    return {key: replay.undone_by.get(key) for key in touched}


def _chain(undoes: dict[int, int], key: int) -> list[int]:
    """What an undoing undid, what that had undone, and so on."""
    found = []
    while key in undoes:
        key = undoes[key]
        found.append(key)
    return found


class _Replay:
    """The undoings in their order, as each of them was done."""

    def __init__(self, connection: Connection, undoes: dict[int, int]) -> None:
        self._connection, self._undoes = connection, undoes
        self._today: dict[int, int] = dict(run(connection, _MARKED, {}).fetchall())
        self.undone_by: dict[int, int | None] = {}

    def undo(self, key: int) -> None:
        """One more undoing was done."""
        undone = self._undoes[key]
        if self._today.get(undone) != key and self._stands(undone, [key]):
            return
        self.undone_by[undone] = key
        while (before := self._undoes.get(undone)) is not None and self._passed_on(undone, before):
            undone = before

    def _passed_on(self, undoing: int, undone: int) -> bool:
        by = self.undone_by.get(undoing)
        if by is not None and self.undone_by.get(undone) == undoing:
            self.undone_by[undone] = None
        elif by is None and self.undone_by.get(undone) is None and not self._stands(undone, self._in_force(undone)):
            self.undone_by[undone] = undoing
        else:
            return False
        return True

    def _in_force(self, undone: int) -> list[int]:
        return [key for key, what in self._undoes.items() if what == undone and self.undone_by.get(key) is None]

    def _stands(self, undone: int, by: list[int]) -> bool:
        """Whether these undoings left anything of an operation."""
        asked = _STANDS.format(by=",".join(map(str, by)) or "NULL")
        return run(self._connection, asked, {"id": undone}).fetchone() is not None
