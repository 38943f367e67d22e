"""The frame: pages of the contents, ways between them, what was done and its Undo, one search over all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from app.book import Book, open_book
from app.changes import Changes, Topic
from app.computer.desk_file import DeskFile
from app.computer.drafts import Drafts
from app.computer.memory import Memory
from app.features.lists import AddTag, tags
from app.features.undo import UndoOperation
from app.rules.permissions import Permission, Role
from tests.books import somebody
from ui.contents import CONTENTS, Entry
from ui.desk import Desk
from ui.frame.rail import Rail, RailItem
from ui.parts.action import Action, Actions
from ui.parts.page import Page
from ui.parts.results import Marked, Result, ResultGroup
from ui.running import Running
from ui.window import Window


def count_tags(session: Session) -> int:
    return len(tags(session))


class TagsPage(Page):
    """A small page with all that a page may have."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.LISTS, Topic.CUSTOMERS})
    count_topics: ClassVar[frozenset[Topic]] = frozenset({Topic.LISTS})

    def __init__(self, desk: Desk, actions: Actions, memory: Memory) -> None:
        super().__init__(desk, actions)
        self.names: list[str] = []
        self.visited: list[dict[str, Any]] = []
        self.chosen: list[tuple[object, bool]] = []
        self.panes = 0
        self.left = False
        self.counted = 0
        undo = Action("journal.undo", "Undo…", self._undo)
        actions.add(undo, Action("tags.add", "Add tag…", self._add, "Ctrl+T", menu="Tools"))

    def load(self) -> None:
        self.ask(tags, then=self._show)

    def visit(self, **spot: Any) -> None:
        self.visited.append(spot)

    def count(self, show: Callable[[str, str], None]) -> None:
        self.counted += 1
        self.desk.ask(self, count_tags, then=lambda number: show(str(number), ""), lane="count")

    def show_panes(self, count: int) -> None:
        self.panes = count

    def search(self, words: str, show: Callable[[Sequence[ResultGroup]], None]) -> Running:
        def found(rows: Any) -> None:
            hits = tuple(Result(row.id, Marked(row.name)) for row in rows if words in row.name)
            show([ResultGroup("Tags", str(len(hits)), hits)] if hits else [])

        return self.desk.ask(self, tags, then=found, lane="search")

    def choose(self, result: Result, log: bool) -> None:
        self.chosen.append((result.id, log))

    def leave(self) -> None:
        self.left = True

    def _show(self, rows: Any) -> None:
        self.names = [row.name for row in rows]

    def _add(self, name: str = "Press") -> None:
        self.do(AddTag(name))

    def _undo(self, operation: int) -> None:
        self.do(UndoOperation(operation))


SETTINGS = next(entry for entry in CONTENTS if entry.id == "settings")
TAGS = Entry("tags", "Tags", "tag", TagsPage)
SECRET = Entry("secret", "Secret", "journal", TagsPage, Permission.EDIT_BOOK)


