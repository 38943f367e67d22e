"""A book comes back on a new computer, step by step from the welcome page: from the backup and its words alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.backing_up import Made, back_up
from app.computer.desk_file import DeskFile, KnownBook
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.erasing import EraseCustomer
from app.keys.recovery import fingerprint
from app.opened_backup import checked, keys_of_words
from app.sign_in import sign_in
from app.ticket import Ticket
from tests.locked import ANNS, Locked
from ui.main import Program
from ui.pages.welcome.own_keys import WhichBook
from ui.pages.welcome.panel import Panel
from ui.pages.welcome.restoring import Done, WhereTo, WhichFile, WhichWords
from ui.pages.welcome.sign_in import PasswordSignIn


@pytest.fixture
def made(locked: Locked, tmp_path: Path) -> Made:
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        return back_up(book, tmp_path / "kept", print)


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    program = Program(qapp, DeskFile(tmp_path / "desk.json"))
    program.start(None, None)
    yield program
    if program.welcome is not None:
        program.welcome.close()
        program.welcome.deleteLater()
    program.close()
    program.deleteLater()


def step(qtbot: QtBot, program: Program, kind: type[Panel]) -> Any:
    qtbot.waitUntil(lambda: program.welcome is not None and isinstance(program.welcome.panel, kind), timeout=20_000)
    assert program.welcome is not None
    return program.welcome.panel


def begun(qtbot: QtBot, program: Program, file: Path) -> Any:
    """The way to the words."""
    assert program.welcome is not None
    program.welcome.choices.choose("welcome.backup")
    which = step(qtbot, program, WhichFile)
    which.form.fill({"file": str(file)})
    which.submit()
    return step(qtbot, program, WhichWords)


def said(panel: Any, name: str) -> str:
    label = panel.findChild(QLabel, name)
    return str(label.text())


def test_from_the_backup_and_the_words_to_the_open_book(
    qtbot: QtBot, program: Program, made: Made, locked: Locked, tmp_path: Path
) -> None:
    words = begun(qtbot, program, made.file)
    words.form.fill({"recovery_key": locked.words.upper().replace(" ", "-")})
    words.submit()
    where = step(qtbot, program, WhereTo)
    there = tmp_path / "back.book"
    where.form.fill({"location": str(there)})
    where.submit()

    done = step(qtbot, program, Done)
    signer = checked(made.file, keys_of_words(locked.words), Ticket()).signer
    assert said(done, "restore.signed_by") == fingerprint(signer)
    done.verb.click()
    step(qtbot, program, PasswordSignIn)
    with closing(sign_in(str(there), "ann", ANNS)) as book:
        assert book.firm and book.revision()


def test_what_is_wrong_is_said_where_it_was_typed_and_nothing_typed_is_lost(
    qtbot: QtBot, program: Program, made: Made, locked: Locked, tmp_path: Path
) -> None:
    assert program.welcome is not None
    words = begun(qtbot, program, made.file)
    one, *others = locked.words.split()
    words.form.fill({"recovery_key": " ".join(["xxxxx", *others])})
    words.submit()
    assert "Word 1, “xxxxx”" in said(words, "restore_words.recovery_key.refusal")
    words.form.fill({"recovery_key": " ".join([one, *others])})
    words.submit()
    where = step(qtbot, program, WhereTo)
    where.form.fill({"location": locked.place})
    where.submit()
    qtbot.waitUntil(lambda: program.welcome is not None and program.welcome.panel is not where)
    where = step(qtbot, program, WhereTo)
    assert "already a file" in said(where, "restore_where.location.refusal")
    assert where.form.values()["location"] == locked.place
    where.form.left.emit()
    assert step(qtbot, program, WhichFile).form.values()["file"] == str(made.file)


def test_a_folder_is_called_a_folder_and_the_file_in_it_is_asked_for(
    qtbot: QtBot, program: Program, made: Made, locked: Locked, tmp_path: Path
) -> None:
    words = begun(qtbot, program, made.file)
    words.form.fill({"recovery_key": locked.words})
    words.submit()
    where = step(qtbot, program, WhereTo)
    where.form.fill({"location": str(tmp_path / "kept")})
    where.submit()
    qtbot.waitUntil(lambda: program.welcome is not None and program.welcome.panel is not where)
    where = step(qtbot, program, WhereTo)
    assert said(where, "restore_where.location.refusal") == (
        f"{tmp_path / 'kept'} is a folder. Say also what the file in it shall be called."
    )
    assert list((tmp_path / "kept").iterdir()) == [made.file], "nothing came beside the backup"


def test_a_damaged_backup_is_told_beside_its_file(
    qtbot: QtBot, program: Program, made: Made, locked: Locked, tmp_path: Path
) -> None:
    data = bytearray(made.file.read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "damaged.hbk").write_bytes(data)
    words = begun(qtbot, program, tmp_path / "damaged.hbk")
    words.form.fill({"recovery_key": locked.words})
    words.submit()
    which = step(qtbot, program, WhichFile)
    assert "damaged" in said(which, "restore_file.file.refusal")


def test_a_book_that_opens_here_has_the_keys(
    qtbot: QtBot, program: Program, made: Made, locked: Locked, tmp_path: Path
) -> None:
    program._file.remember_book(KnownBook(locked.place, "Nordlicht Handel", "ann"))
    words = begun(qtbot, program, made.file)
    words.findChild(QPushButton, "restore.own_keys").click()
    which = step(qtbot, program, WhichBook)
    assert which.form.values()["login"] == "ann"
    which.form.fill({"password": "not at all this"})
    which.submit()
    qtbot.waitUntil(lambda: program.welcome is not None and program.welcome.panel is not which)
    which = step(qtbot, program, WhichBook)
    assert "password" in said(which, "restore_book.password.refusal").lower()
    which.form.fill({"password": ANNS})
    qtbot.waitUntil(lambda: program.doors.pause(locked.place) == 0, timeout=10_000)
    which.wait.look()
    which.submit()
    where = step(qtbot, program, WhereTo)
    where.form.fill({"location": str(tmp_path / "back.book")})
    where.submit()

    step(qtbot, program, Done)
    with closing(sign_in(str(tmp_path / "back.book"), "ann", ANNS)) as book:
        assert book.revision()


def test_who_was_erased_since_is_said_to_be_left_out(
    qtbot: QtBot, program: Program, locked: Locked, tmp_path: Path
) -> None:
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        gone = book.do(AddCustomer(name="Quarkwerk Zyx")).answer
        file = back_up(book, tmp_path / "kept", print).file
        book.do(EraseCustomer(gone))
    program._file.remember_book(KnownBook(locked.place, "Nordlicht Handel", "ann"))
    begun(qtbot, program, file).findChild(QPushButton, "restore.own_keys").click()
    which = step(qtbot, program, WhichBook)
    which.form.fill({"password": ANNS})
    which.submit()
    where = step(qtbot, program, WhereTo)
    where.form.fill({"location": str(tmp_path / "back.book")})
    where.submit()

    done = step(qtbot, program, Done)
    words = said(done, "restore.erased")
    assert words == "1 customer erased since the backup was made, as they had asked, did not come back."
    with closing(sign_in(str(tmp_path / "back.book"), "ann", ANNS)) as book:
        assert book.ask(find, "quarkwerk") == []
