"""The whole book goes back from the page: what would be lost is shown, and nothing is done before somebody says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app import clock
from app.backing_up import back_up
from app.backup_places import add_place
from app.book import Book
from app.features.backups import backups
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find as found
from app.keeping import keep
from app.proof import verify
from app.sign_in import sign_in
from tests.backups.manners import untold
from tests.books import OWNER
from tests.locked import ANNS, Locked
from tests.pages.panes import find, page_in
from tests.pages.scene import Scene, scene
from tests.prepared import prepared_book
from ui.pages.backups import make_page
from ui.pages.backups.difference_dialog import DifferenceDialog
from ui.pages.backups.page import BackupsPage
from ui.pages.backups.words_dialog import WordsDialog
from ui.parts.form import Form
from ui.parts.secret_field import SecretField
from ui.parts.table import TableView


@pytest.fixture
def stage(qtbot: QtBot, book: Book, tmp_path: Path) -> Iterator[Scene]:
    """On each engine in turn; a backup with one customer, and another one added since."""
    book.do(AddCustomer(name="Talleres Ibáñez"))
    back_up(book, tmp_path / "kept", list[str]().append)
    book.do(AddCustomer(name="Quarkwerk Zyx"))
    with scene(qtbot, book, tmp_path) as made:
        made.listen("messages.say", "go.backups")
        yield made


def page(qtbot: QtBot, stage: Scene) -> BackupsPage:
    made = page_in(stage, BackupsPage, make_page)
    qtbot.waitUntil(stage.desk.idle)
    return made


def asked(qtbot: QtBot, stage: Scene) -> DifferenceDialog:
    qtbot.waitUntil(lambda: stage.window.findChild(DifferenceDialog) is not None, timeout=20_000)
    dialog = stage.window.findChild(DifferenceDialog)
    assert isinstance(dialog, DifferenceDialog)
    return dialog


def said(stage: Scene) -> str:
    return " ".join(str(spot["words"]) for name, spot in stage.asked if name == "messages.say")


def go_on(dialog: DifferenceDialog) -> None:
    verb = find(dialog, QPushButton, "backups.difference.go_on")
    assert not verb.isEnabled(), "not before it was said"
    find(dialog, QCheckBox, "backups.difference.sure").setChecked(True)
    verb.click()


def names(book: Book, words: str) -> list[str]:
    return [line.name for line in book.ask(found, words)]


def test_the_book_goes_back_to_the_chosen_backup_and_today_s_is_kept(qtbot: QtBot, stage: Scene) -> None:
    made = page(qtbot, stage)
    stage.actions.trigger("backups.whole")
    dialog = asked(qtbot, stage)
    assert "1 operation was saved since and would be lost" in dialog.words.text()
    lost = find(dialog, TableView, "backups.difference.lost")
    assert "Added Quarkwerk Zyx" in str(lost.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))

    go_on(dialog)

    qtbot.waitUntil(lambda: "The book is what it was on" in said(stage), timeout=20_000)
    assert "What was done since (1 operation) is in the backup" in said(stage)
    assert names(stage.book, "talleres") == ["Talleres Ibáñez"]
    assert names(stage.book, "quarkwerk") == []
    assert stage.book.ask(verify).ok
    safety = stage.book.ask(backups)[0]
    assert (safety.why, safety.proven_at is not None) == ("before a restore", True)
    qtbot.waitUntil(lambda: made.table.count() == 2)


def test_what_could_not_be_done_is_told_above_the_list_and_not_with_a_tick(
    qtbot: QtBot, stage: Scene, tmp_path: Path
) -> None:
    first = stage.book.ask(backups)[-1].id
    add_place(stage.book, tmp_path / "near")
    keep(stage.book, untold).made.file.unlink()
    made = page(qtbot, stage)
    made.table.select([first])
    stage.actions.trigger("backups.whole")

    go_on(asked(qtbot, stage))

    qtbot.waitUntil(lambda: "The book is what it was on" in said(stage), timeout=20_000)
    assert "not in near any more" not in said(stage)
    assert made.making.error.isVisible()
    assert "1 backup not in near any more" in made.making.error.detail.text()


def test_who_leaves_it_has_the_book_as_it_was(qtbot: QtBot, stage: Scene) -> None:
    made, stood = page(qtbot, stage), stage.book.revision()
    stage.actions.trigger("backups.whole")

    find(asked(qtbot, stage), QPushButton, "backups.difference.leave").click()

    qtbot.waitUntil(stage.desk.idle)
    assert stage.book.revision() == stood
    assert made.making.isHidden()


def test_stopped_on_the_way_the_book_is_as_it_was(qtbot: QtBot, stage: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    made = page(qtbot, stage)
    stage.actions.trigger("backups.whole")
    dialog = asked(qtbot, stage)
    monkeypatch.setattr(Book, "replace", lambda *_: pytest.fail("it was poured"))
    find(dialog, QCheckBox, "backups.difference.sure").setChecked(True)
    find(dialog, QPushButton, "backups.difference.go_on").click()
    qtbot.waitUntil(lambda: made.making.progress.isVisible())
    find(made, QPushButton, "backups.progress.stop").click()

    qtbot.waitUntil(lambda: "Stopped." in said(stage), timeout=20_000)
    assert names(stage.book, "quarkwerk") == ["Quarkwerk Zyx"]


def test_to_a_minute_the_first_backup_s_words_are_written_down_before(qtbot: QtBot, book: Book, tmp_path: Path) -> None:
    book.do(AddCustomer(name="Talleres Ibáñez"))
    moment = clock.now()
    book.do(AddCustomer(name="Quarkwerk Zyx"))
    with scene(qtbot, book, tmp_path) as stage:
        stage.listen("messages.say", "go.backups")
        page(qtbot, stage)
        stage.actions.trigger("backups.back_to", moment=moment)
        go_on(asked(qtbot, stage))
        qtbot.waitUntil(lambda: stage.window.findChild(WordsDialog) is not None, timeout=20_000)
        words = stage.window.findChild(WordsDialog)
        assert isinstance(words, WordsDialog)
        find(words, QCheckBox, "backups.words.kept").setChecked(True)
        find(words, QPushButton, "backups.words.go_on").click()

        qtbot.waitUntil(lambda: "The book is what it was on" in said(stage), timeout=20_000)
        assert names(book, "quarkwerk") == []
        assert names(book, "talleres") == ["Talleres Ibáñez"]


def test_of_a_book_that_the_server_guards_its_administrator_is_asked_for(qtbot: QtBot, tmp_path: Path) -> None:
    prepared = prepared_book()
    with closing(prepared.opened(OWNER)) as book:
        back_up(book, tmp_path / "kept", list[str]().append)
        book.do(AddCustomer(name="Quarkwerk Zyx"))
        with scene(qtbot, book, tmp_path) as stage:
            stage.listen("messages.say", "go.backups")
            made = page(qtbot, stage)
            stage.actions.trigger("backups.whole")
            go_on(asked(qtbot, stage))
            qtbot.waitUntil(made.making.error.isVisible, timeout=20_000)
            assert "Whoever administers the server helps" in find(made, QLabel, "backups.error.words").text()

            stage.actions.trigger("backups.whole")
            dialog = asked(qtbot, stage)
            secret = find(dialog, SecretField, "backups.difference.form.administrator")
            assert secret.echoMode() is SecretField.EchoMode.Password, "the address may have a password in it"
            find(dialog, Form, "backups.difference.form").fill({"administrator": prepared.admin})
            go_on(dialog)
            qtbot.waitUntil(lambda: "The book is what it was on" in said(stage), timeout=20_000)
            assert names(book, "quarkwerk") == []


def test_an_encrypted_book_goes_back_under_its_own_key(qtbot: QtBot, locked: Locked, tmp_path: Path) -> None:
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        back_up(book, tmp_path / "kept", list[str]().append)
        book.do(AddCustomer(name="Quarkwerk Zyx"))
        with scene(qtbot, book, tmp_path) as stage:
            stage.listen("messages.say", "go.backups")
            page(qtbot, stage)
            stage.actions.trigger("backups.whole")
            go_on(asked(qtbot, stage))
            qtbot.waitUntil(lambda: "The book is what it was on" in said(stage), timeout=20_000)
            assert names(book, "quarkwerk") == []
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        assert book.ask(verify).ok
