"""Erasing a customer from the card: asked for the name first, and then the next customer is shown."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.features.customers.commands import AddCustomer
from app.features.customers.lists import ListFilter, count_customers
from app.features.leaving import LedgerFilter, found_in_ledger, ledger, traces_of
from tests.pages.panes import customers_page, find
from tests.pages.scene import Scene
from ui.parts.dialog import Dialog


def test_the_name_is_typed_before_anything_goes(qtbot: QtBot, stage: Scene, customer: int) -> None:
    stage.do(AddCustomer("company", "Acme"))
    stage.listen("go.note", "go.customers", "messages.say")
    page = customers_page(qtbot, stage)
    page.visit(customer=customer)
    qtbot.waitUntil(stage.desk.idle)
    stage.actions.trigger("customers.erase")
    qtbot.waitUntil(lambda: stage.window.findChild(Dialog, "erase") is not None)
    dialog = find(stage.window, Dialog, "erase")
    find(dialog, QPushButton, "erase.form.save").click()
    assert "Nothing was erased" in find(dialog, QLabel, "erase.form.name.refusal").text()
    find(dialog, QLineEdit, "erase.form.name").setText("Talleres Ibáñez")
    find(dialog, QPushButton, "erase.form.save").click()
    qtbot.waitUntil(lambda: stage.book.ask(count_customers, ListFilter()) == 1)
    qtbot.waitUntil(lambda: page.customer not in (None, customer) and stage.desk.idle())


def save_what_is_held(qtbot: QtBot, stage: Scene, customer: int) -> None:
    stage.listen("go.note", "go.customers", "messages.say")
    page = customers_page(qtbot, stage)
    qtbot.waitUntil(lambda: page.customer == customer and stage.desk.idle())
    stage.actions.trigger("customers.held")
    qtbot.waitUntil(lambda: any(name == "messages.say" for name, _ in stage.asked))


@pytest.mark.parametrize("ending", ["pdf", "json"])
def test_all_that_is_held_is_saved_as_a_document(
    qtbot: QtBot, stage: Scene, customer: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    target = tmp_path / f"all.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    save_what_is_held(qtbot, stage, customer)
    data = target.read_bytes()
    assert data.startswith(b"%PDF") if ending == "pdf" else "Talleres" in data.decode()
    (line,) = stage.desk.book.ask(ledger, LedgerFilter())
    assert (line.finished, line.to) == (True, str(tmp_path))
    found = stage.desk.book.ask(found_in_ledger, traces_of(target.name, data))
    assert [(one.line.id, one.how) for one in found] == [(line.id, "mark")]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such folder")
def test_what_could_not_be_saved_stands_in_the_ledger_as_not_finished(
    qtbot: QtBot, stage: Scene, customer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = Path("/proc/all.pdf")  # a folder that takes no file, whoever asks
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    save_what_is_held(qtbot, stage, customer)
    (line,) = stage.desk.book.ask(ledger, LedgerFilter())
    assert line.finished is False and not target.exists()
    assert "was not finished" in str(stage.asked)


def test_a_folder_in_the_way_is_told_and_nothing_leaves(
    qtbot: QtBot, stage: Scene, customer: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "all.pdf").mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "all.pdf"), ""))
    save_what_is_held(qtbot, stage, customer)
    assert "is a folder" in str(stage.asked)
    assert stage.desk.book.ask(ledger, LedgerFilter()) == []
