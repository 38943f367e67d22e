"""Books for tests: a fresh real one on each engine, copied from one that was made once a run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app.book import Book, create_book, open_book
from app.rules.permissions import GRANTED, Rights, Role
from app.users import SignedIn
from tests.postgres import drop_database, fresh_database, run_folder


def somebody(role: Role, key: int = 1, login: str = "val", name: str = "Val") -> SignedIn:
    """Who is signed in with the rights that a new book gives to a role."""
    return SignedIn(key, login, name, role.value, Rights(GRANTED[role]))


FIRM, OWNER = "Nordlicht Handel", "ann"


@cache
def _new_file(process: Path) -> Path:
    path = process / "template.book"
    create_book(str(path), FIRM, OWNER, "Ann Becker").close()
    return path


@cache
def _new_database() -> str:
    url = fresh_database()
    create_book(url, FIRM, OWNER, "Ann Becker").close()
    return url


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book as it is on its first day, closed; to be copied."""
    return _new_file(tmp_path_factory.mktemp("template"))


@pytest.fixture
def place(engine_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Where a book of its first day stands, on each engine in turn."""
    run_folder()
    if engine_kind == "sqlite":
        path = tmp_path / "firm.book"
        shutil.copyfile(request.getfixturevalue("new_file"), path)
        yield str(path)
        return
    url = fresh_database(template=_new_database())
    yield url
    drop_database(url)


@pytest.fixture
def book(place: str) -> Iterator[Book]:
    """A book of its first day, opened by its owner Ann, on each engine in turn."""
    opened = open_book(place, OWNER)
    yield opened
    opened.close()


@pytest.fixture
def file_book(tmp_path: Path, new_file: Path) -> Iterator[Book]:
    """A book of its first day in a file, for tests of what is the same on both engines."""
    path = tmp_path / "firm.book"
    shutil.copyfile(new_file, path)
    opened = open_book(str(path), OWNER)
    yield opened
    opened.close()
