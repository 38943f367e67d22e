"""Files come in through the page: looked at first, set aside beside their file, taken back, never twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.book import Book
from app.errors import Refused, Stopped
from app.features.customers.lists import ListFilter, count_customers, first_lines
from app.features.importing.past import past_imports
from app.features.undo import UndoOperation
from app.ticket import Ticket
from tests.pages.panes import find, importing_page
from tests.pages.scene import Scene, scene
from ui.pages.importing.files import read_paths, write_aside
from ui.pages.importing.page import ImportingPage
from ui.parts.progress import Progress

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{}\r\nTEL;TYPE=WORK:0431 123456\r\nEND:VCARD\r\n"
BAD = "FN:Nobody begins me\r\nTEL:1\r\nEND:VCARD\r\n"
LIST = "First Name,Last Name,E-mail 1 - Value\r\nPilar,Ibáñez,pilar@ibanez.example\r\nonly one cell\r\n"


@pytest.fixture
def stage(qtbot: QtBot, file_book: Book, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, file_book, tmp_path) as made:
        made.listen("messages.say", "go.importing", "journal.undo", "journal.open", "customers.new")
        yield made


@pytest.fixture
def fair(tmp_path: Path) -> Path:
    folder = tmp_path / "fair"
    folder.mkdir()
    path = folder / "fair.vcf"
    path.write_text(CARD.format("Jörg Müller") + BAD + CARD.format("شركة وليد حداد"), "utf-8")
    return path


@pytest.fixture
def google(fair: Path) -> Path:
    path = fair.with_name("google.csv")
    path.write_text(LIST, "utf-8")
    return path


@pytest.fixture
def shown(qtbot: QtBot, stage: Scene) -> ImportingPage:
    return importing_page(qtbot, stage)


def look_at(qtbot: QtBot, stage: Scene, made: ImportingPage, *paths: Path) -> None:
    stage.actions.trigger("importing.files", paths=[str(path) for path in paths])
    qtbot.waitUntil(lambda: made.look is not None)


def bring_in(qtbot: QtBot, made: ImportingPage) -> None:
    find(made, QWidget, "importing.form.save").click()
    qtbot.waitUntil(lambda: made.look is None and made.desk.idle())


def names(book: Book) -> set[str]:
    return {line.name for line in book.ask(first_lines, ListFilter(), (("name", False),))}


def cells(table: Any, row: int) -> list[str]:
    return [str(table.model().index(row, column).data()) for column in range(table.model().columnCount())]


def test_the_empty_page_says_what_belongs_here(shown: ImportingPage) -> None:
    assert find(shown, QWidget, "empty").isVisible()
    assert "vCard" in find(shown, QWidget, "empty").words.text()
    assert find(shown, QWidget, "importing.first").isVisible()


def test_first_one_looks_and_nothing_is_changed(
    qtbot: QtBot, stage: Scene, shown: ImportingPage, fair: Path, google: Path
) -> None:
    look_at(qtbot, stage, shown, fair, google)
    assert find(shown, QWidget, "importing.coming").text() == "3 customers would come in, all of them people"
    assert find(shown, QWidget, "importing.rest").text() == "5 read from 2 files; 2 set aside. Nothing was changed yet."
    assert cells(find(shown, QWidget, "importing.rows"), 0)[0] == "Jörg Müller"
    aside = find(shown, QWidget, "importing.aside")
    assert cells(aside, 0) == ["fair.vcf", "6", "The card does not begin with BEGIN:VCARD."]
    assert cells(aside, 1)[:2] == ["google.csv", "3"]
    assert stage.book.ask(count_customers, ListFilter()) == 0
    assert set(fair.parent.iterdir()) == {fair, google}


def test_they_come_in_with_stage_and_tags_and_the_rest_is_set_aside(
    qtbot: QtBot, stage: Scene, shown: ImportingPage, fair: Path, google: Path
) -> None:
    look_at(qtbot, stage, shown, fair, google)
    assert shown.look is not None
    shown.look.form.fill({"stage": "Lead", "tags": ("Hannover 2026",)})
    assert find(shown, QWidget, "importing.form.save").text() == "Import 3 customers"
    bring_in(qtbot, shown)
    assert names(stage.book) == {"Jörg Müller", "شركة وليد حداد", "Pilar Ibáñez"}
    lines = stage.book.ask(first_lines, ListFilter(), (("name", False),))
    assert {(line.stage, line.tags) for line in lines} == {("Lead", "Hannover 2026")}
    assert find(shown, QWidget, "importing.came.words").text() == "3 customers came in from 2 files"
    words = find(shown, QWidget, "importing.written.words").text()
    assert words == "2 cards were set aside: fair.set-aside.vcf, google.set-aside.csv"
    assert "Nobody begins me" in fair.with_name("fair.set-aside.vcf").read_text("utf-8")
    assert "only one cell" in google.with_name("google.set-aside.csv").read_text("utf-8-sig")


def test_the_same_file_again_adds_nothing(qtbot: QtBot, stage: Scene, shown: ImportingPage, fair: Path) -> None:
    look_at(qtbot, stage, shown, fair)
    bring_in(qtbot, shown)
    look_at(qtbot, stage, shown, fair)
    assert find(shown, QWidget, "importing.coming").text() == "Nothing new would come in"
    assert not find(shown, QWidget, "importing.form.save").isEnabled()
    assert "already there" in str(
        find(shown, QWidget, "importing.rows").model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    )
    find(shown, QWidget, "importing.write").click()
    qtbot.waitUntil(lambda: fair.with_name("fair.set-aside-2.vcf").exists())
    assert len(stage.book.ask(past_imports)) == 1


def test_a_set_aside_file_is_never_written_over_another(
    qtbot: QtBot, stage: Scene, shown: ImportingPage, fair: Path
) -> None:
    there = fair.with_name("fair.set-aside.vcf")
    there.write_text("mended by hand")
    look_at(qtbot, stage, shown, fair)
    bring_in(qtbot, shown)
    assert there.read_text() == "mended by hand"
    assert fair.with_name("fair.set-aside-2.vcf").exists()


def test_where_it_cannot_be_written_the_person_chooses(
    qtbot: QtBot, stage: Scene, shown: ImportingPage, fair: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at(qtbot, stage, shown, fair)
    fair.unlink()
    fair.parent.rmdir()
    bring_in(qtbot, shown)
    qtbot.waitUntil(find(shown, QWidget, "importing.unwritten").isVisible)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(elsewhere))
    find(shown, QWidget, "importing.unwritten.verb").click()
    qtbot.waitUntil(find(shown, QWidget, "importing.written").isVisible)
    assert (elsewhere / "fair.set-aside.vcf").exists()
    assert not find(shown, QWidget, "importing.unwritten").isVisible()


def test_unreadable_files_are_told_one_by_one(
    qtbot: QtBot, stage: Scene, shown: ImportingPage, fair: Path, tmp_path: Path
) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7")
    look_at(qtbot, stage, shown, scan, tmp_path / "gone.csv", fair)
    aside = find(shown, QWidget, "importing.aside")
    told = {cells(aside, row)[0]: cells(aside, row)[2] for row in (0, 1)}
    assert told["gone.csv"].startswith("gone.csv cannot be opened")
    assert "PDF" in told["scan.pdf"]
    assert "2 files not readable" in find(shown, QWidget, "importing.rest").text()
    bring_in(qtbot, shown)
    assert names(stage.book) == {"Jörg Müller", "شركة وليد حداد"}


def test_stopped_means_the_book_is_as_it_was(
    qtbot: QtBot, stage: Scene, shown: ImportingPage, fair: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at(qtbot, stage, shown, fair)
    do = stage.book.do

    def stop_before(command: Any, ticket: Ticket | None = None) -> Any:
        assert ticket is not None
        ticket.stop()
        return do(command, ticket)

    monkeypatch.setattr(stage.book, "do", stop_before)
    find(shown, QWidget, "importing.form.save").click()
    assert find(shown, QWidget, "importing.progress").isVisible()
    qtbot.waitUntil(find(shown, QWidget, "importing.nothing").isVisible)
    assert find(shown, QWidget, "importing.nothing.words").text() == "Stopped. Nothing came in; the book is as it was."
    assert stage.book.ask(count_customers, ListFilter()) == 0
    monkeypatch.setattr(stage.book, "do", do)
    bring_in(qtbot, shown)
    assert stage.book.ask(count_customers, ListFilter()) == 2


def test_a_refusal_stands_by_its_field(qtbot: QtBot, stage: Scene, shown: ImportingPage, fair: Path) -> None:
    look_at(qtbot, stage, shown, fair)
    assert shown.look is not None
    shown.look.form.fill({"region": "Germany"})
    find(shown, QWidget, "importing.form.save").click()
    assert "Two letters" in find(shown, QWidget, "importing.form.region.refusal").text()
    shown._did_not_come(Refused("There is no stage Customer.", "stage"))
    assert find(shown, QWidget, "importing.form.stage.refusal").text() == "There is no stage Customer."


def test_what_came_in_can_be_taken_back(qtbot: QtBot, stage: Scene, shown: ImportingPage, fair: Path) -> None:
    look_at(qtbot, stage, shown, fair)
    bring_in(qtbot, shown)
    (imported,) = stage.book.ask(past_imports)
    find(shown, QWidget, "importing.came.verb").click()
    assert stage.asked[-1] == ("journal.undo", {"operation": imported.operation})
    stage.do(UndoOperation(imported.operation))
    qtbot.waitUntil(lambda: find(shown, QWidget, "importing.came.words").text() == "Taken back")
    assert not find(shown, QWidget, "importing.came.verb").isVisible()


def test_imports_of_before_are_listed_with_undo(qtbot: QtBot, stage: Scene, shown: ImportingPage, fair: Path) -> None:
    look_at(qtbot, stage, shown, fair)
    bring_in(qtbot, shown)
    past = find(shown, QWidget, "importing.past")
    qtbot.waitUntil(lambda: past.count() == 1)
    assert cells(past, 0)[1:3] == ["Ann Becker", "Imported 2 customers from fair.vcf"]
    operation = shown.start.imports[0].operation
    past.cell_clicked.emit(operation, "verb")
    assert find(stage.window, QWidget, "importing.confirm").title.text() == "Undo “Imported 2 customers from fair.vcf”?"
    find(stage.window, QWidget, "importing.confirm.undo").click()
    assert stage.asked[-1] == ("journal.undo", {"operation": operation})
    past.select([operation])
    past.setFocus()
    QTest.keyClick(past, Qt.Key.Key_Return)
    assert stage.asked[-1] == ("journal.open", {"operation": operation})


def test_files_are_chosen_by_key(
    qtbot: QtBot, stage: Scene, shown: ImportingPage, fair: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(fair)], ""))
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow)
    QTest.keyClick(stage.window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shown.look is not None)
    assert stage.memory.recall("importing.folder") == str(fair.parent)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is find(shown, QWidget, "importing.form.save"))
    QTest.keyClick(find(shown, QWidget, "importing.form.save"), Qt.Key.Key_Escape)
    assert shown.look is None
    assert shown._places.currentWidget() is shown.start


def test_files_are_dropped(qtbot: QtBot, shown: ImportingPage, fair: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(fair))])
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    shown.dropEvent(event)
    assert event.isAccepted()
    qtbot.waitUntil(lambda: shown.look is not None)


def test_reading_can_be_stopped(fair: Path) -> None:
    ticket = Ticket()
    ticket.stop()
    with pytest.raises(Stopped):
        read_paths([fair], ticket)


def test_two_files_of_one_name_are_told_apart(tmp_path: Path, fair: Path) -> None:
    other = tmp_path / "fair.vcf"
    other.write_text(BAD, "utf-8")
    read = read_paths([fair, other], Ticket())
    assert [one.file for one in read.reading.set_aside] == [str(fair), str(other)]
    written = write_aside(read.reading.set_aside, read.sources)
    assert [path.parent for path in written.paths] == [fair.parent, tmp_path]


def test_stop_is_asked_for_once(qtbot: QtBot) -> None:
    asked: list[str] = []
    made = Progress("work")
    qtbot.addWidget(made)
    made.begin("Reading", lambda: asked.append("stop"))
    find(made, QWidget, "work.stop").click()
    find(made, QWidget, "work.stop").click()
    assert asked == ["stop"]
    assert made.left.text() == "Stopping…"
    made.end()
    assert made.isHidden()
