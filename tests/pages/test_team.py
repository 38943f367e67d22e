"""The team's page: the board of a day, assigning by dialog and by drop, users, and what is shown of the past."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import clock
from app.book import Book
from app.features.assignments import Assign, handled_by, unowned, who_handles
from app.features.customers.commands import AddCustomer
from app.features.team import AddUser, EditUser, users
from tests.pages.panes import find, shown_team
from tests.pages.scene import Scene, scene
from ui.pages.team import make_page as team_page
from ui.pages.team.assign_dialog import AssignDialog
from ui.pages.team.board_table import dropped_customers
from ui.pages.team.handled_list import HandledList
from ui.pages.team.page import TeamPage
from ui.pages.team.spots import Spot, person
from ui.pages.team.user_dialogs import FormDialog
from ui.parts.dragged import CUSTOMERS


@pytest.fixture
def stage(qtbot: QtBot, file_book: Book, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, file_book, tmp_path) as made:
        made.listen("go.team", "go.note", "messages.say", "customers.open")
        yield made


@pytest.fixture
def customers(stage: Scene) -> tuple[int, ...]:
    names = ("Talleres Ibáñez", "株式会社東京", "شركة النور")
    return tuple(stage.do(AddCustomer("company", name)) for name in names)


@pytest.fixture
def ben(stage: Scene) -> int:
    return int(stage.do(AddUser("ben", "Ben Okafor", "staff", "Service")))


@pytest.fixture
def team(qtbot: QtBot, stage: Scene, customers: tuple[int, ...], ben: int) -> TeamPage:
    return shown_team(qtbot, stage)


def drawn(team: TeamPage) -> list[str]:
    """The board as a screen reader says it."""
    rows = [team.table._rows.row_at(line) for line in range(team.table._rows.rowCount())]
    return [row.sentence() for row in rows if row is not None]


def row_of(team: TeamPage, spot: Spot) -> str:
    line = team.table._rows.line_of(spot)
    row = team.table._rows.row_at(line) if line is not None else None
    return row.sentence() if row is not None else ""


def dialog(qtbot: QtBot, stage: Scene) -> AssignDialog:
    qtbot.waitUntil(lambda: bool(stage.window.findChildren(AssignDialog)))
    return stage.window.findChildren(AssignDialog)[0]


def told(parent: QWidget, name: str) -> str:
    return str(find(parent, QLabel, name).text())


def press(parent: QWidget, name: str) -> None:
    find(parent, QPushButton, name).click()


def test_customers_are_assigned_through_the_dialog_and_yesterday_knows_nothing_of_it(
    qtbot: QtBot, stage: Scene, team: TeamPage, customers: tuple[int, ...], ben: int
) -> None:
    stage.actions.trigger("team.assign", customers=customers[:2])
    asked = dialog(qtbot, stage)
    QTest.keyClicks(find(asked, QLineEdit, "team.assign_dialog.people.words"), "ben")
    qtbot.waitUntil(lambda: "nobody owns them" in told(asked, "team.assign_dialog.preview"))
    assert told(asked, "team.assign_dialog.preview") == (
        "Ben Okafor handles 2 customers as owner from today; so far nobody owns them."
    )
    press(asked, "team.assign_dialog.save")
    qtbot.waitUntil(lambda: "owner of 2 customers" in row_of(team, person(ben)))
    assert {line.customer_id for line in stage.book.ask(handled_by, ben, clock.today())} == set(customers[:2])
    team.as_of.set_day(clock.today() - timedelta(days=1))
    team.refresh()
    qtbot.waitUntil(lambda: "owner of 0 customers" in row_of(team, person(ben)))
    assert find(team, QWidget, "team.other_day").isVisible()
    assert not find(team, QPushButton, "team.panel.hand_over").isVisible()
    assert stage.actions.trigger("team.assign") is False


def test_the_preview_names_whose_assignment_ends(
    qtbot: QtBot, stage: Scene, team: TeamPage, customers: tuple[int, ...], ben: int
) -> None:
    stage.do(Assign(customers[:1], "ann"))
    stage.actions.trigger("team.assign", customers=customers[:1])
    asked = dialog(qtbot, stage)
    asked.picker.choose(ben)
    expected = "Ben Okafor handles Talleres Ibáñez as owner from today; Ann Becker's assignment ends yesterday."
    qtbot.waitUntil(lambda: told(asked, "team.assign_dialog.preview") == expected)
    asked.leave()


def test_a_refusal_stands_in_the_dialog_and_nothing_is_lost(
    qtbot: QtBot, stage: Scene, team: TeamPage, customers: tuple[int, ...], ben: int
) -> None:
    stage.do(Assign(customers, ben))
    stage.actions.trigger("team.assign", customers=customers)
    asked = dialog(qtbot, stage)
    press(asked, "team.assign_dialog.save")
    assert told(asked, "team.assign_dialog.people.refusal") == "Choose who takes over."
    asked.picker.choose(ben)
    press(asked, "team.assign_dialog.save")
    qtbot.waitUntil(lambda: "already" in told(asked, "team.assign_dialog.people.refusal"))
    assert asked.isVisible()
    assert asked.picker.person() is not None
    asked.form.fill({"until_day": clock.today() - timedelta(days=3)})
    press(asked, "team.assign_dialog.save")
    qtbot.waitUntil(lambda: "before the first" in told(asked, "team.assign_form.until_day.refusal"))
    asked.leave()


def test_some_customers_of_a_person_are_handed_over(
    qtbot: QtBot, stage: Scene, team: TeamPage, customers: tuple[int, ...], ben: int
) -> None:
    stage.do(Assign(customers, "ann"))
    qtbot.waitUntil(lambda: "owner of 3 customers" in row_of(team, person(stage.desk.user.id)))
    team.table.select([person(stage.desk.user.id)])
    press(team, "team.panel.hand_over")
    asked = dialog(qtbot, stage)
    assert asked.ticks is not None
    asked.ticks.setFocus()
    asked.ticks.select([customers[1]])
    QTest.keyClick(asked.ticks, Qt.Key.Key_Space)
    assert set(asked.ids()) == {customers[0], customers[2]}
    asked.picker.choose(ben)
    press(asked, "team.assign_dialog.save")
    qtbot.waitUntil(lambda: "owner of 2 customers" in row_of(team, person(ben)))
    kept = stage.book.ask(who_handles, customers[1], clock.today())
    assert [one.login for one in kept] == ["ann"]


def test_the_gap_shows_its_customers_and_closes_when_they_are_assigned(
    qtbot: QtBot, stage: Scene, team: TeamPage, customers: tuple[int, ...]
) -> None:
    gap = Spot("gap", "no owner")
    assert row_of(team, gap) == "Nobody in charge: No owner, 3 customers"
    assert team.spot == gap
    listed = find(team, HandledList, "team.panel_list")
    qtbot.waitUntil(lambda: listed.count() == 3)
    stage.do(Assign(customers, "ann"))
    qtbot.waitUntil(lambda: not row_of(team, gap))
    assert stage.book.ask(unowned, clock.today()) == []


def test_customers_dropped_on_a_person_are_offered_to_them(
    qtbot: QtBot, stage: Scene, team: TeamPage, customers: tuple[int, ...], ben: int
) -> None:
    carried = QMimeData()
    carried.setData(CUSTOMERS, json.dumps(list(customers)).encode())
    line = team.table._rows.line_of(person(ben))
    assert line is not None
    at = QPointF(40, team.table.rowViewportPosition(line) + 5)
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    team.table.dropEvent(QDropEvent(at, copy, carried, left, none))
    asked = dialog(qtbot, stage)
    chosen = asked.picker.person()
    assert chosen is not None
    assert (chosen.user_id, asked.ids()) == (ben, customers)
    asked.leave()


def test_who_sees_no_customers_is_not_offered_any(
    qtbot: QtBot, stage: Scene, team: TeamPage, customers: tuple[int, ...], ben: int
) -> None:
    ida = int(stage.do(AddUser("ida", "Ida Berg", "IT")))
    team.verbs.assign(customers, ida)
    asked = dialog(qtbot, stage)
    assert asked.picker.person() is None
    assert "may not see customers" in told(asked, "team.assign_dialog.people.refusal")
    assert [asked.picker.list.has(one) for one in (ben, ida)] == [True, False]
    asked.leave()


@pytest.mark.parametrize(
    ("text", "ids"), [("[1, 2]", [1, 2]), ("3,4", [3, 4]), ("", []), ("[", []), ("a,b", []), ("[[1]]", [])]
)
def test_what_is_dragged_is_read_or_left(text: str, ids: list[int]) -> None:
    carried = QMimeData()
    carried.setData(CUSTOMERS, text.encode())
    assert dropped_customers(carried) == ids


def test_assignments_end_from_the_list(
    qtbot: QtBot, stage: Scene, team: TeamPage, customers: tuple[int, ...], ben: int
) -> None:
    stage.do(Assign(customers[:1], ben, from_day=clock.today() - timedelta(days=9)))
    team.select(person(ben))
    listed = find(team, HandledList, "team.panel_list")
    (handled,) = stage.book.ask(handled_by, ben, clock.today())
    row = (customers[0], handled.assignment_id)
    qtbot.waitUntil(lambda: listed.line(row) is not None)
    listed.select([row])
    QTest.keyClick(listed, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: listed.count() == 0)
    assert stage.book.ask(who_handles, customers[0], clock.today()) == []
    assert len(stage.book.ask(who_handles, customers[0], clock.today() - timedelta(days=2))) == 1


def test_a_user_is_refused_for_a_login_that_is_taken_and_then_added(qtbot: QtBot, stage: Scene, team: TeamPage) -> None:
    press(team, "team.add_user")
    qtbot.waitUntil(lambda: bool(stage.window.findChildren(FormDialog)))
    asked = stage.window.findChildren(FormDialog)[0]
    asked.form.fill({"name": "Ben Ó Cinnéide", "login": "BEN"})
    press(asked, "team.form.save")
    qtbot.waitUntil(lambda: "has the login" in told(asked, "team.form.login.refusal"))
    assert asked.form.values()["name"] == "Ben Ó Cinnéide"
    asked.form.fill({"login": "beno"})
    press(asked, "team.form.save")
    qtbot.waitUntil(lambda: any("Ben Ó Cinnéide" in row for row in drawn(team)))


def test_the_only_owner_stays_owner_and_an_absence_is_noted(qtbot: QtBot, stage: Scene, team: TeamPage) -> None:
    team.select(person(stage.desk.user.id))
    stage.actions.trigger("team.edit_user")
    qtbot.waitUntil(lambda: bool(stage.window.findChildren(FormDialog)))
    asked = stage.window.findChildren(FormDialog)[0]
    until = clock.today() + timedelta(days=4)
    asked.form.fill({"role": "staff", "away_from": clock.today(), "away_until": until})
    press(asked, "team.form.save")
    qtbot.waitUntil(lambda: "only owner" in told(asked, "team.form.role.refusal"))
    assert asked.form.changed() == {"role": ("owner", "staff")}
    asked.leave()
    qtbot.waitUntil(lambda: "away to" in row_of(team, person(stage.desk.user.id)))
    assert [user.away_until for user in stage.book.ask(users) if user.login == "ann"] == [until]


def test_two_edit_one_user_and_the_person_chooses(qtbot: QtBot, stage: Scene, team: TeamPage, ben: int) -> None:
    team.select(person(ben))
    stage.actions.trigger("team.edit_user")
    qtbot.waitUntil(lambda: bool(stage.window.findChildren(FormDialog)))
    asked = stage.window.findChildren(FormDialog)[0]
    stage.do(EditUser(ben, {"name": ("Ben Okafor", "Ben Theirs")}))
    asked.form.fill({"name": "Ben Mine"})
    press(asked, "team.form.save")
    qtbot.waitUntil(lambda: stage.window.findChild(QWidget, "conflict.name.original") is not None)
    mine = stage.window.findChild(QAbstractButton, "conflict.name.mine")
    assert mine is not None and mine.accessibleName() == "Name, Mine: Ben Mine"
    mine.click()
    press(stage.window, "conflict.save")
    qtbot.waitUntil(lambda: [one.name for one in stage.book.ask(users) if one.id == ben] == ["Ben Mine"])
    assert stage.memory.drafts.waiting() == []


def test_a_user_half_typed_is_kept_and_thrown_away(qtbot: QtBot, stage: Scene, team: TeamPage) -> None:
    press(team, "team.add_user")
    qtbot.waitUntil(lambda: bool(stage.window.findChildren(FormDialog)))
    first = stage.window.findChildren(FormDialog)[0]
    first.form.fill({"name": "Eva"})
    first.form.edited.emit()
    with qtbot.waitSignal(first.destroyed):
        first.leave()
    press(team, "team.add_user")
    qtbot.waitUntil(lambda: bool(stage.window.findChildren(FormDialog)))
    again = stage.window.findChildren(FormDialog)[0]
    assert again.form.values()["name"] == "Eva"
    press(again, "team.form.draft.verb")
    assert (again.form.values()["name"], stage.memory.drafts.waiting()) == ("", [])


def test_ways_to_look_and_what_is_remembered(
    qtbot: QtBot, stage: Scene, team: TeamPage, customers: tuple[int, ...], ben: int
) -> None:
    stage.do(Assign(customers, ben))
    stage.actions.trigger("team.open", user=ben)
    assert stage.asked[-1] == ("go.team", {"user": ben})
    team.visit(user=ben)
    press(team, "team.by_customer")
    listed = find(team, HandledList, "team.by_customer_list")
    qtbot.waitUntil(lambda: listed.count() == 3)
    QTest.keyClicks(find(team, QLineEdit, "team.customer_words"), "ibanez")
    assert listed.count() == 1
    assert told(team, "team.customer_count") == "1 of 3"
    press(team, "team.by_team")
    qtbot.waitUntil(lambda: any(row.startswith("Service, 1 person, owner of 3 customers") for row in drawn(team)))
    team.leave()
    assert stage.memory.recall("team.way") == "team"
    assert stage.memory.recall_here("team.selected") == f"person:{ben}"


def test_enter_opens_a_customer_and_f2_belongs_to_the_board(
    qtbot: QtBot, stage: Scene, team: TeamPage, customers: tuple[int, ...]
) -> None:
    listed = find(team, HandledList, "team.panel_list")
    qtbot.waitUntil(lambda: listed.count() == 3)
    listed.select([(customers[0], 0)])
    QTest.keyClick(listed, Qt.Key.Key_Return)
    assert stage.asked[-1] == ("customers.open", {"customer": customers[0]})
    team.table.select([person(stage.desk.user.id)])
    QTest.keyClick(team.table, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: bool(stage.window.findChildren(FormDialog)))


def test_the_rail_counts_gaps(qtbot: QtBot, stage: Scene, team: TeamPage, customers: tuple[int, ...]) -> None:
    shown: list[tuple[str, str]] = []
    team.count(lambda words, tone: shown.append((words, tone)))
    qtbot.waitUntil(lambda: shown == [("3 gaps", "warn")])
    stage.do(Assign(customers, "ann"))
    team.count(lambda words, tone: shown.append((words, tone)))
    qtbot.waitUntil(lambda: shown[-1] == ("", ""))


def test_a_viewer_is_offered_nothing_that_changes(qtbot: QtBot, file_book: Book, tmp_path: Path) -> None:
    file_book.do(AddUser("vi", "Vi Viewer", "viewer"))
    file_book.do(AddCustomer("company", "Talleres Ibáñez"))
    from app.book import open_book

    with scene(qtbot, open_book(file_book.location, "vi"), tmp_path) as stage:
        made = team_page(stage.desk, stage.actions, stage.memory)
        made.setParent(stage.window)
        made.show()
        stage.window.show()
        assert isinstance(made, TeamPage)
        qtbot.waitUntil(lambda: made.table.count() > 0)
        assert [stage.actions.has(name) for name in ("team.assign", "team.add_user", "team.open")] == [
            False, False, True,
        ]  # fmt: skip
        assert made.findChild(QPushButton, "team.add_user") is None
        assert not find(made, QPushButton, "team.panel.hand_over").isVisible()
        assert not find(made, QPushButton, "team.panel.edit").isVisible()


def test_the_menu_of_a_row_says_what_can_be_done(stage: Scene, team: TeamPage, ben: int) -> None:
    team.select(person(ben))
    team.verbs.row_menu([person(ben)], QPoint(5, 5))
    (menu,) = [menu for menu in stage.window.findChildren(QWidget, "team.menu") if menu.isVisible()]
    words = [action.text() for action in menu.actions()]
    menu.close()
    assert words == ["Assign…", "Edit user…", "Rename team…", "Show the customers", "", "Lock out…"]


def test_days_ahead_are_seen_as_planned(qtbot: QtBot, stage: Scene, team: TeamPage) -> None:
    team.as_of.set_day(date(clock.today().year + 1, 1, 2))
    team.refresh()
    qtbot.waitUntil(lambda: find(team, QWidget, "team.other_day").isVisible())
    assert "as it is planned now" in told(team, "team.other_day.words")
    press(team, "team.other_day.verb")
    qtbot.waitUntil(lambda: not find(team, QWidget, "team.other_day").isVisible())
