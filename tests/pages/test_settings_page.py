"""Settings: this computer's at once, the book's for everybody; and the firm's lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.book import Book
from app.features.lists import AddTag, RenameStage, stages, tags
from app.features.settings import ChangeSetting, book_settings
from app.rules.permissions import Role
from app.settings import SETTINGS
from tests.books import somebody
from tests.pages.scene import Scene, scene
from ui.pages import lists, settings
from ui.pages.lists.kinds import FIELDS, KINDS, TAGS
from ui.pages.lists.panel import ListsPanel
from ui.pages.settings.page import SettingsPage
from ui.parts.form import Form
from ui.theme.theme import apply_theme
from ui.theme.tokens import current_tokens


@pytest.fixture
def here(qtbot: QtBot, file_book: Book, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, file_book, tmp_path) as set_up:
        yield set_up


@pytest.fixture
def page(here: Scene) -> SettingsPage:
    made = settings.make_page(here.desk, here.actions, here.memory)
    made.setParent(here.window)
    here.window.show()
    made.show()
    return made


@pytest.fixture
def panel(qtbot: QtBot, here: Scene) -> ListsPanel:
    made = lists.make_panel(here.desk, here.actions, here.memory)
    made.setParent(here.window)
    here.window.show()
    made.show()
    qtbot.waitUntil(lambda: made.table.count() > 0)
    return made


def words(root: QWidget, name: str) -> str:
    label = root.findChild(QLabel, name)
    assert label is not None, name
    return label.text()


def fill(root: QWidget, values: dict[str, Any]) -> None:
    form = root.findChild(Form, "list_entry")
    assert form is not None
    form.fill(values)
    form.submit()


def test_every_setting_has_its_field(page: SettingsPage) -> None:
    shown = {**page.here.values(), **page.of_book.values()}
    assert set(shown) == {setting.name for setting in SETTINGS}


def test_it_says_what_keeps_others_from_reading_the_book(page: SettingsPage) -> None:
    assert words(page, "settings.protects").startswith("Whoever can copy the file can read all of it")


def test_colours_change_at_once_and_are_remembered(page: SettingsPage, here: Scene, qapp: QApplication) -> None:
    apply_theme(qapp, "light")
    page.here.fill({"theme": "dark"})
    page.here.edited.emit()
    assert current_tokens().name == "dark"
    assert here.memory.setting("theme") == "dark"
    page.here.fill({"theme": "light"})
    page.here.edited.emit()
    assert current_tokens().name == "light"


def test_the_book_s_settings_are_saved_or_refused_beside_the_field(
    qtbot: QtBot, page: SettingsPage, here: Scene
) -> None:
    qtbot.waitUntil(lambda: page.of_book.values()["home_region"] == "DE")
    page.of_book.fill({"home_region": "Switzerland"})
    page.of_book.submit()
    qtbot.waitUntil(lambda: "two letters" in words(page, "settings.book.home_region.refusal"))
    assert here.book.ask(book_settings)["home_region"] == "DE"
    page.of_book.fill({"home_region": "ch"})
    page.of_book.submit()
    qtbot.waitUntil(lambda: here.book.ask(book_settings)["home_region"] == "CH")
    qtbot.waitUntil(lambda: page.of_book.values()["home_region"] == "CH")


def test_what_another_desk_sets_shows_unless_one_types(qtbot: QtBot, page: SettingsPage, here: Scene) -> None:
    qtbot.waitUntil(lambda: page.of_book.values()["home_region"] == "DE")
    here.do(ChangeSetting("home_region", "CH"))
    qtbot.waitUntil(lambda: page.of_book.values()["home_region"] == "CH")
    page.of_book.fill({"home_region": "AT"})
    here.do(ChangeSetting("home_region", "FR"))
    qtbot.wait(900)
    assert page.of_book.values()["home_region"] == "AT"


def test_two_set_one_thing_and_the_person_chooses(qtbot: QtBot, page: SettingsPage, here: Scene) -> None:
    qtbot.waitUntil(lambda: page.of_book.values()["home_region"] == "DE")
    page.of_book.fill({"home_region": "AT"})
    page.of_book.edited.emit()
    here.do(ChangeSetting("home_region", "FR"))
    page.of_book.submit()
    qtbot.waitUntil(lambda: here.window.findChild(QWidget, "conflict.home_region.mine") is not None)
    assert here.book.ask(book_settings)["home_region"] == "FR"
    choose(here, "conflict.home_region.mine")
    qtbot.waitUntil(lambda: here.book.ask(book_settings)["home_region"] == "AT")
    qtbot.waitUntil(lambda: here.memory.drafts.waiting() == [])


def choose(here: Scene, side: str) -> None:
    """Choose a value in the conflict and save it."""
    for name in (side, "conflict.save"):
        found = here.window.findChild(QAbstractButton, name)
        assert found is not None, name
        found.click()


def test_two_rename_one_stage_and_the_person_chooses(qtbot: QtBot, panel: ListsPanel, here: Scene) -> None:
    stage = here.book.ask(stages)[0]
    panel.rename(stage.id)
    here.do(RenameStage(stage.id, "Theirs"))
    fill(here.window, {"name": "Mine"})
    qtbot.waitUntil(lambda: here.window.findChild(QWidget, "conflict.name.mine") is not None)
    choose(here, "conflict.name.mine")
    qtbot.waitUntil(lambda: here.book.ask(stages)[0].name == "Mine")
    assert here.memory.drafts.waiting() == []


def test_an_entry_half_typed_comes_back(qtbot: QtBot, panel: ListsPanel, here: Scene) -> None:
    here.memory.drafts.save("lists.entry", "tags:new", {"name": ("", "Press fai")})
    here.actions.trigger("draft.lists.entry", key="tags:new")
    box = here.window.findChild(QLineEdit, "list_entry.name")
    assert box is not None and box.text() == "Press fai"


def test_who_may_not_change_the_book_sees_its_settings_only(here: Scene, qtbot: QtBot) -> None:
    here.desk.user = somebody(Role.STAFF)
    page = settings.make_page(here.desk, here.actions, here.memory)
    qtbot.addWidget(page)
    assert not page.of_book.isEnabled()
    assert page.here.isEnabled()


def test_a_stage_is_added_and_renamed(qtbot: QtBot, panel: ListsPanel, here: Scene) -> None:
    panel.add()
    fill(here.window, {"name": "Partner"})
    qtbot.waitUntil(lambda: here.book.ask(stages)[-1].name == "Partner")
    assert here.book.ask(stages)[-1].sign == "stage square"
    qtbot.waitUntil(lambda: panel.table.count() == 5)
    panel.rename(here.book.ask(stages)[-1].id)
    fill(here.window, {"name": "Reseller"})
    qtbot.waitUntil(lambda: here.book.ask(stages)[-1].name == "Reseller")


def test_a_name_that_is_there_already_is_refused_in_the_dialog(qtbot: QtBot, panel: ListsPanel, here: Scene) -> None:
    panel.add()
    fill(here.window, {"name": "lead"})
    qtbot.waitUntil(lambda: "already" in words(here.window, "list_entry.name.refusal"))
    editor = here.window.findChild(QLineEdit, "list_entry.name")
    assert editor is not None
    assert editor.text() == "lead"
    save = here.window.findChild(QPushButton, "list_entry.save")
    assert save is not None
    assert save.isEnabled()


def test_one_list_at_a_time_and_others_work_shows(qtbot: QtBot, panel: ListsPanel, here: Scene) -> None:
    panel.show_kind(TAGS)
    qtbot.waitUntil(lambda: panel.table.count() == 0)
    here.do(AddTag("Press"))
    qtbot.waitUntil(lambda: panel.table.count() == 1, timeout=4000)
    assert [row.name for row in here.book.ask(tags)] == ["Press"]
    assert here.memory.recall("lists.shown") == "tags"


def test_a_field_with_choices_is_declared(qtbot: QtBot, panel: ListsPanel, here: Scene) -> None:
    panel.show_kind(FIELDS)
    panel.add()
    fill(here.window, {"name": "Region", "kind": "choice", "choices": "North\nSouth"})
    qtbot.waitUntil(lambda: panel.table.count() == 1)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_every_list_can_be_seen(qtbot: QtBot, panel: ListsPanel, here: Scene, kind: Any) -> None:
    panel.show_kind(kind)
    qtbot.waitUntil(lambda: panel.table.count() == len(here.book.ask(kind.query)))


def test_what_stands_beside_a_field_is_never_cut_off(qapp: QApplication, page: SettingsPage) -> None:
    apply_theme(qapp, "light")
    beside = [one for one in page.findChildren(QLabel) if one.buddy() is not None]
    assert len(beside) >= len(SETTINGS) - 1  # a tick has its words beside itself
    cut = [one.text() for one in beside if one.fontMetrics().horizontalAdvance(one.text()) > one.width()]
    assert not cut
