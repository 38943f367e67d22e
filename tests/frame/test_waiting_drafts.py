"""Whatever waits to be continued is named at the foot of the window, one press away."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.book import Book
from app.computer.desk_file import DeskFile
from app.computer.drafts import Drafts
from app.computer.memory import Memory
from app.features.customers.commands import AddCustomer
from app.features.customers.contacts import AddContact
from app.features.team import users
from app.features.touchpoints import LogTouchPoint
from ui.desk import Desk
from ui.window import Window


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "drafts", "here")


@pytest.fixture
def desk(qtbot: QtBot, file_book: Book) -> Iterator[Desk]:
    made = Desk(file_book)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, drafts: Drafts, tmp_path: Path) -> Window:
    file = DeskFile(tmp_path / "desk.json")
    made = Window(file)
    qtbot.addWidget(made)
    made.show_book(desk, Memory(file, drafts, "here"))
    made.show()
    made.build_all()
    qtbot.waitUntil(desk.idle)
    return made


def menu(window: Window) -> QMenu:
    verb = window.findChild(QPushButton, "status.drafts")
    assert verb is not None and verb.isVisible()
    verb.click()
    found = window.findChildren(QMenu, "status.drafts.menu")[-1]
    found.close()
    return found


def go_on(window: Window, begin: str) -> None:
    """Press the entry that begins with these words."""
    entries = {entry.text(): entry for entry in menu(window).actions()}
    chosen = next((entry for words, entry in entries.items() if words.startswith(begin)), None)
    assert chosen is not None, list(entries)
    chosen.trigger()


def test_nothing_is_said_where_nothing_waits(window: Window, drafts: Drafts) -> None:
    verb = window.findChild(QPushButton, "status.drafts")
    assert verb is not None and not verb.isVisible()
    drafts.save("customers.edit", "new", {"name": ("", "Ben Ng")}, "Ben Ng")
    assert verb.isVisible() and verb.text() == "1 draft waits"
    drafts.save("team.user", "new", {"name": ("", "Eva")}, "Eva")
    assert verb.text() == "2 drafts wait"
    drafts.drop("team.user", "new")
    drafts.drop("customers.edit", "new")
    assert not verb.isVisible()


def test_a_draft_is_thrown_away_from_the_menu(window: Window, drafts: Drafts) -> None:
    drafts.save("team.user", "new", {"name": ("", "Eva")}, "Eva")
    away = menu(window).findChild(QMenu, "status.drafts.throw_away")
    assert away is not None and away.actions()[0].text().startswith("Eva, user, ")
    away.actions()[0].trigger()
    assert drafts.waiting() == []


def box(window: QWidget, kind: type[QLineEdit] | type[QPlainTextEdit], name: str, words: str) -> bool:
    found = window.findChild(kind, name)
    if found is None:
        return False
    return (found.toPlainText() if isinstance(found, QPlainTextEdit) else found.text()) == words


def test_every_kind_of_draft_is_one_press_away(
    qtbot: QtBot, desk: Desk, file_book: Book, drafts: Drafts, window: Window
) -> None:
    customer = file_book.do(AddCustomer("company", "Talleres Ibáñez")).answer
    other = file_book.do(AddCustomer("company", "Nordwind")).answer
    person = file_book.do(AddContact(other, "Ben Ng")).answer
    touch = file_book.do(LogTouchPoint(customer, "call", "Wants ten")).answer
    ann = file_book.ask(users)[0]
    kinds = (
        ("customers.edit", str(customer), "Talleres, customer", "number", "", QLineEdit, "customer_form.number"),
        ("customers.contact", f"{other}:{person}", "Ng, person", "role", "", QLineEdit, "contact_form.role"),
        ("customers.follow_up", str(customer), "Call, follow-up", "words", "", QLineEdit, "follow_up_form.words"),
        ("team.user", str(ann.id), "Ann, user", "name", ann.name, QLineEdit, "team.form.name"),
        ("touchpoints.correct", str(touch), "Said, correction", "words", "Wants ten", QPlainTextEdit,
         "correct.form.words"),
    )  # fmt: skip
    for form, key, title, field, was, kind, name in kinds:
        drafts.save(form, key, {field: (was, f"typed in {form}")}, title.split(",")[0])
        go_on(window, title)
        qtbot.waitUntil(partial(box, window, kind, name, f"typed in {form}"))
        drafts.drop(form, key)


def test_a_touch_point_half_typed_is_one_press_away(
    qtbot: QtBot, file_book: Book, drafts: Drafts, window: Window
) -> None:
    customer = file_book.do(AddCustomer("company", "Talleres Ibáñez")).answer
    drafts.save("touchpoints.log", str(customer), {"words": "Half a sentence"}, "Talleres Ibáñez")
    go_on(window, "Talleres Ibáñez, touch point, ")
    page = window.pages["customers"]
    qtbot.waitUntil(lambda: any(one.toPlainText() == "Half a sentence" for one in page.findChildren(QPlainTextEdit)))
