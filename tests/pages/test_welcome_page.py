"""From nothing to an open book: new, opened, refused, left again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.book import Book, open_book
from app.computer.desk_file import DeskFile, KnownBook
from app.features.access import LockUser
from app.features.team import AddUser
from ui.main import Program
from ui.pages.welcome import WelcomePage
from ui.pages.welcome.new_book import NewBook
from ui.pages.welcome.panel import Panel
from ui.pages.welcome.panels import Connect
from ui.pages.welcome.sign_in import Approach, SignIn


@pytest.fixture
def file(tmp_path: Path) -> DeskFile:
    return DeskFile(tmp_path / "desk.json")


@pytest.fixture
def program(qtbot: QtBot, qapp: QApplication, file: DeskFile) -> Iterator[Program]:
    made = Program(qapp, file)
    yield made
    for window in (made.welcome, made.window):
        if window is not None:
            window.close()
            window.deleteLater()
    made.close()
    made.deleteLater()


def welcome(program: Program) -> WelcomePage:
    assert program.welcome is not None
    return program.welcome


def new_book(program: Program) -> NewBook:
    panel = welcome(program).panel
    assert isinstance(panel, NewBook)
    return panel


def asked(qtbot: QtBot, program: Program) -> SignIn:
    """The question as whom to open a book, when it is known who there is."""
    qtbot.waitUntil(lambda: program.welcome is not None and isinstance(program.welcome.panel, SignIn), timeout=10_000)
    panel = welcome(program).panel
    assert isinstance(panel, SignIn)
    return panel


def is_open(program: Program, firm: str) -> bool:
    window = program.window
    return window is not None and window.windowTitle().startswith(firm) and window.isVisible()


def refusal(panel: Panel, field: str) -> str:
    label = panel.findChild(QLabel, field)
    assert label is not None
    return label.text()


def test_the_first_start_asks_for_a_new_book(program: Program) -> None:
    program.start(None, None)
    assert new_book(program).form.values()["firm"] == ""


def test_a_new_book_is_made_opened_and_known_the_next_day(
    qtbot: QtBot, program: Program, file: DeskFile, tmp_path: Path
) -> None:
    program.start(None, None)
    panel, place = new_book(program), str(tmp_path / "new.book")
    panel.form.fill({"firm": "Café Müller", "name": "Ann Becker", "login": "ann", "location": place, "plain": True})
    QTest.keyClick(panel.form.editor("firm"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: is_open(program, "Café Müller"), timeout=10_000)
    assert program.welcome is None
    assert file.books() == [KnownBook(place, "Café Müller", "ann")]


@pytest.mark.parametrize("missing", ["firm", "name", "login"])
def test_what_is_missing_is_said_beside_its_field(program: Program, missing: str) -> None:
    program.start(None, None)
    panel = new_book(program)
    panel.form.fill({"firm": "Firm", "name": "Ann", "login": "ann", missing: " "})
    panel.submit()
    assert refusal(panel, f"new_book.{missing}.refusal")


def test_a_file_that_is_there_already_is_not_touched(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    there = tmp_path / "letter.book"
    there.write_text("Dear Ann")
    program.start(None, None)
    panel = new_book(program)
    panel.form.fill({"firm": "Firm", "name": "Ann", "login": "ann", "location": str(there), "plain": True})
    panel.submit()
    qtbot.waitUntil(lambda: "already a file" in refusal(panel, "new_book.location.refusal"), timeout=10_000)
    assert there.read_text() == "Dear Ann"


def test_the_file_is_named_after_the_firm_until_one_is_chosen(program: Program, tmp_path: Path) -> None:
    program.start(None, None)
    form = new_book(program).form
    form.fill({"firm": "Müller & Söhne"})
    form.edited.emit()
    assert form.values()["location"].endswith("müller-söhne.book")
    form.fill({"location": "/elsewhere/x.book"})
    form.fill({"firm": "Meier"})
    form.edited.emit()
    assert form.values()["location"] == "/elsewhere/x.book"


def test_the_last_book_opens_by_itself(qtbot: QtBot, program: Program, file: DeskFile, file_book: Book) -> None:
    file.remember_book(KnownBook(file_book.location, "Old name", "ann"))
    program.start(None, None)
    assert program.window is not None
    qtbot.waitUntil(lambda: is_open(program, "Nordlicht Handel"), timeout=10_000)
    assert file.books()[0].firm == "Nordlicht Handel"


def test_unless_the_person_set_otherwise(program: Program, file: DeskFile, file_book: Book) -> None:
    file.remember_book(KnownBook(file_book.location, "Nordlicht Handel", "ann"))
    file.keep("settings.open_last_book", False)
    program.start(None, None)
    assert isinstance(welcome(program).panel, Approach)


def test_a_book_that_is_gone_leads_to_the_welcome_page_and_says_so(
    qtbot: QtBot, program: Program, file: DeskFile, tmp_path: Path
) -> None:
    program.start(str(tmp_path / "gone.book"), "ann")
    qtbot.waitUntil(lambda: program.welcome is not None, timeout=10_000)
    panel = welcome(program).panel
    assert panel is not None
    qtbot.waitUntil(lambda: any("no book" in label.text() for label in panel.findChildren(QLabel)))
    assert program.window is None


def test_who_it_is_can_be_chosen_and_a_book_left_again(
    qtbot: QtBot, program: Program, file: DeskFile, file_book: Book
) -> None:
    file.remember_book(KnownBook(file_book.location, "Nordlicht Handel", "somebody"))
    file.keep("settings.open_last_book", False)
    program.start(None, None)
    panel = asked(qtbot, program)
    assert panel.form.values()["login"] == "ann"
    panel.submit()
    qtbot.waitUntil(lambda: is_open(program, "Nordlicht Handel"), timeout=10_000)
    assert program.window is not None
    program.window.actions_here.trigger("file.leave")
    qtbot.waitUntil(lambda: program.welcome is not None)
    assert program.desk is None
    again = open_book(file_book.location, "ann")
    again.close()


def test_where_it_is_not_known_who_is_there_that_is_asked(qtbot: QtBot, program: Program, file_book: Book) -> None:
    file_book.do(AddUser("ben", "Ben Okafor", "staff"))
    program.start(file_book.location, None)
    panel = asked(qtbot, program)
    assert panel.form.values()["login"] == "ann"
    assert not panel.error.isVisible()


def test_who_may_not_come_in_is_told_why_and_who_may(
    qtbot: QtBot, program: Program, file: DeskFile, file_book: Book
) -> None:
    file.remember_book(KnownBook(file_book.location, "Nordlicht Handel", "ben"))
    file_book.do(AddUser("ben", "Ben Okafor", "staff"))
    file_book.do(LockUser("ben"))
    program.start(None, None)
    panel = asked(qtbot, program)
    assert "Ben Okafor is locked out" in panel.error.words.text()
    assert panel.error.isVisible()
    assert panel.form.values()["login"] == "ann"


@pytest.mark.parametrize("address", ["", "db.example", "mysql://db/book"])
def test_an_address_of_no_server_is_refused_beside_it(program: Program, address: str) -> None:
    program.start(None, None)
    welcome(program).choices.choose("welcome.server")
    panel = welcome(program).panel
    assert isinstance(panel, Connect)
    panel.form.fill({"location": address})
    panel.submit()
    assert "postgresql://" in refusal(panel, "connect.location.refusal")


def test_a_mistake_in_the_screen_s_thread_is_logged_and_told(
    program: Program, caplog: pytest.LogCaptureFixture
) -> None:
    program.start(None, None)
    try:
        raise ValueError("a mistake")
    except ValueError as fault:
        program.tell_bug(type(fault), fault, fault.__traceback__)
    assert "a mistake" in caplog.text
    assert "the program made a mistake" in refusal(new_book(program), "new_book.refusal")
