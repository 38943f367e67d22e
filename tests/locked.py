"""A real encrypted book for tests: made once a run, copied with its keys."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.features.customers.commands import AddCustomer
from app.features.team import AddUser
from app.keys.keys_file import read_keys, write_keys
from app.keys.place import keys_path
from app.keys.sealing import new_key, public_half
from app.sign_in import create, sign_in
from app.unlocking import signing_key
from tests.books import FIRM

ANNS, BENS = "sun boat grey kettle", "four dry old trees"
CUSTOMER = "Talleres Ibáñez"


@dataclass(frozen=True)
class Locked:
    """Where it is, and the words of its recovery key. Ann is its owner; Ben may add and change."""

    place: str
    words: str


def _made(folder: Path) -> Locked:
    path = folder / "locked.book"
    book, words = create(str(path), FIRM, "ann", "Ann Becker", ANNS)
    book.do(AddUser("ben", "Ben Okafor", "staff", password=BENS))
    book.do(AddCustomer("company", CUSTOMER))
    book.close()
    return Locked(str(path), words)


def planted(locked: Locked, login: str) -> bytes:
    """What a member of staff can do to the keys file with other tools: another public half, and the firm's signature.

    Answers the private half of it.
    """
    private, path = new_key(), keys_path(Path(locked.place))
    with closing(sign_in(locked.place, "ben", BENS)) as book:
        signing = book.ask(signing_key) or b""
    slots = read_keys(path)
    theirs = [replace(one, public=public_half(private)) if one.login == login else one for one in slots.slots]
    write_keys(path, replace(slots, slots=tuple(theirs)), signing)
    return private


@pytest.fixture(scope="session")
def new_locked(tmp_path_factory: pytest.TempPathFactory) -> Locked:
    return _made(tmp_path_factory.mktemp("locked"))


@pytest.fixture
def locked(new_locked: Locked, tmp_path: Path) -> Locked:
    """An encrypted book with two users and a customer, closed."""
    path = tmp_path / "locked.book"
    shutil.copyfile(new_locked.place, path)
    shutil.copyfile(keys_path(Path(new_locked.place)), keys_path(path))
    return Locked(str(path), new_locked.words)
