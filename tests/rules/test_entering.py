"""Every text of a command is cleaned at the door, whatever it stands in; what was seen before stays as it was seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from app.rules.entering import entering

ODD, KEPT = "a\x00\ud800\u202eb\nc", "ab\nc"


@dataclass(frozen=True)
class Inner:
    words: str = ""


@dataclass(frozen=True)
class Asked:
    name: str = ""
    ids: Sequence[int] = ()
    tags: Sequence[str] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    edits: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    rows: Sequence[Inner] = ()
    inner: Inner = Inner()
    was: str | None = None
    data: bytes | None = None


@dataclass(frozen=True)
class Read(Inner):
    cleaned: ClassVar[bool] = True


def test_text_is_cleaned_wherever_it_stands() -> None:
    asked = Asked(ODD, (1, 2), ("x", ODD), {"a": ODD, "b": 1}, rows=[Inner(ODD)], inner=Inner(ODD), data=b"\0")
    kept = Asked(KEPT, (1, 2), ("x", KEPT), {"a": KEPT, "b": 1}, rows=(Inner(KEPT),), inner=Inner(KEPT), data=b"\0")
    assert entering(asked) == kept


def test_what_was_seen_before_is_compared_as_it_was_seen() -> None:
    asked = entering(Asked(was=ODD, edits={"name": (ODD, ODD), "tags": ((ODD,), (ODD, "x"))}))
    assert asked.was == ODD
    assert asked.edits == {"name": (ODD, KEPT), "tags": ((ODD,), (KEPT, "x"))}


def test_clean_commands_and_what_was_cleaned_before_are_handed_on_as_they_are() -> None:
    asked = Asked("Ann", (1,), ("x",), {"a": "b"}, {"name": ("a", "b")}, (Inner("x"),))
    assert entering(asked) is asked
    read = Read(ODD)
    assert entering(read) is read
