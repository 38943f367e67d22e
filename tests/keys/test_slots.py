"""Slots: each opens the book with their own password, nobody else does, and a new data key asks for none."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

import pytest

from app.errors import BookDamaged, NotAllowed, NotFound
from app.keys.sealing import MOST, Cost, Wrapped, new_key
from app.keys.slots import (
    RECOVERY,
    Slots,
    data_keys_with,
    first_slots,
    new_signing_key,
    private_key,
    with_data_key,
    with_one_data_key,
    with_slot,
    with_users,
)

CHEAP = Cost(1, 8_192, 1)
DATA, SIGNING, PRINTED = new_key(), new_signing_key(), new_key()


def slots_of_ann() -> Slots:
    return first_slots(DATA, SIGNING, (1, "ann"), "correct horse", PRINTED, CHEAP)


def opened(slots: Slots, login: str, password: str) -> bytes:
    return data_keys_with(slots, login, private_key(slots.of(login), password))[0]


def test_the_password_opens_and_another_does_not() -> None:
    slots = slots_of_ann()
    assert opened(slots, "ann", "correct horse") == DATA
    with pytest.raises(NotAllowed, match="The login or the password is wrong"):
        opened(slots, "ann", "correct house")


def test_a_password_is_the_same_however_its_letters_are_put_together() -> None:
    slots = first_slots(DATA, SIGNING, (1, "ann"), "caf\u00e9", PRINTED, CHEAP)
    assert opened(slots, "ann", "cafe\u0301") == DATA


def test_the_printed_key_opens_and_another_does_not() -> None:
    slots = slots_of_ann()
    assert data_keys_with(slots, RECOVERY, PRINTED) == (DATA,)
    with pytest.raises(NotAllowed, match="not the recovery key of this book"):
        data_keys_with(slots, RECOVERY, new_key())


def test_each_user_has_a_key_of_their_own() -> None:
    slots = with_slot(slots_of_ann(), DATA, (2, "ben"), "battery staple", CHEAP)
    assert opened(slots, "ben", "battery staple") == DATA
    assert slots.logins == ("ann", "ben")
    with pytest.raises(NotAllowed):
        opened(slots, "ben", "correct horse")
    with pytest.raises(NotFound, match="cas has no key to this book"):
        slots.of("cas")


def test_somebody_elses_slot_under_my_login_opens_nothing() -> None:
    slots = with_slot(slots_of_ann(), DATA, (2, "ben"), "battery staple", CHEAP)
    swapped = replace(slots, slots=(replace(slots.of("ben"), user_id=1, login="ann"),))
    with pytest.raises(NotAllowed):
        opened(swapped, "ann", "battery staple")


def test_another_password_takes_the_place_of_the_old_one() -> None:
    slots = with_slot(slots_of_ann(), DATA, (1, "ann"), "new horse", CHEAP)
    assert opened(slots, "ann", "new horse") == DATA and slots.logins == ("ann",)
    with pytest.raises(NotAllowed):
        opened(slots, "ann", "correct horse")


def test_after_a_departure_those_who_stay_open_the_new_key_with_their_passwords() -> None:
    slots = with_slot(slots_of_ann(), DATA, (2, "ben"), "battery staple", CHEAP)
    gone, new = slots.of("ben"), new_key()
    slots = with_data_key(with_users(slots, {1: "ann"}), new, DATA)
    assert opened(slots, "ann", "correct horse") == new
    assert data_keys_with(slots, RECOVERY, PRINTED) == (new, DATA)
    assert data_keys_with(with_one_data_key(slots), RECOVERY, PRINTED) == (new,)
    kept = replace(slots, slots=(*slots.slots, gone))
    with pytest.raises(NotAllowed):
        opened(kept, "ben", "battery staple")


@pytest.mark.parametrize(
    "cost",
    [
        *(Cost(2**31, 65_536, 4), Cost(3, 2**31, 4), Cost(3, 65_536, 2**24 - 1), Cost(0, 8, 1), Cost(3, 8_192, 4_000)),
        *(Cost(7, 65_536, 4), Cost(3, 262_145, 4), Cost(10, 1_048_576, 16), Cost(3, 262_144, 17)),
    ],
)
def test_a_planted_cost_neither_hangs_nor_cheapens(cost: Cost) -> None:
    slot = slots_of_ann().of("ann")
    assert slot.wrapped is not None
    planted = replace(slot, wrapped=Wrapped(cost, slot.wrapped.salt, slot.wrapped.box))
    began = monotonic()
    with pytest.raises(BookDamaged, match="asks for more work"):
        private_key(planted, "correct horse")
    assert monotonic() - began < 1
    assert MOST.bearable() and Cost().bearable() and not cost.bearable()
