"""What a form of file cannot say exactly, said once more beside it: so that a file of our own loses nothing.

A card is written as other programs read it and read back at once. Where that gives another card, the fields that
differ go along as one piece of JSON, which is put over the card when the file comes back.
"""

import base64
import json
import zlib
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, Final, get_args

from app.formats.card import Address, Card, CardKind, Person, Reach, ReachKind
from app.rules.text import clean

_PACKED: Final = "packed:"
_LARGEST: Final = 4_000_000
_NOT_COMPARED: Final = frozenset({"line", "raw", "photo"})
_COMPARED: Final = tuple(one.name for one in fields(Card) if one.name not in _NOT_COMPARED)
_LINES: Final = frozenset({"note", "extra", "fields"})


def unsaid(wanted: Card, read: Card) -> str:
    """As JSON the fields that were read otherwise than they are; nothing if all are right."""
    differing = [name for name in _COMPARED if getattr(wanted, name) != getattr(read, name)]
    told = {name: _plain(getattr(wanted, name)) for name in differing if name != "uid" or wanted.uid}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) if told else ""


def packed(told: str) -> str:
    """The same in few letters and digits, for a cell that must be neither long nor quoted."""
    return _PACKED + base64.b64encode(zlib.compress(told.encode())).decode()


def completed(card: Card, told: str) -> Card | None:
    """The card with what was said beside it; nothing where that is not of our making."""
    try:
        said = json.loads(_unpacked(told) if told.startswith(_PACKED) else told)
        return replace(card, **{name: _READ[name](name, value) for name, value in said.items()})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, zlib.error):
        return None


def _unpacked(told: str) -> str:
    """What was packed; nothing of what swells beyond all measure."""
    made = zlib.decompressobj()
    text = made.decompress(base64.b64decode(told.removeprefix(_PACKED)), _LARGEST)
    return "" if made.unconsumed_tail else text.decode()


def _plain(value: Any) -> Any:
    """Dataclasses as objects without what they leave out, anything else as it is."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Reach | Address | Person):
        given = ((one, getattr(value, one.name)) for one in fields(value))
        return {one.name: _plain(said) for one, said in given if said != one.default}
    return value


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(name)
    return clean(value, lines=name in _LINES)


def _texts(name: str, value: Any) -> tuple[str, ...]:
    return tuple(_text(name, one) for one in value)


def _pairs(name: str, value: Any) -> tuple[tuple[str, str], ...]:
    return tuple((_text("", field), _text(name, said)) for field, said in value)


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(name)
    return value


def _one_of(known: tuple[str, ...]) -> Callable[[str, Any], Any]:
    def read(name: str, value: Any) -> Any:
        if value not in known:
            raise ValueError(name)
        return value

    return read


def _rows(kind: type[Any], shape: dict[str, Callable[[str, Any], Any]]) -> Callable[[str, Any], tuple[Any, ...]]:
    def read(_name: str, value: Any) -> tuple[Any, ...]:
        return tuple(kind(**{name: shape[name](name, said) for name, said in one.items()}) for one in value)

    return read


_KIND = _one_of(get_args(ReachKind))
_REACHES = _rows(Reach, {"value": _text, "kind": _KIND, "preferred": _flag, "label": _text})
_ADDRESS: dict[str, Callable[[str, Any], Any]] = {one.name: _text for one in fields(Address)}
_PERSON: dict[str, Callable[[str, Any], Any]] = {one.name: _text for one in fields(Person)}
_READ: Final[dict[str, Callable[[str, Any], Any]]] = {
    **dict.fromkeys(_COMPARED, _text),
    "kind": _one_of(get_args(CardKind)),
    "tags": _texts,
    "extra": _texts,
    "fields": _pairs,
    **dict.fromkeys(("emails", "phones", "links"), _REACHES),
    "addresses": _rows(Address, _ADDRESS | {"kind": _KIND, "preferred": _flag}),
    "people": _rows(Person, _PERSON | {"do_not_call": _flag, "phones": _REACHES, "emails": _REACHES}),
}
