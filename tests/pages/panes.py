"""The panes and pages that several tests begin with, made and shown in a scene's window; and what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.pages.scene import Scene
from ui.pages.customers import make_page as customers_of
from ui.pages.customers.card_pane import CardPane
from ui.pages.customers.page import CustomersPage
from ui.pages.customers.time_line_pane import TimeLinePane
from ui.pages.importing import make_page as importing_of
from ui.pages.importing.page import ImportingPage
from ui.pages.ledger import make_page as ledger_of
from ui.pages.ledger.page import LedgerPage
from ui.pages.team import make_page as team_of
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


def page_in(stage: Scene, kind: type[T], make: Callable[..., QWidget], width: int = 1088, height: int = 700) -> T:
    """A page in the scene's window, shown; it may not know its answers yet."""
    made = make(stage.desk, stage.actions, stage.memory)
    assert isinstance(made, kind)
    made.setParent(stage.window)
    made.setGeometry(0, 0, width, height)
    stage.window.show()
    made.show()
    return made


def importing_page(qtbot: QtBot, stage: Scene) -> ImportingPage:
    """The page of imports with its answers."""
    made = page_in(stage, ImportingPage, importing_of)
    qtbot.waitUntil(stage.desk.idle)
    return made


def ledger_page(qtbot: QtBot, stage: Scene) -> LedgerPage:
    """The ledger with its answers."""
    made = page_in(stage, LedgerPage, ledger_of)
    qtbot.waitUntil(stage.desk.idle)
    return made


def customers_page(qtbot: QtBot, stage: Scene) -> CustomersPage:
    """The page of customers with its whole list."""
    made = page_in(stage, CustomersPage, customers_of, 1280, 780)
    qtbot.waitUntil(lambda: made.list.known and stage.desk.idle())
    return made


def _in_front(qtbot: QtBot, stage: Scene, made: T) -> T:
    made.show()
    stage.window.show()
    qtbot.waitActive(stage.window)
    return made


def shown_team(qtbot: QtBot, stage: Scene) -> TeamPage:
    """The team's page in the scene's window, with its board."""
    made = page_in(stage, TeamPage, team_of, 1087, 675)
    qtbot.waitActive(stage.window)
    qtbot.waitUntil(lambda: made.table.count() > 0)
    return made
