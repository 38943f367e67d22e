"""The page of the roles: a tick given or taken holds at once, and other windows follow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.book import Book, open_book
from app.computer.desk_file import DeskFile
from app.errors import NotAllowed
from app.features.customers.commands import AddCustomer
from app.features.roles import AddUserRole, ChangeUserRole, UserRoleLine, user_roles
from app.features.team import AddUser, EditUser, users
from tests.pages.panes import find
from tests.pages.scene import Scene, scene
from tests.pages.signing import ended
from ui.main import Program
from ui.pages import roles
from ui.pages.customers.customer_form import CustomerForm
from ui.pages.customers.sights import form_lists
from ui.pages.roles.page import RolesPage
from ui.pages.roles.role_dialog import RoleDialog
from ui.pages.team.questions import teams_and_roles
from ui.pages.team.user_dialogs import AddUserDialog


@pytest.fixture
def stage(qtbot: QtBot, book: Book, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, book, tmp_path) as made:
        made.listen("messages.say", "go.roles")
        made.do(AddUser("ben", "Ben Okafor", "staff"))
        yield made


@pytest.fixture
def page(qtbot: QtBot, stage: Scene) -> RolesPage:
    made = roles.make_page(stage.desk, stage.actions, stage.memory)
    made.setParent(stage.window)
    made.resize(1000, 700)
    stage.window.show()
    made.show()
    qtbot.waitUntil(lambda: made.grid.count() > 0)
    return made


def role(book: Book, key: str) -> UserRoleLine:
    return next(one for one in book.ask(user_roles) if one.key == key)


def spoken(page: RolesPage, row: str) -> str:
    line = page.grid._rows.line_of(row)
    found = page.grid._rows.row_at(line) if line is not None else None
    return found.sentence() if found is not None else ""


def test_a_click_gives_a_right_and_space_takes_it(qtbot: QtBot, page: RolesPage, stage: Scene, place: str) -> None:
    assert spoken(page, "IMPORT") == "Import files: owner, manager"
    staff = role(stage.book, "staff").id
    page.grid.cell_clicked.emit("IMPORT", str(staff))
    qtbot.waitUntil(lambda: spoken(page, "IMPORT") == "Import files: owner, manager, staff")
    page.grid.select(["EDIT_CUSTOMERS"])
    QTest.keyClick(page.grid, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: spoken(page, "EDIT_CUSTOMERS") == "Add and change customers: owner, manager")
    with closing(open_book(place, "ben")) as ben, pytest.raises(NotAllowed):
        ben.do(AddCustomer(name="Zoe Ltd"))


def test_the_owner_s_column_stays_as_it_is(qtbot: QtBot, page: RolesPage, stage: Scene) -> None:
    page.grid.cell_clicked.emit("IMPORT", str(role(stage.book, "owner").id))
    assert "holds everything" in str(stage.asked[-1][1]["words"])
    assert "IMPORT" in role(stage.book, "owner").may


def test_what_another_desk_changes_is_seen_here(qtbot: QtBot, page: RolesPage, stage: Scene, place: str) -> None:
    with closing(open_book(place, "ann")) as other:
        other.do(ChangeUserRole(role(other, "viewer").id, give=("ASSIGN",)))
    qtbot.waitUntil(lambda: "viewer" in spoken(page, "ASSIGN"), timeout=8000)


def test_a_role_is_added_with_its_limit_and_offered_to_people(qtbot: QtBot, page: RolesPage, stage: Scene) -> None:
    page.add()
    dialog = find(stage.window, RoleDialog, "roles.dialog")
    for name, words in (("name", "Front desk"), ("most_at_once", "many")):
        QTest.keyClicks(find(dialog, QLineEdit, f"role.{name}"), words)
    save = find(dialog, QPushButton, "role.save")
    save.click()
    assert "no number" in find(dialog, QLabel, "role.most_at_once.refusal").text()
    find(dialog, QLineEdit, "role.most_at_once").clear()
    QTest.keyClicks(find(dialog, QLineEdit, "role.most_at_once"), "20")
    save.click()
    qtbot.waitUntil(lambda: "Front desk 20" in spoken(page, "most"))
    made = role(stage.book, "Front desk")
    assert (made.may, made.most_at_once) == ((), 20)
    groups = stage.book.ask(teams_and_roles)
    form = AddUserDialog(stage.window, stage.desk, stage.memory.drafts, groups).form
    assert ("Front desk", "Front desk") in groups.given_by(stage.desk.user.rights)
    assert form.values()["role"] == "staff"


def test_a_role_gets_another_name_and_is_removed(qtbot: QtBot, page: RolesPage, stage: Scene) -> None:
    key = stage.do(AddUserRole("Front desk"))
    qtbot.waitUntil(lambda: "Front desk" in spoken(page, "most"))
    page.edit(key)
    dialog = find(stage.window, RoleDialog, "roles.dialog")
    line = find(dialog, QLineEdit, "role.name")
    line.clear()
    QTest.keyClicks(line, "Reception")
    find(dialog, QCheckBox, "role.given_freely").click()
    find(dialog, QPushButton, "role.save").click()
    qtbot.waitUntil(lambda: "Reception yes" in spoken(page, "freely"))
    page.choose(key)
    find(page, QPushButton, "roles.remove").click()
    qtbot.waitUntil(lambda: "Reception" not in spoken(page, "most"))


def test_it_is_offered_only_the_roles_that_it_may_give(stage: Scene) -> None:
    stage.do(AddUser("ida", "Ida", "IT"))
    groups = stage.book.ask(teams_and_roles)
    own = next(one.rights for one in groups.roles if one.key == "IT")
    assert [name for name, _ in groups.given_by(own)] == ["staff", "viewer", "IT"]


def test_a_window_follows_what_its_user_may_do(
    qtbot: QtBot, qapp: QApplication, place: str, book: Book, tmp_path: Path
) -> None:
    ben = book.do(AddUser("ben", "Ben Okafor", "staff")).answer
    program = Program(qapp, DeskFile(tmp_path / "ben.json"))
    program.start(place, "ben")
    qtbot.waitUntil(lambda: program.window is not None and bool(program.window.pages), timeout=10000)
    first = program.window
    assert first is not None
    first.build_all()
    assert first.actions_here.has("customers.new") and not first.actions_here.has("go.importing")
    book.do(EditUser(ben, {"role": ("staff", "manager")}))
    qtbot.waitUntil(lambda: program.window is not first and program.window is not None, timeout=10000)
    qtbot.waitUntil(lambda: program.window is not None and program.window.actions_here.has("go.importing"))
    book.do(ChangeUserRole(role(book, "manager").id, take=("EDIT_CUSTOMERS",)))
    qtbot.waitUntil(
        lambda: (
            program.window is not None
            and program.window.isVisible()
            and bool(program.window.pages)
            and not program.window.actions_here.has("customers.new")
        ),
        timeout=10000,
    )
    assert program.desk is not None and program.desk.user.role == "manager"
    assert next(one.role for one in book.ask(users) if one.id == ben) == "manager"
    ended(program)


def test_fields_that_a_role_may_not_change_are_not_offered(
    qtbot: QtBot, page: RolesPage, stage: Scene, place: str, tmp_path: Path
) -> None:
    page.edit(role(stage.book, "staff").id)
    dialog = find(stage.window, RoleDialog, "roles.dialog")
    QTest.keyClicks(find(dialog, QLineEdit, "role.fixed"), "Customer number,phones")
    find(dialog, QPushButton, "role.save").click()
    qtbot.waitUntil(lambda: "staff 2 fields" in spoken(page, "fixed"))
    assert role(stage.book, "staff").fixed == "number phones"
    customer = stage.do(AddCustomer(name="Zoe Ltd"))
    with scene(qtbot, open_book(place, "ben"), tmp_path / "ben") as other:
        form = CustomerForm(other.desk, other.memory.drafts, other.book.ask(form_lists, customer))
        qtbot.addWidget(form)
        assert not form.form.editor("number").isEnabled()
        assert form.form.editor("notes").isEnabled()


def test_an_ampersand_in_a_name_is_seen(qtbot: QtBot, page: RolesPage, stage: Scene) -> None:
    key = stage.do(AddUserRole("R & D"))
    known = {one.id: one.key for one in stage.book.ask(user_roles)}
    qtbot.waitUntil(lambda: page.findChild(QPushButton, f"roles.{known[key]}") is not None)
    assert find(page, QPushButton, f"roles.{known[key]}").text() == "R && D"


def test_many_roles_with_long_names_leave_the_window_as_wide_as_it_is(
    qtbot: QtBot, stage: Scene, page: RolesPage
) -> None:
    for number in range(6):
        stage.do(AddUserRole(f"{number} {'W' * 38}"))
    page.refresh()
    qtbot.waitUntil(lambda: len(page._roles) == 11)
    assert page.minimumSizeHint().width() < 1000
