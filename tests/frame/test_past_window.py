"""A backup or a past minute in a window of its own: nothing in it changes, and customers come back from there."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from app import clock
from app.backing_up import back_up
from app.book import Book
from app.computer.desk_file import DeskFile
from app.computer.drafts import Drafts
from app.computer.memory import Memory
from app.features.backups import backups
from app.features.customers.card import card
from app.features.customers.commands import AddCustomer, EditCustomer
from app.features.customers.contacts import AddContact, UnlinkContact
from app.features.customers.finding import find
from app.features.openings import NoteOpenings
from app.features.touchpoints import LogTouchPoint, WithdrawTouchPoint, time_line
from app.features.undo import UndoOperation
from app.past_book import PastBook
from app.sign_in import sign_in
from tests.locked import ANNS, CUSTOMER, Locked
from ui.desk import Desk
from ui.frame.minute import MinuteDialog
from ui.frame.past_opening import PastOpening
from ui.frame.taking_back import TakeBackDialog
from ui.pages.customers.page import CustomersPage
from ui.pages.touchpoints.page import TouchPointsPage
from ui.parts.empty import EmptyState
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


@pytest.fixture(autouse=True)
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A place of its own for scratch books."""
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))


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
    qtbot: QtBot, file_book: Book, two: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = file_book.do(AddCustomer(name="Talleres", values={"notes": "as then"})).answer
    file = back_up(file_book, tmp_path / "kept", str).file
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(file), ""))
    file_book.do(EditCustomer(key, {"notes": ("as then", "today"), "number": ("", "17")}))

    two.window.actions_here.trigger("past.backup")

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


def test_a_person_comes_back_from_the_menu_beside_the_name(
    qtbot: QtBot, file_book: Book, two: Two, tmp_path: Path
) -> None:
    key = file_book.do(AddCustomer(name="Talleres")).answer
    person = file_book.do(AddContact(key, "Nia Adeyemi", notes="as then")).answer
    back_up(file_book, tmp_path / "kept", str)
    file_book.do(UnlinkContact(key, person))
    two.window.actions_here.trigger("past.backup", listed=file_book.ask(backups)[0])
    past = two.past(qtbot)
    choose(past, qtbot, key)
    name = f"card.person.{person}.take_back"
    qtbot.waitUntil(lambda: past.findChild(QAction, name) is not None)

    action = past.findChild(QAction, name)
    assert action is not None
    action.trigger()

    dialog = asked(past, qtbot)
    assert dialog.title.text() == "Take back Nia Adeyemi?"
    with qtbot.waitSignal(two.desk.did, timeout=20_000):
        press(past, "taking_back.save")
    assert [one.name for one in file_book.ask(card, key).contacts] == ["Nia Adeyemi"]


def test_of_several_customers_it_is_shown_what_each_was_and_is(
    qtbot: QtBot, file_book: Book, two: Two, tmp_path: Path
) -> None:
    keys = [file_book.do(AddCustomer(name=name, values={"notes": "as then"})).answer for name in ("One", "Two")]
    back_up(file_book, tmp_path / "kept", str)
    file_book.do(EditCustomer(keys[0], {"notes": ("as then", "today"), "number": ("", "17")}))
    two.window.actions_here.trigger("past.backup", listed=file_book.ask(backups)[0])
    past = two.past(qtbot)
    choose(past, qtbot, *keys)

    past.actions_here.trigger("past.take_back")

    told = {row[0]: row[1:] for row in asked(past, qtbot).table.told}
    assert told["One"] == ("customer number: –; notes: as then", "customer number: 17; notes: today", True)
    assert told["Two"] == ("", "As it was then", False)


