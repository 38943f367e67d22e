"""The manual's chapters: each is there, leads only to others, and names only what the program has."""

from __future__ import annotations

import re
from argparse import ArgumentParser, _SubParsersAction

import pytest

from app.computer.manual import CHAPTERS, Chapter, chapter, chapters
from app.computer.resources import resource
from app.errors import NotFound
from tests.house.sources import ROOT
from ui.cli import _parser
from ui.commands import COMMANDS

LINK = re.compile(r"!?\[[^\]]*\]\(([^)]*)\)")
COMMAND = re.compile(r"`housebook ([^`]+)`")
QUOTED = re.compile(r"“([^”]+)”")
THEIR_OWN = {"All"}
"""Words that the manual explains itself."""


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_every_file_is_a_chapter() -> None:
    names = {one.name for one in resource("help").iterdir() if one.name.endswith(".md")}
    assert names == {f"{name}.md" for name in CHAPTERS}


def test_a_chapter_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(NotFound, match=r"no chapter cooking.*threats"):
        chapter("cooking")


@pytest.mark.parametrize("shown", chapters(), ids=CHAPTERS)
def test_a_chapter_leads_only_to_others(shown: Chapter) -> None:
    assert shown.text.startswith(f"# {shown.title}\n")
    assert "://" not in shown.text and "<" not in shown.text and "![" not in shown.text
    for link in LINK.findall(shown.text):
        assert chapter(link).id != shown.id


@pytest.mark.parametrize("shown", chapters(), ids=CHAPTERS)
def test_a_chapter_names_commands_that_there_are(shown: Chapter) -> None:
    for said in COMMAND.findall(one_line(shown.text)):
        name, *rest = said.split()
        assert name in COMMANDS, said
        helped = helps(_parser([name]), [name, *rest]).lower()
        for word in rest:
            assert word[0].isdigit() or word.lower().split("=")[0] in helped, said


def helps(parser: ArgumentParser, words: list[str]) -> str:
    """What --help says of a command, and of the acts that it has."""
    acts = next((one for one in parser._actions if isinstance(one, _SubParsersAction)), None)
    act = next((word for word in words if acts is not None and word in acts.choices), None)
    return parser.format_help() + (helps(acts.choices[act], words) if acts is not None and act is not None else "")


@pytest.mark.parametrize("shown", chapters(), ids=CHAPTERS)
def test_a_chapter_quotes_what_stands_on_the_screen(shown: Chapter) -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "ui").rglob("*.py"))
    missing = [words for words in QUOTED.findall(one_line(shown.text)) if f'"{words}"' not in source]
    assert set(missing) <= THEIR_OWN


def test_the_threats_are_told_for_each_kind_of_book() -> None:
    rows = [line for line in chapter("threats").text.splitlines() if line.startswith("|")]
    assert rows[0] == "| Who | A plain file | An encrypted file | PostgreSQL | What stops them |"
    assert len(rows) > 10
    assert all(len(row.strip("|").split("|")) == 5 and "||" not in row.replace(" ", "") for row in rows)
