"""Backups: why one was made, where it stands, what its fault is; a place, how many stay, the words of a key."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer

from app import clock
from app.backup_places import Found
from app.earlier import Earlier, Filled
from app.errors import HousebookError
from app.features.backups import NoteBackup, NoteFault, PlaceLine, backups
from app.features.putting_back import LostOperation
from app.putting_back import Difference
from app.recovery_key import new_words, sheet_for_backups
from tests.trials.hostile.book import Made
from tests.trials.hostile.views import Views
from ui.pages.backups.difference_dialog import DifferenceDialog
from ui.pages.backups.words_dialog import WordsDialog
from ui.parts.first import BackupFirst


def show_backups(views: Views, what: str, text: str, _made: Made) -> None:
    """The text stands wherever a file, a folder or a drive may have brought it."""
    window, book, digest = views.window, views.show.desk.book, f"{views.show.steps:064}"
    at, page = clock.now(), _page(views)
    book.do(NoteBackup(at, book.revision(), 9, 9, digest, "a.hbk", f"/backups/{text[:200]}", at, text[:2_000]))
    book.do(NoteFault(digest, text[:5_000]))
    for beat in page.findChildren(QTimer):
        beat.stop()  # each minute it would show its own places again
    views.show.pass_by(lambda: window.go("backups"))
    views.show.until(lambda: page.table.model().rowCount() == len(book.ask(backups)) and not page.finder.looking)
    views.show.step(f"backups, {what}", page.table.scrollToTop, lambda: page.table, text)
    views.show.step(f"not backed up, {what}", lambda: page.making.say(text, text), lambda: page.making, text)
    views.show.step(f"what is proven, {what}", lambda: None, lambda: page.strip)
    page.making.put_away()
    place = PlaceLine(1, "uid", text, text, 1, at, behind=3)
    show = lambda: page.panel.places.show_places([Found(place, None)])  # noqa: E731
    views.show.step(f"places, {what}", show, lambda: page.panel, text)
    views.dialog(f"no more in this place?, {what}", lambda: page.planning.remove_place(place), text)
    views.dialog(f"how many stay, {what}", page.planning.change_plan, "")
    first = window.findChild(BackupFirst, "importing.backup")
    assert first is not None
    window.go("importing")
    views.show.step(f"no backup before it, {what}", lambda: first.failed(HousebookError(text)), lambda: first, text)
    sheet = sheet_for_backups(text, f"/{text[:200]}", new_words())
    views.dialog(f"words of a key, {what}", WordsDialog(window, sheet, lambda: None, "Back up now").begin, "")
    lost = LostOperation(2, at, text[:200], text[:2_000])
    earlier = Earlier(text[:200], 1, at, 1, 0, None, lambda *_: Filled(0, 0))
    dialog = DifferenceDialog(window, Difference(earlier, 1, (lost,)), guarded=True, go_on=lambda _address: None)
    views.dialog(f"what would be lost, {what}", dialog.begin, text)


def _page(views: Views) -> Any:
    return views.window.pages["backups"]
