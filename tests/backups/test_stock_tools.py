"""In ten years, without Housebook: the tools age, zstd and tar open a backup, as the manual says."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from shutil import which

import pytest

from app.archive.seal import as_identity
from app.backing_up import back_up
from app.book import Book
from app.features.customers.commands import AddCustomer
from app.keys.recovery import from_words
from app.keys.sealing import new_key

TOOLS = ("age", "zstd", "tar")
MISSING = [tool for tool in TOOLS if which(tool) is None]


@pytest.mark.skipif(bool(MISSING), reason=f"not on this machine: {', '.join(MISSING)}")
def test_the_tools_of_every_system_open_it(book: Book, tmp_path: Path) -> None:
    book.do(AddCustomer(name="Talleres Ibáñez"))
    told: list[str] = []
    file = back_up(book, tmp_path / "kept", told.append).file

    assert taken_out(file, from_words(told[0]), tmp_path / "out") == 0

    header = json.loads((tmp_path / "out" / "header.json").read_text("utf-8"))
    assert header["firm"] == book.firm
    assert "Talleres Ibáñez" in (tmp_path / "out" / "tables" / "customers.jsonl").read_text("utf-8")
    assert taken_out(file, new_key(), tmp_path / "nothing") != 0
    assert not any((tmp_path / "nothing").iterdir())


def taken_out(file: Path, private: bytes, folder: Path) -> int:
    """What the manual says is typed."""
    folder.mkdir()
    key = folder.with_suffix(".txt")
    key.write_text(as_identity(private))
    line = 'set -o pipefail; age -d -i "$1" "$2" | zstd -d | tar -x -C "$3"'
    return subprocess.run(["bash", "-c", line, "-", key, file, folder], check=False, capture_output=True).returncode
