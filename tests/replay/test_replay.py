"""`housebook replay`: staff at work at real desks, on both engines; never on a real firm's book by mistake."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.book import create_book, open_book
from app.features.customers.commands import AddCustomer
from app.features.sampling import fill_with_sample
from tests.locked import Locked
from ui.cli import main
from ui.replay import acts

SHORT = "0.03"


@pytest.fixture(autouse=True)
def no_screen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def sample(location: str) -> Iterator[str]:
    with closing(create_book(location, "Nordlicht Handel", "ann", "Ann Becker")) as book:
        fill_with_sample(book.do, 40)
    yield location


def played(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["replay", *words, "--json"]) == 0
    told = capsys.readouterr()
    assert "writes into" in told.err
    answer: dict[str, Any] = json.loads(told.out)
    return answer


def test_one_desk_works_and_tells_how_long_it_took(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = played(capsys, "--book", sample, "--minutes", SHORT, "--no-thinking")
    took = {line["what"]: line for line in answer["took"]}
    assert answer["errors"] == 0, answer
    assert answer["acts"] > 3
    assert {"arrive", "open a card"} <= took.keys()
    assert all(0 < line["p50"] <= line["p95"] <= line["worst"] for line in took.values())
    with closing(open_book(sample, "ann")) as book:
        assert book.revision() == answer["revision"]["end"] > answer["revision"]["begin"]


def test_desks_of_several_roles_work_side_by_side(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = played(capsys, "--book", sample, "--minutes", SHORT, "--thinking", "0.05", "--desks", "2")
    assert answer["errors"] == 0, answer
    assert len(set(answer["desks"])) == 2
    assert answer["desks"][0] == "ann"
    assert next(line for line in answer["took"] if line["what"] == "arrive")["count"] == 2


def test_also_a_short_day_of_slow_thinkers_writes_something(
    sample: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "TYPING_SECONDS", 0.01)
    answer = played(capsys, "--book", sample, "--minutes", "0.01", "--thinking", "3600")
    assert answer["acts"] == 1
    assert answer["revision"]["end"] == answer["revision"]["begin"] + 1


def test_the_figures_can_be_added_up(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "--book", sample, "--minutes", SHORT, "--no-thinking"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.startswith("step")
    end = next(place for place, line in enumerate(lines) if line.startswith("all steps"))
    counts = [int(line[16:].split()[0].replace(",", "")) for line in lines[: end + 1]]
    assert sum(counts[:-1]) == counts[-1] > 3
    assert " acts at 1 desk" in lines[end + 1]


def test_an_empty_book_is_refused(file_book: Any, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--book", file_book.location, "--user", "ann", "--minutes", SHORT, "--yes-write-into-it", "--json"]
    assert main(["replay", *asked]) == 1
    told = capsys.readouterr()
    assert "no customers" in told.err and "housebook sample" in told.err and told.out == ""


def test_a_book_that_asks_for_passwords_is_refused_in_words(
    new_locked: Locked, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", "--book", new_locked.place, "--minutes", SHORT]) == 1
    told = capsys.readouterr()
    assert "asks each of them for a password" in told.err
    assert "damaged" not in told.err


def test_the_book_has_to_be_named_for_it(
    file_book: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOUSEBOOK_BOOK", file_book.location)
    assert main(["replay", "--minutes", SHORT]) == 1
    assert "--book" in capsys.readouterr().err


def test_a_real_firms_book_is_refused_unless_it_is_meant(file_book: Any, capsys: pytest.CaptureFixture[str]) -> None:
    file_book.do(AddCustomer(name="Talleres"))
    before = file_book.revision()
    asked = ["--book", file_book.location, "--user", "ann", "--minutes", SHORT, "--no-thinking"]
    assert main(["replay", *asked]) == 1
    assert "not a sample company" in capsys.readouterr().err
    assert file_book.revision() == before
    played(capsys, *asked, "--yes-write-into-it")


@pytest.mark.parametrize("wrong", [("--minutes", "soon"), ("--minutes", "nan"), ("--desks", "0"), ("--thinking", "-1")])
def test_what_is_no_number_is_told(wrong: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["replay", "--book", "any.book", "--minutes", "1", *wrong])
    assert ended.value.code == 2
    assert wrong[1] in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to send")
def test_ctrl_c_ends_it_with_the_report_so_far(tmp_path: Path) -> None:
    place = str(tmp_path / "sample.book")
    with closing(create_book(place, "Nordlicht Handel", "ann", "Ann Becker")) as book:
        fill_with_sample(book.do, 40)
        begun = book.revision()
        words = ["replay", "--book", place, "--minutes", "9", "--no-thinking", "--json"]
        run = subprocess.Popen(
            [sys.executable, "-m", "ui.cli", *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        end = time.monotonic() + 60
        while book.revision() == begun and time.monotonic() < end:
            time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=30)
    assert run.returncode == 0, err
    assert json.loads(out)["acts"] > 0
    assert "Traceback" not in err
