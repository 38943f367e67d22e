"""Whether Qt can start on this machine and has a screen to draw on; asked before anything of Qt is made.

Qt ends the whole program when its platform plugin cannot be loaded, so the libraries are looked at first.
"""

import ctypes
import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

Load = Callable[[str], object]
"""Loads a shared library by its name or path, or raises OSError."""

# The libraries that Qt's wheel expects from the system, and Debian's packages that bring them.
FOR_DRAWING = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
FOR_WINDOWS = {
    "xcb": {
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
        "libX11-xcb.so.1": "libx11-xcb1",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-image.so.0": "libxcb-image0",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-randr.so.0": "libxcb-randr0",
        "libxcb-render-util.so.0": "libxcb-render-util0",
        "libxcb-shape.so.0": "libxcb-shape0",
        "libxcb-shm.so.0": "libxcb-shm0",
        "libxcb-sync.so.1": "libxcb-sync1",
        "libxcb-util.so.1": "libxcb-util1",
        "libxcb-xfixes.so.0": "libxcb-xfixes0",
        "libxcb-xkb.so.1": "libxcb-xkb1",
    },
    "wayland": {
        "libwayland-client.so.0": "libwayland-client0",
        "libwayland-cursor.so.0": "libwayland-cursor0",
        "libwayland-egl.so.1": "libwayland-egl1",
    },
}
WITHOUT_SCREEN = {"offscreen", "minimal", "minimalegl"}
ABSENT = re.compile(r"(?P<name>\S+\.so[.\d]*): cannot open shared object file")


def has_screen(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> bool:
    """Whether a window would be seen. What the person says in QT_QPA_PLATFORM wins over what is there."""
    named = _named_platforms(environment)
    if named:
        return named[0] not in WITHOUT_SCREEN
    return system in ("win32", "darwin") or bool(_displays(environment))


def missing_library(environment: Mapping[str, str] = os.environ, load: Load = ctypes.CDLL) -> str | None:
    """One line for the person on what keeps Qt from starting and how to get it; None where nothing does."""
    try:
        import PySide6.QtWidgets
    except ImportError as error:
        return _sentence(str(error), FOR_DRAWING, load)
    platforms = _named_platforms(environment) or _displays(environment)
    plugins = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
    return _unloadable([name for name in platforms if (plugins / f"libq{name}.so").exists()], plugins, load)


def _named_platforms(environment: Mapping[str, str]) -> list[str]:
    """`wayland;xcb:arguments` names wayland and xcb; Qt takes the first that it can load."""
    names = environment.get("QT_QPA_PLATFORM", "").split(";")
    return [name.split(":")[0] for name in names if name]


def _displays(environment: Mapping[str, str]) -> list[str]:
    variables = {"wayland": "WAYLAND_DISPLAY", "xcb": "DISPLAY"}
    return [platform for platform, variable in variables.items() if environment.get(variable)]


def _unloadable(platforms: list[str], plugins: Path, load: Load) -> str | None:
    """What the last of these platforms lacks, if none of them can be loaded."""
    trouble = None
    for platform in platforms:
        try:
            load(str(plugins / f"libq{platform}.so"))
        except OSError as error:
            trouble = _sentence(str(error), FOR_WINDOWS.get(platform, {}), load)
        else:
            return None
    return trouble


def _sentence(error: str, packages: Mapping[str, str], load: Load) -> str:
    """Names the library that Qt stumbled over, and at once every package that is still to be installed."""
    absent = ABSENT.search(error)
    if not absent:
        return f"Qt cannot start: {error}"
    wanted = [package for library, package in packages.items() if not _loads(library, load)]
    cure = f" On Debian or Ubuntu: sudo apt install {' '.join(wanted)}" if wanted else ""
    return f"Qt cannot start: {absent['name']} is missing.{cure}"


def _loads(library: str, load: Load) -> bool:
    try:
        load(library)
    except OSError:
        return False
    return True
