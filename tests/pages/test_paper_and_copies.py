"""Lists on paper, as PDF and on the clipboard: only the gate lets many customers out, whatever the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from app import clock
from app.book import Book, open_book
from app.errors import NotFound, Refused
from app.features.customers.commands import AddCustomer
from app.features.customers.reaches import PhoneInput
from app.features.leaving import LedgerFilter, LedgerLine, found_in_ledger, leaving_lines, ledger, traces_of
from app.features.team import AddUser
from app.leaving import Leaving, let_out
from app.leaving_files import DrawnFile
from tests.pages.panes import customers_page
from tests.pages.scene import Scene, scene
from ui.cli import main
from ui.pages.customers.export_dialog import ExportDialog
from ui.parts.list_paper import ROWS_ON_A_PAGE, Head, PdfPaper

WHY = "Calls for the fair"


@pytest.fixture
def stage(qtbot: QtBot, file_book: Book, tmp_path: Path) -> Iterator[Scene]:
    for place in range(7):
        file_book.do(AddCustomer("company", f"Acme {place}", phones=(PhoneInput(raw=f"+34 944 12 00 {place}0"),)))
    with scene(qtbot, file_book, tmp_path) as made:
        made.listen("messages.say")
        yield made


def give_reason(qtbot: QtBot, stage: Scene, verb: str = "Export…") -> None:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in stage.window.findChildren(ExportDialog)))
    (dialog,) = (one for one in stage.window.findChildren(ExportDialog) if one.isVisible())
    reason, save = (
        dialog.findChild(QPlainTextEdit, "export.form.reason"),
        dialog.findChild(QPushButton, "export.form.save"),
    )
    assert reason is not None
    assert save is not None
    assert save.text() == verb
    reason.setPlainText(WHY)
    save.click()


def said(stage: Scene) -> list[str]:
    return [str(spot["words"]) for _, spot in stage.asked]


def lines(book: Book) -> list[LedgerLine]:
    return book.ask(ledger, LedgerFilter())


def test_a_list_is_printed_by_the_gate(
    qtbot: QtBot, stage: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "printed.pdf"

    def choose(dialog: QPrintDialog) -> QPrintDialog.DialogCode:
        dialog.printer().setOutputFileName(str(target))
        return QPrintDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", choose)
    customers_page(qtbot, stage)
    stage.actions.trigger("customers.print")
    give_reason(qtbot, stage, "Print…")
    qtbot.waitUntil(lambda: said(stage) == [f"7 customers printed on {target}. It stands in the ledger."])
    assert target.read_bytes().startswith(b"%PDF")
    assert [(one.what, one.to, one.finished) for one in lines(stage.book)] == [("printed list", str(target), True)]


def test_nothing_leaves_when_the_printer_is_not_chosen(
    qtbot: QtBot, stage: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QPrintDialog.DialogCode.Rejected)
    customers_page(qtbot, stage)
    stage.actions.trigger("customers.print")
    give_reason(qtbot, stage, "Print…")
    qtbot.waitUntil(stage.desk.idle)
    assert lines(stage.book) == []


def test_a_pdf_from_the_window_is_found_again_by_its_mark(
    qtbot: QtBot, stage: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "Customers.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    page = customers_page(qtbot, stage)
    page._exporting._begin((), "pdf")
    give_reason(qtbot, stage)
    qtbot.waitUntil(lambda: said(stage) == ["7 customers exported to Customers.pdf. It stands in the ledger."])
    saved_anew = target.read_bytes() + b"\n"
    (found,) = stage.book.ask(found_in_ledger, traces_of("Customers.pdf", saved_anew))
    assert (found.how, found.line.reason) == ("mark", WHY)


def test_a_few_rows_are_copied_freely(qtbot: QtBot, stage: Scene) -> None:
    page = customers_page(qtbot, stage)
    page.list.table.select(page.list.ids[:2])
    stage.actions.trigger("customers.copy")
    qtbot.waitUntil(lambda: said(stage) == ["2 customers copied."])
    assert QGuiApplication.clipboard().text() == (
        "Acme 0\t\t+34 944 12 00 00\t\t\t\nAcme 1\t\t+34 944 12 00 10\t\t\t\n"
    )
    assert lines(stage.book) == []


def test_more_rows_are_copied_by_the_gate(qtbot: QtBot, stage: Scene) -> None:
    page = customers_page(qtbot, stage)
    QGuiApplication.clipboard().setText("before")
    page.list.table.select(page.list.ids[:6])
    stage.actions.trigger("customers.copy")
    give_reason(qtbot, stage, "Copy")
    qtbot.waitUntil(lambda: said(stage) == ["6 customers copied. It stands in the ledger."])
    rows = QGuiApplication.clipboard().text().splitlines()
    (line,) = lines(stage.book)
    assert (line.what, line.to, line.customers) == ("copied rows", "the clipboard", 6)
    assert [row.split("\t")[0] for row in rows] == ["Name", *(f"Acme {place}" for place in range(6))]
    assert rows[-1].endswith(f"{line.fingerprint}-6")


def test_who_may_not_export_copies_few_rows_only(qtbot: QtBot, file_book: Book, tmp_path: Path) -> None:
    for place in range(6):
        file_book.do(AddCustomer("company", f"=Acme {place}"))
    file_book.do(AddUser("cy", "Cy", "staff"))
    with scene(qtbot, open_book(str(tmp_path / "firm.book"), "cy"), tmp_path) as stage:
        stage.listen("messages.say")
        page = customers_page(qtbot, stage)
        QGuiApplication.clipboard().setText("before")
        page.list.table.select(page.list.ids)
        stage.actions.trigger("customers.copy")
        qtbot.waitUntil(lambda: len(said(stage)) == 1)
        assert said(stage)[0].startswith("Nothing was copied: more than 5 customers")
        assert QGuiApplication.clipboard().text() == "before"
        assert not stage.actions.has("customers.print")
        page.list.table.select(page.list.ids[:1])
        stage.actions.trigger("customers.copy")
        qtbot.waitUntil(lambda: len(said(stage)) == 2)
        assert QGuiApplication.clipboard().text().startswith("'=Acme 0\t")


def test_a_pdf_from_the_command_line_has_its_mark_and_all_its_pages(
    qtbot: QtBot, file_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in range(ROWS_ON_A_PAGE + 1):
        file_book.do(AddCustomer("company", f"Acme {place}"))
    book, target = str(tmp_path / "firm.book"), tmp_path / "out.pdf"
    assert main(["--book", book, "--user", "ann", "export", str(target), "--reason", WHY]) == 0
    assert target.read_bytes().count(b"/Type /Page\n") == 2
    assert main(["--book", book, "--user", "ann", "ledger", "--find", str(target)]) == 0
    assert "It bears the mark of this export." in capsys.readouterr().out


def test_lines_leave_under_their_ledger_line_alone(book: Book) -> None:
    key = book.do(AddCustomer("company", "Acme")).answer
    with pytest.raises(NotFound, match="stands in the ledger"):
        book.ask(leaving_lines, 1, [key])


def test_of_a_pdf_that_cannot_be_written_nothing_stays(qtbot: QtBot, book: Book, tmp_path: Path) -> None:
    key = book.do(AddCustomer("company", "Acme")).answer
    target = tmp_path / "out.pdf"

    class Full(PdfPaper):
        def end(self) -> None:
            """As on a full disk."""
            self._pages.close()
            raise OSError(28, "No space left on device")

    outlet = DrawnFile(target, Full(Head("Firm", "Ann", clock.today())))
    with pytest.raises(Refused, match="the disk is full"):
        let_out(book, Leaving([key], "pdf", str(target), WHY), outlet)
    assert list(tmp_path.glob("*out.pdf*")) == []
    assert [one.finished for one in lines(book)] == [False]
