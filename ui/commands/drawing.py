"""Drawing pages on the command line, where there may be no screen."""

from __future__ import annotations

import os

from app.errors import HousebookError
from ui.screen import missing_library


def begin_drawing() -> None:
    """Make Qt ready, without a screen. Raises HousebookError where a library of the system is missing."""
    missing = missing_library({})
    if missing:
        raise HousebookError(missing)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.qt import make_app

    make_app()
