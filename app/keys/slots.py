"""Who holds a key to the book: one slot for each user, one for the recovery key, and the firm's signature over all.

The data key, which the database is encrypted with, is sealed for each public key; whoever has a private half opens it.
Only who has the book open can sign: the firm's signing key is kept inside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.errors import BookDamaged, NotAllowed, NotFound
from app.keys.sealing import CannotOpen, Cost, Wrapped, new_key, public_half, seal, unseal, unwrap, wrap

RECOVERY: Final = ""
"""In place of a login: the printed key's slot."""
_NO_KEY = "The login or the password is wrong."
_ABSURD = (
    "The keys file of this book asks for more work than Housebook ever does, or for less: somebody changed it. Put"
    " book and keys back from a copy of both, or restore the last backup."
)
_NOT_RECOVERY = "This is not the recovery key of this book."
_NO_RECOVERY = "This book has no recovery key by now. An owner can make a new recovery sheet."


@dataclass(frozen=True, slots=True)
class Slot:
    """What one user, or the recovery key, opens the book with. The recovery key's private half is nowhere kept."""

    user_id: int
    """The user's key in the book, and so theirs whatever their login is; 0: the recovery key."""
    login: str
    public: bytes
    sealed: bytes
    wrapped: Wrapped | None


@dataclass(frozen=True, slots=True)
class Slots:
    """All slots of a book; `firm` is the public half of the firm's signing key, `generation` counts data keys."""

    firm: bytes
    generation: int
    slots: tuple[Slot, ...]
    before: tuple[Slot, ...] = ()
    """While the book is being written anew: the same people's for the data key before."""
    plain_too: bool = False
    """While the book is being encrypted or decrypted: it may be without a key still, or already."""
    signature: bytes = b""

    def of(self, login: str) -> Slot:
        """The slot of a user. Raises NotFound."""
        for slot in self.slots:
            if slot.login == login:
                return slot
        raise NotFound(f"{login} has no key to this book." if login != RECOVERY else _NO_RECOVERY)

    @property
    def logins(self) -> tuple[str, ...]:
        """Who has a slot, the recovery key aside."""
        return tuple(slot.login for slot in self.slots if slot.login != RECOVERY)


def first_slots(
    data_key: bytes, signing: bytes, user: tuple[int, str], password: str, recovery: bytes, cost: Cost | None = None
) -> Slots:
    """The slots of a new book: its first user's, who has this id and login, and the recovery key's. Still unsigned."""
    printed = public_half(recovery)
    empty = Slots(firm_of(signing), 1, (Slot(0, RECOVERY, printed, _sealed(data_key, printed, 0, 1), None),))
    return with_slot(empty, data_key, user, password, cost)


def with_slot(slots: Slots, data_key: bytes, user: tuple[int, str], password: str, cost: Cost | None = None) -> Slots:
    """The slots with one for the user of this id and login, new or in place of an older one."""
    user_id, login = user
    private = new_key()
    public = public_half(private)
    sealed = _sealed(data_key, public, user_id, slots.generation)
    made = Slot(user_id, login, public, sealed, wrap(private, password, _of_user(public), cost))
    others, before = _without(slots.slots, user_id), _without(slots.before, user_id)
    return replace(slots, slots=(*others, made), before=before, signature=b"")


def with_recovery(slots: Slots, data_key: bytes, public: bytes) -> Slots:
    """The slots with another recovery key, whose public half this is; the one before opens nothing any more."""
    made = Slot(0, RECOVERY, public, _sealed(data_key, public, 0, slots.generation), None)
    others, before = _without(slots.slots, 0), _without(slots.before, 0)
    return replace(slots, slots=(made, *others), before=before, signature=b"")


def with_users(slots: Slots, users: Mapping[int, str]) -> Slots:
    """The slots of these users alone, by the logins that they have now, and the recovery key's."""
    known = {0: RECOVERY, **users}
    kept = tuple(replace(one, login=known[one.user_id]) for one in slots.slots if one.user_id in known)
    return slots if kept == slots.slots else replace(slots, slots=kept, signature=b"")


