"""What a person asks for, with every text in it cleaned: done once, at the door through which it enters the book."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from app.rules.text import clean

T = TypeVar("T")
_SEEN_BEFORE = "was"  # what stood in the book when the form was opened, to be compared with what stands there now
_EDITS = "edits"  # by field (was, now)
_BYTES = (bytes, bytearray, memoryview)


def entering(asked: T) -> T:
    """A frozen dataclass with its texts cleaned, however deep they stand; the same one where nothing is unclean.

    Line breaks stay: whether a field has several lines is its command's to say. A part whose texts were cleaned
    by who read them says so with a class attribute `cleaned`.
    """
    if not is_dataclass(asked) or isinstance(asked, type) or hasattr(asked, "cleaned"):
        return asked
    changed = {}
    for one in fields(asked):
        before = getattr(asked, one.name)
        if one.name != _SEEN_BEFORE and (now := _entering(one.name, before)) is not before:
            changed[one.name] = now
    return replace(asked, **changed) if changed else asked


def _entering(name: str, value: Any) -> Any:
    if isinstance(value, str):
        kept = clean(value, lines=True)
        return value if kept == value else kept
    if isinstance(value, Mapping):
        each = {key: _edited(one) if name == _EDITS else _entering("", one) for key, one in value.items()}
        return each if _differ(value.values(), each.values()) else value
    if isinstance(value, Sequence) and not isinstance(value, _BYTES):
        return _items(value)
    return entering(value)


def _items(value: Sequence[Any]) -> Sequence[Any]:
    # A hundred thousand ids are not looked at one by one.
    if not value or isinstance(value[0], int):
        return value
    each = tuple(_entering("", one) for one in value)
    return each if _differ(value, each) else value


def _edited(pair: tuple[Any, Any]) -> tuple[Any, Any]:
    was, now = pair
    kept = _entering("", now)
    return pair if kept is now else (was, kept)


def _differ(before: Collection[Any], now: Collection[Any]) -> bool:
    return any(one is not other for one, other in zip(before, now, strict=True))
