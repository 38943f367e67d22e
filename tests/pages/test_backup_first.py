"""Before a large import and before somebody is locked out the window makes a backup, and can go on without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import clock
from app.backup_places import add_place
from app.book import Book
from app.features.backups import backups
from app.features.customers.lists import ListFilter, count_customers
from app.features.team import AddUser, users
from app.keeping import keep
from app.rules.beforehand import LARGE_IMPORT
from tests.backups.manners import untold
from tests.pages.panes import find, importing_page, shown_team
from tests.pages.scene import Scene, scene
from ui.pages.importing.page import ImportingPage
from ui.pages.team.access_dialog import AccessDialog
from ui.pages.team.spots import person

OTHERS = ("messages.say", "go.importing", "go.team", "go.note", "journal.undo", "journal.open", "customers.new")


@pytest.fixture
def stage(qtbot: QtBot, file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """A book with a backup of an hour ago, after which somebody came."""
    add_place(file_book, tmp_path / "here")
    keep(file_book, untold)
    file_book.do(AddUser("ben", "Ben Okafor", "staff"))
    now = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: now)
    with scene(qtbot, file_book, tmp_path) as made:
        made.listen(*OTHERS)
        yield made


def looked_at(qtbot: QtBot, stage: Scene, folder: Path, count: int) -> ImportingPage:
    made = importing_page(qtbot, stage)
    file = folder / "list.csv"
    file.write_text("Name,Phone\n" + "".join(f"Person {n},+49 40 {n:06}\n" for n in range(count)))
    stage.actions.trigger("importing.files", paths=[str(file)])
    qtbot.waitUntil(lambda: made.look is not None, timeout=10_000)
    return made


def bring_in(made: ImportingPage) -> None:
    find(made, QWidget, "importing.form.save").click()


def came_in(qtbot: QtBot, made: ImportingPage) -> None:
    qtbot.waitUntil(lambda: made.look is None and made.desk.idle(), timeout=20_000)


def reasons(book: Book) -> list[str]:
    return [one.why for one in book.ask(backups)]


def test_a_large_import_is_backed_up_first(qtbot: QtBot, stage: Scene, tmp_path: Path) -> None:
    made = looked_at(qtbot, stage, tmp_path, LARGE_IMPORT)
    shown = made.outcome.first
    told: list[bool] = []
    shown.resized.connect(lambda: told.append(shown.progress.isVisible()))

    bring_in(made)

    came_in(qtbot, made)
    assert True in told, "how far it is was shown"
    assert shown.isHidden()
    assert reasons(stage.book) == ["before a large import"], "the newest of a day stays"
    assert stage.book.ask(count_customers, ListFilter()) == LARGE_IMPORT


def test_a_place_that_is_away_meanwhile_is_told(qtbot: QtBot, stage: Scene, tmp_path: Path) -> None:
    add_place(stage.book, tmp_path / "drive")
    (tmp_path / "drive").rename(tmp_path / "bag")
    made = looked_at(qtbot, stage, tmp_path, LARGE_IMPORT)

    bring_in(made)

    came_in(qtbot, made)
    said = " ".join(str(spot["words"]) for name, spot in stage.asked if name == "messages.say")
    assert "drive is away" in said and "It is caught up when it is there again." in said
    assert stage.book.ask(count_customers, ListFilter()) == LARGE_IMPORT


def test_a_small_one_is_not(qtbot: QtBot, stage: Scene, tmp_path: Path) -> None:
    made = looked_at(qtbot, stage, tmp_path, LARGE_IMPORT - 1)
    bring_in(made)
    came_in(qtbot, made)
    assert reasons(stage.book) == ["by hand"]


def test_where_none_can_be_made_it_is_said_and_one_goes_on_without(qtbot: QtBot, stage: Scene, tmp_path: Path) -> None:
    (tmp_path / "here").rename(tmp_path / "away")
    made = looked_at(qtbot, stage, tmp_path, LARGE_IMPORT)

    bring_in(made)

    error = made.outcome.first.error
    qtbot.waitUntil(error.isVisible, timeout=10_000)
    assert "Nothing was changed yet: there is no backup of just before." in error.accessibleName()
    assert "no place of backups can be reached now" in error.accessibleName()
    assert stage.book.ask(count_customers, ListFilter()) == 0
    assert find(made, QPushButton, "importing.form.save").isEnabled()
    find(made, QPushButton, "importing.backup.error.verb").click()
    came_in(qtbot, made)
    assert stage.book.ask(count_customers, ListFilter()) == LARGE_IMPORT
    assert made.outcome.first.isHidden()


def test_stop_leaves_the_book_and_the_look_as_they_were(qtbot: QtBot, stage: Scene, tmp_path: Path) -> None:
    made = looked_at(qtbot, stage, tmp_path, LARGE_IMPORT)
    bring_in(made)
    stop = find(made, QPushButton, "importing.backup.progress.stop")
    qtbot.waitUntil(stop.isVisible, timeout=10_000)

    stop.click()

    qtbot.waitUntil(made.desk.idle, timeout=10_000)
    assert made.look is not None
    assert find(made, QPushButton, "importing.form.save").isEnabled()
    assert stage.book.ask(count_customers, ListFilter()) == 0
    find(made, QPushButton, "importing.form.leave").click()


def test_who_leaves_is_locked_out_after_a_backup(qtbot: QtBot, stage: Scene) -> None:
    page = shown_team(qtbot, stage)
    page.select(person(next(user.id for user in stage.book.ask(users) if user.login == "ben")))
    stage.actions.trigger("team.lock")
    dialog = next(one for one in stage.window.findChildren(AccessDialog) if one.isVisible())

    find(dialog, QPushButton, "team.access_form.save").click()

    qtbot.waitUntil(lambda: any(user.locked for user in stage.book.ask(users)), timeout=20_000)
    assert reasons(stage.book) == ["before a departure"]
    qtbot.waitUntil(stage.desk.idle)


def test_a_backup_that_takes_too_long_is_left(qtbot: QtBot, stage: Scene) -> None:
    page = shown_team(qtbot, stage)
    page.select(person(next(user.id for user in stage.book.ask(users) if user.login == "ben")))
    stage.actions.trigger("team.lock")
    dialog = next(one for one in stage.window.findChildren(AccessDialog) if one.isVisible())
    find(dialog, QPushButton, "team.access_form.save").click()
    without = find(dialog, QPushButton, "team.access.first.without")
    qtbot.waitUntil(without.isVisible, timeout=10_000)
    assert without.text() == "Lock out without a backup"
    assert find(dialog, QLabel, "team.access.first.progress.words").text()

    without.click()

    qtbot.waitUntil(lambda: any(user.locked for user in stage.book.ask(users)), timeout=20_000)
    qtbot.waitUntil(stage.desk.idle, timeout=10_000)
