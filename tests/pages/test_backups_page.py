"""The page of backups on real books: none yet, the first with its words, proven again, stopped, too old."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import clock
from app.backing_up import back_up
from app.backup_places import add_place
from app.book import Book, open_book
from app.features.backups import NoteBackup, NoteFault, NoteProof, backups, places
from app.features.customers.commands import AddCustomer
from app.features.team import AddUser
from app.opened_backup import keys_of_words
from app.proving import prove
from app.rules.pace import BACKING_UP
from app.ticket import Ticket
from tests.pages.panes import find, page_in
from tests.pages.scene import Scene, scene
from ui.contents import contents_for
from ui.pages.backups import make_page
from ui.pages.backups.page import BackupsPage
from ui.pages.backups.plan_dialog import PlanDialog
from ui.pages.backups.words_dialog import WordsDialog
from ui.parts.days import hour_words
from ui.theme.fonts import words_width
from ui.theme.tokens import Size, Space, Weight


@pytest.fixture
def any_stage(qtbot: QtBot, book: Book, tmp_path: Path) -> Iterator[Scene]:
    """On each engine in turn."""
    with scene(qtbot, book, tmp_path) as made:
        made.listen("messages.say", "go.backups")
        yield made


@pytest.fixture
def stage(stage: Scene) -> Scene:
    stage.listen("messages.say", "go.backups")
    return stage


def page(qtbot: QtBot, stage: Scene) -> BackupsPage:
    made = page_in(stage, BackupsPage, make_page)
    qtbot.waitUntil(stage.desk.idle)
    return made


def words_of(made: QWidget, name: str) -> str:
    return str(find(made, QLabel, name).text())


def said(stage: Scene) -> str:
    return " ".join(str(spot["words"]) for name, spot in stage.asked if name == "messages.say")


def note(book: Book, hours: int, *, proven: bool = True, place: str = "/backups") -> None:
    at = clock.now() - timedelta(hours=hours)
    known = (f"{hours:064}", f"Nordlicht-{hours}.hbk", place)
    book.do(NoteBackup(at, book.revision(), 61_204, 318_000_000, *known, at if proven else None))


def choose_folder(monkeypatch: pytest.MonkeyPatch, folder: Path | None) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder) if folder else "")


def test_the_first_backup_shows_its_words_and_goes_on_when_they_are_written_down(
    qtbot: QtBot, any_stage: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, folder = any_stage, tmp_path / "kept"
    choose_folder(monkeypatch, folder)
    made = page(qtbot, stage)
    assert made.strip.isHidden()
    find(made, QPushButton, "backups.first").click()
    qtbot.waitUntil(lambda: stage.window.findChild(WordsDialog) is not None)
    dialog = stage.window.findChild(WordsDialog)
    assert isinstance(dialog, WordsDialog)
    verb, words = find(dialog, QPushButton, "backups.words.go_on"), dialog.findChildren(QLabel)
    assert not verb.isEnabled()
    assert not folder.exists()
    sheet = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "no" / "sheet.pdf"), ""))
    find(dialog, QPushButton, "recovery.save").click()
    assert "Not saved" in words_of(dialog, "recovery.error.words")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(sheet), ""))
    find(dialog, QPushButton, "recovery.save").click()
    assert sheet.read_bytes().startswith(b"%PDF") and sheet.stat().st_mode & 0o077 == 0
    key = " ".join(one.text() for one in words if len(one.text()) == 5 and one.text().islower())
    find(dialog, QCheckBox, "backups.words.kept").setChecked(True)

    verb.click()

    qtbot.waitUntil(lambda: "Backed up and proven" in said(stage), timeout=20_000)
    qtbot.waitUntil(lambda: made.table.count() == 1)
    qtbot.waitUntil(lambda: words_of(made, "backups.proof.title") == "Proven by restoring, just now")
    (file,) = folder.glob("*.hbk")
    assert prove(file, keys_of_words(key)).ok, "with the words that were shown"


def test_who_does_not_want_it_now_has_no_backup_and_no_key(
    qtbot: QtBot, stage: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, revision = page(qtbot, stage), stage.book.revision()
    choose_folder(monkeypatch, None)
    stage.actions.trigger("backups.make")
    choose_folder(monkeypatch, tmp_path / "kept")
    stage.actions.trigger("backups.make")
    qtbot.waitUntil(lambda: stage.window.findChild(WordsDialog) is not None)
    dialog = stage.window.findChild(WordsDialog)
    find(dialog, QPushButton, "backups.words.leave").click()  # type: ignore[arg-type]
    qtbot.waitUntil(stage.desk.idle)
    assert find(made, QPushButton, "backups.make").isEnabled()

    assert (made.table.count(), stage.book.revision()) == (0, revision)
    assert not (tmp_path / "kept").exists()


def test_the_next_goes_where_the_last_one_went_and_one_is_proven_again(
    qtbot: QtBot, stage: Scene, tmp_path: Path
) -> None:
    back_up(stage.book, tmp_path, lambda _: None)
    made = page(qtbot, stage)
    stage.actions.trigger("backups.make")
    assert not find(made, QPushButton, "backups.prove").isEnabled(), "one after the other"
    qtbot.waitUntil(lambda: "Backed up and proven" in said(stage), timeout=20_000)
    qtbot.waitUntil(lambda: made.table.count() == 2)
    assert len(list(tmp_path.glob("*.hbk"))) == 2
    before = {one.proven_at for one in stage.book.ask(backups)}

    QTest.keyClick(made.table, Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: "Proven by restoring: its" in said(stage), timeout=20_000)
    assert {one.proven_at for one in stage.book.ask(backups)} - before


def test_stopped_leaves_nothing_and_is_said_calmly(
    qtbot: QtBot, stage: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(stage.book, tmp_path / "kept", lambda _: None)
    made, there = page(qtbot, stage), set((tmp_path / "kept").glob("*.hbk*"))
    report = Ticket.report

    def stop(ticket: Ticket, what: str, done: int, total: int = 0) -> None:
        if what == BACKING_UP:
            ticket.stop()
        report(ticket, what, done, total)

    monkeypatch.setattr(Ticket, "report", stop)
    stage.actions.trigger("backups.make")

    qtbot.waitUntil(lambda: said(stage).startswith("Stopped. Nothing of it is left"))
    assert made.making.isHidden()
    assert set((tmp_path / "kept").glob("*.hbk*")) == there
    assert find(made, QPushButton, "backups.make").isEnabled()


def test_one_that_is_not_proven_yet_is_told_by_a_warning_and_not_by_a_tick(
    qtbot: QtBot, stage: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(stage.book, tmp_path / "kept", lambda _: None)
    stage.listen("messages.warn")
    made = page(qtbot, stage)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))

    stage.actions.trigger("backups.make")

    qtbot.waitUntil(lambda: any(name == "messages.warn" for name, _ in stage.asked), timeout=20_000)
    (words,) = [str(spot["words"]) for name, spot in stage.asked if name == "messages.warn"]
    assert words.startswith("Backed up, but not yet proven: ")
    assert said(stage) == ""
    assert "It counts once it is proven." in words_of(made, "backups.error.words")


def test_a_folder_on_a_drive_that_is_away_becomes_no_place(
    qtbot: QtBot, stage: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = page(qtbot, stage)
    choose_folder(monkeypatch, tmp_path / "media" / "BLUE" / "backups")
    find(made, QPushButton, "backups.places.add").click()
    qtbot.waitUntil(made.making.error.isVisible)
    assert f"{tmp_path / 'media'} is not there. Is the drive in?" in words_of(made, "backups.error.words")
    assert not (tmp_path / "media").exists()


def test_one_that_is_gone_is_told_above_the_list(qtbot: QtBot, stage: Scene, tmp_path: Path) -> None:
    back_up(stage.book, tmp_path, lambda _: None).file.unlink()
    made = page(qtbot, stage)
    stage.actions.trigger("backups.prove")
    qtbot.waitUntil(made.making.error.isVisible)
    assert "is not at hand. It was looked for in:" in words_of(made, "backups.error.words")


def test_it_says_what_would_be_lost_and_in_red_when_the_last_one_is_too_old(qtbot: QtBot, stage: Scene) -> None:
    note(stage.book, 60, place="/mnt/バックアップ")
    stage.book.do(AddCustomer(name="Talleres Ibáñez"))
    made = page(qtbot, stage)
    assert words_of(made, "backups.proof.title") == "No proven backup for 2 days"
    assert "1 change since then would be lost" in words_of(made, "backups.proof.second")

    note(stage.book, 3)

    qtbot.waitUntil(lambda: words_of(made, "backups.proof.title") == "Proven by restoring, 3 h ago")
    assert words_of(made, "backups.proof.first").startswith("Restored to a new book and compared: 61,204 rows")
    assert "nothing changed since" in words_of(made, "backups.proof.second")
    assert "one place alone" in words_of(made, "backups.proof.second")
    qtbot.waitUntil(lambda: words_of(made, "backups.count") == "2 kept · 636 MB")
    rows = made.table._rows
    spoken = [str(rows.index(line, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for line in range(2)]
    assert "Proven by restoring" in spoken[0]
    assert "/mnt/バックアップ" in spoken[1]


def test_places_are_added_shown_and_taken_away(
    qtbot: QtBot, stage: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = page(qtbot, stage)
    assert "None yet" in words_of(made, "backups.places.words")
    for name in ("Büro", "バックアップ"):
        choose_folder(monkeypatch, tmp_path / name)
        find(made, QPushButton, "backups.places.add").click()
        qtbot.waitUntil(lambda name=name: name in [one.name for one in stage.book.ask(places)])  # type: ignore[misc]
    first, second = stage.book.ask(places)
    qtbot.waitUntil(lambda: made.findChild(QWidget, f"backups.place.{second.id}") is not None)
    assert find(made, QWidget, f"backups.place.{first.id}").accessibleName().startswith("Büro, reachable, ")
    assert not find(made, QLabel, "backups.places.words").isVisible()
    shutil.rmtree(tmp_path / "Büro")
    made.refresh()
    qtbot.waitUntil(lambda: "away" in find(made, QWidget, f"backups.place.{first.id}").accessibleName())

    find(made, QAbstractButton, f"backups.place.{first.id}.remove").click()
    find(stage.window, QPushButton, "backups.remove.go").click()

    qtbot.waitUntil(lambda: [one.id for one in stage.book.ask(places)] == [second.id])
    qtbot.waitUntil(lambda: "What destroys this place" in words_of(made, "backups.places.words"))


def test_how_many_stay_is_changed_and_told(qtbot: QtBot, stage: Scene) -> None:
    made = page(qtbot, stage)
    assert words_of(made, "backups.plan.keep") == "7 days, 4 weeks, 12 months, 5 years"
    find(made, QPushButton, "backups.plan.change").click()
    qtbot.waitUntil(lambda: stage.window.findChild(PlanDialog) is not None)
    form = find(stage.window, PlanDialog, "backups.plan").form
    form.fill({"daily": "x"})
    form.submit()
    assert "no number" in find(form, QLabel, "plan.daily.refusal").text()
    form.fill({"daily": "30", "yearly": "0", "hour": "25"})
    form.submit()
    qtbot.waitUntil(lambda: "0 to 23" in find(form, QLabel, "plan.hour.refusal").text())
    form.fill({"hour": ""})
    form.submit()
    qtbot.waitUntil(lambda: words_of(made, "backups.plan.keep") == "30 days, 4 weeks, 12 months")
    assert words_of(made, "backups.plan.hour") == "by hand alone"


def test_a_drill_and_a_fault_are_told(qtbot: QtBot, stage: Scene) -> None:
    note(stage.book, 30)
    stage.book.do(NoteFault(f"{30:064}", "The backup is damaged."))
    made = page(qtbot, stage)
    told = words_of(made, "backups.plan.drill")
    assert told.startswith("Today, the one of ") and "FAILED and counts no longer. Back up now" in told
    rows = made.table._rows
    spoken = str(rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert "Not to be relied on, The backup is damaged." in spoken

    at = clock.now()
    stage.book.do(NoteBackup(at, stage.book.revision(), 9, 9, "f" * 64, "new.hbk", "/backups", at))

    qtbot.waitUntil(lambda: "Another one that was proven since does" in words_of(made, "backups.plan.drill"))


def test_the_days_of_a_drill_are_told_within_a_sentence(qtbot: QtBot, stage: Scene) -> None:
    note(stage.book, 0)
    stage.book.do(NoteProof(f"{0:064}"))
    made = page(qtbot, stage)
    assert words_of(made, "backups.plan.drill") == "Today, the one of today holds."


def test_a_place_that_is_away_says_what_it_lacks(qtbot: QtBot, stage: Scene, tmp_path: Path) -> None:
    for name in ("here", "drive"):
        add_place(stage.book, tmp_path / name)
    (tmp_path / "drive").rename(tmp_path / "bag")
    here, drive = stage.book.ask(places)
    for count in range(3):
        at = clock.now()
        known = (f"{count:064}", f"{count}.hbk", "/backups")
        stage.book.do(NoteBackup(at, stage.book.revision(), 9, 9, *known, at, place=here.id))
    made = page(qtbot, stage)
    row = f"backups.place.{drive.id}"
    qtbot.waitUntil(lambda: made.findChild(QLabel, f"{row}.lacks") is not None)
    assert words_of(made, f"{row}.lacks") == "It is away and 3 backups behind."
    assert find(made, QWidget, row).accessibleName().endswith("It is away and 3 backups behind.")
    assert made.findChild(QLabel, f"backups.place.{here.id}.lacks") is None


def test_a_place_that_takes_nothing_says_why(
    qtbot: QtBot, stage: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_place(stage.book, tmp_path / "here")
    monkeypatch.setattr(os, "access", lambda *_asked: False)
    made = page(qtbot, stage)
    row = f"backups.place.{stage.book.ask(places)[0].id}"
    qtbot.waitUntil(lambda: made.findChild(QLabel, f"{row}.lacks") is not None)
    assert words_of(made, f"{row}.lacks") == "It is closed to writing: the next backup cannot be put there."
    assert "takes nothing" in find(made, QWidget, row).accessibleName()


def test_the_one_that_is_chosen_is_opened_wherever_it_stands(qtbot: QtBot, stage: Scene, tmp_path: Path) -> None:
    stage.listen("past.backup")
    back_up(stage.book, tmp_path, lambda _: None)
    made = page(qtbot, stage)
    qtbot.waitUntil(lambda: made.table.current_id() is not None)
    stage.actions.trigger("backups.browse")
    assert stage.asked[-1] == ("past.backup", {"listed": stage.book.ask(backups)[0]})


def test_an_hour_of_twelve_stands_whole_in_its_column(qtbot: QtBot, stage: Scene) -> None:
    at = clock.now().astimezone().replace(hour=11, minute=23)
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    try:
        note(stage.book, 0)
        made = page(qtbot, stage)
        key = [column.key for column in made.table.columns].index("time")
        wanted = max(words_width(hour_words(at.replace(hour=hour)), Size.VALUE, Weight.PLAIN) for hour in (11, 22))
    finally:
        QLocale.setDefault(before)
    assert made.table.columnWidth(key) >= wanted + 2 * Space.S


def test_the_page_is_there_for_who_may_back_up_alone(stage: Scene, tmp_path: Path) -> None:
    assert "backups" in [entry.id for entry in contents_for(stage.desk.may)]
    stage.book.do(AddUser("ben", "Ben Okafor", "manager"))
    with closing(open_book(stage.book.location, "ben")) as ben:
        may = [entry.id for entry in contents_for(lambda needed: ben.user.may(needed))]
    assert "backups" not in may