def with_halves(slots: Slots, halves: Mapping[int, bytes]) -> Slots:
    """The slots with just these public halves: others were put there past the program."""
    kept = {one.user_id: one for one in slots.slots if halves.get(one.user_id) == one.public}
    return replace(slots, slots=tuple(kept.values()), before=(), signature=b"")


def with_data_key(slots: Slots, data_key: bytes, before: bytes) -> Slots:
    """The same people with a new data key, and with the one that the book has until it is written anew.

    Each public key seals it, so that nobody's password is needed.
    """
    generation = slots.generation + 1
    older = _resealed(slots.slots, before, slots.generation)
    newer = _resealed(slots.slots, data_key, generation)
    return replace(slots, generation=generation, slots=newer, before=older, signature=b"")


def with_one_data_key(slots: Slots) -> Slots:
    """The slots without those for the data key before: the book has the newest one."""
    return replace(slots, before=(), plain_too=False, signature=b"")


def with_this_data_key(slots: Slots, data_key: bytes) -> Slots:
    """The same people with this data key alone, whichever of two the book has got."""
    return with_one_data_key(replace(slots, slots=_resealed(slots.slots, data_key, slots.generation)))


def private_key(slot: Slot, password: str) -> bytes:
    """A user's private key. Raises NotAllowed, and BookDamaged where trying would take absurdly long, or no time."""
    if slot.wrapped is None:
        raise NotAllowed(_NO_KEY)
    if not slot.wrapped.cost.bearable():
        raise BookDamaged(_ABSURD)
    try:
        return unwrap(slot.wrapped, password, _of_user(slot.public))
    except CannotOpen as fault:
        raise NotAllowed(_NO_KEY) from fault


def data_keys_with(slots: Slots, login: str, private: bytes) -> tuple[bytes, ...]:
    """The data key, by somebody's private key or the recovery key; and the one before, while it may still be the
    book's. Raises NotAllowed."""
    mine = slots.of(login)
    sealed = [(mine.sealed, slots.generation)]
    sealed += [(slot.sealed, slots.generation - 1) for slot in slots.before if slot.user_id == mine.user_id]
    try:
        return tuple(unseal(box, private, _of_book(mine.user_id, generation)) for box, generation in sealed)
    except CannotOpen as fault:
        raise NotAllowed(_NOT_RECOVERY if login == RECOVERY else _NO_KEY) from fault


def halves_of(slots: Slots) -> dict[int, bytes]:
    """The public halves by user; 0: the recovery key's."""
    return {slot.user_id: slot.public for slot in slots.slots}


def signed(slots: Slots, signing: bytes, covered: bytes) -> Slots:
    """The slots with the firm's signature over `covered`, which is what the file has of them."""
    return replace(slots, signature=Ed25519PrivateKey.from_private_bytes(signing).sign(covered))


def is_signed(slots: Slots, covered: bytes) -> bool:
    """Whether the signature is that of the firm whose public key stands in the file."""
    try:
        Ed25519PublicKey.from_public_bytes(slots.firm).verify(slots.signature, covered)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_of_firm(slots: Slots, signing: bytes) -> bool:
    """Whether this is the signing key whose public half stands in the file: whether book and file belong together."""
    return firm_of(signing) == slots.firm


def firm_of(signing: bytes) -> bytes:
    """The public half of a firm's signing key."""
    return Ed25519PrivateKey.from_private_bytes(signing).public_key().public_bytes_raw()


def new_signing_key() -> bytes:
    """The private half of a firm's signing key."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def _without(slots: tuple[Slot, ...], user_id: int) -> tuple[Slot, ...]:
    return tuple(slot for slot in slots if slot.user_id != user_id)


def _resealed(slots: tuple[Slot, ...], data_key: bytes, generation: int) -> tuple[Slot, ...]:
    return tuple(replace(one, sealed=_sealed(data_key, one.public, one.user_id, generation)) for one in slots)


def _sealed(data_key: bytes, public: bytes, user_id: int, generation: int) -> bytes:
    return seal(data_key, public, _of_book(user_id, generation))


def _of_user(public: bytes) -> str:
    """Not by login: that may change while nobody knows the password."""
    return f"housebook private key of {public.hex()}"


def _of_book(user_id: int, generation: int) -> str:
    return f"housebook data key {generation} for user {user_id}"
