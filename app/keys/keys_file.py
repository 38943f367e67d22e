"""The keys file: what stands beside an encrypted book, so that whoever holds a key can open it.

JSON with bytes in base64. It is no secret: without a password or the recovery key it opens nothing.
"""

from __future__ import annotations

import json
import stat
from base64 import b64decode, b64encode
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

from app.disk import replace_file
from app.errors import BookDamaged, BookUnreachable
from app.keys.sealing import KEY_BYTES, Cost, Wrapped
from app.keys.slots import Slot, Slots, firm_of, is_signed, signed

T = TypeVar("T")
_FORM: Final = 1
_LARGEST: Final = 4_000_000
"""Some ten thousand users: no keys file of ours is larger, and a planted one shall not fill the memory."""
_MOST: Final = 2**63
_LOST = (
    "The keys file of this book is missing: {path}. Without it nobody can open the book. Put it back from where"
    " the book was copied from; or restore the last backup, which is a book of its own."
)
_DAMAGED = (
    "The keys file of this book is damaged or was changed: {path}. Put book and keys back from a copy of both, or"
    " restore the last backup."
)


def read_keys(path: Path) -> Slots:
    """The slots of a keys file. Raises BookUnreachable where it is missing, BookDamaged where it is not as written."""
    slots = keys_in_bytes(bytes_of_keys(path))
    if slots is None:
        raise BookDamaged(_DAMAGED.format(path=path))
    return slots


def bytes_of_keys(path: Path) -> bytes:
    """A keys file as it stands there. Raises BookUnreachable."""
    try:
        return _data(path)
    except FileNotFoundError as fault:
        raise BookUnreachable(_LOST.format(path=path)) from fault
    except OSError as fault:
        raise BookUnreachable(f"The keys file {path} cannot be read: {fault.strerror}.") from fault


def _data(path: Path) -> bytes:
    """What stands in it; nothing where it is no file: a pipe that was put there would never end."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        return b""
    with path.open("rb") as file:
        return file.read(min(found.st_size, _LARGEST) + 1)


def write_keys(path: Path, slots: Slots, signing: bytes) -> Slots:
    """Sign the slots as the firm that has this key, and put them in the place of what stands there: at each moment one
    of the two is there whole."""
    slots = replace(slots, firm=firm_of(signing))
    slots = signed(slots, signing, _covered(slots))
    try:
        replace_file(path, _text(slots), private=False)
    except OSError as fault:
        raise BookUnreachable(f"The keys file {path} cannot be written: {fault.strerror}. It is as it was.") from fault
    return slots


def _text(slots: Slots) -> bytes:
    return json.dumps({**_told(slots), "signature": _b64(slots.signature)}, indent=1).encode()


def _covered(slots: Slots) -> bytes:
    """What the signature is over: all but itself, in one way of writing it."""
    return json.dumps(_told(slots), sort_keys=True, separators=(",", ":")).encode()


def _told(slots: Slots) -> dict[str, Any]:
    told: dict[str, Any] = {
        "housebook keys": _FORM,
        "firm": _b64(slots.firm),
        "generation": slots.generation,
        "slots": [_told_slot(slot) for slot in slots.slots],
        "before": [_told_slot(slot) for slot in slots.before],
    }
    return told | ({"plain too": True} if slots.plain_too else {})


def _told_slot(slot: Slot) -> dict[str, Any]:
    told: dict[str, Any] = {"user": slot.user_id, "login": slot.login}
    told |= {"public": _b64(slot.public), "sealed": _b64(slot.sealed)}
    if slot.wrapped is not None:
        cost = slot.wrapped.cost
        told["password"] = {
            "passes": cost.passes, "memory": cost.memory, "lanes": cost.lanes,
            "salt": _b64(slot.wrapped.salt), "box": _b64(slot.wrapped.box),
        }  # fmt: skip
    return told


@lru_cache(maxsize=4)
def keys_in_bytes(data: bytes) -> Slots | None:
    """The slots, if this is a keys file that its firm has signed. Who signs in has had the same bytes looked at just
    before, when their login was offered."""
    if len(data) > _LARGEST:
        return None
    try:
        told = json.loads(data)
        if _whole(told["housebook keys"]) != _FORM:
            return None
        found, before = (tuple(_slot(one) for one in _of(list, told[name])) for name in ("slots", "before"))
        firm, generation, plain_too = _bytes(told["firm"]), _whole(told["generation"]), told.get("plain too") is True
        slots = Slots(firm, generation, found, before, plain_too, _bytes(told["signature"]))
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return slots if is_signed(slots, _covered(slots)) else None


def _slot(found: Any) -> Slot:
    told = _of(dict, found)
    under = told.get("password")
    wrapped = None if under is None else _wrapped(_of(dict, under))
    login, public = _of(str, told["login"]), _bytes(told["public"])
    login.encode()  # halves of characters are no login, and cannot be shown
    if len(public) != KEY_BYTES:
        raise ValueError
    return Slot(_whole(told["user"]), login, public, _bytes(told["sealed"]), wrapped)


def _wrapped(told: dict[str, Any]) -> Wrapped:
    cost = Cost(_whole(told["passes"]), _whole(told["memory"]), _whole(told["lanes"]))
    return Wrapped(cost, _bytes(told["salt"]), _bytes(told["box"]))


def _of(kind: type[T], found: Any) -> T:
    """What was found, if it is of this kind."""
    if type(found) is not kind:
        raise TypeError
    return found


def _whole(found: Any) -> int:
    """A number as we write them: neither 1.5 nor Infinity, and none that no other library takes."""
    number = _of(int, found)
    if not 0 <= number < _MOST:
        raise ValueError
    return number


def _b64(data: bytes) -> str:
    return b64encode(data).decode()


def _bytes(found: Any) -> bytes:
    return b64decode(_of(str, found), validate=True)
