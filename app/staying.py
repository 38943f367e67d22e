"""Who stays signed in on this computer: their private key is kept in its store, until it no longer fits.

Where their window is locked it is taken out, and put back when they have said the password.
"""

from __future__ import annotations

import logging

from app.computer import kept_keys
from app.errors import HousebookError, PasswordNeeded, Refused
from app.keys.sealing import public_half
from app.keys.slots import Slot, Slots

LOG = logging.getLogger(__name__)


def who_stays(slots: Slots) -> list[Slot]:
    """Who needs no password on this computer; kept keys of those who have none to the book any more are forgotten."""
    known = {name_of(slots, slot.user_id) for slot in slots.slots}
    for name in kept_keys.names():
        if name.startswith(name_of(slots)) and name not in known:
            kept_keys.forget(name)
    return [slot for slot in whose_keys(slots) if kept_keys.stays(name_of(slots, slot.user_id))]


def whose_keys(slots: Slots) -> list[Slot]:
    """Who asked to stay, whether their key is kept now or when they have said the password."""
    names = kept_keys.names()
    return [slot for slot in slots.slots if name_of(slots, slot.user_id) in names]


def kept_private_key(slots: Slots, login: str | None) -> tuple[Slot, bytes] | None:
    """The key that is kept for this login, or for the one who stays if it is nobody's; with whose it is by now.

    Raises PasswordNeeded where the store does not give it out; one that no longer fits is forgotten.
    """
    slot = _meant(slots, login)
    if slot is None:
        return None
    name = name_of(slots, slot.user_id)
    try:
        private = kept_keys.kept(name)
    except kept_keys.StoreClosed as fault:
        raise PasswordNeeded(slot.login, str(fault)) from fault
    if private is None or len(private) != len(slot.public) or public_half(private) != slot.public:
        kept_keys.forget(name)
        return None
    return slot, private


def keep_key(slots: Slots, slot: Slot, private: bytes) -> None:
    """Let a user stay signed in. Raises Refused where no store keeps the key."""
    kept_keys.keep(name_of(slots, slot.user_id), private)


def forget_kept(slots: Slots, login: str) -> bool:
    """Let a user stay no longer. Whether they did."""
    return any(kept_keys.forget(name_of(slots, slot.user_id)) for slot in slots.slots if slot.login == login)


def take_out(slots: Slots, user_id: int) -> None:
    """Keep the key of a user who stays no longer, until they have said the password: they locked their window.

    Raises HousebookError where it may still be kept.
    """
    try:
        kept_keys.take_out(name_of(slots, user_id))
    except kept_keys.StoreClosed as fault:
        raise HousebookError(str(fault)) from fault


def put_back(slots: Slots, slot: Slot, private: bytes) -> None:
    """The user said the password; where the store does not take the key, it is asked for once more."""
    if kept_keys.rests(name_of(slots, slot.user_id)):
        try:
            keep_key(slots, slot, private)
        except (Refused, OSError):
            LOG.warning("The password will be asked for once more", exc_info=True)


def nobody_stays() -> bool:
    """Whether no key of any book is kept here, nor will be again."""
    return not kept_keys.names()


def name_of(slots: Slots, user_id: int | None = None) -> str:
    """What a user's key is kept under: their book by its firm's own key, wherever its file is."""
    return f"{slots.firm.hex()}/{'' if user_id is None else user_id}"


def _meant(slots: Slots, login: str | None) -> Slot | None:
    staying = who_stays(slots)
    if login in slots.logins:
        return next((slot for slot in staying if slot.login == login), None)
    return staying[0] if len(staying) == 1 else None
