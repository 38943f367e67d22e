"""Canary customers in the window: seeded and removed from the ledger's page, printed, copied, and found in a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app import clock
from app.book import Book, open_book
from app.features.customers.commands import AddCustomer
from app.features.customers.lists import ListFilter, customer_ids
from app.features.leaving import AddCanary, canaries
from app.features.team import AddUser
from app.leaving import Leaving, let_out
from app.leaving_files import DrawnFile, FileOutlet
from tests.pages.panes import find, ledger_page
from tests.pages.scene import Scene, scene
from ui.pages.customers.outlets import CopiedRows
from ui.parts.dialog import Dialog
from ui.parts.list_paper import ROWS_ON_A_PAGE, Head, PdfPaper

WHY = "Letters to all"
ELVIRA = AddCanary("Elvira Quintas", "person", email="elvira@letters.example", phone="+49 351 47112233", town="Dresden")


@pytest.fixture
def filled(file_book: Book) -> Book:
    """A page of customers."""
    for number in range(ROWS_ON_A_PAGE):
        file_book.do(AddCustomer("company", f"Acme {number:02}"))
    return file_book


@pytest.fixture
def stage(qtbot: QtBot, file_book: Book, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, file_book, tmp_path) as made:
        made.listen("messages.say", "go.note")
        yield made


def dialog(qtbot: QtBot, stage: Scene, name: str) -> Dialog:
    def found() -> list[Dialog]:
        return [one for one in stage.window.findChildren(Dialog, name) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def ids(book: Book) -> list[int]:
    return list(book.ask(customer_ids, ListFilter(), (("name", False),)))


def test_one_is_seeded_and_removed_from_the_page(qtbot: QtBot, stage: Scene) -> None:
    find(ledger_page(qtbot, stage), QPushButton, "ledger.canaries").click()
    find(dialog(qtbot, stage, "canaries"), QPushButton, "canaries.add").click()
    made = dialog(qtbot, stage, "canaries.new")
    find(made, QLineEdit, "canary.name").setText("Elvira Quintas")
    find(made, QPushButton, "canary.save").click()
    qtbot.waitUntil(lambda: "reaches only you" in find(made, QLabel, "canary.email.refusal").text())
    find(made, QLineEdit, "canary.email").setText("elvira@letters.example")
    find(made, QPushButton, "canary.save").click()

    listed = dialog(qtbot, stage, "canaries")
    assert [(one.name, one.kind) for one in stage.book.ask(canaries)] == [("Elvira Quintas", "person")]
    find(listed, QPushButton, "canaries.remove").click()
    find(dialog(qtbot, stage, "canaries.confirm"), QPushButton, "canaries.confirm.remove").click()
    again = dialog(qtbot, stage, "canaries")
    assert again.findChild(QPushButton, "canaries.remove") is None
    assert stage.book.ask(canaries) == []
    assert stage.memory.drafts.waiting() == []


def test_a_manager_has_no_such_button(qtbot: QtBot, file_book: Book, tmp_path: Path) -> None:
    file_book.do(AddUser("ben", "Ben Okafor", "manager"))
    with (
        closing(open_book(str(tmp_path / "firm.book"), "ben")) as book,
        scene(qtbot, book, tmp_path) as stage,
    ):
        assert ledger_page(qtbot, stage).findChild(QPushButton, "ledger.canaries") is None


def test_the_page_says_which_stands_in_a_file_and_with_what_it_left(
    qtbot: QtBot, filled: Book, stage: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.do(ELVIRA)
    path, taken = tmp_path / "out.vcf", tmp_path / "taken.txt"
    let_out(filled, Leaving(ids(filled), "vcard4", str(path), WHY), FileOutlet(path, "vcard4"))
    taken.write_text("Dear Elvira Quintas, elvira@letters.example")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(taken), ""))

    page = ledger_page(qtbot, stage)
    find(page, QPushButton, "ledger.find").click()

    qtbot.waitUntil(lambda: not page._found.isHidden())
    assert page._found.words.text() == "taken.txt comes from this export."
    said = page._found.detail.text()
    assert said.startswith("Canary customers in it: Elvira Quintas (by e-mail and name). It left with one export alone")
    assert f"{ROWS_ON_A_PAGE} customers" in said


def test_it_is_drawn_and_copied_like_all_others(qtbot: QtBot, filled: Book, tmp_path: Path) -> None:
    filled.do(ELVIRA)
    target, rows = tmp_path / "out.pdf", CopiedRows()

    drawn = DrawnFile(target, PdfPaper(Head("Firm", "Ann", clock.today())))
    printed = let_out(filled, Leaving(ids(filled), "pdf", str(target), WHY), drawn)
    copied = let_out(filled, Leaving(ids(filled), "clipboard", "the clipboard", WHY), rows)

    assert printed.customers == copied.customers == ROWS_ON_A_PAGE
    assert target.read_bytes().count(b"/Type /Page\n") == 2
    rows.put()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == ROWS_ON_A_PAGE + 2
    assert lines[-1].startswith("Quintas, Elvira\tDresden\t+49 351 47112233\t")
    assert lines[-1].endswith(f"{copied.fingerprint}-{ROWS_ON_A_PAGE + 1}")
