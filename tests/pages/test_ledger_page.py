"""The ledger's page and the dialog of an export, on a real book: asked, approved, taken along, seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from app import clock
from app.book import Book, open_book
from app.features.customers.commands import AddCustomer, RetireCustomers
from app.features.customers.reaches import EmailInput
from app.features.erasing import EraseCustomer
from app.features.leaving import AnswerRequest, AskApproval, LedgerFilter, LetOut, ledger, requests
from app.features.settings import ChangeSetting
from app.features.team import AddUser
from tests.exports import WriteLedger
from tests.pages.panes import customers_page, find, ledger_page
from tests.pages.scene import Scene, scene
from ui.pages.customers.export_dialog import ExportDialog
from ui.pages.ledger.page import LedgerPage
from ui.parts.days import short_day

WHY = "Letters to all"


@pytest.fixture
def stage(qtbot: QtBot, file_book: Book, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, file_book, tmp_path) as made:
        made.listen("messages.say", "go.note", "go.customers")
        made.ids = [made.do(AddCustomer("company", name)) for name in ("Acme", "Bolt")]  # type: ignore[attr-defined]
        made.do(AddUser("ben", "Ben Okafor", "manager"))
        yield made


@pytest.fixture
def ben(stage: Scene, tmp_path: Path) -> Iterator[Book]:
    with closing(open_book(str(tmp_path / "firm.book"), "ben")) as opened:
        yield opened


def ids_of(stage: Scene) -> list[int]:
    return list(stage.ids)  # type: ignore[attr-defined]


def dialog(qtbot: QtBot, stage: Scene) -> ExportDialog:
    stage.actions.trigger("customers.export")
    qtbot.waitUntil(lambda: any(one.isVisible() for one in stage.window.findChildren(ExportDialog)))
    return next(one for one in stage.window.findChildren(ExportDialog) if one.isVisible())


def give_reason(made: ExportDialog, words: str) -> None:
    find(made, QPlainTextEdit, "export.form.reason").setPlainText(words)
    find(made, QPushButton, "export.form.save").click()


def said(stage: Scene) -> list[str]:
    return [str(spot["words"]) for name, spot in stage.asked if name == "messages.say"]


def sentences(page: LedgerPage) -> list[str]:
    rows = page.table._rows
    lines = (line for line in range(rows.rowCount()) if rows.group_at(line) is None)
    return [str(rows.index(line, 5).data()) for line in lines]


def test_a_list_leaves_with_a_reason(
    qtbot: QtBot, stage: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "Customers.vcf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    page, made = customers_page(qtbot, stage), dialog(qtbot, stage)
    give_reason(made, "  ")
    assert "sentence" in find(made, QLabel, "export.form.reason.refusal").text()
    give_reason(made, WHY)
    qtbot.waitUntil(lambda: said(stage) == ["2 customers exported to Customers.vcf. It stands in the ledger."])
    assert target.read_text().count("BEGIN:VCARD") == 2
    assert [one.reason for one in stage.book.ask(ledger, LedgerFilter())] == [WHY]
    assert not page.list.table.selected_count() > 2


def test_what_needs_approval_is_asked_for_and_then_taken(
    qtbot: QtBot, stage: Scene, ben: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "Customers.vcf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    stage.do(ChangeSetting("export_limit", 0))
    customers_page(qtbot, stage)
    made = dialog(qtbot, stage)
    assert find(made, QPushButton, "export.form.save").text() == "Ask for approval"
    give_reason(made, WHY)
    qtbot.waitUntil(lambda: len(said(stage)) == 1)
    assert not target.exists()
    (request,) = ben.ask(requests, ben.user.id, clock.today(), to_answer=True)
    ben.do(AnswerRequest(request.id, approve=True))
    page = ledger_page(qtbot, stage)
    qtbot.waitUntil(lambda: page.findChild(QPushButton, f"ledger.take.{request.id}") is not None)
    find(page, QPushButton, f"ledger.take.{request.id}").click()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in stage.window.findChildren(ExportDialog)))
    held = next(one for one in stage.window.findChildren(ExportDialog) if one.isVisible())
    assert not held.form.editor("reason").isEnabled()
    find(held, QPushButton, "export.form.save").click()
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: sentences(page) == [WHY])
    qtbot.waitUntil(stage.desk.idle)
    assert [one.approved_by for one in stage.book.ask(ledger, LedgerFilter())] == ["Ben Okafor"]


def test_an_approval_of_which_customers_are_gone_is_asked_for_again(
    qtbot: QtBot, stage: Scene, ben: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "Customers.csv"), ""))
    stage.do(ChangeSetting("export_limit", 0))
    key = stage.do(AskApproval(ids_of(stage), "csv", WHY))
    ben.do(AnswerRequest(key, approve=True))
    stage.do(EraseCustomer(ids_of(stage)[0]))
    customers_page(qtbot, stage)
    stage.actions.trigger("customers.export_approved", request=key)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in stage.window.findChildren(ExportDialog)))
    held = next(one for one in stage.window.findChildren(ExportDialog) if one.isVisible())
    save = find(held, QPushButton, "export.form.save")
    save.click()
    qtbot.waitUntil(lambda: save.text() == "Ask for approval")
    told = [one.text() for one in held.findChildren(QLabel) if one.isVisible()]
    assert any("1 customer of those 2 can no longer be exported. Ask again." in words for words in told)
    save.click()
    qtbot.waitUntil(lambda: any("Asked." in words for words in said(stage)))
    assert [one.customers for one in ben.ask(requests, ben.user.id, clock.today(), to_answer=True)] == [1, 2]


def test_the_last_slice_of_a_list_is_asked_for(
    qtbot: QtBot, stage: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "Customers.vcf"), ""))
    taken = [stage.do(AddCustomer("company", f"Slice {number}")) for number in range(5)]
    stage.do(ChangeSetting("export_limit", 5))
    stage.do(LetOut(taken, "csv", "there", WHY))
    stage.do(RetireCustomers(taken))
    customers_page(qtbot, stage)
    made = dialog(qtbot, stage)
    give_reason(made, WHY)
    save = find(made, QPushButton, "export.form.save")
    qtbot.waitUntil(lambda: save.text() == "Ask for approval")
    save.click()
    qtbot.waitUntil(lambda: any("Asked." in words for words in said(stage)))


def test_somebody_else_s_request_is_answered_on_the_page(qtbot: QtBot, stage: Scene, ben: Book) -> None:
    stage.do(ChangeSetting("export_limit", 0))
    key = ben.do(AskApproval(ids_of(stage), "csv", WHY)).answer
    page = ledger_page(qtbot, stage)
    counts: list[str] = []
    page.count(lambda count, _tone: counts.append(count))
    qtbot.waitUntil(lambda: counts == ["1"])
    qtbot.waitUntil(lambda: page.findChild(QPushButton, f"ledger.approve.{key}") is not None)
    find(page, QPushButton, f"ledger.approve.{key}").click()
    qtbot.waitUntil(lambda: page.asking.isHidden())
    assert [one.state for one in ben.ask(requests, ben.user.id, clock.today())] == ["approved"]


def test_what_waits_for_me_is_not_hidden_by_new_requests(qtbot: QtBot, stage: Scene, ben: Book) -> None:
    stage.do(ChangeSetting("export_limit", 0))
    ids = ids_of(stage)
    yes = stage.do(AskApproval(ids, "csv", "Approved"))
    ben.do(AnswerRequest(yes, approve=True))
    open_one = ben.do(AskApproval(ids, "csv", "To be answered")).answer
    refused = [stage.do(AskApproval(ids, "csv", f"Refused {number:c}")) for number in range(65, 71)]
    for one in refused:
        ben.do(AnswerRequest(one, approve=False))
    page = ledger_page(qtbot, stage)
    qtbot.waitUntil(page.asking.isVisible)
    lines = [line.objectName() for line in page.asking._lines]
    assert lines == [f"ledger.request.{one}" for one in (open_one, yes, *reversed(refused))]
    last = page.asking._lines[-1]
    assert last.visibleRegion().isEmpty()
    page.asking.area.ensureWidgetVisible(last)
    assert not last.visibleRegion().isEmpty()
    page.asking.area.verticalScrollBar().setValue(0)
    for name in (f"ledger.approve.{open_one}", f"ledger.take.{yes}"):
        verb = find(page, QPushButton, name)
        assert verb.visibleRegion().boundingRect() == verb.rect()


def test_the_page_narrows_to_a_person_and_says_what_has_no_known_end(qtbot: QtBot, stage: Scene, ben: Book) -> None:
    stage.do(LetOut(ids_of(stage), "csv", "/media/stick/list.csv", "On a stick"))
    ben.do(LetOut(ids_of(stage)[:1], "csv", "one.csv", "For Ben"))
    page = ledger_page(qtbot, stage)
    qtbot.waitUntil(lambda: sentences(page) == ["For Ben", "On a stick"])
    assert "2 exports, 3 customers" in find(page, QLabel, "ledger.count").text()
    line = page.table._rows.row_at(1)
    assert line is not None
    assert "its end is not known" in line.sentence()
    page._narrow(person=stage.desk.user.id)
    qtbot.waitUntil(lambda: sentences(page) == ["On a stick"])


def first_shown(page: LedgerPage) -> list[str]:
    line = next(line for line in range(9) if page.table._rows.group_at(line) is None)
    row = page.table._rows.row_at(line)
    return [] if row is None else [row.cell(0).text, row.cell(2).text]


def test_a_large_export_is_not_hidden_by_a_thousand_small_ones(qtbot: QtBot, stage: Scene) -> None:
    stage.do(WriteLedger((4_000, *([1] * 1_005))))
    page = ledger_page(qtbot, stage)
    assert find(page, QLabel, "ledger.count").text() == "1,006 exports, 5,005 customers"
    qtbot.waitUntil(lambda: first_shown(page)[1:] == ["1"])
    page.table.scrollToBottom()
    oldest = page.table._rows.rowCount() - 1
    qtbot.waitUntil(lambda: page.table._rows.knows(oldest))
    page.table._head._sort_by(2)
    day = short_day((clock.now() - timedelta(hours=1_005)).astimezone().date(), clock.today())
    qtbot.waitUntil(lambda: first_shown(page) == [day, "4,000"])
    assert page.table._rows.group_lines() == []
    page.table._head._sort_by(2)
    qtbot.waitUntil(lambda: first_shown(page)[1:] == ["1"])


def test_the_strip_says_that_others_may_be_the_export_too(
    qtbot: QtBot, stage: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails = ("ada@x.example", "bob@x.example")
    taken = [stage.do(AddCustomer("company", mail, emails=(EmailInput(address=mail),))) for mail in mails]
    for number in range(7):
        stage.do(LetOut(taken, "csv", f"{number}.csv", WHY))
    bare = tmp_path / "bare.csv"
    bare.write_text("Name,E-mail\n" + "".join(f"{mail},{mail}\n" for mail in mails), "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(bare), ""))
    page = ledger_page(qtbot, stage)
    page._find()
    qtbot.waitUntil(page._found.isVisible)
    told = " ".join(one.text() for one in page._found.findChildren(QLabel))
    assert "2 of its 2 customers left then: likely, no proof. 6 other exports may be it, too." in told
