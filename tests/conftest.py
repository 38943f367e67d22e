"""What holds for every test: a home of its own, one language and time zone, no screen, no waiting dialog."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings

from app import clock
from tests.books import book, file_book, new_file, place
from tests.locked import locked, new_locked
from tests.postgres import drop_database, fresh_database, run_folder
from tests.qt_guard import nothing_is_left_over, nothing_waits_for_a_person

__all__ = [
    "book",
    "file_book",
    "locked",
    "new_file",
    "new_locked",
    "nothing_is_left_over",
    "nothing_waits_for_a_person",
    "place",
]

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")  # others are at work on the computer too

HOME_VARIABLES = {
    "HOME": ".",
    "USERPROFILE": ".",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
    "XDG_RUNTIME_DIR": "runtime",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
}
# Zones with daylight saving that are not UTC: a mix-up of local and universal time shows.
ZONE, ZONE_BEFORE_MIDNIGHT, LATE = "Europe/Berlin", "Atlantic/Azores", 21
SURROUNDINGS = {"LANG": "en_US.UTF-8", "LC_CTYPE": "C.UTF-8", "PYTHONUTF8": "1"}
SURROUNDINGS["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
FROM_OUTSIDE = ("LC_ALL", "LANGUAGE", "HOUSEBOOK_BOOK", "HOUSEBOOK_USER", "HOUSEBOOK_PASSWORD", "PYTHONPATH")
SLOWER = "PYTHONDONTWRITEBYTECODE"
"""Where it is set, each of the many programs that the tests start would compile all modules anew."""


LONGEST_FIRST = ("trials", "server", "replay", "benchmarks", "store")
"""A worker gets whole modules: one that begins with a long one last leaves the others waiting."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In the order of the folders, but the long ones first."""
    ranks = {name: rank for rank, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: ranks.get(item.path.parent.name, len(ranks)))


def pytest_configure() -> None:
    """Before anything of ours is imported; the workers of pytest-xdist inherit the run's folder."""
    for name in (*FROM_OUTSIDE, SLOWER):
        os.environ.pop(name, None)
    os.environ.update(SURROUNDINGS)
    os.environ.setdefault("TZ_OF_TESTS", zone_now())
    os.environ["TZ"] = os.environ["TZ_OF_TESTS"]
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.update(home_in(run_folder() / "home"))
    if hasattr(time, "tzset"):
        time.tzset()


def zone_now() -> str:
    """Tests say today when they are read and when they are run, and what comes an hour later: none of it is to cross a
    midnight."""
    late = clock.now().astimezone(ZoneInfo(ZONE)).hour >= LATE
    return ZONE_BEFORE_MIDNIGHT if late else ZONE


def home_in(folder: Path) -> dict[str, str]:
    """The environment of a person whose home is this folder, and the folders that go with it."""
    folders = {variable: folder / name for variable, name in HOME_VARIABLES.items()}
    for one in folders.values():
        one.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {variable: str(one) for variable, one in folders.items()}


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test finds what another one left in the home, nor touches the real one."""
    home = tmp_path_factory.mktemp("home")
    for variable, value in home_in(home).items():
        monkeypatch.setenv(variable, value)
    return home


@pytest.fixture(params=["sqlite", "postgres"])
def engine_kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    return str(request.param)


@pytest.fixture
def location(engine_kind: str, tmp_path: Path) -> Iterator[str]:
    """Where a new book can be made: a path where nothing is yet, or the URL of an empty database."""
    if engine_kind == "sqlite":
        yield str(tmp_path / "firm.book")
        return
    url = fresh_database()
    yield url
    drop_database(url)
