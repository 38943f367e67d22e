"""The panes and pages that several tests begin with, made and shown in a scene's window; and what stands in them."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.pages.scene import Scene
from ui.pages.customers.card_pane import CardPane
from ui.pages.customers.time_line_pane import TimeLinePane
from ui.pages.importing import make_page
from ui.pages.importing.page import ImportingPage
from ui.pages.team import make_page as team_page
from ui.pages.team.page import TeamPage

T = TypeVar("T", bound=QWidget)


def find(parent: QWidget, kind: type[Any], name: str) -> Any:
    """What has this name and is of this kind."""
    found = parent.findChild(kind, name)
    assert found is not None, name
    return found


def time_line_pane(qtbot: QtBot, stage: Scene) -> TimeLinePane:
    """The pane of what passed, of nobody yet."""
    made = TimeLinePane(stage.desk, stage.actions, stage.memory, stage.window)
    made.setGeometry(0, 0, 350, 700)
    return _in_front(qtbot, stage, made)


def card_pane(qtbot: QtBot, stage: Scene, height: int = 760) -> CardPane:
    """The pane of the card and its forms, of nobody yet."""
    made = CardPane(stage.desk, stage.actions, stage.memory, stage.window)
    made.setGeometry(0, 0, 392, height)
    return _in_front(qtbot, stage, made)


def importing_page(qtbot: QtBot, stage: Scene) -> ImportingPage:
    """The page of imports with its answers."""
    made = make_page(stage.desk, stage.actions, stage.memory)
    made.setParent(stage.window)
    made.setGeometry(0, 0, 1088, 700)
    stage.window.show()
    made.show()
    qtbot.waitUntil(stage.desk.idle)
    return made


def _in_front(qtbot: QtBot, stage: Scene, made: T) -> T:
    made.show()
    stage.window.show()
    qtbot.waitActive(stage.window)
    return made


def shown_team(qtbot: QtBot, stage: Scene) -> TeamPage:
    """The team's page in the scene's window, with its board."""
    made = team_page(stage.desk, stage.actions, stage.memory)
    assert isinstance(made, TeamPage)
    made.setParent(stage.window)
    made.setGeometry(0, 0, 1087, 675)
    made.show()
    stage.window.show()
    qtbot.waitActive(stage.window)
    qtbot.waitUntil(lambda: made.table.count() > 0)
    return made
