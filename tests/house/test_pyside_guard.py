"""PySide6 6.12.0 on Python 3.11 drops references to None with each call until the program aborts; and from 6.10 on
the items of layouts, once asked for, bring the program down when their place in memory is used again."""

import ast
import re
import sys
import tomllib
from importlib.metadata import version

import pytest
from packaging.requirements import Requirement
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.house.sources import ROOT, called_name, report, sources

BAD = "6.12.0"
CALLS = 1_000
NOISE = 100  # references that others take or give meanwhile


def allowed_on_3_11(requirements: list[str]) -> bool:
    parsed = [Requirement(line) for line in requirements]
    on_3_11 = [one for one in parsed if one.marker is None or one.marker.evaluate({"python_version": "3.11"})]
    qt = [one for one in on_3_11 if one.name.lower() == "pyside6-essentials"]
    assert qt, "PySide6-Essentials is not required at all"
    return all(one.specifier.contains(BAD) for one in qt)


def test_the_bad_release_is_excluded() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert not allowed_on_3_11(project["dependencies"]), f"add !={BAD}; python_version < '3.12'"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-tests.txt"])
def test_the_bad_release_is_not_locked(name: str) -> None:
    lines = (ROOT / "packaging" / name).read_text("utf-8").splitlines()
    locked = [line for line in lines if re.match(r"[A-Za-z]", line)]
    assert not allowed_on_3_11(locked), "lock an older release: see packaging/lock.py"


def test_the_exclusion_is_noticed_when_gone() -> None:
    assert allowed_on_3_11(["PySide6-Essentials>=6.9"])


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True are immortal here: nothing can be lost")
def test_qt_calls_leave_none_and_true_alone(qtbot: QtBot) -> None:
    """The bad release lost one reference to None with each void call, one to True with each emit."""
    thing = QObject()
    named: list[str] = []
    thing.objectNameChanged.connect(named.append)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for number in range(CALLS):
        thing.setObjectName(str(number % 2))
    after = sys.getrefcount(None), sys.getrefcount(True)
    lost = [was - now for was, now in zip(before, after, strict=True)]
    assert max(lost) < NOISE, f"PySide6 {version('PySide6-Essentials')} must not be used on this Python: exclude it"
    assert len(named) == CALLS


def test_no_layout_is_asked_for_its_items() -> None:
    calls = [
        source.at(node)
        for source in sources("ui")
        for node in source.nodes()
        if isinstance(node, ast.Call) and called_name(node) == "itemAt"
    ]
    assert not calls, report(calls, "ask layout.indexOf(...) and layout.children(): see ui/frame/reading_order.py")
