"""What tests of damage begin with: a book's file of its own, and as if it were a large one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.store import damage


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the file were too large to be looked through when it is opened."""
    monkeypatch.setattr(damage, "_SMALL", 0)


@pytest.fixture
def path(tmp_path: Path, new_file: Path) -> Path:
    made = tmp_path / "firm.book"
    shutil.copyfile(new_file, made)
    return made
