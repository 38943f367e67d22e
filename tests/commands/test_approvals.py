"""Exports that need a second person, from the command line: asked for, answered, used once."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.book import create_book, open_book
from app.features.customers.commands import AddCustomer
from app.features.team import AddUser
from tests.exports import WriteLedger
from ui.cli import main

Run = Callable[..., Any]
REASON = "The greetings of the year"


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command as one of Ann, the owner, and Max, a manager, on a book of two customers."""
    location = str(tmp_path / "firm.book")
    monkeypatch.setenv("HOUSEBOOK_BOOK", location)
    with closing(create_book(location, "Nordlicht Handel", "ann", "Ann Becker")) as book:
        book.do(AddUser("max", "Max Weber", "manager"))
        for name in ("Talleres Ibanez", "Cafe Liebling"):
            book.do(AddCustomer("company", name))

    def go(login: str, *words: str, code: int = 0, as_text: bool = False) -> Any:
        capsys.readouterr()
        assert main(["--user", login, *words, *([] if as_text else ["--json"])]) == code
        out, err = capsys.readouterr()
        return err.strip() if code else out if as_text else json.loads(out)

    return go


def test_asked_for_answered_and_used_once(run: Run, tmp_path: Path) -> None:
    file = str(tmp_path / "all.vcf")
    assert run("ann", "approvals", "above", "0")["above"] == 0
    assert "approval of a second person" in run("max", "export", file, "--reason", REASON, code=1)
    number = run("max", "export", file, "--reason", REASON, "--ask")["request"]
    (waiting,) = run("ann", "approvals")["requests"]
    assert (waiting["request"], waiting["user"], waiting["customers"]) == (number, "Max Weber", 2)
    assert not Path(file).exists()
    (answered,) = run("ann", "approvals", "approve", str(number))["requests"]
    assert (answered["state"], answered["answered_by"]) == ("approved", "Ann Becker")
    assert run("max", "export", file, "--reason", REASON)["customers"] == 2
    assert "approval of a second person" in run("max", "export", file, "--replace", "--reason", REASON, code=1)
    (line,) = run("ann", "ledger")
    assert (line["approved_by"], line["reason"]) == ("ann", REASON)


def test_nobody_answers_their_own_and_the_number_is_said(run: Run, tmp_path: Path) -> None:
    assert run("ann", "approvals", "above", "5", as_text=True).startswith("An export of more than 5 customers needs")
    assert run("ann", "approvals", "above", "0", as_text=True).startswith("Each export needs the yes")
    number = run("ann", "export", str(tmp_path / "all.csv"), "--reason", REASON, "--ask")["request"]
    assert run("ann", "approvals", "approve", str(number), code=1)
    assert run("max", "approvals", "refuse", str(number))["requests"][0]["state"] == "refused"
    assert "values: 0, 5, 10" in run("ann", "approvals", "above", "6", code=1)
    assert "above N" in run("ann", "approvals", "above", code=1)


def test_the_ledger_is_told_to_its_end(run: Run, tmp_path: Path) -> None:
    with closing(open_book(str(tmp_path / "firm.book"), "ann")) as book:
        book.do(WriteLedger((4_000, *([1] * 1_005))))
    told = run("ann", "ledger")
    assert (len(told), told[-1]["customers"]) == (1_006, 4_000)


def test_words_stand_before_and_after_options(run: Run, tmp_path: Path) -> None:
    reason = ("--format", "csv", "--reason", REASON)
    assert run("ann", "export", str(tmp_path / "one.csv"), *reason, "talleres")["customers"] == 1
    assert run("ann", "export", *reason, str(tmp_path / "two.csv"), "cafe", "lieb")["customers"] == 1
    assert run("ann", "export", "--reason", REASON, str(tmp_path / "all.csv"))["customers"] == 2
    assert "Talleres" in run("ann", "find", "--", "talleres", as_text=True)
