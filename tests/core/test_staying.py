"""Staying signed in: the user's own key in an allowed store of this computer, and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import KeyringLocked

from app.computer import kept_keys
from app.computer.places import resting_file, staying_file
from app.errors import HousebookError, NotAllowed, PasswordNeeded, Refused
from app.features.access import LockUser, SetPassword
from app.features.team import EditUser, users
from app.keys.place import keys_path
from app.new_key import change_key
from app.sign_in import ask_again, forget_key, kept_here, sign_in, sign_in_with_recovery_key, staying
from tests.keyrings import MemoryKeyring, allowed
from tests.locked import ANNS, BENS, Locked

NEW = "two new red hats"
ONE = "the password of ann is needed"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    with allowed(monkeypatch) as made:
        yield made


@pytest.fixture
def ann_stays(store: MemoryKeyring, locked: Locked) -> Locked:
    sign_in(locked.place, "ann", ANNS, stay=True).close()
    return locked


def opens(locked: Locked, login: str | None = "ann") -> str:
    with closing(sign_in(locked.place, login, None)) as book:
        return book.user.login


def test_who_stays_opens_the_book_without_a_password(ann_stays: Locked, store: MemoryKeyring) -> None:
    assert opens(ann_stays) == "ann" and opens(ann_stays, None) == "ann"
    with pytest.raises(PasswordNeeded):
        opens(ann_stays, "ben")
    assert staying(ann_stays.place) == ["ann"]
    (kept,) = store.kept.values()
    assert ANNS not in kept and len(kept) == 44


def test_nothing_of_it_stands_in_the_file_that_notes_who_stays(ann_stays: Locked, store: MemoryKeyring) -> None:
    (kept,) = store.kept.values()
    assert kept not in staying_file().read_text()


def test_who_asks_for_the_password_again_is_forgotten(ann_stays: Locked, store: MemoryKeyring) -> None:
    assert forget_key(ann_stays.place, "ann") is True
    assert store.kept == {} and staying(ann_stays.place) == []
    with pytest.raises(PasswordNeeded):
        opens(ann_stays)
    assert forget_key(ann_stays.place, "ann") is False


def new_password(locked: Locked) -> None:
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        book.do(SetPassword("ann", NEW))


def recovered(locked: Locked) -> None:
    sign_in_with_recovery_key(locked.place, "ann", locked.words, NEW).close()


def locked_out(locked: Locked) -> None:
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        ben = next(one for one in book.ask(users) if one.login == "ben")
        book.do(EditUser(ben.id, {"role": ("staff", "owner")}))
    with closing(sign_in(locked.place, "ben", BENS)) as book:
        book.do(LockUser("ann"))


@pytest.mark.parametrize("happens", [new_password, recovered, locked_out])
def test_a_key_that_no_longer_fits_is_forgotten_and_the_password_asked(
    ann_stays: Locked, store: MemoryKeyring, happens: Callable[[Locked], None]
) -> None:
    happens(ann_stays)
    with pytest.raises(PasswordNeeded, match=r"^The password of ann is needed"):
        opens(ann_stays)
    assert store.kept == {} and staying(ann_stays.place) == []


def test_another_key_of_the_book_asks_who_stays_for_the_password_once(ann_stays: Locked, store: MemoryKeyring) -> None:
    change_key(ann_stays.place, "ann", ANNS).book.close()
    assert store.kept == {}
    with pytest.raises(PasswordNeeded):
        opens(ann_stays)
    sign_in(ann_stays.place, "ann", ANNS, stay=True).close()
    assert opens(ann_stays) == "ann"


def test_a_lock_takes_the_key_out_of_the_store_and_the_password_puts_it_back(
    ann_stays: Locked, store: MemoryKeyring
) -> None:
    ask_again(ann_stays.place, 1)
    assert store.kept == {} and staying(ann_stays.place) == [] and kept_here(ann_stays.place) == ["ann"]
    with pytest.raises(PasswordNeeded):
        opens(ann_stays)
    with pytest.raises(NotAllowed):
        sign_in(ann_stays.place, "ann", BENS)
    assert store.kept == {}
    sign_in(ann_stays.place, "ann", ANNS).close()
    assert opens(ann_stays) == "ann" and len(store.kept) == 1


@pytest.mark.parametrize("file", [resting_file, staying_file])
@pytest.mark.parametrize("left", [None, b"[", b'["x"]'])
def test_no_file_that_is_taken_away_or_changed_opens_what_was_locked(
    ann_stays: Locked, file: Callable[[], Path], left: bytes | None
) -> None:
    noted = staying_file().read_bytes()
    ask_again(ann_stays.place, 1)
    file().unlink() if left is None else file().write_bytes(left)
    with pytest.raises(PasswordNeeded):
        opens(ann_stays)
    staying_file().write_bytes(noted)
    with pytest.raises(PasswordNeeded):
        opens(ann_stays)
    sign_in(ann_stays.place, "ann", ANNS, stay=True).close()
    assert opens(ann_stays) == "ann"


def test_a_lock_holds_and_the_password_opens_though_nothing_can_be_noted(
    ann_stays: Locked, store: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", refuse)
        ask_again(ann_stays.place, 1)
        assert store.kept == {}
    with pytest.raises(PasswordNeeded):
        opens(ann_stays)
    sign_in(ann_stays.place, "ann", ANNS, stay=True).close()
    ask_again(ann_stays.place, 1)
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", refuse)
        sign_in(ann_stays.place, "ann", ANNS).close()
    assert kept_here(ann_stays.place) == ["ann"]


def test_a_store_that_does_not_answer_at_the_lock_is_told_and_asked_again(
    ann_stays: Locked, store: MemoryKeyring
) -> None:
    store.fault = KeyringLocked("dismissed")
    with pytest.raises(HousebookError, match="your key may still be in it"):
        ask_again(ann_stays.place, 1)
    assert staying(ann_stays.place) == []
    with pytest.raises(PasswordNeeded):
        opens(ann_stays)
    sign_in(ann_stays.place, "ann", ANNS).close()
    assert staying(ann_stays.place) == []
    store.fault = None
    ask_again(ann_stays.place, 1)
    assert store.kept == {} and kept_here(ann_stays.place) == ["ann"]


def test_who_locked_and_wants_to_stay_no_longer_is_forgotten(ann_stays: Locked, store: MemoryKeyring) -> None:
    ask_again(ann_stays.place, 1)
    assert forget_key(ann_stays.place, "ann") is True
    sign_in(ann_stays.place, "ann", ANNS).close()
    assert store.kept == {} and kept_here(ann_stays.place) == []


def test_a_book_whose_keys_file_is_away_at_the_lock_is_told(ann_stays: Locked) -> None:
    keys_path(Path(ann_stays.place)).unlink()
    with pytest.raises(HousebookError, match="keys file of this book is missing"):
        ask_again(ann_stays.place, 1)


def refuse(_number: int) -> None:
    raise OSError(28, "No space left on device")


def test_who_was_renamed_stays(ann_stays: Locked) -> None:
    with closing(sign_in(ann_stays.place, "ann", ANNS)) as book:
        ann = next(one for one in book.ask(users) if one.login == "ann")
        book.do(EditUser(ann.id, {"login": ("ann", "annika")}))
    assert opens(ann_stays, "ann") == "annika"


def test_the_keys_file_of_another_book_gets_no_key(ann_stays: Locked, tmp_path: Path) -> None:
    from app.sign_in import create

    other = tmp_path / "other.book"
    create(str(other), "Other", "ann", "Ann", ANNS)[0].close()
    keys_path(Path(ann_stays.place)).write_bytes(keys_path(other).read_bytes())
    with pytest.raises(PasswordNeeded):
        opens(ann_stays)


def test_a_keyring_that_is_locked_or_dismissed_is_told(ann_stays: Locked, store: MemoryKeyring) -> None:
    store.fault = KeyringLocked("dismissed")
    with pytest.raises(PasswordNeeded, match=r"keyring is locked or was dismissed\. The password of ann"):
        opens(ann_stays)
    with pytest.raises(Refused, match="did not keep the key"):
        sign_in(ann_stays.place, "ben", BENS, stay=True)
    store.fault = None
    assert opens(ann_stays) == "ann"


def test_a_store_that_gives_back_another_value_keeps_nothing(locked: Locked, store: MemoryKeyring) -> None:
    store.garbles = True
    with pytest.raises(Refused, match="did not keep the key"):
        sign_in(locked.place, "ann", ANNS, stay=True)
    assert store.kept == {} and staying(locked.place) == []


class PlainFile(KeyringBackend):
    """As keyrings.alt has them: a file that anybody can read."""

    priority = 9

    def __init__(self, path: Path) -> None:
        self.path = path

    def get_password(self, service: str, username: str) -> str | None:
        return self.path.read_text() if self.path.exists() else None

    def set_password(self, service: str, username: str, password: str) -> None:
        self.path.write_text(password)

    def delete_password(self, service: str, username: str) -> None:
        self.path.unlink()


class Sly(MemoryKeyring):
    """Descends from an allowed one, and is none."""


def made(kind: Any) -> KeyringBackend:
    found: KeyringBackend = kind()
    return found


@pytest.mark.parametrize("kind", ["plain file", "none", "null", "sly", "chain of none"])
def test_a_store_that_is_not_allowed_gets_nothing(
    kind: str, locked: Locked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = PlainFile(tmp_path / "keys.cfg")
    monkeypatch.setattr(ChainerBackend, "backends", [plain, made(NullKeyring)])
    stores: dict[str, KeyringBackend] = {
        "plain file": plain,
        "none": made(NoKeyring),
        "null": made(NullKeyring),
        "sly": Sly(),
        "chain of none": made(ChainerBackend),
    }
    with allowed(monkeypatch, stores[kind]):
        assert "asks for the password each time" in kept_keys.why_not()
        with pytest.raises(Refused, match="no store for keys that Housebook trusts"):
            sign_in(locked.place, "ann", ANNS, stay=True)
    assert not plain.path.exists() and not staying_file().exists()


def test_of_several_stores_only_the_allowed_one_is_used(
    locked: Locked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, memory = PlainFile(tmp_path / "keys.cfg"), MemoryKeyring()
    monkeypatch.setattr(ChainerBackend, "backends", [plain, memory])
    with allowed(monkeypatch, made(ChainerBackend)):
        sign_in(locked.place, "ann", ANNS, stay=True).close()
        assert len(memory.kept) == 1 and not plain.path.exists()
        assert opens(locked) == "ann"


def test_a_computer_without_a_store_says_so_and_keeps_nothing(locked: Locked) -> None:
    """The tests' own surroundings name no store, as on a machine without a screen."""
    assert isinstance(keyring.get_keyring(), NoKeyring)
    assert "Secret Service, KWallet, Windows, macOS" in kept_keys.why_not()
    with pytest.raises(Refused, match="asks for the password each time"):
        sign_in(locked.place, "ann", ANNS, stay=True)
    assert staying(locked.place) == [] and not staying_file().exists()


def test_a_wrong_password_keeps_nothing(locked: Locked, store: MemoryKeyring) -> None:
    with pytest.raises(NotAllowed):
        sign_in(locked.place, "ann", BENS, stay=True)
    assert store.kept == {}
    with pytest.raises(HousebookError):
        opens(locked)
