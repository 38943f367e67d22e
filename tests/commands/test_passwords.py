"""Passwords on the command line: encrypted by default, from the environment, and never from an argument."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from keyring.errors import KeyringLocked

from app.computer.desk_file import DeskFile
from app.computer.pauses import Pauses
from app.computer.places import desk_file
from app.keys.recovery import to_words
from app.keys.slots import RECOVERY
from tests.computer.test_pauses import Clock, time
from tests.keyrings import allowed
from tests.locked import ANNS, BENS, Locked, planted
from ui.cli import main

__all__ = ["time"]

Run = Callable[..., Any]
HORSE, STAPLE = "correct horse", "battery staple"


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on an encrypted book of Ann's; `own` and `new` are what the environment has."""
    location = str(tmp_path / "firm.book")
    monkeypatch.setenv("HOUSEBOOK_BOOK", location)

    def go(
        *words: str, own: str | None = HORSE, new: str | None = None, code: int = 0, json_wanted: bool = True
    ) -> Any:
        for variable, value in (("HOUSEBOOK_PASSWORD", own), ("HOUSEBOOK_NEW_PASSWORD", new)):
            monkeypatch.delenv(variable, raising=False) if value is None else monkeypatch.setenv(variable, value)
        capsys.readouterr()
        assert main([*words, "--json"] if json_wanted else list(words)) == code
        out, err = capsys.readouterr()
        if code:
            assert out == ""
            return err.strip()
        return json.loads(out) if json_wanted else out

    return go


@pytest.fixture
def made(run: Run, tmp_path: Path) -> str:
    answer = run("create", str(tmp_path / "firm.book"), "--firm", "Nordlicht Handel", "--owner", "ann")
    assert len(answer["recovery_key"].split()) == 17
    return str(answer["recovery_key"])


