"""What every Qt test has to leave behind: nothing; and where it may not wait: for a person."""

import threading
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest

STATIC_DIALOGS = {
    "QMessageBox": ("about", "critical", "information", "question", "warning"),
    "QFileDialog": ("getExistingDirectory", "getOpenFileName", "getOpenFileNames", "getSaveFileName"),
    "QInputDialog": ("getDouble", "getInt", "getItem", "getMultiLineText", "getText"),
}


@pytest.fixture(autouse=True)
def nothing_waits_for_a_person(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialog that waits for an answer would stop the tests for ever: it fails the test instead."""
    if not _uses_qt(request):
        return
    from PySide6 import QtWidgets

    for name, functions in STATIC_DIALOGS.items():
        dialog = getattr(QtWidgets, name)
        for function in ("exec", *functions):
            monkeypatch.setattr(dialog, function, _refusal(f"{name}.{function}"))


@pytest.fixture(autouse=True)
def nothing_is_left_over(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a Qt test that leaves a window, a Qt thread or a Python thread behind."""
    if not _uses_qt(request):
        yield
        return
    request.getfixturevalue("qapp")  # made first, so that it and what it starts are not counted
    started = _note_started_threads(monkeypatch)
    windows_before, threads_before = set(_windows()), set(threading.enumerate())
    yield
    left = [f"window {window!r}" for window in _windows() if window not in windows_before]
    left += [f"Qt thread {thread!r}" for thread in started if not _has_ended(thread)]
    left += [f"thread {thread.name}" for thread in _still_running(threads_before)]
    if left:
        cure = "Give windows to qtbot.addWidget, and stop threads (close the desk) at the end of the test."
        pytest.fail(f"Left over after the test: {', '.join(left)}. {cure}")


def _uses_qt(request: pytest.FixtureRequest) -> bool:
    return bool({"qtbot", "qapp"} & set(request.fixturenames))


def _refusal(name: str) -> Callable[..., Any]:
    def refuse(*_args: object, **_kwargs: object) -> None:
        cure = "Use parts/messages.py, or replace the dialog in this test with monkeypatch."
        raise AssertionError(f"{name} would wait for a person. {cure}")

    return refuse


def _note_started_threads(monkeypatch: pytest.MonkeyPatch) -> "weakref.WeakSet[Any]":
    from PySide6.QtCore import QThread

    started: weakref.WeakSet[Any] = weakref.WeakSet()
    start = QThread.start

    def start_and_note(thread: QThread, *args: Any) -> None:
        started.add(thread)
        start(thread, *args)

    monkeypatch.setattr(QThread, "start", start_and_note)
    return started


def _has_ended(thread: Any) -> bool:
    import shiboken6

    return not shiboken6.isValid(thread) or thread.wait(1000)


def _windows() -> list[Any]:
    """The windows that still live once Qt has done the deleting that was put off."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [window for window in QApplication.topLevelWidgets() if window.parent() is None]


def _still_running(before: set[threading.Thread]) -> list[threading.Thread]:
    """New Python threads that do not end within a second; Qt's are looked at as Qt threads."""
    new = [thread for thread in threading.enumerate() if thread not in before]
    of_python = [thread for thread in new if not isinstance(thread, threading._DummyThread)]
    for thread in of_python:
        thread.join(1)
    return [thread for thread in of_python if thread.is_alive()]
