"""What a search brings: rows in groups, with the letters that were found."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from ui.parts.avatar import Face

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """Words, and where in them letters were found: (from, to) places."""

    text: str
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Result:
    """One thing found: sign, name, detail beside it; at the right a sign, the number that matched, a face."""

    id: Hashable
    name: Marked
    detail: Marked = Marked("")
    side: Marked = Marked("")
    icon: str = "person"
    face: Face | None = None
    sign: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """Results under a title: Customers, People, Said or written."""

    title: str
    count: str
    results: tuple[Result, ...]
