"""Qt that cannot start says which package is missing, in one line."""

import sys
from collections.abc import Callable

import pytest

from ui.screen import has_screen, missing_library

X11 = {"DISPLAY": ":0"}
BOTH = {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux has these packages")


def machine_without(*absent: str) -> Callable[[str], object]:
    """Loads everything but these libraries, and no plugin that needs the first of them."""

    def load(name: str) -> object:
        needed = {"libqxcb.so": "libxcb", "libqwayland.so": "libwayland"}.get(name.rsplit("/", 1)[-1], name)
        for library in absent:
            if library.startswith(needed):
                raise OSError(f"{library}: cannot open shared object file: No such file or directory")
        return None

    return load


@pytest.mark.parametrize(
    ("environment", "system", "seen"),
    [
        ({}, "linux", False),
        (X11, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ""}, "linux", False),
        ({}, "win32", True),
        ({}, "darwin", True),
        ({**X11, "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({"QT_QPA_PLATFORM": "offscreen"}, "win32", False),
        ({"QT_QPA_PLATFORM": "vnc:size=800x600"}, "linux", True),
    ],
)
def test_a_screen_is_what_a_person_could_see(environment: dict[str, str], system: str, seen: bool) -> None:
    assert has_screen(environment, system) is seen


def test_nothing_is_missing_without_a_screen() -> None:
    assert missing_library({}, machine_without("libxcb-cursor.so.0")) is None


@linux_only
def test_a_missing_library_of_the_window_system_is_named_with_its_package() -> None:
    assert missing_library(X11, machine_without("libxcb-cursor.so.0")) == (
        "Qt cannot start: libxcb-cursor.so.0 is missing. On Debian or Ubuntu: sudo apt install libxcb-cursor0"
    )


@linux_only
def test_all_missing_packages_are_named_at_once() -> None:
    line = missing_library(X11, machine_without("libxcb-cursor.so.0", "libxcb-image.so.0"))
    assert line and line.endswith("sudo apt install libxcb-cursor0 libxcb-image0")
    assert "\n" not in line


@linux_only
def test_one_window_system_of_two_is_enough() -> None:
    assert missing_library(BOTH, machine_without("libxcb-cursor.so.0")) is None
    assert missing_library(BOTH, machine_without("libwayland-client.so.0")) is None
    assert missing_library(BOTH, machine_without("libwayland-client.so.0", "libxcb-cursor.so.0"))


@linux_only
def test_qt_that_cannot_even_be_imported_is_named_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtWidgets", None)
    line = missing_library({}, machine_without())
    assert line and line.startswith("Qt cannot start: import of PySide6.QtWidgets halted")


@linux_only
def test_the_import_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        """Finds the module, and fails as the loader does on a bare machine."""

        def find_spec(self, name: str, *_: object) -> None:
            if name == "PySide6.QtWidgets":
                raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.delitem(sys.modules, "PySide6.QtWidgets", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    assert missing_library({}, machine_without("libEGL.so.1", "libGL.so.1")) == (
        "Qt cannot start: libEGL.so.1 is missing. On Debian or Ubuntu: sudo apt install libegl1 libgl1"
    )
