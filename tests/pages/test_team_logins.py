"""On the team's page of a prepared server: the login of somebody who is locked out goes; elsewhere there is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.book import Book
from app.features.access import LockUser
from app.features.team import AddUser
from tests.books import OWNER
from tests.pages.panes import find, shown_team
from tests.pages.scene import Scene, scene
from tests.pages.test_team_access import asked, offered, press, row_of, said, select
from tests.prepared import prepared_book
from ui.pages.team.access_dialog import AccessDialog


@pytest.fixture
def on_server(qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, prepared_book().opened(OWNER), tmp_path) as made:
        made.listen("messages.say")
        made.do(LockUser("viewer"))
        yield made


def test_the_login_of_who_is_locked_out_goes_and_they_stay_in_the_book(qtbot: QtBot, on_server: Scene) -> None:
    page = shown_team(qtbot, on_server)
    staff = select(page, on_server, "staff")
    assert "team.remove_login" not in offered(page, on_server)
    assert on_server.book.server_logins()[staff].endswith("_staff")
    viewer = select(page, on_server, "viewer")
    assert "team.remove_login" in offered(page, on_server)

    on_server.actions.trigger("team.remove_login")
    dialog = asked(qtbot, on_server, AccessDialog)
    press(dialog, "team.access_form.save")

    qtbot.waitUntil(lambda: len(said(on_server)) == 1)
    (words,) = said(on_server)
    assert str(words).startswith("Removed the login ") and str(words).endswith(" of The viewer from the server.")
    assert "locked out" in row_of(page, viewer)
    assert viewer not in on_server.book.server_logins()
    on_server.actions.trigger("team.remove_login")
    again = asked(qtbot, on_server, AccessDialog)
    press(again, "team.access_form.save")
    qtbot.waitUntil(lambda: "any more" in find(again, QLabel, "team.access_form.refusal").text())
    again.leave()


def test_in_a_file_there_is_no_login_to_remove(qtbot: QtBot, file_book: Book, tmp_path: Path) -> None:
    with scene(qtbot, file_book, tmp_path) as plain:
        plain.do(AddUser("ben", "Ben Okafor", "staff"))
        plain.do(LockUser("ben"))
        page = shown_team(qtbot, plain)
        select(page, plain, "ben")

        assert "team.let_in" in offered(page, plain)
        assert not plain.actions.has("team.remove_login")
