"""Garbage is taken away in the thread of the screen, and nowhere else."""

import gc
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from ui.garbage import Garbage


class Ring:
    """Garbage that only a look finds; it notes in which thread it was taken away."""

    gone: list[str] = []  # noqa: RUF012 - shared by all rings on purpose

    def __init__(self) -> None:
        self.me = self

    def __del__(self) -> None:
        self.gone.append(threading.current_thread().name)


@pytest.fixture
def garbage(qapp: QCoreApplication) -> Iterator[Garbage]:
    Ring.gone.clear()
    made = Garbage(qapp)
    made.begin()
    yield made
    made.end()
    made.deleteLater()


def _make_many() -> None:
    for _ in range(5_000):
        Ring()


def test_what_another_thread_leaves_is_taken_away_in_the_thread_of_the_screen(qtbot: QtBot, garbage: Garbage) -> None:
    other = threading.Thread(target=_make_many, name="other")
    other.start()
    other.join()
    assert not Ring.gone
    qtbot.waitUntil(lambda: len(Ring.gone) == 5_000)
    assert set(Ring.gone) == {threading.current_thread().name}


def test_what_grew_old_is_found_too(garbage: Garbage) -> None:
    old = Ring()
    gc.collect(0)
    gc.collect(1)
    del old
    many: list[list[int]] = []
    for _ in range(500):
        many.clear()
        many.extend([] for _ in range(3_000))
        garbage.look()
    assert len(Ring.gone) == 1


def test_in_the_end_python_looks_by_itself_again(garbage: Garbage) -> None:
    assert not gc.isenabled()
    garbage.end()
    assert gc.isenabled()
    assert not gc.get_freeze_count()


def test_freed_memory_is_given_back_again_and_again(
    qtbot: QtBot, garbage: Garbage, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    monkeypatch.setattr("ctypes.CDLL", lambda _name: SimpleNamespace(malloc_trim=lambda _pad: given.append("back")))
    qtbot.waitUntil(lambda: len(given) > 1, timeout=30_000)
