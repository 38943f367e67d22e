"""A damaged book in the window: what is wrong stands above every page, and nothing that writes can be begun."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.book import Book, open_book
from app.computer.desk_file import DeskFile
from app.computer.drafts import Drafts
from app.computer.memory import Memory
from app.entrance import check_book
from app.features.lists import AddTag
from app.store import damage
from tests.damaged import spoil
from ui.desk import Desk
from ui.parts.strip import Strip
from ui.window import Window


@pytest.fixture
def path(tmp_path: Path, new_file: Path) -> Path:
    made = tmp_path / "firm.book"
    shutil.copyfile(new_file, made)
    return made


def shown(qtbot: QtBot, book: Book, tmp_path: Path) -> Window:
    """A window with the book."""
    desk = Desk(book)
    file = DeskFile(tmp_path / "desk.json")
    window = Window(file)
    qtbot.addWidget(window)
    window.show_book(desk, Memory(file, Drafts(tmp_path, desk.location), desk.location))
    window.show()
    return window


@pytest.fixture
def window_on(qtbot: QtBot, tmp_path: Path, path: Path) -> Iterator[Window]:
    """A window on a book in which the page of the stages is not what it was."""
    spoil(path, "stages")
    window = shown(qtbot, open_book(str(path), "ann"), tmp_path)
    window.build_all()
    yield window
    window.desk.close()


def strip(window: Window) -> Strip:
    found = window.findChild(Strip, "damage")
    assert isinstance(found, Strip)
    return found


def state(window: Window) -> str:
    label = window.findChild(QLabel, "status.state")
    assert label is not None
    return label.text()


def test_it_is_said_where_it_is_known_at_once(window_on: Window) -> None:
    assert strip(window_on).isVisible()
    assert "damaged" in strip(window_on).words.text()
    assert "Restore the last backup" in strip(window_on).detail.text()
    assert state(window_on) == "The book is damaged. Nothing is saved any more"
    assert not window_on.actions_here.qaction("customers.new").isEnabled()
    assert "damaged" in window_on.actions_here.qaction("customers.new").toolTip()
    assert not window_on.actions_here.trigger("customers.new")
    assert window_on.actions_here.qaction("go.back").isEnabled()


class TestInUse:
    @pytest.fixture
    def path(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(damage, "_SMALL", 0)
        return path

    def test_it_is_said_when_it_is_met(self, window_on: Window, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: strip(window_on).isVisible(), timeout=10_000)
        assert state(window_on) == "The book is damaged. Nothing is saved any more"
        assert not window_on.actions_here.trigger("customers.new")
        assert window_on.findChild(QWidget, "status_bar") is not None


class TestFoundByACheck:
    @pytest.fixture
    def path(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(damage, "_SMALL", 0)
        return path

    def test_it_is_said_in_a_window_that_was_open(self, path: Path, qtbot: QtBot, tmp_path: Path) -> None:
        spoil(path, "saved_lists")
        window = shown(qtbot, open_book(str(path), "ann"), tmp_path)
        assert not strip(window).isVisible()
        assert check_book(str(path))
        before = path.read_bytes()
        window.desk.do(window, AddTag("Press"))
        qtbot.waitUntil(lambda: strip(window).isVisible(), timeout=10_000)
        assert "What can still be read is shown." in strip(window).detail.text()
        window.desk.close()
        assert path.read_bytes() == before


def test_a_sound_book_says_nothing_of_it(qtbot: QtBot, tmp_path: Path, file_book: Book) -> None:
    window = shown(qtbot, file_book, tmp_path)
    assert not strip(window).isVisible()
    window.desk.close()
