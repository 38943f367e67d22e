"""From the door of the book to its first rows painted, in turns: `... enter BOOK KEY PASSWORD`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

import ui.entering
import ui.main
from app.computer.desk_file import DeskFile
from tests.benchmarks import p50
from tests.benchmarks.books import LOGIN
from tests.benchmarks.window.real import Shown, open_with
from tests.benchmarks.window.seeing import Awaited, Paints, wait_until
from ui.qt import make_app

ROUNDS = 6


def entered(app: QApplication, password: str | None) -> float:
    """Milliseconds from the key that is pressed at the door to the rows."""
    with TemporaryDirectory() as folder:
        program, painted, refused = ui.main.Program(app, DeskFile(Path(folder) / "desk.json")), Awaited(), list[str]()
        began = time.perf_counter()
        program.doors.enter(sys.argv[1], LOGIN, password, lambda error: refused.append(error.words))
        wait_until(lambda: bool(refused) or (program.window is not None and "customers" in program.window.pages))
        if program.window is None or program.desk is None:
            raise RuntimeError(f"The program did not open {sys.argv[1]}: {refused}")
        rows = Shown(program.window, program.desk).customers.list
        Paints(rows, lambda at: painted.come(at) if rows.known else None)
        took = painted.milliseconds_from(began)
        program.window.close()
        program.close()
        program.deleteLater()
        QApplication.processEvents()
    return took


def main() -> None:
    """The password as the program takes it, and the raw key in its place; the first of each is not counted."""
    by_password = ui.entering.opened
    open_with(sys.argv[2])
    by_key = ui.entering.opened
    app, taken = make_app(), dict[str, list[float]](password=[], key=[])
    for _ in range(ROUNDS):
        ui.entering.opened = by_password
        taken["password"].append(entered(app, sys.argv[3]))
        ui.entering.opened = by_key
        taken["key"].append(entered(app, None))
    print(json.dumps({way: p50(times[1:]) for way, times in taken.items()}))


if __name__ == "__main__":
    main()
