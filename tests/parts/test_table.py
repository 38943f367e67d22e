"""The list: what it shows, asks for, keeps and tells."""

from __future__ import annotations

from array import array
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.parts.cells import Cell, Group, Row
from ui.parts.columns import column_menu, restore_columns, save_columns
from ui.parts.table import Column, TableView
from ui.theme.theme import apply_theme


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication) -> TableView:
    apply_theme(qapp, "light")
    made = TableView(
        "customers",
        [
            Column("name", "Name", 160, stretch=True),
            Column("town", "Town", 80),
            Column("last", "Last", 60, "right", sortable=False),
        ],
    )
    qtbot.addWidget(made)
    made.resize(420, 400)
    made.show()
    return made


def row(row_id: int) -> Row:
    return Row(row_id, (Cell(f"Customer {row_id}"), "Basel", "2 d"), f"Customer {row_id}, Basel")


def ink(table: TableView) -> bytes:
    return bytes(table.viewport().grab().toImage().constBits())


def test_rows_and_headings_stand_in_their_order(table: TableView) -> None:
    table.show_rows([row(1), row(2), row(3)], [Group(0, "A"), Group(2, "B")])
    model = table.model()
    words = [model.index(line, 0).data() for line in range(model.rowCount())]
    assert words == ["A", "Customer 1", "Customer 2", "B", "Customer 3"]
    assert (table.rowHeight(0), table.rowHeight(1)) == (22, 28)


def test_a_line_that_was_a_heading_is_a_row_again_in_the_next_list(table: TableView) -> None:
    table.show_rows([row(1), row(2), row(3)], [Group(0, "A"), Group(2, "B")])
    table.show_rows([row(1), row(2), row(3), row(4)], [Group(3, "C")])
    assert [table.rowHeight(line) for line in range(5)] == [28, 28, 28, 22, 28]


def test_a_screen_reader_hears_the_sentence(table: TableView) -> None:
    table.show_rows([row(1), Row(2, (Cell("Ann", note="away to 2 Jun"), "Köln", ""))])
    said = [table.model().index(line, 1).data(Qt.ItemDataRole.AccessibleTextRole) for line in range(2)]
    assert said == ["Customer 1, Basel", "Ann, away to 2 Jun, Köln"]


def test_only_the_blocks_in_sight_are_asked_for(table: TableView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.wanted) as asked:
        table.show_ids(list(range(1, 1001)))
    assert asked.args == [list(range(1, 201))]
    table.set_rows([row(row_id) for row_id in range(1, 201)])
    with qtbot.waitSignal(table.wanted) as asked:
        table.scroll_to(700)
    assert asked.args == [list(range(601, 801))]
    with qtbot.assertNotEmitted(table.wanted, wait=50):
        table.viewport().repaint()


def test_rows_that_come_for_a_list_that_became_empty_paint_nothing(table: TableView, qtbot: QtBot) -> None:
    table.show_rows([row(1)])
    table.show_ids([])
    with qtbot.assertNotEmitted(table.model().dataChanged):
        table.set_rows([row(1)])
    assert table.model().rowCount() == 0


def test_what_was_scrolled_past_long_ago_is_forgotten_and_asked_for_again(table: TableView, qtbot: QtBot) -> None:
    table.wanted.connect(lambda ids: table.set_rows([row(row_id) for row_id in ids]))
    table.show_ids(range(1, 20_001))
    for place in range(1, 20_001, 200):
        with qtbot.waitSignal(table.wanted):
            table.scroll_to(place, top=True)
            table.viewport().repaint()
    assert len(table._rows._rows) <= 2_000
    with qtbot.waitSignal(table.wanted) as asked:
        table.scroll_to(1, top=True)
        table.viewport().repaint()
    assert asked.args == [list(range(1, 201))]


@pytest.mark.parametrize("number", [1000, 30_000])
def test_a_row_is_found_in_a_short_list_and_in_a_long_one(table: TableView, number: int) -> None:
    table.show_ids(array("q", range(number, 0, -1)), [Group(0, "A")])
    for _ in range(3):
        assert table._rows.line_of(1) == number
        assert table._rows.line_of(number + 1) is None
    table.select(range(1, 101))
    assert table.selected_ids() == list(range(100, 0, -1))


def test_all_of_a_long_list_can_be_selected_and_stay_so(table: TableView) -> None:
    ids = array("q", range(1, 50_001))
    table.show_ids(ids, [Group(0, "A"), Group(20_000, "B")])
    table.selectAll()
    assert table.selected_count() == 50_000
    table.show_ids(ids[:], [Group(0, "A"), Group(25_000, "B")])
    assert table.selected_count() == 50_000
    table.show_ids(array("q", range(2, 50_002)))
    assert table.selected_ids() == list(range(2, 50_001))


def test_the_same_list_once_more_keeps_its_place_and_asks_for_its_rows_again(table: TableView, qtbot: QtBot) -> None:
    groups, ids = [Group(0, "A")], array("q", range(1, 1001))
    table.show_ids(ids, groups, [row(row_id) for row_id in ids])
    table.scroll_to(500, top=True)
    table.select([505, 506], scroll=False)
    with qtbot.assertNotEmitted(table.model().modelReset), qtbot.waitSignal(table.wanted) as asked:
        table.show_ids(ids[:], groups)
    assert 500 in asked.args[0]
    assert (table.top_id(), table.selected_ids()) == (500, [505, 506])
    assert table.model().index(501, 0).data() == "Customer 501"


