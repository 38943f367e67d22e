"""The journal's page on a real book: what is seen, narrowed, opened, verified and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app import clock
from app.book import Book, open_book
from app.changes import Topic
from app.errors import Stopped
from app.features.customers.commands import AddCustomer, EditCustomer
from app.features.importing import ImportCards, read_files
from app.features.journal.kept import partly_undone
from app.features.journal.reading import JournalFilter, journal, operation
from app.features.journal.story import story, stretch
from app.features.journal.verifying import verify
from app.features.team import AddUser
from app.features.undo import UndoOperation
from tests.pages.panes import page_in
from tests.pages.scene import Scene, scene
from ui.pages.journal import make_page
from ui.pages.journal.page import JournalPage
from ui.parts.table import TableView


@pytest.fixture
def stage(qtbot: QtBot, file_book: Book, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, file_book, tmp_path) as made:
        made.listen("messages.say")
        yield made


def shown(qtbot: QtBot, stage: Scene, width: int = 1088) -> JournalPage:
    made = page_in(stage, JournalPage, make_page, width)
    qtbot.waitUntil(lambda: made.panel.story is not None and stage.desk.idle())
    return made


def find(parent: QWidget, name: str) -> Any:
    found = parent.findChild(QWidget, name)
    assert found is not None, name
    return found


def sentences(made: JournalPage) -> list[str]:
    model = made.list.model()
    return [text for line in range(model.rowCount()) if (text := model.index(line, 2).data())]


def last_operation(book: Book) -> int:
    return book.ask(journal, JournalFilter(), limit=1)[0].id


def add(stage: Scene, name: str) -> int:
    return int(stage.do(AddCustomer("company", name)))


def fair(cards: int) -> bytes:
    made = (f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Visitor {n}\r\nEND:VCARD\r\n" for n in range(cards))
    return "".join(made).encode()


def import_fair(stage: Scene, cards: int) -> int:
    stage.do(ImportCards(read_files([("fair.vcf", fair(cards))])))
    return last_operation(stage.book)


def test_the_newest_operation_comes_first_and_is_shown(qtbot: QtBot, stage: Scene) -> None:
    key = add(stage, "Müller AG")
    stage.do(EditCustomer(key, {"language": ("", "de")}))
    made = shown(qtbot, stage)
    assert sentences(made)[1:3] == ["Changed Müller AG", "Added Müller AG"]
    assert find(made, "journal.sentence").text() == "Changed Müller AG"
    model = made.panel.changes.model()
    assert [model.index(1, column).data() for column in range(3)] == ["language", "–", "de"]
    assert find(made, "journal.count").text() == "3 operations"


def test_what_another_desk_did_appears(qtbot: QtBot, stage: Scene) -> None:
    made = shown(qtbot, stage)
    add(stage, "شركة وليد حداد")
    qtbot.waitUntil(lambda: "Added شركة وليد حداد" in sentences(made))


def test_words_days_and_a_person_narrow_it(qtbot: QtBot, stage: Scene, file_book: Book) -> None:
    stage.do(AddUser("ben", "Ben Okafor", "manager"))
    add(stage, "Müller AG")
    other = open_book(file_book.location, "ben")
    other.do(AddCustomer("company", "Talleres Ibáñez"))
    other.close()
    made = shown(qtbot, stage)
    QTest.keyClicks(find(made, "journal.words"), "added")
    qtbot.waitUntil(lambda: len(sentences(made)) == 4)
    made.bar._take_person((file_book.user.id,))
    qtbot.waitUntil(lambda: [one for one in sentences(made) if "Ibáñez" in one] == [])
    assert "Added Müller AG" in sentences(made)
    find(made, "journal.since").set_day(clock.today() + timedelta(days=1))
    find(made, "journal.since").changed.emit()
    qtbot.waitUntil(lambda: find(made, "empty").isVisible())
    find(made, "journal.clear_all").click()
    qtbot.waitUntil(lambda: "Added Talleres Ibáñez" in sentences(made))
    assert find(made, "journal.words").text() == ""


def test_one_customer_with_its_name_and_back(qtbot: QtBot, stage: Scene) -> None:
    key = add(stage, "Müller AG")
    add(stage, "Talleres Ibáñez")
    made = shown(qtbot, stage)
    made.visit(customer=key)
    qtbot.waitUntil(lambda: sentences(made)[1:] == ["Added Müller AG"])
    qtbot.waitUntil(lambda: find(made, "journal.customer").text() == "Müller AG")
    QTest.keyClick(find(made, "journal.customer"), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "Added Talleres Ibáñez" in sentences(made))


def test_older_operations_come_as_one_scrolls(qtbot: QtBot, stage: Scene) -> None:
    for number in range(260):
        add(stage, f"Customer {number}")
    made = shown(qtbot, stage)
    assert made.list.count() == 200
    made.list.setFocus()
    QTest.keyClick(made.list, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: made.list.count() == 261)
    assert find(made, "journal.count").text() == "261 operations"
    add(stage, "The newest")
    qtbot.waitUntil(lambda: made.list.count() == 262)


def test_a_small_one_of_ones_own_is_undone_at_once(qtbot: QtBot, stage: Scene) -> None:
    add(stage, "Müller AG")
    made = shown(qtbot, stage)
    undo = find(made, "journal.undo_this")
    assert undo.text() == "Undo"
    undo.click()
    qtbot.waitUntil(lambda: "Undid “Added Müller AG”" in sentences(made))
    assert stage.window.findChild(QWidget, "journal.confirm") is None
    qtbot.waitUntil(lambda: find(made, "journal.state").isVisible())
    assert not undo.isEnabled()
    assert "Undone already" in undo.accessibleName()


def test_a_large_one_is_confirmed_first(qtbot: QtBot, stage: Scene) -> None:
    imported = import_fair(stage, 120)
    made = shown(qtbot, stage)
    assert find(made, "journal.undo_this").text() == "Undo…"
    find(made, "journal.undo_this").click()
    dialog = find(stage.window, "journal.confirm")
    assert dialog.title.text() == "Undo “Imported 120 customers from fair.vcf”?"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert stage.book.ask(operation, imported).undone_by is None
    find(made, "journal.undo_this").click()
    find(stage.window, "journal.confirm.undo").click()
    qtbot.waitUntil(lambda: stage.book.ask(operation, imported).undone_by is not None)


def test_what_was_kept_is_said_and_seen_later(qtbot: QtBot, stage: Scene) -> None:
    imported = import_fair(stage, 4)
    there = stage.book.ask(story, imported).changes
    worked_on = next(one.customer_id for one in there if one.customer == "Visitor 2")
    assert worked_on is not None
    stage.do(EditCustomer(worked_on, {"notes": ("", "Met at the stand")}))
    made = shown(qtbot, stage)
    stage.actions.trigger("journal.undo", operation=imported)
    qtbot.waitUntil(lambda: stage.window.findChild(QWidget, "journal.kept") is not None)
    dialog = find(stage.window, "journal.kept")
    kept = dialog.findChild(TableView, "journal.kept.rows")
    assert dialog.title.text() == "6 rows taken back, 2 kept: changed since"
    assert kept.model().index(0, 0).data() == "Visitor 2"
    find(stage.window, "journal.kept.close").click()
    made.visit(operation=imported)
    part = find(made, "journal.part")
    qtbot.waitUntil(part.isVisible)
    assert part.detail.text() == "2 rows kept, changed since: customer of Visitor 2, origin of Visitor 2."
    assert "undone in part" in str(made.list.model().index(3, 2).data(Qt.ItemDataRole.AccessibleTextRole))


def test_an_undoing_can_be_undone_from_the_journal(qtbot: QtBot, stage: Scene) -> None:
    add(stage, "Müller AG")
    stage.do(UndoOperation(last_operation(stage.book)))
    made = shown(qtbot, stage)
    assert find(made, "journal.undo_this").text() == "Do again"
    find(made, "journal.undo_this").click()
    qtbot.waitUntil(lambda: "Did again “Added Müller AG”" in sentences(made))


def test_the_making_of_the_book_stays(qtbot: QtBot, stage: Scene) -> None:
    made = shown(qtbot, stage)
    undo = find(made, "journal.undo_this")
    assert not undo.isEnabled()
    assert undo.accessibleName() == "The making of the book cannot be undone."


def test_the_whole_journal_is_verified(qtbot: QtBot, stage: Scene) -> None:
    add(stage, "Müller AG")
    made = shown(qtbot, stage)
    find(made, "journal.verify").click()
    assert find(made, "journal.verifying").isVisible()
    qtbot.waitUntil(find(made, "journal.whole").isVisible)
    assert find(made, "journal.whole.words").text() == "The journal is whole: 2 operations"
    assert find(made, "journal.verify").isEnabled()


def test_a_broken_journal_is_told_where(qtbot: QtBot, stage: Scene) -> None:
    made = shown(qtbot, stage)
    proof = stage.book.ask(verify)
    made.proof._tell(replace(proof, ok=False, broken_at=1))
    assert find(made, "journal.broken.words").text() == "The journal breaks at its entry 1"


def test_verifying_can_be_stopped(qtbot: QtBot, stage: Scene) -> None:
    made = shown(qtbot, stage)
    made.proof.verify()
    made.proof._failed(Stopped())
    assert made.proof.isHidden()
    qtbot.waitUntil(stage.desk.idle)


def test_staff_see_what_they_did_and_a_customers_whole_history(qtbot: QtBot, file_book: Book, tmp_path: Path) -> None:
    file_book.do(AddUser("ida", "Ida Lind", "staff"))
    key = int(file_book.do(AddCustomer("company", "Müller AG")).answer)
    ida = open_book(file_book.location, "ida")
    ida.do(EditCustomer(key, {"language": ("", "de")}))
    with scene(qtbot, ida, tmp_path) as stage:
        made = shown(qtbot, stage)
        assert sentences(made)[1:] == ["Changed Müller AG"]
        made.visit(customer=key)
        qtbot.waitUntil(lambda: sentences(made)[1:] == ["Changed Müller AG", "Added Müller AG"])
        made.visit(operation=made.list._read.lines[1].id)
        undo = find(made, "journal.undo_this")
        qtbot.waitUntil(lambda: "Ann Becker did this" in undo.accessibleName())
        assert not undo.isEnabled()


def test_the_whole_of_a_change_is_opened(qtbot: QtBot, stage: Scene) -> None:
    key = add(stage, "Müller AG")
    stage.do(EditCustomer(key, {"notes": ("", "First line\nsecond <b>line</b>")}))
    made = shown(qtbot, stage)
    made.panel.changes.select([0])
    made.panel.changes.setFocus()
    QTest.keyClick(made.panel.changes, Qt.Key.Key_Return)
    dialog = find(stage.window, "journal.change")
    assert dialog.title.text() == "Notes"
    dialog.leave()


def test_partly_undone_on_each_engine(book: Book) -> None:
    book.do(ImportCards(read_files([("fair.vcf", fair(3))])))
    imported = last_operation(book)
    told = book.ask(story, imported)
    worked_on = next(one.customer_id for one in told.changes if one.customer == "Visitor 1")
    assert worked_on is not None
    book.do(EditCustomer(worked_on, {"notes": ("", "Met")}))
    undoing = book.do(UndoOperation(imported)).operation
    assert book.ask(partly_undone, [imported]) == {imported: undoing}
    after = book.ask(story, imported)
    assert (after.partly, after.kept_number) == (undoing, 2)
    assert [(row.what, row.customer) for row in after.kept] == [("customer", "Visitor 1"), ("origin", "Visitor 1")]
    part = book.ask(stretch, JournalFilter(), None, 1)
    assert (len(part.lines), part.more, dict(part.partly)) == (1, True, {imported: undoing})


def test_it_follows_every_topic() -> None:
    assert JournalPage.topics == frozenset(Topic)
