"""The list pane on a real book: what it shows, filters, orders, counts and keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from app.book import Book
from app.changes import Changes, Topic
from app.features.customers.commands import AddCustomer, EditCustomer
from app.features.customers.lists import ListFilter, first_lines
from app.features.customers.reaches import EmailInput
from app.features.customers.saved import saved_lists
from app.features.lists import AddTag
from tests.pages.scene import Scene, scene
from ui.pages.customers.customer_table import carried
from ui.pages.customers.list_pane import ListPane
from ui.parts.chips import Chip

NAMES = ("Ödön Kft.", "Talleres Ibáñez", "Tóth és Fia", "田中商事", "وليد حداد", "Zünd AG", "Aagaard")
SORTED = ["Aagaard", "Ödön Kft.", "Talleres Ibáñez", "Tóth és Fia", "Zünd AG"]


@pytest.fixture
def stage(qtbot: QtBot, file_book: Book, tmp_path: Path) -> Iterator[Scene]:
    for name in NAMES:
        emails = (EmailInput(address="post@zuend.example"),) if name == "Zünd AG" else ()
        file_book.do(AddCustomer("company", name, tags=("Press",) if "T" in name else (), emails=emails))
    with scene(qtbot, file_book, tmp_path) as made:
        yield made


@pytest.fixture
def pane(qtbot: QtBot, stage: Scene) -> ListPane:
    made = ListPane(stage.desk, stage.window)
    made.resize(344, 700)
    stage.window.show()
    made.load()
    settle(qtbot, stage, made)
    return made


def settle(qtbot: QtBot, stage: Scene, pane: ListPane) -> None:
    qtbot.waitUntil(lambda: pane.known and stage.desk.idle())
    pane.table.viewport().grab()
    qtbot.waitUntil(stage.desk.idle)


def names(pane: ListPane) -> list[str]:
    """The names in the list, headings left out."""
    model = pane.table.model()
    said = [str(model.index(line, 1).data()) for line in range(model.rowCount())]
    headings = {"A", "O", "T", "Z", "Other scripts"}
    return [one for one in said if one not in headings]


def key(stage: Scene, name: str) -> int:
    """The id of the customer of that name."""
    lines = stage.book.ask(first_lines, ListFilter(), (("name", False),))
    return next(line.id for line in lines if line.name == name)


def count(pane: ListPane) -> str:
    return pane.head.number.text()


def pick(menu: QMenu, words: str) -> None:
    next(entry for entry in menu.actions() if entry.text() == words).trigger()


def test_customers_stand_by_name_under_their_letters(pane: ListPane) -> None:
    assert names(pane)[:5] == SORTED
    assert set(names(pane)[5:]) == {"田中商事", "وليد حداد"}
    assert count(pane) == "7"
    assert pane.letters.isVisible()


def test_a_letter_of_the_strip_goes_to_its_first_row(stage: Scene, pane: ListPane) -> None:
    pane.letters.chosen.emit("T")
    assert pane.table.current_id() == key(stage, "Talleres Ibáñez")


def test_a_filter_counts_and_stands_as_a_chip_that_takes_it_away(qtbot: QtBot, stage: Scene, pane: ListPane) -> None:
    pane.show_filter(ListFilter(having=("email",)))
    settle(qtbot, stage, pane)
    assert names(pane) == ["Zünd AG"]
    assert count(pane) == "1 of 7"
    chip = pane.findChild(Chip, "customers.filter.having.email")
    assert chip is not None
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    settle(qtbot, stage, pane)
    assert count(pane) == "7"


def test_a_filter_is_picked_from_the_menu(qtbot: QtBot, stage: Scene, pane: ListPane) -> None:
    add = pane.findChild(Chip, "customers.add_filter")
    assert add is not None
    add.click()
    menu = pane.findChild(QMenu, "customers.filter_menu.tag")
    assert menu is not None
    pick(menu, "Press")
    settle(qtbot, stage, pane)
    assert names(pane) == ["Talleres Ibáñez", "Tóth és Fia"]
    for opened in pane.findChildren(QMenu):
        opened.close()


def test_a_town_is_typed_into_the_menu(qtbot: QtBot, stage: Scene, pane: ListPane) -> None:
    pane.filters.open_menu()
    line = next(line for line in pane.findChildren(QLineEdit) if line.accessibleName() == "Town begins with")
    line.setText(" Basel ")
    line.returnPressed.emit()
    settle(qtbot, stage, pane)
    assert pane.chosen == ListFilter(town="Basel")


def test_none_fits_and_the_way_out(qtbot: QtBot, stage: Scene, pane: ListPane) -> None:
    pane.find_words("nobody at all")
    settle(qtbot, stage, pane)
    clear = pane.findChild(QPushButton, "customers.clear_all")
    assert clear is not None
    assert clear.isVisible()
    assert count(pane) == "0 of 7"
    clear.click()
    settle(qtbot, stage, pane)
    assert not clear.isVisible()
    assert len(names(pane)) == 7


def test_words_find_whatever_was_asked_for_before(qtbot: QtBot, stage: Scene, pane: ListPane) -> None:
    pane.show_filter(ListFilter(having=("email",)))
    pane.find_words("odon")
    settle(qtbot, stage, pane)
    assert names(pane) == ["Ödön Kft."]


def test_another_order_has_no_letters(qtbot: QtBot, stage: Scene, pane: ListPane) -> None:
    pane.table.set_sort([("email", False)])
    pane.table.sort_changed.emit([("email", False)])
    settle(qtbot, stage, pane)
    assert names(pane)[0] == "Zünd AG"
    assert not pane.letters.isVisible()


def test_downwards_keeps_letters_with_their_rows(qtbot: QtBot, stage: Scene, pane: ListPane) -> None:
    pane.table.set_sort([("name", True)])
    pane.table.sort_changed.emit([("name", True)])
    settle(qtbot, stage, pane)
    assert names(pane)[2:] == SORTED[::-1]
    pane.letters.chosen.emit("T")
    assert pane.table.current_id() == key(stage, "Tóth és Fia")


def test_a_refresh_keeps_selection_and_shows_what_is_new(qtbot: QtBot, stage: Scene, pane: ListPane) -> None:
    chosen = [key(stage, "Talleres Ibáñez"), key(stage, "Tóth és Fia")]
    pane.table.select(chosen)
    stage.do(EditCustomer(chosen[0], {"name": ("Talleres Ibáñez", "Talleres Ibáñez y Asociados")}))
    pane.load()
    qtbot.waitUntil(lambda: "Talleres Ibáñez y Asociados" in names(pane))
    assert pane.table.selected_ids() == chosen
    assert count(pane) == "2 selected of 7"


def test_columns_come_with_the_width_and_by_hand(pane: ListPane) -> None:
    assert not pane.table.column_shown("town")
    pane.resize(560, 700)
    assert pane.table.column_shown("town")
    pane.resize(344, 700)
    pane.table.ask_for_column("phone", True)
    assert pane.table.column_shown("phone")
    pane.table.usual_columns()
    assert not pane.table.column_shown("phone")


def test_a_list_is_saved_under_a_name_for_everybody(qtbot: QtBot, stage: Scene, pane: ListPane) -> None:
    wanted = ListFilter(having=("email",))
    dialog = pane.saved.ask_name(wanted)
    save = dialog.findChild(QPushButton, "saved_list.save")
    line = dialog.findChild(QLineEdit, "saved_list.name")
    assert save is not None
    assert line is not None
    save.click()  # without a name it is refused, and the dialog stays
    qtbot.waitUntil(stage.desk.idle)
    assert dialog.isVisible()
    line.setText("To write to")
    with qtbot.waitSignal(dialog.closed):
        save.click()
    kept = stage.book.ask(saved_lists, stage.desk.user.id)
    assert [(one.name, one.filter, one.shared) for one in kept] == [("To write to", wanted, False)]


def test_customers_are_carried_as_ids() -> None:
    data = carried([3, 5])
    assert data is not None
    assert json.loads(bytes(data.data("application/x-housebook-customers").data())) == [3, 5]
    assert carried([]) is None


def test_what_filters_offer_is_asked_once_and_again_only_when_it_changed(
    qtbot: QtBot, stage: Scene, pane: ListPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, ask = list[str](), stage.desk.ask

    def noted(owner: Any, query: Any, *args: Any, **more: Any) -> Any:
        asked.append(query.__name__)
        return ask(owner, query, *args, **more)

    monkeypatch.setattr(stage.desk, "ask", noted)
    pane.show_filter(ListFilter(words="Böhm"))
    pane.load()
    stage.desk.changed.emit(Changes(1, frozenset({Topic.CUSTOMERS, Topic.TOUCH_POINTS})))
    settle(qtbot, stage, pane)
    assert "whole_list" in asked
    assert "filter_choices" not in asked
    stage.do(AddTag("Fair 2026"))
    qtbot.waitUntil(lambda: "filter_choices" in asked, timeout=10_000)
    settle(qtbot, stage, pane)
    assert asked.count("filter_choices") == 1
    assert "Fair 2026" in [name for _, name in pane._choices.tags]
