"""Forms: values, changes, refusals; nothing typed is lost."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from ui.parts.fields import Check, Choice, Day, Line, Lines, Part, Repeated, Secret, Section, Tags
from ui.parts.form import Form
from ui.theme.theme import apply_theme

LOADED: dict[str, Any] = {
    "name": "Ann",
    "note": "two\nlines",
    "stage": "lead",
    "since": dt.date(2026, 5, 14),
    "do_not_call": True,
    "tags": ("Key account",),
    "phones": ({"id": 7, "number": "+34 1", "kind": "mobile", "preferred": True},),
}


@pytest.fixture
def form(qtbot: QtBot, qapp: QApplication) -> Form:
    apply_theme(qapp, "light")
    phones = Repeated("phones", "Phone", parts=(Part("number"),), kinds=(("office", "Office"), ("mobile", "Mobile")))
    made = Form(
        "customer",
        [
            Line("name", "Name"),
            Lines("note", "Note"),
            Choice("stage", "Stage", options=(("lead", "Lead"), ("customer", "Customer")), nothing="None"),
            Day("since", "Since"),
            Check("do_not_call", "Do not call"),
            Section("Reach"),
            Tags("tags", "Tags"),
            phones,
        ],
    )
    made.buttons("Save customer")
    qtbot.addWidget(made)
    made.show()
    return made


def line(form: Form, name: str) -> QLineEdit:
    found = form.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit), name
    return found


def press(form: Form, name: str) -> None:
    found = form.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton), name
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def words(form: Form, name: str) -> str:
    found = form.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text() if found.isVisible() else ""


def test_an_untouched_form_gives_back_what_it_was_given(form: Form) -> None:
    form.set_values(LOADED)
    assert form.values() == LOADED
    assert form.changed() == {}


def test_an_empty_form_has_empty_values(form: Form) -> None:
    empty = {"name": "", "note": "", "stage": None, "since": None, "do_not_call": False, "tags": (), "phones": ()}
    assert form.values() == empty


def test_changes_are_told_as_was_and_now(form: Form, qtbot: QtBot) -> None:
    form.set_values(LOADED)
    with qtbot.waitSignal(form.edited):
        QTest.keyClicks(line(form, "customer.name"), "!")
    line(form, "customer.since").setText("2026-06-01")
    assert form.changed() == {
        "name": ("Ann", "!Ann"),
        "since": (dt.date(2026, 5, 14), dt.date(2026, 6, 1)),
    }


def test_a_draft_counts_as_changed(form: Form) -> None:
    form.set_values(LOADED)
    form.fill({"name": "Annabel", "unknown": 1})
    assert form.changed() == {"name": ("Ann", "Annabel")}


def test_rows_are_added_starred_and_removed(form: Form) -> None:
    form.set_values(LOADED)
    press(form, "customer.phones.add")
    QTest.keyClicks(line(form, "customer.phones.1.number"), "555")
    press(form, "customer.phones.1.preferred")
    assert form.values()["phones"] == (
        {"id": 7, "number": "+34 1", "kind": "mobile", "preferred": False},
        {"number": "555", "kind": "office", "preferred": True},
    )
    press(form, "customer.phones.0.remove")
    assert [phone["number"] for phone in form.values()["phones"]] == ["555"]
    assert line(form, "customer.phones.0.number").text() == "555"


def test_a_tag_ends_with_enter_or_comma(form: Form) -> None:
    box = line(form, "customer.tags")
    QTest.keyClicks(box, "Fair")
    QTest.keyClick(box, Qt.Key.Key_Return)
    QTest.keyClicks(box, "News,Left open")
    assert form.values()["tags"] == ("Fair", "News", "Left open")


def test_a_value_that_is_no_longer_offered_stays(form: Form) -> None:
    form.set_values({"stage": "dormant"})
    assert form.values()["stage"] == "dormant"
    form.set_options("stage", [("lead", "Lead")])
    assert form.values()["stage"] == "dormant"


def test_a_refusal_stands_by_its_field_until_it_is_mended(form: Form) -> None:
    form.set_busy(True)
    form.refuse("name", "A name is needed.")
    box = line(form, "customer.name")
    assert words(form, "customer.name.refusal") == "A name is needed."
    assert (box.property("refused"), form.focusWidget()) == (True, box)
    save = form.findChild(QPushButton, "customer.save")
    assert isinstance(save, QPushButton) and save.isEnabled()
    QTest.keyClicks(box, "A")
    assert (words(form, "customer.name.refusal"), box.property("refused")) == ("", False)


def test_a_refusal_can_name_one_of_several_rows(form: Form) -> None:
    form.set_values({"phones": ({"number": "1"}, {"number": "2"})})
    form.refuse("phones.1", "Three digits are missing.")
    assert form.focusWidget() is line(form, "customer.phones.1.number")
    assert line(form, "customer.phones.0.number").property("refused") is not True


def test_a_refusal_without_a_field_stands_at_the_end(form: Form) -> None:
    form.refuse(None, "Not saved: the server was not reached.")
    assert words(form, "customer.refusal") == "Not saved: the server was not reached."


def test_save_is_grey_while_busy(form: Form, qtbot: QtBot) -> None:
    form.set_busy(True)
    with qtbot.assertNotEmitted(form.submitted):
        press(form, "customer.save")
        QTest.keyClick(line(form, "customer.name"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form.set_busy(False)
    with qtbot.waitSignal(form.submitted):
        QTest.keyClick(line(form, "customer.name"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_date_that_is_none_is_refused_before_it_is_sent(form: Form, qtbot: QtBot) -> None:
    line(form, "customer.since").setText("the day before")
    with qtbot.assertNotEmitted(form.submitted):
        press(form, "customer.save")
    assert "no date" in words(form, "customer.since.refusal")


def test_escape_leaves(form: Form, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.left):
        QTest.keyClick(line(form, "customer.name"), Qt.Key.Key_Escape)


def test_every_input_has_a_name_for_screen_readers(form: Form) -> None:
    form.set_values(LOADED)
    inputs = [*form.findChildren(QLineEdit), *form.findChildren(QPlainTextEdit), *form.findChildren(QComboBox)]
    assert [one.objectName() for one in inputs if not one.accessibleName()] == []


def test_a_password_is_covered_and_stands_in_no_draft(qtbot: QtBot) -> None:
    form = Form("user", [Line("name", "Name"), Secret("password", "Password")])
    qtbot.addWidget(form)
    form.set_values({"name": "Ann", "password": ""})
    box = line(form, "user.password")
    QTest.keyClicks(box, "sun boat grey kettle")
    assert box.echoMode() == QLineEdit.EchoMode.Password
    assert box.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData
    assert form.values()["password"] == "sun boat grey kettle"
    assert form.changed() == {}


def test_a_hidden_field_takes_its_words_along(qtbot: QtBot) -> None:
    form = Form("book", [Line("login", "Login", "Short"), Check("plain", "Plain", "Anybody reads it")], side=False)
    qtbot.addWidget(form)
    form.show()
    for name, words in (("login", {"Login", "Short"}), ("plain", {"Anybody reads it"})):
        form.refuse(name, "No.")
        form.show_field(name, False)
        seen = {label.text() for label in form.findChildren(QLabel) if label.isVisible()}
        assert not seen & {*words, "No."}
        form.show_field(name, True)
        assert words <= {label.text() for label in form.findChildren(QLabel) if label.isVisible()}


def test_signs_that_turn_its_words_are_not_shown_and_stay_until_it_is_edited(form: Form) -> None:
    name, note = form.editor("name"), form.editor("note")
    form.set_values({"name": "a\u202egpj.exe", "note": "one\n\u202eowt"})
    assert isinstance(name, QLineEdit) and isinstance(note, QPlainTextEdit)
    assert (name.text(), note.toPlainText()) == ("agpj.exe", "one\nowt")
    assert (form.values()["name"], form.values()["note"]) == ("a\u202egpj.exe", "one\n\u202eowt")
    assert form.changed() == {}
    QTest.keyClicks(name, "b")
    assert form.values()["name"] == "bagpj.exe"
