"""What tests of pages begin with, unless they say it otherwise: a scene over a file, and a customer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.book import Book
from app.features.customers.commands import AddCustomer
from tests.pages.scene import Scene, scene


@pytest.fixture
def stage(qtbot: QtBot, file_book: Book, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, file_book, tmp_path) as made:
        yield made


@pytest.fixture
def customer(stage: Scene) -> int:
    return int(stage.do(AddCustomer("company", "Talleres Ibáñez")))
