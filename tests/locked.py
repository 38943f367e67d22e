"""A real encrypted book for tests: made once a run, copied with its keys."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.features.customers.commands import AddCustomer
from app.features.team import AddUser
from app.keys.place import keys_path
from app.sign_in import create
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
