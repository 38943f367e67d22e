"""The process that shows a book full of hostile text, page by page, and tells what was wrong with what it showed.

`python -m tests.trials.hostile.showing [--texts N] [--pictures FOLDER] [--worse markup|hang]`
"""

from __future__ import annotations

import json
import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget

from app.book import create_book
from app.computer.desk_file import DeskFile
from app.computer.drafts import Drafts
from app.computer.memory import Memory
from tests.trials.hostile.book import fill
from tests.trials.hostile.canaries import Canaries, painted
from tests.trials.hostile.looking import markup, tips_in_lists
from tests.trials.hostile.texts import hostile
from ui.desk import Desk
from ui.main import make_app
from ui.parts.conflict import ConflictDialog, ConflictRow
from ui.theme.theme import apply_theme
from ui.window import Window

LIMIT = 2.0  # seconds of the processor in which nothing else happens on the screen
QUIET = 0.1


class Showing:
    """A window, and all that is looked at after each step."""

    def __init__(self, window: QWidget, desk: Desk, canaries: Canaries, pictures: Path | None) -> None:
        self.window, self.desk, self.canaries, self.pictures = window, desk, canaries, pictures
        self.steps, self.longest, self.wrong = 0, 0.0, list[str]()

    def step(self, name: str, act: Callable[[], object], widget: QWidget | None = None) -> None:
        """Do something, wait until it is shown, and look."""
        self.steps += 1
        gaps = [_spent(act), *self._settled(), _spent(lambda: self._grab(name, widget or self.window))]
        for one in (self.window, *QApplication.topLevelWidgets()):
            self.wrong += [f"{name}: {fault}" for fault in markup(one)]
        gaps += self._tips(name)
        self.wrong += [f"{name}: {fault}" for fault in self.canaries.touched()]
        self.longest = max(self.longest, *gaps)
        if max(gaps) > LIMIT:
            self.wrong.append(f"{name}: nothing else happened for {max(gaps):.1f} s")

    def _tips(self, name: str) -> list[float]:
        """How long each tip took."""
        gaps, began = [0.0], time.thread_time()
        for fault in tips_in_lists(self.window):
            gaps.append(time.thread_time() - began)
            self.wrong += [f"{name}: {fault}"] if fault else []
            began = time.thread_time()
        return gaps

    def _grab(self, name: str, widget: QWidget) -> None:
        picture = widget.grab()
        if painted(picture.toImage()):
            self.wrong.append(f"{name}: the canary's colour was painted")
        if self.pictures:
            picture.save(str(self.pictures / f"{self.steps:03} {name.replace('/', ' ')}.png"))

    def _settled(self) -> list[float]:
        gaps, quiet = [0.0], time.monotonic()
        while time.monotonic() - quiet < QUIET:
            gaps.append(_spent(_turn))
            time.sleep(0.002)
            if not self.desk.idle():
                quiet = time.monotonic()
        return gaps


def _turn() -> None:
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def _spent(act: Callable[[], object]) -> float:
    began = time.thread_time()
    act()
    return time.thread_time() - began


def show_all(showing: Showing, window: Window, customers: dict[str, int], texts: dict[str, str], folder: Path) -> None:
    """Every page, card, form, search, message and menu of the window."""
    for page in window.entry_ids:
        showing.step(page, lambda page=page: window.go(page))  # type: ignore[misc]
    for way in ("person", "customer", "team"):
        showing.step(f"team by {way}", lambda way=way: window.go("team", way=way))  # type: ignore[misc]
    for what, key in customers.items():
        showing.step(f"card, {what}", lambda key=key: window.go("customers", customer=key))  # type: ignore[misc]
        _actions(showing, window, what, key)
        _over_the_window(showing, window, what, texts[what])
    showing.step("import", lambda: _import(window, texts, folder))


def _actions(showing: Showing, window: Window, what: str, key: int) -> None:
    actions = window.actions_here
    showing.step(f"form, {what}", lambda: actions.trigger("customers.edit"))
    showing.step(f"form closed, {what}", lambda: QTest.keyClick(_focus(window), Qt.Key.Key_Escape))
    showing.step(f"story, {what}", lambda: actions.trigger("journal.customer", customer=key))


def _focus(window: Window) -> QWidget:
    return QApplication.focusWidget() or window


def _over_the_window(showing: Showing, window: Window, what: str, text: str) -> None:
    """What does not stand on a page: search, toast, conflict, a tip."""
    showing.step(f"search, {what}", lambda: window.search(text[:2_000]))
    window.search("")
    showing.step(f"toast, {what}", lambda: window.messages.say(f"Changed {text}"))
    rows = [ConflictRow("name", "Name", text, text[:200], f"{text} again"), ConflictRow("x", text[:60], "a", text, "")]
    dialog = ConflictDialog(window, text[:20_000], rows, along=text)
    showing.step(f"conflict, {what}", dialog.show_over)
    dialog.leave()
    _turn()


def _import(window: Window, texts: dict[str, str], folder: Path) -> None:
    paths = []
    for number, text in enumerate(texts.values()):
        name = "".join(sign for sign in text if sign not in "/\0\n")[:60].encode()[:200].decode("utf-8", "ignore")
        paths.append(folder / f"{number} {name}.vcf")
        paths[-1].write_text(f"BEGIN:VCARD\nFN:{text[:5_000]}\nEND:VCARD\nBEGIN:VCARD\nFN:{text[:5_000]}\n", "utf-8")
    window.go("importing")
    window.pages["importing"].read(paths)  # type: ignore[attr-defined]


class SlowLabel(QLabel):
    """For the control: one that takes its time."""

    def paintEvent(self, _event: Any) -> None:
        began = time.thread_time()
        while time.thread_time() - began < LIMIT + 0.5:
            pass


def _make_worse(how: str, window: Window, texts: dict[str, str]) -> None:
    """For the controls: a widget as none of ours may be."""
    label = SlowLabel(window) if how == "hang" else QLabel(window)
    label.setText(texts["a picture of a file"])
    label.setGeometry(0, 0, 420, 420)
    label.show()
    label.raise_()


def main() -> int:
    """Show all; one line of JSON with what came of it."""
    parser = ArgumentParser()
    parser.add_argument("--texts", type=int, default=100)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--worse", choices=("markup", "hang"))
    args = parser.parse_args()
    with TemporaryDirectory(prefix="housebook-hostile-") as name:
        found = _show(Path(name), args.texts, args.pictures, args.worse)
    print(json.dumps(found))
    return 0


def _show(folder: Path, most: int, pictures: Path | None, worse: str | None) -> dict[str, Any]:
    canaries = Canaries(folder)
    texts = dict(list(hostile(str(canaries.picture), canaries.port).items())[:most])
    book = create_book(str(folder / "hostile.book"), texts["a picture of a file"], "ann", texts["a picture of a file"])
    customers = fill(book, texts)
    apply_theme(make_app(), "light")
    desk, file = Desk(book), DeskFile(folder / "desk.json")
    window = Window(file)
    window.resize(1280, 800)
    window.show_book(desk, Memory(file, Drafts(folder, desk.location), desk.location))
    window.build_all()
    window.show()
    window.activateWindow()
    showing = Showing(window, desk, canaries, pictures)
    if worse:
        _make_worse(worse, window, texts)
        showing.step("worse", lambda: None)
    else:
        show_all(showing, window, customers, texts, folder)
    QToolTip.hideText()
    window.close()
    desk.close()
    return {"texts": len(texts), "steps": showing.steps, "longest": showing.longest, "wrong": showing.wrong,
            "network": any("QtNetwork" in module for module in sys.modules)}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
