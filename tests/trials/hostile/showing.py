"""The process that shows a book full of hostile text, page by page, and tells what was wrong with what it showed.

`python -m tests.trials.hostile.showing [--texts N] [--pictures FOLDER] [--worse HOW ...]`
"""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QToolTip

from app.book import create_book
from app.computer.desk_file import DeskFile
from app.computer.drafts import Drafts
from app.computer.memory import Memory
from tests.trials.hostile.book import fill
from tests.trials.hostile.canaries import Canaries
from tests.trials.hostile.past_views import show_behind
from tests.trials.hostile.texts import hostile
from tests.trials.hostile.views import Views
from tests.trials.hostile.watching import Showing
from tests.trials.hostile.worse import WORSE, make_worse
from ui.desk import Desk
from ui.qt import make_app
from ui.theme.theme import apply_theme
from ui.window import Window


def _show_all(views: Views, texts: dict[str, str], made: dict[str, tuple[int, int]]) -> None:
    views.pages()
    for what, (customer, colleague) in made.items():
        views.of(what, texts[what], customer, colleague)
        show_behind(views, what, texts[what], customer, colleague)
    views.show.step("import", lambda: views.read(texts))
    views.end()


def main() -> int:
    """Show all; one line of JSON with what came of it."""
    parser = ArgumentParser()
    parser.add_argument("--texts", type=int, default=100)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--worse", choices=tuple(WORSE), nargs="*", default=[])
    args = parser.parse_args()
    with TemporaryDirectory(prefix="housebook-hostile-") as name:
        found = _show(Path(name), args.texts, args.pictures, args.worse)
    print(json.dumps(found))
    return 0


def _show(folder: Path, most: int, pictures: Path | None, worse: list[str]) -> dict[str, Any]:
    canaries = Canaries(folder)
    known = hostile(str(canaries.picture), canaries.port)
    texts = dict(list(known.items())[:most])
    book = create_book(str(folder / "hostile.book"), texts["a picture of a file"], "ann", texts["a picture of a file"])
    made = fill(book, texts)
    apply_theme(make_app(), "light")
    desk, file = Desk(book), DeskFile(folder / "desk.json")
    window = Window(file)
    window.resize(1280, 800)
    window.show_book(desk, Memory(file, Drafts(folder, desk.location), desk.location))
    window.build_all()
    window.show()
    window.activateWindow()
    showing = Showing(window, desk, canaries, pictures)
    for how in worse:
        widget, text = make_worse(how, window, known)
        showing.step(f"worse, {how}", lambda: None, widget, text)
        widget.deleteLater()
        QCoreApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)
    if not worse:
        _show_all(Views(showing, window, folder), texts, made)
    QToolTip.hideText()
    window.close()
    desk.close()
    return {"texts": len(texts), "steps": showing.steps, "longest": showing.longest, "wrong": showing.wrong,
            "network": any("QtNetwork" in module for module in sys.modules)}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