class Scene:
    """A window on a book, and what a person sees of it."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.file = DeskFile(folder / "desk.json")
        self.memory = Memory(self.file, Drafts(folder, desk.location), desk.location)
        self.desk = desk
        self.window = Window(self.file)
        self.window.show_book(desk, self.memory)
        self.window.show()
        self.window.build_all()

    @property
    def tags(self) -> TagsPage:
        page = self.window.pages["tags"]
        assert isinstance(page, TagsPage)
        return page

    def toast(self) -> str:
        toast = self.window.findChild(QWidget, "toast")
        words = self.window.findChild(QLabel, "toast.words")
        assert toast is not None
        assert words is not None
        return words.text() if toast.isVisible() else ""

    def verb(self) -> QPushButton:
        verb = self.window.findChild(QPushButton, "toast.verb")
        assert verb is not None
        return verb

    def sees_results(self) -> bool:
        results = self.window.findChild(QWidget, "search.results")
        return results is not None and results.isVisible()

    def rail(self) -> list[str]:
        rail = self.window.findChild(Rail)
        assert rail is not None
        return [item.accessibleName() for item in rail.findChildren(RailItem)]


@pytest.fixture
def desk(qtbot: QtBot, file_book: Book) -> Iterator[Desk]:
    opened = Desk(open_book(file_book.location, "ann"))
    yield opened
    opened.close()


@pytest.fixture
def scene(qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr("ui.contents.CONTENTS", (TAGS, SETTINGS))
    monkeypatch.setattr("ui.window.COUNT_PAUSE", 200)
    made = Scene(desk, tmp_path)
    qtbot.addWidget(made.window)
    return made


def test_the_contents_name_each_page_once_and_its_permission_hides_it(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.contents.CONTENTS", (TAGS, SECRET))
    desk.user = somebody(Role.VIEWER)
    scene = Scene(desk, tmp_path)
    qtbot.addWidget(scene.window)
    qtbot.waitUntil(lambda: scene.rail() == ["Tags, 0"])
    assert not scene.window.actions_here.has("go.secret")
    assert len({entry.id for entry in CONTENTS}) == len(CONTENTS)


def test_what_is_done_is_said_counted_and_undone(qtbot: QtBot, scene: Scene) -> None:
    qtbot.waitUntil(lambda: scene.rail()[0] == "Tags, 0")
    scene.window.actions_here.trigger("tags.add", name="Press")
    qtbot.waitUntil(lambda: scene.toast() == "Added the tag Press." and scene.tags.names == ["Press"])
    qtbot.waitUntil(lambda: scene.rail()[0] == "Tags, 1")
    scene.verb().click()
    qtbot.waitUntil(lambda: scene.tags.names == [])
    assert scene.verb().text() == "Redo"
    scene.verb().click()
    qtbot.waitUntil(lambda: scene.tags.names == ["Press"])


def test_a_burst_of_saves_is_counted_once_and_what_the_number_does_not_hang_on_never(
    qtbot: QtBot, scene: Scene
) -> None:
    qtbot.waitUntil(lambda: scene.rail()[0] == "Tags, 0")
    for name in ("One", "Two", "Three"):
        scene.window.actions_here.trigger("tags.add", name=name)
    qtbot.waitUntil(lambda: scene.rail()[0] == "Tags, 3")
    assert scene.tags.counted == 2
    scene.desk.changed.emit(Changes(9, frozenset({Topic.CUSTOMERS})))
    waits = scene.window.findChild(QTimer, "window.count_soon")
    assert waits is not None
    assert not waits.isActive()
    scene.desk.changed.emit(Changes(9, frozenset({Topic.LISTS})))
    assert waits.isActive()


def test_undo_by_key_takes_back_one_after_the_other(qtbot: QtBot, scene: Scene) -> None:
    for name in ("One", "Two"):
        scene.window.actions_here.trigger("tags.add", name=name)
    qtbot.waitUntil(lambda: scene.tags.names == ["One", "Two"])
    scene.window.actions_here.trigger("edit.undo")
    qtbot.waitUntil(lambda: scene.tags.names == ["One"])
    scene.window.actions_here.trigger("edit.undo")
    qtbot.waitUntil(lambda: scene.tags.names == [])
    qtbot.waitUntil(scene.desk.idle)
    scene.window.actions_here.trigger("edit.undo")
    assert "Nothing was done here" in scene.toast()


def test_a_refusal_that_no_form_takes_is_said(qtbot: QtBot, scene: Scene) -> None:
    scene.desk.do(scene.window, AddTag(""))
    qtbot.waitUntil(lambda: scene.toast() == "A name is missing.")
    toast = scene.window.messages.toast
    warned = toast.sign.grab().toImage()
    scene.window.messages.say("Tag added.")
    assert toast.sign.grab().toImage() != warned, "what was refused has no tick"


def test_back_comes_home_to_the_spot(qtbot: QtBot, scene: Scene) -> None:
    trigger = scene.window.actions_here.trigger
    trigger("go.tags", customer=7)
    trigger("go.note", page="tags", customer=8)
    trigger("go.settings")
    assert scene.window.page_id == "settings"
    trigger("go.back")
    assert scene.window.page_id == "tags"
    assert scene.tags.visited == [{"customer": 7}, {"customer": 8}]
    trigger("go.back")
    trigger("go.forward")
    trigger("go.forward")
    assert scene.window.page_id == "settings"


def test_keys_reach_the_window(qtbot: QtBot, scene: Scene) -> None:
    scene.window.activateWindow()
    QTest.keyClick(scene.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: (box := scene.window.findChild(QLineEdit, "search")) is not None and box.hasFocus())
    QTest.keyClick(scene.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert scene.tags.panes == 2
    QTest.keyClick(scene.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert scene.window.page_id == "settings"


def test_one_search_finds_on_every_page_and_chooses_there(qtbot: QtBot, scene: Scene) -> None:
    scene.desk.do(scene.window, AddTag("Press"))
    qtbot.waitUntil(lambda: scene.tags.names == ["Press"])
    box = scene.window.findChild(QLineEdit, "search")
    assert box is not None
    scene.window.activateWindow()
    scene.window.search("Pre")
    qtbot.waitUntil(scene.sees_results)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert [log for _, log in scene.tags.chosen] == [False]
    scene.window.search("Press")
    qtbot.waitUntil(scene.sees_results)
    QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [log for _, log in scene.tags.chosen] == [False, True]


def test_the_sheet_of_keys_has_every_action_with_a_key(qtbot: QtBot, scene: Scene) -> None:
    scene.window.actions_here.trigger("help.keys")
    sheet = scene.window.findChild(QWidget, "keys")
    assert sheet is not None
    words = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Add tag", "Undo", "Refresh", "Back"} <= words


def test_menus_are_made_from_the_actions(scene: Scene) -> None:
    titles = [action.text() for action in scene.window.menuBar().actions()]
    assert titles == ["Edit", "View", "Go", "Tools", "Help"]


def test_the_window_remembers_where_it_was(qtbot: QtBot, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.window.resize(1111, 700)
    scene.window.go("settings")
    scene.window.close()
    assert scene.tags.left
    again = Window(scene.file)
    qtbot.addWidget(again)
    assert again.size().height() == 700  # the width does not fit on the screen of the tests
    again.show_book(scene.desk, scene.memory)
    assert again.page_id == "settings"


def test_a_book_that_does_not_answer_is_told_at_the_foot(scene: Scene) -> None:
    state = scene.window.findChild(QLabel, "status.state")
    assert state is not None
    scene.desk.reachable.emit(False)
    assert "does not answer" in state.text()
    scene.desk.reachable.emit(True)
    assert state.text() == "All saved"
