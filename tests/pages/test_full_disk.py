"""The disk is full while somebody types: nothing of it is lost, and it is said what happened."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.book import open_book
from app.computer import drafts
from app.features.customers.card import card
from app.features.customers.commands import AddCustomer
from app.features.customers.lists import ListFilter, first_lines
from app.features.touchpoints import time_line
from tests.books import OWNER
from tests.pages.panes import card_pane as card_pane_of
from tests.pages.panes import find, importing_page, time_line_pane
from tests.pages.scene import Scene, scene
from tests.trials.disk.watched import FULL, OK, Step, Verb, WatchedDisk
from ui.pages.customers.card_pane import CardPane
from ui.pages.customers.time_line_pane import TimeLinePane

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the watched disk knows the unix VFS only")
WORDS = "Wants the grippers before August"


class Disk:
    """Full while told so: no write of the engine goes through."""

    def __init__(self) -> None:
        self.full = False

    def answer(self, step: Step) -> int:
        return FULL if self.full and step.verb is Verb.WRITE else OK


@pytest.fixture
def disk() -> Iterator[Disk]:
    made = Disk()
    with WatchedDisk(made.answer):
        yield made


@pytest.fixture
def stage(qtbot: QtBot, disk: Disk, new_file: Path, tmp_path: Path) -> Iterator[Scene]:
    book = open_book(str(shutil.copyfile(new_file, tmp_path / "firm.book")), OWNER)
    with scene(qtbot, book, tmp_path) as made:
        yield made


@pytest.fixture
def pane(qtbot: QtBot, stage: Scene, customer: int) -> TimeLinePane:
    stage.listen("go.customers")
    made = time_line_pane(qtbot, stage)
    made.show_customer(customer)
    made.focus_log()
    return made


def words(pane: TimeLinePane) -> QPlainTextEdit:
    box: QPlainTextEdit = find(pane, QPlainTextEdit, "log.words")
    return box


def said(stage: Scene, customer: int) -> list[str]:
    return [entry.words for entry in stage.book.ask(time_line, customer)]


def test_what_was_typed_stays_and_is_saved_once_there_is_room(
    qtbot: QtBot, disk: Disk, stage: Scene, customer: int, pane: TimeLinePane
) -> None:
    QTest.keyClicks(words(pane), WORDS)
    disk.full = True
    pane.box.submit()
    qtbot.waitUntil(lambda: "the disk is full" in pane.box.refusal.words.text())
    assert "Your text is kept." in pane.box.refusal.words.text()
    assert words(pane).toPlainText() == WORDS
    assert said(stage, customer) == []
    disk.full = False
    pane.box.submit()
    qtbot.waitUntil(lambda: said(stage, customer) == [WORDS])
    qtbot.waitUntil(lambda: words(pane).toPlainText() == "")


def test_a_draft_that_cannot_be_written_is_kept_as_long_as_the_program_runs(
    qtbot: QtBot, disk: Disk, stage: Scene, customer: int, pane: TimeLinePane, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(drafts, "write_json", no_room)
    other = int(stage.do(AddCustomer("person", "Eszter Szabó")))
    disk.full = True
    QTest.keyClicks(words(pane), WORDS)
    pane.box.submit()
    qtbot.waitUntil(lambda: "the disk is full" in pane.box.refusal.words.text())
    assert pane.box.state.text() == "Draft kept until you close Housebook"
    pane.show_customer(other)
    qtbot.waitUntil(lambda: words(pane).toPlainText() == "")
    pane.show_customer(customer)
    assert words(pane).toPlainText() == WORDS


@pytest.fixture
def card_pane(qtbot: QtBot, stage: Scene) -> CardPane:
    stage.listen("messages.say")
    return card_pane_of(qtbot, stage)


def found(parent: QWidget, name: str) -> Any:
    return find(parent, QWidget, name)


def form_stands(pane: CardPane) -> bool:
    form = pane.findChild(QWidget, "customer_form.pane")
    return form is not None and form.isVisible()


def refused_and_then_saved(qtbot: QtBot, disk: Disk, pane: CardPane) -> None:
    """Saved on a full disk, which is said above the buttons; and again once there is room."""
    disk.full = True
    found(pane, "customer_form.save").click()
    qtbot.waitUntil(lambda: "the disk is full" in found(pane, "customer_form.error").words.text())
    assert form_stands(pane) and found(pane, "customer_form.save").isEnabled()
    kept = {box: box.text() for box in found(pane, "customer_form.pane").findChildren(QLineEdit)}
    disk.full = False
    assert {box: box.text() for box in kept} == kept
    found(pane, "customer_form.save").click()
    qtbot.waitUntil(lambda: pane._form is None and pane.desk.idle())


def test_a_new_customer_that_was_typed_stays_in_its_form(
    qtbot: QtBot, disk: Disk, stage: Scene, card_pane: CardPane
) -> None:
    card_pane.add("Talleres Ibáñez")
    qtbot.waitUntil(lambda: form_stands(card_pane))
    QTest.keyClicks(found(card_pane, "customer_form.number"), "K-4711")
    refused_and_then_saved(qtbot, disk, card_pane)
    (line,) = stage.book.ask(first_lines, ListFilter(), ())
    assert line.name == "Talleres Ibáñez"
    assert stage.book.ask(card, line.id).values["number"] == "K-4711"


def test_what_was_changed_stays_in_the_form_and_in_the_draft(
    qtbot: QtBot, disk: Disk, stage: Scene, customer: int, card_pane: CardPane
) -> None:
    card_pane.show_customer(customer)
    card_pane.edit()
    qtbot.waitUntil(lambda: form_stands(card_pane))
    QTest.keyClicks(found(card_pane, "customer_form.number"), "K-4711")
    disk.full = True
    found(card_pane, "customer_form.save").click()
    qtbot.waitUntil(lambda: "the disk is full" in found(card_pane, "customer_form.error").words.text())
    QTest.keyClick(found(card_pane, "customer_form.number"), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: card_pane._form is None)
    disk.full = False
    assert stage.book.ask(card, customer).values["number"] == ""
    card_pane.edit()
    qtbot.waitUntil(lambda: form_stands(card_pane))
    assert found(card_pane, "customer_form.number").text() == "K-4711"
    refused_and_then_saved(qtbot, disk, card_pane)
    assert stage.book.ask(card, customer).values["number"] == "K-4711"


def test_an_import_keeps_its_files_and_what_was_chosen(qtbot: QtBot, disk: Disk, stage: Scene, tmp_path: Path) -> None:
    stage.listen("messages.say", "go.importing", "journal.undo", "journal.open", "customers.new")
    file = tmp_path / "fair.vcf"
    file.write_text("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jörg Müller\r\nEND:VCARD\r\n", "utf-8")
    page = importing_page(qtbot, stage)
    stage.actions.trigger("importing.files", paths=[str(file)])
    qtbot.waitUntil(lambda: page.look is not None)
    chosen = {"stage": "Lead", "tags": ("Hannover 2026",)}
    look = page.look
    assert look is not None
    look.form.fill(chosen)
    disk.full = True
    found(page, "importing.form.save").click()
    qtbot.waitUntil(lambda: "the disk is full" in found(page, "importing.form.refusal").text())
    disk.full = False
    assert stage.book.ask(first_lines, ListFilter(), ()) == []
    assert chosen.items() <= look.form.values().items()
    assert page.look is look and look.isVisible() and found(page, "importing.form.save").isEnabled()
    found(page, "importing.form.save").click()
    qtbot.waitUntil(lambda: page.look is None and page.desk.idle())
    (line,) = stage.book.ask(first_lines, ListFilter(), ())
    assert (line.name, line.stage, line.tags) == ("Jörg Müller", "Lead", "Hannover 2026")
