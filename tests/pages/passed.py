"""What passed with a customer: logged past the pane, and as the pane and the book have it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pytestqt.qtbot import QtBot

from app.features.touchpoints import LogTouchPoint, touch_point
from tests.pages.panes import time_line_pane
from tests.pages.scene import Scene
from ui.pages.customers.time_line_pane import TimeLinePane
from ui.pages.touchpoints import make_page as touch_points_page


def pane_with_corrections(qtbot: QtBot, stage: Scene) -> TimeLinePane:
    """The pane, and the page that has the dialog of corrections."""
    stage.listen("customers.open", "journal.customer")
    touch_points_page(stage.desk, stage.actions, stage.memory).setParent(stage.window)
    return time_line_pane(qtbot, stage)


def log(stage: Scene, customer: int, words: str, days: int = 0, kind: str = "call") -> int:
    at = datetime.now(UTC) - timedelta(days=days)
    return int(stage.do(LogTouchPoint(customer, kind, words, at=at)))


def seen(pane: TimeLinePane) -> list[str]:
    return [one.words for one in pane.list.entries()]


def show(qtbot: QtBot, pane: TimeLinePane, customer: int, number: int) -> None:
    pane.show_customer(customer)
    qtbot.waitUntil(lambda: pane.list.count() == number)


def stored(stage: Scene, key: int) -> str:
    return stage.book.ask(touch_point, key).words
