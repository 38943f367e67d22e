"""`backup --install-schedule`: the command line in the entry makes a backup with nobody there, or none is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.backup_places import add_place
from app.book import Book, create_book
from app.features.backups import ChangePlan, Plan, backups
from app.features.team import AddUser
from app.keeping import keep
from app.sign_in import sign_in
from tests.backups.manners import untold
from tests.keyrings import allowed
from tests.locked import ANNS, Locked
from tests.prepared import PASSWORD, prepared_book
from ui.cli import main

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, in which the entries are written."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / ".config"))
    monkeypatch.delenv("HOUSEBOOK_PASSWORD", raising=False)
    return tmp_path / "home"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main(["backup", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_very_command_that_stands_there_makes_a_backup(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    place = tmp_path / 'Bücher 100% "neu" $x'
    place.mkdir()
    book = create_book(str(place / "firm’s.book"), "Müller & Söhne", "ann", "Ann Becker")
    add_place(book, tmp_path / "kept")
    keep(book, untold)
    book.do(AddUser("ben", "Ben Okafor", "staff"))

    answer = run(capsys, "--install-schedule", "--at", "23:05", "--book", book.location, "--user", "ann")

    assert answer["at"] == "23:05"
    assert all(
        Path(path).is_relative_to(home) and Path(path).read_text() == answer["files"][path] for path in answer["files"]
    )
    service = next(text for text in answer["files"].values() if "ExecStart=" in text)
    line = next(line.removeprefix("ExecStart=") for line in service.splitlines() if line.startswith("ExecStart="))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HOUSEBOOK")}
    done = subprocess.run(
        as_systemd_reads(line),
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    newest = book.ask(backups)[0]
    assert (newest.why, newest.proven_at is not None) == ("scheduled", True)
    book.close()


def as_systemd_reads(line: str) -> list[str]:
    """Words in double quotes, with backslashes; doubled percent signs and dollars stand for one."""
    words = line.removeprefix('"').removesuffix('"').split('" "')
    shown = [word.replace("%%", "%").replace("$$", "$") for word in words]
    return [word.replace('\\"', '"').replace("\\\\", "\\") for word in shown]


def test_the_hour_is_that_of_the_plan_and_it_is_taken_away_again(
    file_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_place(file_book, tmp_path / "kept")
    keep(file_book, untold)
    file_book.do(ChangePlan(Plan(hour=22)))
    answer = run(capsys, "--install-schedule", "--book", file_book.location)
    assert answer["at"] == "22:00"
    assert "may do more than back up" in answer["told"]
    gone = run(capsys, "--remove-schedule", "--book", file_book.location)
    assert sorted(gone["removed"]) == sorted(answer["files"])
    assert not any(Path(path).exists() for path in answer["files"])
    assert run(capsys, "--remove-schedule", "--book", file_book.location)["removed"] == []


def test_what_the_system_did_not_take_is_told_to_be_run(
    file_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_place(file_book, tmp_path / "kept")
    keep(file_book, untold)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["backup", "--install-schedule", "--book", file_book.location]) == 0
    said = capsys.readouterr().out
    assert "The system did not take it up by itself. Run this at a terminal of your own:" in said
    assert "  systemctl --user enable --now housebook-backup-" in said
    assert "  OnCalendar=*-*-* 02:00:00" in said


def test_none_is_written_before_the_first_backup(
    file_book: Book, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    assert main(["backup", "--install-schedule", "--book", file_book.location]) == 1
    assert "make the first backup by hand" in capsys.readouterr().err
    assert not (home / ".config" / "systemd").exists()


def test_an_encrypted_book_needs_somebody_who_stays_signed_in(
    locked: Locked, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with allowed(monkeypatch):
        monkeypatch.setenv("HOUSEBOOK_PASSWORD", ANNS)
        words = ["backup", "--install-schedule", "--book", locked.place, "--user", "ann"]
        assert main(words) == 1, "what stands in the environment does not stand in the entry"
        said = capsys.readouterr().err
        assert "no backup can be made without ann's password" in said
        assert "housebook sign-in --stay" in said
        book = sign_in(locked.place, "ann", ANNS, stay=True)
        add_place(book, tmp_path / "kept")
        keep(book, untold)
        book.close()
        assert main(words) == 0
        assert ANNS not in capsys.readouterr().out


def test_of_a_prepared_book_the_address_says_who_makes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = prepared_book()
    with closing(prepared.opened("it")) as book:
        add_place(book, tmp_path / "kept")
        keep(book, untold)
    (tmp_path / "passwords").write_text(f"*:*:*:*:{PASSWORD}\n")
    (tmp_path / "passwords").chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "passwords"))

    answer = run(capsys, "--install-schedule", "--book", prepared.addresses["it"])

    assert answer["user"] == "it"
    assert "--user" not in answer["command"]
    assert PASSWORD not in json.dumps(answer)
    assert main(answer["command"][answer["command"].index("backup") :]) == 0


def test_a_computer_without_a_keyring_is_told_so(locked: Locked, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "--install-schedule", "--book", locked.place, "--user", "ann"]) == 1
    assert "Let the program at a desk make the backups" in capsys.readouterr().err


def test_who_may_not_back_up_schedules_nothing(file_book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    file_book.do(AddUser("ben", "Ben Okafor", "staff"))
    assert main(["backup", "--install-schedule", "--book", file_book.location, "--user", "ben"]) == 1
    assert "back up" in capsys.readouterr().err
