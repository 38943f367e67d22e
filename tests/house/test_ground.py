"""The ground that all other tests stand on: a server that goes with its users, a home, a watch over Qt."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from PySide6.QtCore import QStandardPaths

from tests.house.sources import ROOT
from tests.postgres import RUN_FOLDER, drop_database, fresh_database, run_folder, server_url

SECONDS_TO_GO = 20
ASK = "from tests.postgres import server_url; print(server_url(), flush=True); "
starts_its_own = pytest.mark.skipif(
    "HOUSEBOOK_TEST_POSTGRES" in os.environ or sys.platform == "win32",
    reason="the server is not ours to stop",
)


def user_of_a_server(run: Path, then: str) -> "subprocess.Popen[str]":
    """Another process of the same run of the tests, which asks for the server and then does something."""
    return subprocess.Popen(
        [sys.executable, "-c", ASK + then],
        cwd=ROOT,
        env={**os.environ, RUN_FOLDER: str(run)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def socket_of(url: str) -> Path:
    return Path(url.partition("host=")[2]) / ".s.PGSQL.5432"


@starts_its_own
def test_one_server_for_all_and_gone_with_the_last(tmp_path: Path) -> None:
    with user_of_a_server(tmp_path, "input()") as first, user_of_a_server(tmp_path, "input()") as last:
        assert first.stdout and last.stdout
        url = first.stdout.readline().strip()
        assert last.stdout.readline().strip() == url
        first.communicate("\n")
        with psycopg.connect(url) as still_there:
            assert still_there.execute("SELECT 1").fetchone() == (1,)
        last.kill()  # the hard way: no code of ours runs at its end
    deadline = time.monotonic() + SECONDS_TO_GO
    while socket_of(url).parent.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not socket_of(url).parent.exists()


def test_a_database_is_fresh_or_a_copy() -> None:
    first = fresh_database()
    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE customer (name text)")
        connection.execute("INSERT INTO customer VALUES ('Müller')")
    copy, empty = fresh_database(template=first), fresh_database()
    with psycopg.connect(copy) as connection:
        assert connection.execute("SELECT name FROM customer").fetchall() == [("Müller",)]
    with psycopg.connect(empty) as connection, pytest.raises(psycopg.errors.UndefinedTable):
        connection.execute("SELECT name FROM customer")
    for url in (first, copy, empty):
        drop_database(url)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(copy)


def test_a_location_is_a_new_place_on_each_kind_of_database(engine_kind: str, location: str) -> None:
    if engine_kind == "sqlite":
        assert not Path(location).exists()
        assert Path(location).parent.is_dir()
    else:
        assert location.startswith("postgresql://")
        assert location != server_url()


def test_the_home_is_the_test_s_own(own_home: Path) -> None:
    assert Path.home() == own_home
    config = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    assert Path(config).is_relative_to(own_home) or sys.platform != "linux"
    assert not own_home.is_relative_to(run_folder() / "home")


LEAKS = {
    "a window": (
        "qtbot",
        "from PySide6.QtWidgets import QWidget; global w; w = QWidget(); w.show()",
        "window",
    ),
    "a Qt thread": (
        "qtbot",
        "from PySide6.QtCore import QThread; global t; t = QThread(); t.start()",
        "Qt thread",
    ),
    "a thread": (
        "qapp",
        "import threading, time; threading.Thread(target=time.sleep, args=[2]).start()",
        "thread",
    ),
    "a question": (
        "qtbot",
        "from PySide6.QtWidgets import QMessageBox; QMessageBox().exec()",
        "wait for a person",
    ),
    "nothing": (
        "qtbot",
        "from PySide6.QtWidgets import QWidget; w = QWidget(); qtbot.addWidget(w)",
        "1 passed",
    ),
}


@pytest.mark.parametrize("what", LEAKS)
def test_what_a_qt_test_leaves_is_noticed(what: str, tmp_path: Path) -> None:
    fixture, line, said = LEAKS[what]
    (tmp_path / "test_leak.py").write_text(f"def test_leak({fixture}):\n    {line}\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.qt_guard",
        "-p",
        "no:cacheprovider",
        "-c",
        os.devnull,
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [*command, str(tmp_path)], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert said in run.stdout, run.stdout + run.stderr
    assert (what == "nothing") == ("1 passed" in run.stdout and "error" not in run.stdout)
