"""Help, Manual: its chapters to read, links between them, words found in all of them, in a window beside the book's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextTable
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTextBrowser
from pytestqt.qtbot import QtBot

from app.computer.desk_file import DeskFile
from app.computer.drafts import Drafts
from app.computer.manual import CHAPTERS, chapter, chapters
from app.computer.memory import Memory
from app.sign_in import sign_in
from tests.locked import ANNS, Locked
from ui.desk import Desk
from ui.frame.manual import Manual
from ui.frame.menus import TITLES
from ui.frame.rail import RailItem
from ui.frame.rewriting import WAYS
from ui.locking import LOCK
from ui.parts.action import Action
from ui.theme.theme import Theme, apply_theme
from ui.window import Window

BOLD = re.compile(r"\*\*([^*]+)\*\*")


@pytest.fixture
def window(qtbot: QtBot, locked: Locked, tmp_path: Path) -> Iterator[Window]:
    """An owner's, of an encrypted book."""
    desk = Desk(sign_in(locked.place, "ann", ANNS))
    file = DeskFile(tmp_path / "desk.json")
    made = Window(file)
    qtbot.addWidget(made)
    lock = Action(LOCK, "Lock now", lambda: None, menu="File")
    made.show_book(desk, Memory(file, Drafts(tmp_path / "drafts", "here"), "here"), [lock])
    made.show()
    yield made
    made.close()
    desk.close()


@pytest.fixture
def manual(window: Window) -> Manual:
    assert window.actions_here.trigger("help.manual")
    found = window.findChild(Manual)
    assert isinstance(found, Manual) and found.isVisible()
    return found


def text_of(manual: Manual) -> QTextBrowser:
    found = manual.findChild(QTextBrowser, "manual.text")
    assert found is not None
    return found


def line_of(manual: Manual, name: str) -> RailItem:
    found = manual.findChild(RailItem, f"rail.manual.{name}")
    assert found is not None
    return found


def find(manual: Manual, words: str) -> None:
    field = manual.findChild(QLineEdit, "manual.words")
    assert field is not None
    field.setText(words)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_it_stands_in_the_menu_of_help_and_opens_once(window: Window, manual: Manual) -> None:
    assert "help.manual" in [action.objectName() for action in window.actions_here.menu("Help").actions()]
    window.actions_here.trigger("help.manual")
    assert window.findChildren(Manual) == [manual]


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_click_opens_each_chapter(manual: Manual, name: str) -> None:
    QTest.mouseClick(line_of(manual, name), Qt.MouseButton.LeftButton)
    first = text_of(manual).toPlainText().splitlines()[0]
    assert first == chapter(name).title
    assert line_of(manual, name).isChecked()


def test_a_link_leads_to_its_chapter(manual: Manual) -> None:
    text_of(manual).anchorClicked.emit(QUrl("threats.md"))
    assert text_of(manual).toPlainText().startswith(chapter("threats").title)
    assert line_of(manual, "threats").isChecked()


def test_nothing_is_fetched(manual: Manual) -> None:
    assert text_of(manual).loadResource(2, QUrl("https://example.org/picture.png")) is None
    assert text_of(manual).loadResource(2, QUrl.fromLocalFile("/etc/hostname")) is None


def test_words_are_found_in_other_chapters_too(manual: Manual) -> None:
    find(manual, "krb5p")
    assert text_of(manual).textCursor().selectedText() == "krb5p"
    assert line_of(manual, "threats").isChecked()
    find(manual, "seventeen words")
    assert line_of(manual, "recovery-key").isChecked()


def test_it_says_what_is_not_found(manual: Manual) -> None:
    find(manual, "astronaut")
    told = manual.findChild(QLabel, "manual.told")
    assert told is not None and told.text() == "“astronaut” is not in the manual"


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_the_threat_table_fits_the_window(qapp: QApplication, manual: Manual, palette: str) -> None:
    theme: Theme = apply_theme(qapp, "dark" if palette == "dark" else "light")
    manual.resize(1180, 740)
    manual.open("threats")
    text = text_of(manual)
    assert text.horizontalScrollBar().maximum() == 0
    tables = [one for one in text.document().rootFrame().childFrames() if isinstance(one, QTextTable)]
    assert [table.columns() for table in tables] == [5]
    theme.force(None)


def test_esc_closes_it_alone(qtbot: QtBot, window: Window, manual: Manual) -> None:
    manual.close()
    assert window.isVisible() and not manual.isVisible()


def test_the_verbs_in_bold_are_those_of_the_program(window: Window) -> None:
    window.build_all()
    texts = [*(one.text for one in window.actions_here.all()), *(way.text for way in WAYS), *TITLES]
    there = {text.rstrip("…") for text in texts}
    said = {" ".join(words.split()) for one in chapters() for words in BOLD.findall(one.text)}
    assert said and said <= there, said - there