def test_a_new_file_is_encrypted_and_its_recovery_key_is_told_once(run: Run, tmp_path: Path) -> None:
    told = run("create", str(tmp_path / "firm.book"), "--firm", "F", "--owner", "ann", json_wanted=False)
    assert "shown this once" in told and len(told.splitlines()[-1].split()) == 17
    assert b"SQLite format" not in (tmp_path / "firm.book").read_bytes()
    assert run("users") == [{"login": "ann", "name": "ann", "role": "owner", "team": "", "locked": False}]


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (["create"], ["HOUSEBOOK_PASSWORD"]),
        (["sign-in"], ["HOUSEBOOK_PASSWORD", "HOUSEBOOK_USER"]),
        (["recover"], ["HOUSEBOOK_RECOVERY_KEY", "HOUSEBOOK_NEW_PASSWORD"]),
        (["recovery"], ["HOUSEBOOK_RECOVERY_KEY"]),
        (["users", "add"], ["HOUSEBOOK_NEW_PASSWORD", "a team of the book"]),
        (["check"], ["HOUSEBOOK_BOOK"]),
    ],
)
def test_help_says_where_a_command_takes_its_secrets_from(
    command: list[str], named: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([*command, "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert [one for one in named if one not in told] == []


def test_of_a_plain_file_no_key_can_stay(run: Run, tmp_path: Path) -> None:
    run("create", str(tmp_path / "firm.book"), "--firm", "F", "--owner", "ann", "--plain", own=None)
    assert run("sign-in", "--stay", own=None, code=1).startswith("Nothing was kept: this is no encrypted file")


def test_a_plain_file_needs_none_and_has_none(run: Run, tmp_path: Path) -> None:
    answer = run("create", str(tmp_path / "firm.book"), "--firm", "F", "--owner", "ann", "--plain", own=None)
    assert answer["recovery_key"] is None
    run("users", "add", "ben", "--name", "Ben", "--role", "staff", own=None)
    told = run("users", "password", "ben", "--user", "ann", own=None, new=STAPLE, code=1)
    assert told == "This book is not encrypted: everybody opens it without a password."


def test_where_nobody_can_be_asked_it_says_what_to_set(run: Run, tmp_path: Path) -> None:
    told = run("create", str(tmp_path / "firm.book"), "--firm", "F", "--owner", "ann", own=None, code=1)
    assert "set HOUSEBOOK_PASSWORD" in told and not list(tmp_path.iterdir())
    told = run("create", str(tmp_path / "firm.book"), "--firm", "F", "--owner", "ann", own="short", code=1)
    assert "at least 8 letters" in told and not list(tmp_path.iterdir())


def test_who_stays_needs_no_password_until_it_is_forgotten(
    run: Run, made: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("sign-in", "--stay", code=1)
    assert told.startswith("This computer has no store for keys that Housebook trusts") and "each time" in told
    with allowed(monkeypatch) as store:
        assert run("sign-in", "--stay")["stays"] is True
        assert [one["login"] for one in run("users", own=None)] == ["ann"]
        assert run("sign-in", own=None)["stays"] is True
        store.fault = KeyringLocked("dismissed")
        assert run("users", own=None, code=1).startswith("The key kept on this computer could not be read: its keyring")
        store.fault = None
        assert run("sign-in", "--forget", own=None)["forgotten"] == ["ann"]
        assert "The password of ann is needed" in run("users", own=None, code=1)
        assert run("sign-in")["stays"] is False


def test_wrong_passwords_are_told_to_the_owner(run: Run, made: str, time: Clock) -> None:
    assert run("failures") == []
    run("users", own=STAPLE, code=1)
    time.seconds += 1
    run("users", own=STAPLE, code=1)
    time.seconds += 2
    (told,) = run("failures")
    assert (told["login"], told["times"]) == ("ann", 2)
    assert "2  wrong for ann at" in run("failures", json_wanted=False)


def test_after_a_wrong_password_the_next_waits_as_in_the_window(run: Run, made: str, time: Clock) -> None:
    waits = "Not tried: after a wrong password the next has to wait. Try again in {}."
    assert run("users", own=STAPLE, code=1) == "The login or the password is wrong."
    for words in (("users",), ("find", "x"), ("check",), ("key", "change"), ("decrypt", "--yes"), ("sign-in",)):
        assert run(*words, code=1) == waits.format("1 second")
    assert Pauses(DeskFile(desk_file())).left(os.environ["HOUSEBOOK_BOOK"]) == 1
    time.seconds += 1
    assert run("find", "x", own=STAPLE, code=1) == "The login or the password is wrong."
    time.seconds += 1
    assert run("users", code=1) == waits.format("1 second")
    time.seconds += 1
    assert len(run("users")) == 1
    assert Pauses(DeskFile(desk_file())).left(os.environ["HOUSEBOOK_BOOK"]) == 0


def test_wrong_words_of_the_recovery_key_wait_too(
    run: Run, made: str, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOUSEBOOK_RECOVERY_KEY", to_words(bytes(32)))
    assert "not the recovery key" in run("recover", "ann", new=STAPLE, code=1)
    monkeypatch.setenv("HOUSEBOOK_RECOVERY_KEY", made)
    assert len(run("users")) == 1, "a password is not words, and a right one ends no pause of theirs"
    waits = "Not tried: after wrong words the next have to wait. Try again in 1 second."
    assert run("recover", "ann", new=STAPLE, code=1) == waits
    time.seconds += 1
    assert run("recover", "ann", new=STAPLE)["user"] == "ann"


def test_wrong_words_wait_longer_each_time_though_the_password_is_right(
    run: Run, made: str, time: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOUSEBOOK_RECOVERY_KEY", to_words(bytes(32)))
    sheet = ("recovery", "sheet", str(tmp_path / "again.pdf"))
    waits = "Not tried: after wrong words the next have to wait. Try again in {}."
    assert "not the recovery key" in run("recovery", "confirm", code=1)
    assert run(*sheet, code=1) == waits.format("1 second")
    time.seconds += 1
    assert "not the recovery key" in run(*sheet, code=1)
    assert [(one["login"], one["times"]) for one in run("failures")] == [("the recovery key", 2)]
    monkeypatch.setenv("HOUSEBOOK_RECOVERY_KEY", made)
    assert run("recovery", "confirm", code=1) == waits.format("2 seconds")
    time.seconds += 2
    assert run("recovery", "confirm")["confirmed"] is not None


def test_the_recovery_sheet_is_printed_again_or_made_anew(
    run: Run, made: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again, new = tmp_path / "again.pdf", tmp_path / "new.pdf"
    before = run("recovery", "show")
    assert before["confirmed"] is None
    assert "Say --new" in run("recovery", "sheet", str(new), code=1) and not new.exists()
    monkeypatch.setenv("HOUSEBOOK_RECOVERY_KEY", "lusab babad")
    assert "17 words" in run("recovery", "sheet", str(again), code=1)
    monkeypatch.setenv("HOUSEBOOK_RECOVERY_KEY", made)
    answer = run("recovery", "sheet", str(again))
    assert answer["new"] is False and again.read_bytes().startswith(b"%PDF") and again.stat().st_mode & 0o077 == 0
    assert answer["key_fingerprint"] == before["key_fingerprint"]
    assert run("recovery", "confirm")["confirmed"] is not None
    monkeypatch.delenv("HOUSEBOOK_RECOVERY_KEY")
    assert "another name" in run("recovery", "sheet", str(again), "--new", code=1)
    assert "there is no folder" in run("recovery", "sheet", "--new", str(tmp_path / "no" / "x.pdf"), code=1)
    assert run("recovery", "show")["key_fingerprint"] == before["key_fingerprint"]
    told = run("recovery", "sheet", str(new), "--new", json_wanted=False)
    assert "opens nothing any more" in told and made.split()[0] not in told
    assert run("recovery", "show")["key_fingerprint"] != before["key_fingerprint"]
    monkeypatch.setenv("HOUSEBOOK_RECOVERY_KEY", made)
    assert run("recovery", "confirm", code=1) == "This is not the recovery key of this book."


def test_without_or_with_a_wrong_password_nothing_is_told(run: Run, made: str, time: Clock) -> None:
    for words in (("users",), ("find", "x"), ("check",), ("journal",), ("key", "change")):
        assert run(*words, own="correct house", code=1) == "The login or the password is wrong."
        time.seconds += 60
        assert "The password of ann is needed" in run(*words, own=None, code=1)


def test_users_are_added_given_roles_and_locked_out(run: Run, made: str, time: Clock) -> None:
    assert "set HOUSEBOOK_NEW_PASSWORD" in run("users", "add", "ben", "--name", "Ben", "--role", "staff", code=1)
    run("users", "add", "ben", "--name", "Ben", "--role", "staff", new=STAPLE)
    assert run("find", "x", "--user", "ben", own=STAPLE) == []
    assert "may not" in run("users", "role", "ben", "owner", "--user", "ben", own=STAPLE, code=1)
    (ben,) = (one for one in run("users", "role", "ben", "manager", "--user", "ann") if one["login"] == "ben")
    assert ben["role"] == "manager"
    run("users", "lock", "ben", "--user", "ann")
    assert run("find", "x", "--user", "ben", own=STAPLE, code=1) == "The login or the password is wrong."
    time.seconds += 1
    run("users", "unlock", "ben", "--user", "ann")
    run("users", "password", "ben", "--user", "ann", new="staple again")
    assert run("find", "x", "--user", "ben", own="staple again") == []
    assert "no user cas" in run("users", "lock", "cas", "--user", "ann", code=1)


def test_the_key_is_changed_and_the_printed_one_still_opens(
    run: Run, made: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("key", "change")["without"] == []
    assert run("check")["ok"]
    assert run("journal")[0]["summary"] == "Changed the key of the book"
    monkeypatch.setenv("HOUSEBOOK_RECOVERY_KEY", made)
    assert run("recover", "ann", own=None, new=STAPLE)["user"] == "ann"
    assert run("users", own=STAPLE)[0]["login"] == "ann"
    monkeypatch.setenv("HOUSEBOOK_RECOVERY_KEY", " ".join(["lesab", *made.split()[1:]]))
    assert "cannot be in a recovery key" in run("recover", "ann", own=None, new=STAPLE, code=1)
    first, *others = made.split()
    monkeypatch.setenv("HOUSEBOOK_RECOVERY_KEY", " ".join(["lusab" if first != "lusab" else "babad", *others]))
    assert "another one than on the sheet" in run("recover", "ann", own=None, new=STAPLE, code=1)


def test_what_was_planted_in_the_keys_file_is_told_with_the_new_recovery_key(
    run: Run, locked: Locked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOUSEBOOK_BOOK", locked.place)
    planted(locked, "ben")
    answer = run("key", "change", "--user", "ann", own=ANNS)
    assert (answer["anew"], "recovery_key" in answer) == (["ben"], False)
    run("users", "password", "ben", "--user", "ann", own=ANNS, new=BENS)
    planted(locked, RECOVERY)
    told = run("key", "change", "--user", "ann", own=ANNS, json_wanted=False)
    words = told.splitlines()[-1].strip()
    assert "the sheet before opens nothing" in told and len(words.split()) == 17
    monkeypatch.setenv("HOUSEBOOK_RECOVERY_KEY", words)
    assert run("recover", "ann", own=None, new=STAPLE)["user"] == "ann"