def test_rows_known_before_are_shown_until_fresh_ones_come(table: TableView, qtbot: QtBot) -> None:
    table.show_rows([row(1), row(2)])
    with qtbot.waitSignal(table.wanted) as asked:
        table.show_ids([2, 1])
    assert table.model().index(0, 0).data() == "Customer 2"
    assert asked.args == [[2, 1]]


def test_selection_and_current_row_survive_a_refresh(table: TableView, qtbot: QtBot) -> None:
    table.show_rows([row(row_id) for row_id in range(1, 9)])
    table.select([3, 5], current=5)
    with qtbot.assertNotEmitted(table.selection_changed), qtbot.assertNotEmitted(table.current_changed):
        table.show_rows([row(row_id) for row_id in (9, 8, 3, 4, 5)])
    assert (table.selected_ids(), table.current_id()) == ([3, 5], 5)
    with qtbot.waitSignals([table.selection_changed, table.current_changed]):
        table.show_rows([row(3)])
    assert (table.selected_ids(), table.current_id()) == ([3], None)


def test_the_scroll_place_survives_a_refresh(table: TableView) -> None:
    table.show_rows([row(row_id) for row_id in range(1, 200)])
    table.scroll_to(100, top=True)
    assert table.top_id() == 100
    table.show_rows([row(row_id) for row_id in range(-20, 200)])
    assert table.top_id() == 100


def test_the_keyboard_passes_over_headings(table: TableView) -> None:
    table.show_rows([row(1), row(2), row(3)], [Group(0, "A"), Group(1, "B"), Group(2, "C")])
    visited = []
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_End):
        QTest.keyClick(table, key)
        visited.append(table.current_id())
    assert visited == [1, 2, 3, 3, 2, 3]
    assert table.selected_ids() == [3]


def test_shift_and_control_select_several(table: TableView) -> None:
    table.show_rows([row(1), row(2), row(3)], [Group(1, "B")])
    table.select([1])
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_ids() == [1, 2]
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert table.selected_ids() == [1, 2, 3]


def test_letters_do_not_jump_about(table: TableView) -> None:
    table.show_rows([row(1), Row(2, ("Zoe", "", ""))])
    table.select([1])
    QTest.keyClick(table, Qt.Key.Key_Z)
    assert table.current_id() == 1


@pytest.mark.parametrize("by_mouse", [False, True])
def test_enter_and_double_click_open(table: TableView, qtbot: QtBot, by_mouse: bool) -> None:
    table.show_rows([row(1), row(2)])
    table.select([2])
    with qtbot.waitSignal(table.opened) as opened:
        if by_mouse:
            QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(50, 40))
        else:
            QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [2]


def test_a_click_tells_row_and_column(table: TableView, qtbot: QtBot) -> None:
    table.show_rows([row(1)])
    place = QPoint(table.columnViewportPosition(1) + 5, 10)
    with qtbot.waitSignal(table.cell_clicked) as clicked:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert clicked.args == [1, "town"]


def click_head(table: TableView, column: int, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    heads = table.heads()
    place = QPoint(heads.sectionViewportPosition(column) + 20, 10)
    QTest.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, held, place)


def test_heads_sort_and_turn_round(table: TableView) -> None:
    told: list[Any] = []
    table.sort_changed.connect(told.append)
    click_head(table, 0)
    click_head(table, 0)
    click_head(table, 1)
    click_head(table, 2)
    assert told == [[("name", False)], [("name", True)], [("town", False)]]


def test_columns_are_remembered(table: TableView) -> None:
    table.set_sort([("town", True)])
    table.show_column("last", False)
    table.heads().moveSection(1, 0)
    table.setColumnWidth(1, 123)
    saved = save_columns(table)
    other = TableView("other", table.columns, table)
    assert restore_columns(other, saved)
    assert save_columns(other) == saved
    assert not restore_columns(other, "no such thing")


def test_the_last_column_cannot_be_taken_away(table: TableView) -> None:
    table.show_column("town", False)
    assert [entry.isEnabled() for entry in column_menu(table).actions()] == [True, True, True]
    table.show_column("last", False)
    entries = column_menu(table).actions()
    assert [(entry.isChecked(), entry.isEnabled()) for entry in entries] == [
        (True, False),
        (False, True),
        (False, True),
    ]
    entries[1].trigger()
    assert table.column_shown("town")


def test_grey_rows_come_only_after_a_moment(table: TableView, qtbot: QtBot) -> None:
    table.setFocus()
    empty = ink(table)
    table.loading()
    assert ink(table) == empty
    qtbot.wait(200)
    assert ink(table) != empty


def test_a_row_looks_mirrored_where_one_reads_from_the_right(table: TableView) -> None:
    table.show_rows([Row(1, (Cell("", icon="customer", icon_tone="text"), "", ""))])

    def inked() -> list[int]:
        image = table.viewport().grab().toImage()
        ground = image.pixelColor(image.width() // 2, 14)
        return [x for x in range(image.width()) if image.pixelColor(x, 14) != ground]

    from_left = max(inked())
    table.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert from_left < 60
    assert min(inked()) > table.viewport().width() - 60


def test_a_value_with_markup_is_only_text(table: TableView) -> None:
    table.show_rows([Row(1, (Cell("<b>Bold</b>"), "", ""))])
    assert table.model().index(0, 0).data() == "<b>Bold</b>"
