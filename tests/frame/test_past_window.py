"""A backup or a past minute in a window of its own: nothing in it changes, and customers come back from there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app import clock
from app.backing_up import back_up
from app.book import Book
from app.computer.desk_file import DeskFile
from app.computer.drafts import Drafts
from app.computer.memory import Memory
from app.features.customers.card import card
from app.features.customers.commands import AddCustomer, EditCustomer
from app.features.openings import NoteOpenings
from app.features.undo import UndoOperation
from app.past_book import PastBook
from ui.desk import Desk
from ui.frame.minute import MinuteDialog
from ui.frame.taking_back import TakeBackDialog
from ui.pages.customers.page import CustomersPage
from ui.parts.strip import Strip
from ui.past import Pasts, PastWindow
from ui.window import Window


class Two:
    """The window of today, and what opens the past beside it."""

    def __init__(self, qtbot: QtBot, book: Book, folder: Path) -> None:
        self.desk, file = Desk(book), DeskFile(folder / "desk.json")
        self.window = Window(file)
        qtbot.addWidget(self.window)
        self.pasts = Pasts(self.window, self.desk)
        memory = Memory(file, Drafts(folder, self.desk.location), self.desk.location)
        self.window.show_book(self.desk, memory, self.pasts.actions())
        self.window.show()

    def past(self, qtbot: QtBot) -> PastWindow:
        """The window that has just been opened."""
        qtbot.waitUntil(lambda: bool(self.pasts.windows), timeout=20_000)
        window = self.pasts.windows[0]
        window.build_all()
        qtbot.waitUntil(window.desk.idle)
        return window


@pytest.fixture
def two(qtbot: QtBot, file_book: Book, tmp_path: Path) -> Iterator[Two]:
    made = Two(qtbot, file_book, tmp_path)
    yield made
    made.window.close()
    made.desk.close()


def choose(window: PastWindow, qtbot: QtBot, *keys: int) -> None:
    page = window.pages["customers"]
    assert isinstance(page, CustomersPage)
    qtbot.waitUntil(lambda: page.list.known)
    page.list.table.select(list(keys))


def asked(window: PastWindow, qtbot: QtBot) -> TakeBackDialog:
    qtbot.waitUntil(lambda: window.findChild(TakeBackDialog) is not None)
    found = window.findChild(TakeBackDialog)
    assert found is not None
    return found


def press(window: Window, name: str) -> None:
    button = window.findChild(QPushButton, name)
    assert button is not None, name
    button.click()


def test_a_field_comes_back_out_of_a_backup_and_is_undone_in_the_window_of_today(
    qtbot: QtBot, file_book: Book, two: Two, tmp_path: Path
) -> None:
    key = file_book.do(AddCustomer(name="Talleres", values={"notes": "as then"})).answer
    file = back_up(file_book, tmp_path / "kept", str).file
    file_book.do(EditCustomer(key, {"notes": ("as then", "today"), "number": ("", "17")}))

    two.window.actions_here.trigger("past.backup", file=str(file))

    past = two.past(qtbot)
    strip = past.findChild(Strip, "past.strip")
    assert strip is not None and strip.isVisible()
    assert strip.words.text().startswith("Backup of")
    assert strip.words.text().endswith("read only")
    assert not any(past.actions_here.has(name) for name in ("customers.new", "touchpoints.log", "customers.retire"))
    choose(past, qtbot, key)
    assert past.actions_here.trigger("past.take_back")
    dialog = asked(past, qtbot)
    rows = dialog.table.ticked
    assert len(rows) == 2
    number = next(place for place in rows if dialog.table.told[place][0] == "Customer number")
    dialog.table.cell_clicked.emit(number, "tick")
    with qtbot.waitSignal(two.desk.did, timeout=20_000):
        press(past, "taking_back.save")
    assert file_book.ask(card, key).values["notes"] == "as then"
    assert file_book.ask(card, key).values["number"] == "17"
    two.window.actions_here.trigger("edit.undo")
    qtbot.waitUntil(lambda: file_book.ask(card, key).values["notes"] == "today")
    book = past.desk.book
    assert isinstance(book, PastBook)
    folder = book.folder
    assert folder.exists()
    two.desk.put_away.emit()  # as when the window is locked
    assert two.pasts.windows == []
    qtbot.waitUntil(lambda: not folder.exists(), timeout=20_000)


def test_somebody_who_is_not_there_today_comes_back_whole(qtbot: QtBot, file_book: Book, two: Two) -> None:
    done = file_book.do(AddCustomer(name="Talleres"))
    then = clock.now()
    file_book.do(UndoOperation(done.operation or 0))
    before = file_book.revision()
    two.window.actions_here.trigger("past.minute")
    dialog = two.window.findChild(MinuteDialog)
    assert dialog is not None
    at = then.astimezone()
    dialog.form.fill({"day": at.date(), "time": at.strftime("%H:%M:%S.%f")})
    press(two.window, "minute.open")

    past = two.past(qtbot)
    choose(past, qtbot, done.answer)
    past.actions_here.trigger("past.take_back")
    asked(past, qtbot)
    press(past, "taking_back.save")

    qtbot.waitUntil(lambda: file_book.revision() > before)
    assert file_book.ask(card, done.answer).name == "Talleres"
    before = file_book.revision()
    past.desk.do(past, AddCustomer(name="Never"), otherwise=lambda _error: None)
    past.desk.do(past, NoteOpenings(3), quiet=True)
    qtbot.waitUntil(lambda: file_book.revision() > before)
    qtbot.waitUntil(past.desk.idle)
    assert file_book.revision() == before + 1, "only how many cards were seen is noted"


def test_an_odd_minute_is_refused_by_its_field(qtbot: QtBot, two: Two) -> None:
    two.window.actions_here.trigger("past.minute")
    dialog = two.window.findChild(MinuteDialog)
    assert dialog is not None
    dialog.form.fill({"day": clock.today(), "time": "noon"})
    press(two.window, "minute.open")
    assert dialog.isVisible()
    assert two.pasts.windows == []
