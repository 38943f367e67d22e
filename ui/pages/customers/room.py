"""Which columns there is room for: the name keeps its width, the others go in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable

from ui.parts.rows import Column

ALWAYS = ("sign", "name")
_BY_THEMSELVES = (
    ("owner", 90),
    ("touch", 110),
    ("town", 110),
    ("stage", 110),
    ("phone", 200),
    ("email", 200),
    ("tags", 240),
    ("number", 260),
)
"""In the order in which they come, each with the width that the name has to keep beside it."""
_LEAST_NAME = 90


def columns_that_fit(
    columns: Iterable[Column], widths: dict[str, int], room: int, on: Iterable[str], off: Iterable[str]
) -> set[str]:
    """The keys of the columns to show: those that the person asked for first, then the usual ones."""
    known, unwanted, wanted = {column.key for column in columns}, set(off), list(on)
    shown = set(ALWAYS)
    left = room - widths["sign"]
    order = [(key, _LEAST_NAME) for key in wanted]
    order += [(key, least) for key, least in _BY_THEMSELVES if key not in wanted and key not in unwanted]
    for key, least in order:
        if key in known and left - widths[key] >= least:
            shown.add(key)
            left -= widths[key]
    return shown
