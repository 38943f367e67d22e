"""The process that shows a book full of hostile text, page by page, and tells what was wrong with what it showed.

`python -m tests.trials.hostile.showing [--texts N] [--pictures FOLDER] [--theme THEME] [--worse HOW ...]`
"""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QFileDialog, QToolTip

from app.book import create_book
from app.computer.desk_file import DeskFile
from app.computer.drafts import Drafts
from app.computer.memory import Memory
from tests.trials.hostile.backup_views import show_backups
from tests.trials.hostile.book import Made, fill
from tests.trials.hostile.canaries import Canaries
from tests.trials.hostile.door_views import show_doors
from tests.trials.hostile.form_views import show_forms
from tests.trials.hostile.frame_views import show_damage, show_frame
from tests.trials.hostile.leaving_views import show_leaving
from tests.trials.hostile.paper_views import show_papers
from tests.trials.hostile.past_views import show_behind
from tests.trials.hostile.people_views import show_people
from tests.trials.hostile.texts import hostile
from tests.trials.hostile.then_views import show_past, show_then
from tests.trials.hostile.unshown import unshown
from tests.trials.hostile.views import Views
from tests.trials.hostile.watching import PATIENCE, Showing
from tests.trials.hostile.worse import NOWHERE, WORSE, make_worse
from ui.desk import Desk
from ui.qt import make_app
from ui.theme.theme import apply_theme
from ui.window import Window

_OF_EACH = (show_behind, show_then, show_people, show_leaving, show_backups, show_forms, show_papers, show_doors)


def _show_all(views: Views, texts: dict[str, str], made: dict[str, Made]) -> None:
    views.pages()
    show_frame(views)
    for what, one in made.items():
        views.of(what, texts[what], one)
        for show in _OF_EACH:
            show(views, what, texts[what], one)
    what = next(iter(made))
    show_past(views, texts[what], made[what])
    views.show.step("import", lambda: views.read(texts))
    views.end()
    for what in made:
        show_damage(views, what, texts[what])


def main() -> int:
    """Show all; one line of JSON with what came of it."""
    parser = ArgumentParser()
    parser.add_argument("--texts", type=int, default=100)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--worse", choices=tuple(WORSE), nargs="*", default=[])
    args = parser.parse_args()
    with TemporaryDirectory(prefix="housebook-hostile-") as name:
        found = _show(Path(name), args)
    print(json.dumps(found))
    return 0


def _show(folder: Path, asked: Namespace) -> dict[str, Any]:
    canaries = Canaries(folder)
    known = hostile(str(canaries.picture), canaries.port)
    texts = dict(list(known.items())[: asked.texts])
    first = next(iter(texts.values()))
    book = create_book(str(folder / "hostile.book"), first, "ann", first)
    made = fill(book, texts)
    apply_theme(make_app(), asked.theme)
    desk, file = Desk(book), DeskFile(folder / "desk.json")
    window = Window(file)
    window.resize(1280, 800)
    memory = Memory(file, Drafts(folder, desk.location), desk.location)
    window.show_book(desk, memory)
    window.build_all()
    window.show()
    window.activateWindow()
    showing = Showing(window, desk, canaries, asked.pictures)
    views = Views(showing, window, file, memory, folder)
    for ask in ("getOpenFileName", "getSaveFileName"):
        setattr(QFileDialog, ask, lambda *_asked: (str(views.chosen), ""))
    _make_worse(showing, asked.worse, known)
    _show_all(views, texts, made)
    QToolTip.hideText()
    window.close()
    desk.close()
    network = any("QtNetwork" in module for module in sys.modules)
    for one in unshown(showing.seen, showing.named):
        showing.wrong.append(f"{'worse, unshown: ' if one.startswith(NOWHERE) else ''}{one} is shown by no view")
    return {"texts": len(texts), "steps": showing.steps, "longest": showing.longest, "wrong": showing.wrong,
            "network": network}  # fmt: skip


def _make_worse(showing: Showing, worse: list[str], texts: dict[str, str]) -> None:
    """For the controls; nothing of it is waited for."""
    showing.patience = 0.0
    for how in worse:
        widget, text = make_worse(how, showing.window, texts)
        showing.step(f"worse, {how}", lambda: None, widget, text)
        widget.deleteLater()
        QCoreApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)
    showing.patience, showing.longest, showing.steps = PATIENCE, 0.0, 0


if __name__ == "__main__":
    sys.exit(main())
