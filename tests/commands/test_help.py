"""`housebook help`: the manual where there is no window."""

from __future__ import annotations

import json

import pytest

from app.computer.manual import CHAPTERS
from ui.cli import main


def test_the_chapters_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", "--json"]) == 0
    assert [one["chapter"] for one in json.loads(capsys.readouterr().out)] == list(CHAPTERS)


def test_a_chapter_is_printed_with_its_table_a_cell_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", "threats"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("# What is protected from whom\n")
    assert "\n  A plain file: All" in told and "|" not in told


def test_an_unknown_chapter_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", "cooking"]) == 1
    assert "no chapter cooking" in capsys.readouterr().err
