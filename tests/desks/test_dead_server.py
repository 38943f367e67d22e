"""A server that is switched off answers nothing and refuses nothing: the desk closes all the same."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from threading import Event, Thread

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from sqlalchemy import make_url, text
from sqlalchemy.orm import Session

from app.book import open_book
from ui.desk import Desk


class Wire:
    """A line to the tests' server that can be cut without either end hearing of it."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.dead = Event()
        self._open: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._path)
                self._open += [near, far]
                for ends in ((near, far), (far, near)):
                    Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if not self.dead.is_set():
                    target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        for end in (self._listening, *self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@pytest.fixture
def engine_kind() -> str:
    return "postgres"


@pytest.fixture
def wire(place: str) -> Iterator[Wire]:
    folder = make_url(place).query.get("host")
    if not isinstance(folder, str):
        pytest.skip("the server is not reached by a socket file")
    made = Wire(f"{folder}/.s.PGSQL.5432")
    yield made
    made.close()


def slow(session: Session) -> None:
    session.execute(text("SELECT pg_sleep(60)"))


def test_a_desk_whose_server_is_dead_closes_soon(qtbot: QtBot, place: str, wire: Wire) -> None:
    far = make_url(place)._replace(host="127.0.0.1", port=wire.port, query={})  # type: ignore[arg-type]
    desk, owner = Desk(open_book(far.render_as_string(hide_password=False), "ann")), QObject()
    with qtbot.waitSignal(desk.reachable):
        pass
    for lane in ("one", "two", "three"):
        desk.ask(owner, slow, then=lambda _: None, lane=lane)
    qtbot.wait(300)
    wire.dead.set()
    start = time.monotonic()
    desk.close()
    took = time.monotonic() - start
    wire.close()
    assert took < 2.5