def test_touch_points_come_back_from_their_page_and_the_time_line(
    qtbot: QtBot, file_book: Book, two: Two, tmp_path: Path
) -> None:
    key = file_book.do(AddCustomer(name="Talleres")).answer
    first, second = (file_book.do(LogTouchPoint(key, "call", words=words)).answer for words in ("harvest", "prices"))
    back_up(file_book, tmp_path / "kept", str)
    for one in (first, second):
        file_book.do(WithdrawTouchPoint(one))
    two.window.actions_here.trigger("past.backup", listed=file_book.ask(backups)[0])
    past = two.past(qtbot)
    past.go("touchpoints")
    page = past.pages["touchpoints"]
    assert isinstance(page, TouchPointsPage)
    qtbot.waitUntil(lambda: page.table.count() == 2)
    page.table.select([first, second])

    press(past, "past.strip.verb")

    dialog = asked(past, qtbot)
    assert dialog.title.text() == "Take back 2 touch points?"
    assert len({told[0] for told in dialog.table.told}) >= 1
    dialog.table.cell_clicked.emit(1, "tick")
    with qtbot.waitSignal(two.desk.did, timeout=20_000):
        press(past, "taking_back.save")
    assert len(file_book.ask(time_line, key)) == 1
    left = next(one for one in (first, second) if one not in {line.id for line in file_book.ask(time_line, key)})
    qtbot.waitUntil(lambda: past.findChild(TakeBackDialog) is None)
    past.actions_here.trigger("past.touch_point", touch_point=left)
    assert asked(past, qtbot).title.text() == "Take back what was said with Talleres?"
    with qtbot.waitSignal(two.desk.did, timeout=20_000):
        press(past, "taking_back.save")
    assert {line.words for line in file_book.ask(time_line, key)} == {"harvest", "prices"}


def test_an_empty_past_offers_nothing_to_begin_with(qtbot: QtBot, file_book: Book, two: Two, tmp_path: Path) -> None:
    back_up(file_book, tmp_path / "kept", str)
    two.window.actions_here.trigger("past.backup", listed=file_book.ask(backups)[0])
    past = two.past(qtbot)
    assert past.findChild(QPushButton, "customers.first.importing.files") is None
    assert past.findChild(QPushButton, "customers.first.customers.new") is None
    assert "No customers" in [empty.title.text() for empty in past.findChildren(EmptyState)]
    two.window.build_all()
    assert two.window.findChild(QPushButton, "customers.first.importing.files") is not None


def test_what_is_being_opened_is_shown_and_can_be_stopped(
    qtbot: QtBot, file_book: Book, two: Two, tmp_path: Path
) -> None:
    back_up(file_book, tmp_path / "kept", str)
    before = scratches()
    two.window.actions_here.trigger("past.backup", listed=file_book.ask(backups)[0])
    shown = two.window.findChild(PastOpening)
    assert shown is not None and shown.isVisible()

    press(two.window, "past.progress.stop")

    qtbot.waitUntil(lambda: two.window.findChild(PastOpening) is None, timeout=20_000)
    qtbot.waitUntil(two.desk.idle, timeout=20_000)
    assert two.pasts.windows == []
    assert two.window.messages.toast.words.text().startswith("Stopped.")
    assert scratches() == before


def test_a_window_that_is_locked_opens_none_of_those_on_their_way(
    qtbot: QtBot, file_book: Book, two: Two, tmp_path: Path
) -> None:
    back_up(file_book, tmp_path / "kept", str)
    before = scratches()
    two.window.actions_here.trigger("past.backup", listed=file_book.ask(backups)[0])
    two.desk.put_away.emit()
    qtbot.waitUntil(two.desk.idle, timeout=20_000)
    qtbot.waitUntil(lambda: scratches() == before, timeout=20_000)
    assert two.pasts.windows == []


def scratches() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("housebook-scratch-*"))


def test_an_odd_minute_is_refused_by_its_field(qtbot: QtBot, two: Two) -> None:
    two.window.actions_here.trigger("past.minute")
    dialog = two.window.findChild(MinuteDialog)
    assert dialog is not None
    dialog.form.fill({"day": clock.today(), "time": "noon"})
    press(two.window, "minute.open")
    assert dialog.isVisible()
    assert two.pasts.windows == []


def test_the_past_of_an_encrypted_book_opens_and_leaves_nothing_behind(
    qtbot: QtBot, locked: Locked, tmp_path: Path
) -> None:
    book = sign_in(locked.place, "ann", ANNS)
    back_up(book, tmp_path / "kept", str)
    (key,) = [line.id for line in book.ask(find, CUSTOMER)]
    book.do(EditCustomer(key, {"notes": ("", "today")}))
    two = Two(qtbot, book, tmp_path)

    two.window.actions_here.trigger("past.backup", listed=book.ask(backups)[0])

    past = two.past(qtbot)
    choose(past, qtbot, key)
    folder = past.desk.book.folder  # type: ignore[attr-defined]
    assert all(CUSTOMER.encode() not in one.read_bytes() for one in folder.iterdir() if one.is_file())
    press(past, "past.strip.verb")
    dialog = asked(past, qtbot)
    assert any("today" in row[2] for row in dialog.table.told)
    past.close()
    qtbot.waitUntil(lambda: not folder.exists())
    two.window.close()
    two.desk.close()
