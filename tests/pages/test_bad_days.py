"""Bad days of signing in: on each of them one clear sentence, on the command line as in the window."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from keyring.errors import KeyringLocked
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.features.access import LockUser
from app.features.team import EditUser, users
from app.keys.keys_file import read_keys, write_keys
from app.keys.place import keys_path
from app.keys.sealing import Cost
from app.keys.slots import new_signing_key
from app.sign_in import create, sign_in
from tests.keyrings import allowed
from tests.locked import ANNS, BENS, Locked
from tests.pages.signing import LONG, file, page, program
from ui.cli import main
from ui.main import Program
from ui.pages.welcome.sign_in import Approach, PasswordSignIn

__all__ = ["file", "program"]

WRONG = "The login or the password is wrong."


def nothing(locked: Locked) -> None:
    """The book is as it was."""


def keys_lost(locked: Locked) -> None:
    keys_path(Path(locked.place)).unlink()


def keys_damaged(locked: Locked) -> None:
    path = keys_path(Path(locked.place))
    path.write_bytes(path.read_bytes()[:-40])


def keys_planted(locked: Locked) -> None:
    path = keys_path(Path(locked.place))
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "slots": ["x"]}))


def keys_of_a_pipe(locked: Locked) -> None:
    """Who opens it waits for ever."""
    path = keys_path(Path(locked.place))
    path.unlink()
    os.mkfifo(path)


def keys_of_another_book(locked: Locked) -> None:
    other = Path(locked.place).with_name("other.book")
    create(str(other), "Other", "ann", "Ann", ANNS)[0].close()
    keys_path(Path(locked.place)).write_bytes(keys_path(other).read_bytes())


def planted_with_absurd_cost(locked: Locked) -> None:
    """Signed, but by a firm that somebody made up; with a cost that would keep a desk busy for a year."""
    path = keys_path(Path(locked.place))
    slots = read_keys(path)
    dear = [
        replace(slot, wrapped=slot.wrapped and replace(slot.wrapped, cost=Cost(2**31, 2**31, 4)))
        for slot in slots.slots
    ]
    write_keys(path, replace(slots, slots=tuple(dear)), new_signing_key())


def renamed(locked: Locked) -> None:
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        ann = next(one for one in book.ask(users) if one.login == "ann")
        book.do(EditUser(ann.id, {"login": ("ann", "annika")}))


def locked_out(locked: Locked) -> None:
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        ben = next(one for one in book.ask(users) if one.login == "ben")
        book.do(EditUser(ben.id, {"role": ("staff", "owner")}))
    with closing(sign_in(locked.place, "ben", BENS)) as book:
        book.do(LockUser("ann"))


DAYS: list[tuple[Callable[[Locked], None], str, str, int]] = [
    (nothing, "not my password", WRONG, 1),
    (keys_lost, ANNS, "If it is an encrypted book, locked.book.keys is missing beside it", 3),
    (keys_damaged, ANNS, "The keys file of this book is damaged or was changed", 3),
    (keys_planted, ANNS, "The keys file of this book is damaged or was changed", 3),
    (keys_of_a_pipe, ANNS, "The keys file of this book is damaged or was changed", 3),
    (keys_of_another_book, ANNS, "The keys file beside this book does not fit it", 3),
    (planted_with_absurd_cost, ANNS, "The keys file of this book asks for more work than Housebook ever does", 3),
    (renamed, ANNS, WRONG, 1),
    (locked_out, ANNS, WRONG, 1),
]
NAMES = [day.__name__ for day, *_ in DAYS]


@pytest.mark.parametrize(("happens", "password", "words", "code"), DAYS, ids=NAMES)
def test_on_the_command_line(
    locked: Locked,
    happens: Callable[[Locked], None],
    password: str,
    words: str,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    happens(locked)
    monkeypatch.setenv("HOUSEBOOK_PASSWORD", password)
    assert main(["users", "--book", locked.place, "--user", "ann"]) == code
    out, err = capsys.readouterr()
    assert out == "" and words in err and len(err.strip().splitlines()) == 1 and "Traceback" not in err


@pytest.mark.parametrize(("happens", "password", "words", "code"), DAYS, ids=NAMES)
def test_in_the_window(
    qtbot: QtBot,
    program: Program,
    locked: Locked,
    happens: Callable[[Locked], None],
    password: str,
    words: str,
    code: int,
) -> None:
    happens(locked)
    program.start(None, None)
    qtbot.waitUntil(lambda: program.welcome is not None, timeout=LONG)
    qtbot.waitUntil(lambda: isinstance(page(program).panel, PasswordSignIn) or words in seen(program), timeout=LONG)
    panel = page(program).panel
    if isinstance(panel, PasswordSignIn):
        panel.form.fill({"login": "ann", "password": password})
        panel.submit()
    qtbot.waitUntil(lambda: words in seen(program), timeout=LONG)
    assert program.desk is None


@pytest.mark.parametrize("happens", [keys_planted, keys_lost])
def test_a_book_that_was_named_says_it_where_it_would_be_opened(
    qtbot: QtBot, program: Program, locked: Locked, happens: Callable[[Locked], None]
) -> None:
    program.doors.forget(locked.place)
    happens(locked)
    program.start(locked.place, "ann")
    qtbot.waitUntil(lambda: program.welcome is not None, timeout=LONG)
    qtbot.waitUntil(lambda: "keys file" in seen(program) or "is missing beside it" in seen(program), timeout=LONG)
    assert isinstance(page(program).panel, Approach)


def seen(program: Program) -> str:
    return " ".join(label.text() for label in page(program).findChildren(QLabel) if label.isVisible())


def test_a_keyring_that_was_dismissed_is_told_before_the_password_is_asked_for(
    locked: Locked, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with allowed(monkeypatch) as store:
        sign_in(locked.place, "ann", ANNS, stay=True).close()
        store.fault = KeyringLocked("dismissed")
        monkeypatch.delenv("HOUSEBOOK_PASSWORD", raising=False)
        assert main(["users", "--book", locked.place, "--user", "ann"]) == 1
        err = capsys.readouterr().err
        assert "its keyring is locked or was dismissed. The password of ann is needed" in err
        monkeypatch.setenv("HOUSEBOOK_PASSWORD", ANNS)
        assert main(["users", "--book", locked.place, "--user", "ann"]) == 0
