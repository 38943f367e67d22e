"""What the frame shows of the whole book and of keys: the manual, passwords, the recovery sheet, the proof, damage."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.computer.pauses import Pauses
from app.features.recovery import RecoveryState
from tests.trials.hostile.views import Views
from ui.frame.damage_strip import DamageStrip
from ui.frame.manual import show_manual
from ui.frame.my_password import MyPassword
from ui.frame.past_opening import PastOpening
from ui.frame.recovery import Compare, NewSheet, RecoveryStrip
from ui.frame.rewriting import WAYS, AskRewriting
from ui.frame.whole import Whole


def show_frame(views: Views) -> None:
    """Each of these once."""
    window, desk, pauses = views.window, views.show.desk, Pauses(views.desk_file)
    actions = window.actions_here
    manual = show_manual(window)
    views.show.step("manual", lambda: None, manual)
    manual.close()
    views.dialog("keys", lambda: actions.trigger("help.keys"), "")
    views.dialog("my password", MyPassword(window, desk, actions, pauses).begin, "")
    for way in WAYS:
        views.dialog(way.text, AskRewriting(window, desk, way, pauses, lambda _password: None).begin, "")
    views.dialog("compare the sheet", Compare(window, desk, actions, pauses, lambda _words: None).begin, "")
    views.dialog("new sheet", NewSheet(window, desk, lambda _words: None).begin, "")
    due: Any = window.findChild(RecoveryStrip)
    state = RecoveryState(date(2026, 1, 1), None, True)
    views.show.step("recovery sheet due", lambda: due._tell(state), due)
    due.hide()
    _opening(views)
    _proof(views)


def _opening(views: Views) -> None:
    opening, frame = PastOpening(lambda: None), views.window.findChild(Whole)
    assert frame is not None
    frame.put_strip(opening)
    views.show.step("past on its way", opening.show, opening)
    opening.end()


def _proof(views: Views) -> None:
    page: Any = views.window.pages["journal"]
    views.window.go("journal")
    views.show.step("proof", page.proof.verify, page.proof)
    page.proof.put_away()


def show_damage(views: Views, what: str, text: str) -> None:
    """Last of all: from then on nothing can be begun any more."""
    words = f"The book is damaged: {text[:20_000]}. Nothing is written into it any more."
    views.show.step(
        f"damage, {what}", lambda: views.show.desk.damaged.emit(words), views.window.findChild(DamageStrip), text
    )
