"""The welcome page before a server that asks for a password."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.errors import BookUnreachable
from ui.pages.welcome.doors import Entrance
from ui.pages.welcome.server_sign_in import ServerSignIn
from ui.pages.welcome.sign_in import Approach

PLACE = "postgresql://firm_ann@server/firm"


class Asked:
    """The ways into a book, as far as they are asked for here."""

    def __init__(self) -> None:
        self.entered: list[tuple[Any, ...]] = []

    def enter(self, *said: Any) -> None:
        self.entered.append(said)


def test_a_server_is_told_the_password_alone_and_says_what_is_wrong(qtbot: QtBot) -> None:
    doors: Any = Asked()
    approach = Approach(doors, PLACE, "Nordlicht Handel", "")
    qtbot.addWidget(approach)
    panel = approach.panel_for(Entrance([("firm_ann", "firm_ann")], locked=True))
    assert isinstance(panel, ServerSignIn)
    qtbot.addWidget(panel)
    line = panel.form.editor("password")
    assert isinstance(line, QLineEdit)

    panel.submit()
    line.setText("correct horse")
    panel.submit()
    doors.entered[0][3](BookUnreachable("The server did not accept this name and password."))

    assert [said[:3] for said in doors.entered] == [(PLACE, "", "correct horse")]
    assert any("as firm_ann" in label.text() for label in panel.findChildren(QLabel))
    assert any("did not accept" in label.text() for label in panel.error.findChildren(QLabel))
