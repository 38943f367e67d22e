"""Cards that are opened in the window are counted, and who reads the ledger is told when there were many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app import clock
from app.book import Book, open_book
from app.errors import BookUnreachable
from app.features.customers.commands import AddCustomer
from app.features.openings import NoteOpenings, openings
from app.features.team import AddUser
from app.rules.days import Span
from tests.pages.panes import customers_page
from tests.pages.scene import Scene, scene
from ui.cli import main
from ui.frame.openings import OpeningsStrip
from ui.pages.customers.openings import BATCH, Openings
from ui.pages.customers.page import CustomersPage
from ui.pages.ledger import make_page as make_ledger


@pytest.fixture
def stage(qtbot: QtBot, file_book: Book, tmp_path: Path) -> Iterator[Scene]:
    for place in range(3):
        file_book.do(AddCustomer("company", f"Acme {place}"))
    file_book.do(AddUser("ben", "Ben Okafor", "viewer"))
    with scene(qtbot, file_book, tmp_path) as made:
        made.listen("go.note", "go.ledger")
        yield made


def cards_noted(book: Book) -> list[tuple[str, int]]:
    return [(one.login, one.cards) for one in book.ask(openings, Span(clock.now() - timedelta(days=1), clock.now()))]


def ben_opens(tmp_path: Path, cards: int) -> None:
    ben = open_book(str(tmp_path / "firm.book"), "ben")
    ben.do(NoteOpenings(cards))
    ben.close()


def unreachable(*_said: object) -> None:
    raise BookUnreachable("The book cannot be reached.")


def shows(page: CustomersPage, customer: int) -> bool:
    return page.card._card.customer == customer


def test_each_card_that_is_seen_counts_once(qtbot: QtBot, stage: Scene) -> None:
    page = customers_page(qtbot, stage)
    for key in (page.list.ids[0], page.list.ids[0], page.list.ids[2]):
        page.visit(customer=key)
        qtbot.waitUntil(partial(shows, page, key))
        qtbot.waitUntil(stage.desk.idle)
        page.card.refresh()
        qtbot.waitUntil(stage.desk.idle)
    page.card._openings.write()
    qtbot.waitUntil(lambda: cards_noted(stage.book) == [("ann", 2)])


def test_a_batch_is_written_by_itself_and_the_rest_at_the_next_start(qtbot: QtBot, stage: Scene) -> None:
    first = Openings(stage.desk, stage.memory, stage.window)
    for customer in range(BATCH + 3):
        first.note(customer)
    qtbot.waitUntil(lambda: cards_noted(stage.book) == [("ann", BATCH)])
    Openings(stage.desk, stage.memory, stage.window).write()
    qtbot.waitUntil(lambda: cards_noted(stage.book) == [("ann", BATCH + 3)])


def test_what_is_opened_while_the_book_is_out_of_reach_is_counted_later(
    qtbot: QtBot, stage: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = Openings(stage.desk, stage.memory, stage.window)
    with monkeypatch.context() as out_of_reach:
        out_of_reach.setattr(Book, "do", unreachable)
        for customer in range(3 * BATCH + 7):
            counting.note(customer)
        qtbot.waitUntil(stage.desk.idle)
    assert cards_noted(stage.book) == []
    Openings(stage.desk, stage.memory, stage.window).write()
    qtbot.waitUntil(lambda: cards_noted(stage.book) == [("ann", 3 * BATCH + 7)])


def test_the_ledger_s_page_tells_of_many(qtbot: QtBot, stage: Scene, tmp_path: Path) -> None:
    ben_opens(tmp_path, 312)
    page = make_ledger(stage.desk, stage.actions, stage.memory)
    page.setParent(stage.window)
    stage.window.show()
    page.show()
    words = page.findChild(QLabel, "ledger.opened.words")
    assert words is not None
    qtbot.waitUntil(words.isVisible)
    assert words.text() == "Ben Okafor opened 312 cards within an hour."


def test_who_reads_the_ledger_is_told_when_they_come_and_once(qtbot: QtBot, stage: Scene, tmp_path: Path) -> None:
    ben_opens(tmp_path, 201)
    strip = OpeningsStrip(stage.desk, stage.actions, stage.memory)
    qtbot.addWidget(strip)
    qtbot.waitUntil(lambda: not strip.isHidden())
    verb = strip.findChild(QPushButton, "openings.verb")
    assert verb is not None
    verb.click()
    assert [name for name, _ in stage.asked] == ["go.ledger"]
    again = OpeningsStrip(stage.desk, stage.actions, stage.memory)
    qtbot.addWidget(again)
    qtbot.waitUntil(stage.desk.idle)
    assert again.isHidden()


def test_the_command_line_lists_them(file_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file_book.do(NoteOpenings(201))
    assert main(["--book", str(tmp_path / "firm.book"), "--user", "ann", "ledger", "--openings"]) == 0
    assert "201 cards opened within an hour  many" in capsys.readouterr().out
