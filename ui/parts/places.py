"""Where an id stands in a list: of a million as quickly as of ten, and without a table of all the places."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable, Sequence
from typing import Final

_LONG: Final = 20_000
_MANY: Final = 16


class Places:
    """The ids of a list; what was found once is not sought again."""

    def __init__(self, ids: Sequence[Hashable] = ()) -> None:
        self.ids = ids
        self._found: dict[Hashable, int | None] = {}
        self._all_found = not ids

    def of(self, row_id: Hashable) -> int | None:
        """The place of an id; None if it is not in the list."""
        if row_id not in self._found:
            self._found[row_id] = self._seek(row_id)
        return self._found[row_id]

    def of_many(self, row_ids: Sequence[Hashable]) -> Iterable[int]:
        """The places of these ids as far as they are here, from top to bottom."""
        if len(row_ids) == len(self.ids) and list(row_ids) == list(self.ids):
            return range(len(self.ids))
        if len(row_ids) < _MANY:
            return sorted(place for row_id in row_ids if (place := self.of(row_id)) is not None)
        wanted = set(row_ids)
        return [place for place, row_id in enumerate(self.ids) if row_id in wanted]

    def _seek(self, row_id: Hashable) -> int | None:
        if isinstance(self.ids, array) and len(self.ids) > _LONG:
            return _sought(self.ids, row_id)
        if not self._all_found:
            self._all_found = True
            self._found = {one: place for place, one in enumerate(self.ids)}
        return self._found.get(row_id)


def _sought(ids: array[int], row_id: Hashable) -> int | None:
    """As bytes among bytes: to compare a million numbers one by one would be felt."""
    if not isinstance(row_id, int):
        return None
    packed, wanted, size = ids.tobytes(), array(ids.typecode, [row_id]).tobytes(), ids.itemsize
    at = packed.find(wanted)
    while at % size and at >= 0:
        at = packed.find(wanted, at + 1)
    return at // size if at >= 0 else None
