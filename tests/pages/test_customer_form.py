"""The forms of customers and people: what is typed is never lost, only changes are sent, two hands are reconciled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.book import Book, open_book
from app.errors import BookUnreachable
from app.features.customers.card import Card, card
from app.features.customers.commands import AddCustomer, EditCustomer
from app.features.customers.contacts import AddContact, EditContact
from app.features.customers.lists import ListFilter, count_customers
from app.features.customers.reaches import PhoneInput
from app.features.journal.reading import JournalFilter, journal
from app.features.lists import DeclareField
from tests.pages.panes import card_pane, find
from tests.pages.scene import Scene, scene
from ui.pages.customers.card_pane import CardPane

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def stage(qtbot: QtBot, file_book: Book, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, file_book, tmp_path) as made:
        made.listen("messages.say")
        yield made


@pytest.fixture
def other(tmp_path: Path, file_book: Book) -> Iterator[Book]:
    """A second desk on the same file."""
    opened = open_book(str(tmp_path / "firm.book"), "ann")
    yield opened
    opened.close()


@pytest.fixture
def pane(qtbot: QtBot, stage: Scene) -> CardPane:
    return card_pane(qtbot, stage)


def line(pane: CardPane, name: str) -> QLineEdit:
    box: QLineEdit = find(pane, QLineEdit, name)
    return box


def retype(box: QLineEdit, words: str) -> None:
    box.setFocus()
    box.selectAll()
    QTest.keyClick(box, Qt.Key.Key_Delete)
    QTest.keyClicks(box, words)


def talleres(stage: Scene) -> int:
    phones = [PhoneInput(kind="work", raw="+34 976 55 01 84"), PhoneInput(kind="mobile", raw="+34 612 408 117")]
    values = {"language": "es", "notes": "before"}
    added: int = stage.do(AddCustomer("company", "Talleres Ibáñez", values, phones=phones, region="ES", tags=["Fair"]))
    return added


def edit(qtbot: QtBot, pane: CardPane, customer: int) -> None:
    pane.show_customer(customer)
    pane.edit()
    qtbot.waitUntil(lambda: form_open(pane, "customer_form"))


def add(qtbot: QtBot, pane: CardPane, name: str = "") -> None:
    pane.add(name)
    qtbot.waitUntil(lambda: form_open(pane, "customer_form"))


def form_open(pane: CardPane, name: str) -> bool:
    form = pane.findChild(QWidget, f"{name}.pane")
    return form is not None and form.isVisible()


def closed(pane: CardPane) -> bool:
    return pane._form is None and pane.desk.idle()


def save(pane: CardPane, name: str = "customer_form") -> None:
    find(pane, QPushButton, f"{name}.save").click()


def in_book(stage: Scene, customer: int) -> Card:
    return stage.book.ask(card, customer)


def operations(stage: Scene) -> int:
    return len(stage.book.ask(journal, JournalFilter()))


def test_a_new_customer_is_added_and_shown(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    add(qtbot, pane, "Nordwind GmbH")
    assert line(pane, "customer_form.name").text() == "Nordwind GmbH"
    QTest.keyClicks(line(pane, "customer_form.phones.0.raw"), "030 1234567")
    QTest.keyClicks(line(pane, "customer_form.addresses.0.town"), "Berlin")
    QTest.keyClicks(line(pane, "customer_form.tags"), "Newsletter")
    with qtbot.waitSignal(pane.asked) as asked:
        QTest.keyClick(line(pane, "customer_form.tags"), Qt.Key.Key_S, CONTROL)
    assert asked.args is not None
    seen = in_book(stage, asked.args[0])
    assert (seen.name, seen.kind, seen.phones[0].raw, seen.addresses[0].town, seen.tags) == (
        "Nordwind GmbH",
        "company",
        "030 1234567",
        "Berlin",
        ("Newsletter",),
    )
    assert stage.memory.drafts.all("customers.edit") == []


def test_what_was_typed_as_a_company_becomes_a_person(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    add(qtbot, pane, "Agnieszka Świątek")
    kind = find(pane, QComboBox, "customer_form.kind")
    assert not line(pane, "customer_form.family").isVisible()
    QTest.keyClick(kind, Qt.Key.Key_Down)
    assert line(pane, "customer_form.family").isVisible()
    assert (line(pane, "customer_form.given").text(), line(pane, "customer_form.family").text()) == (
        "Agnieszka",
        "Świątek",
    )
    with qtbot.waitSignal(pane.asked) as asked:
        save(pane)
    assert asked.args is not None
    assert in_book(stage, asked.args[0]).values["family"] == "Świątek"


def test_no_name_is_refused_beside_it_and_nothing_is_lost(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    add(qtbot, pane)
    QTest.keyClicks(line(pane, "customer_form.number"), "10482")
    save(pane)
    refusal = find(pane, QLabel, "customer_form.name.refusal")
    qtbot.waitUntil(lambda: refusal.text() == "Not saved: the customer has no name yet.")
    assert line(pane, "customer_form.number").text() == "10482"
    assert find(pane, QPushButton, "customer_form.save").isEnabled()


def test_a_wrong_number_is_refused_at_the_phones(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    add(qtbot, pane, "Nordwind")
    QTest.keyClicks(line(pane, "customer_form.phones.0.raw"), "none")
    save(pane)
    refusal = find(pane, QLabel, "customer_form.phones.refusal")
    qtbot.waitUntil(lambda: "no digits" in refusal.text())


def test_of_several_numbers_the_wrong_one_is_refused(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer = talleres(stage)
    edit(qtbot, pane, customer)
    retype(line(pane, "customer_form.phones.0.raw"), "")
    retype(line(pane, "customer_form.phones.1.raw"), "none")
    save(pane)
    refusal = find(pane, QLabel, "customer_form.phones.refusal")
    qtbot.waitUntil(lambda: "no digits" in refusal.text())
    assert line(pane, "customer_form.phones.1.raw").property("refused") is True
    assert line(pane, "customer_form.phones.1.raw").hasFocus()
    assert line(pane, "customer_form.phones.0.raw").property("refused") is not True


def test_only_what_was_changed_is_sent(
    qtbot: QtBot, stage: Scene, pane: CardPane, other: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = talleres(stage)
    edit(qtbot, pane, customer)
    other.do(EditCustomer(customer, {"language": ("es", "ca"), "tags": (("Fair",), ("Fair", "Press"))}))
    retype(line(pane, "customer_form.number"), "7")
    sent: list[Any] = []
    do = stage.desk.do

    def note(owner: Any, command: Any, **more: Any) -> Any:
        sent.append(command)
        return do(owner, command, **more)

    monkeypatch.setattr(stage.desk, "do", note)
    save(pane)
    qtbot.waitUntil(lambda: closed(pane))
    assert sent == [EditCustomer(customer, {"number": ("", "7")}, "DE")]
    seen = in_book(stage, customer)
    assert (seen.values["language"], seen.values["number"], seen.tags) == ("ca", "7", ("Fair", "Press"))


def test_nothing_changed_is_no_operation(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer = talleres(stage)
    before = operations(stage)
    edit(qtbot, pane, customer)
    save(pane)
    qtbot.waitUntil(lambda: closed(pane))
    assert operations(stage) == before
    assert stage.asked == []


def test_declared_fields_are_filled_in(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    group = stage.do(DeclareField("Discount & group", "text"))
    until = stage.do(DeclareField("Contract until", "date"))
    debit = stage.do(DeclareField("Direct debit", "yes"))
    customer = talleres(stage)
    edit(qtbot, pane, customer)
    QTest.keyClicks(line(pane, f"customer_form.field_{group}"), "B")
    QTest.keyClicks(line(pane, f"customer_form.field_{until}"), "2027-01-31")
    find(pane, QAbstractButton, f"customer_form.field_{debit}").click()
    save(pane)
    qtbot.waitUntil(lambda: closed(pane))
    assert [one.value for one in in_book(stage, customer).fields] == ["B", "2027-01-31", "yes"]


def test_phones_are_changed_added_and_removed_row_by_row(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer = talleres(stage)
    edit(qtbot, pane, customer)
    retype(line(pane, "customer_form.phones.0.raw"), "+34 976 55 01 90")
    find(pane, QAbstractButton, "customer_form.phones.add").click()
    QTest.keyClicks(line(pane, "customer_form.phones.2.raw"), "+34 900 100")
    find(pane, QAbstractButton, "customer_form.phones.2.preferred").click()
    find(pane, QAbstractButton, "customer_form.phones.1.remove").click()
    save(pane)
    qtbot.waitUntil(lambda: closed(pane))
    phones = [(one.raw, one.preferred) for one in in_book(stage, customer).phones]
    assert phones == [("+34 900 100", True), ("+34 976 55 01 90", False)]


def test_esc_keeps_the_draft_and_says_so(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer = talleres(stage)
    edit(qtbot, pane, customer)
    retype(line(pane, "customer_form.number"), "7")
    QTest.keyClick(line(pane, "customer_form.number"), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: closed(pane))
    assert stage.asked == [("messages.say", {"words": "Draft kept on this computer."})]
    qtbot.waitUntil(lambda: find(pane, QWidget, f"card.draft.{customer}").isVisible())
    find(pane, QPushButton, f"card.draft.{customer}.verb").click()
    qtbot.waitUntil(lambda: form_open(pane, "customer_form"))
    assert line(pane, "customer_form.number").text() == "7"
    assert in_book(stage, customer).values["number"] == ""


def test_a_draft_survives_a_crash_and_is_offered(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    add(qtbot, pane)
    QTest.keyClicks(line(pane, "customer_form.name"), "Nordwind GmbH")
    qtbot.waitUntil(lambda: stage.memory.drafts.all("customers.edit") != [])
    pane.blockSignals(True)  # the first program is gone without a word; a new one starts
    again = card_pane(qtbot, stage)
    again.show_customer(None)
    assert "Draft of Nordwind GmbH" in find(again, QLabel, "card.draft.new.words").text()
    find(again, QPushButton, "card.draft.new.verb").click()
    qtbot.waitUntil(lambda: form_open(again, "customer_form"))
    assert line(again, "customer_form.name").text() == "Nordwind GmbH"
    assert find(again, QWidget, "customer_form.draft").isVisible()
    find(again, QPushButton, "customer_form.draft.verb").click()
    assert line(again, "customer_form.name").text() == ""
    assert stage.memory.drafts.all("customers.edit") == []


def test_a_draft_does_not_overwrite_what_others_changed_meanwhile(
    qtbot: QtBot, stage: Scene, pane: CardPane, other: Book
) -> None:
    customer = talleres(stage)
    edit(qtbot, pane, customer)
    retype(line(pane, "customer_form.number"), "mine")
    find(pane, QPushButton, "customer_form.leave").click()
    other.do(EditCustomer(customer, {"number": ("", "theirs")}))
    edit(qtbot, pane, customer)
    save(pane)
    qtbot.waitUntil(lambda: stage.window.findChild(QWidget, "conflict.number.theirs") is not None)
    assert in_book(stage, customer).values["number"] == "theirs"


def conflict(qtbot: QtBot, stage: Scene, pane: CardPane, other: Book) -> int:
    """Both change the language and the office number; mine changes the notes too."""
    customer = talleres(stage)
    edit(qtbot, pane, customer)
    office = in_book(stage, customer).phones
    changed = (PhoneInput(office[0].id, "work", "", True, "+34 976 55 01 90"), office[1])
    other.do(EditCustomer(customer, {"phones": (office, changed), "number": ("", "theirs")}))
    retype(line(pane, "customer_form.phones.0.raw"), "+34 976 55 01 84 mine")
    retype(line(pane, "customer_form.number"), "mine")
    retype(line(pane, "customer_form.tax_number"), "ES1")
    save(pane)
    qtbot.waitUntil(lambda: stage.window.findChild(QWidget, "conflict.number.theirs") is not None)
    return customer


def test_a_conflict_is_settled_field_by_field(qtbot: QtBot, stage: Scene, pane: CardPane, other: Book) -> None:
    customer = conflict(qtbot, stage, pane, other)
    window = stage.window
    office = in_book(stage, customer).phones[0].id
    theirs = find(window, QAbstractButton, f"conflict.phones:{office}.theirs")
    assert theirs.accessibleName() == "Office, Theirs: +34 976 55 01 90"
    assert find(window, QAbstractButton, "conflict.number.mine").accessibleName() == "Customer number, Mine: mine"
    theirs.click()
    find(window, QPushButton, "conflict.save").click()
    qtbot.waitUntil(lambda: closed(pane))
    seen = in_book(stage, customer)
    assert (seen.phones[0].raw, seen.values["number"], seen.values["tax_number"]) == ("+34 976 55 01 90", "mine", "ES1")


def test_not_now_keeps_what_was_typed(qtbot: QtBot, stage: Scene, pane: CardPane, other: Book) -> None:
    customer = conflict(qtbot, stage, pane, other)
    find(stage.window, QPushButton, "conflict.not_now").click()
    assert line(pane, "customer_form.number").text() == "mine"
    draft = stage.memory.drafts.load("customers.edit", str(customer))
    assert draft is not None and draft["number"] == ("", "mine")
    assert in_book(stage, customer).values["number"] == "theirs"


def test_a_removed_number_that_i_changed_comes_back_if_i_choose_so(
    qtbot: QtBot, stage: Scene, pane: CardPane, other: Book
) -> None:
    customer = talleres(stage)
    edit(qtbot, pane, customer)
    phones = in_book(stage, customer).phones
    other.do(EditCustomer(customer, {"phones": (phones, phones[:1])}))
    retype(line(pane, "customer_form.phones.1.raw"), "+34 612 000 000")
    save(pane)
    name = f"conflict.phones:{phones[1].id}.mine"
    qtbot.waitUntil(lambda: stage.window.findChild(QAbstractButton, name) is not None)
    find(stage.window, QPushButton, "conflict.save").click()
    qtbot.waitUntil(lambda: closed(pane))
    assert [one.raw for one in in_book(stage, customer).phones] == ["+34 976 55 01 84", "+34 612 000 000"]


def test_a_book_out_of_reach_keeps_form_and_draft(
    qtbot: QtBot, stage: Scene, pane: CardPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_args: Any) -> Any:
        raise BookUnreachable("Not saved: the folder does not answer.")

    add(qtbot, pane, "Nordwind")
    QTest.keyClicks(line(pane, "customer_form.number"), "7")
    monkeypatch.setattr(stage.book, "do", unreachable)
    save(pane)
    error = find(pane, QLabel, "customer_form.error.words")
    qtbot.waitUntil(lambda: error.text() == "Not saved: the folder does not answer. What you typed is kept.")
    assert line(pane, "customer_form.number").text() == "7"
    assert stage.memory.drafts.load("customers.edit", "new") is not None


def test_a_change_elsewhere_does_not_disturb_the_form(qtbot: QtBot, stage: Scene, pane: CardPane, other: Book) -> None:
    customer = talleres(stage)
    edit(qtbot, pane, customer)
    retype(line(pane, "customer_form.number"), "7")
    with qtbot.waitSignal(stage.desk.changed):
        other.do(EditCustomer(customer, {"name": ("Talleres Ibáñez", "Another name")}))
    qtbot.waitUntil(stage.desk.idle)
    assert form_open(pane, "customer_form")
    assert line(pane, "customer_form.number").text() == "7"
    assert line(pane, "customer_form.name").text() == "Talleres Ibáñez"


def test_who_is_in_the_book_already_is_hinted_at_and_opened_without_loss(
    qtbot: QtBot, stage: Scene, pane: CardPane
) -> None:
    customer = talleres(stage)
    add(qtbot, pane)
    hint = find(pane, QWidget, "customer_form.duplicates")
    QTest.keyClicks(line(pane, "customer_form.name"), "Talleres Ibanez")
    qtbot.waitUntil(hint.isVisible)
    assert "Talleres Ibáñez" in hint.accessibleName()
    with qtbot.waitSignal(pane.asked) as asked:
        find(pane, QPushButton, f"customer_form.duplicates.{customer}").click()
    assert asked.args == [customer]
    qtbot.waitUntil(lambda: closed(pane) and find(pane, QWidget, "card.draft.new").isVisible())
    find(pane, QPushButton, "card.draft.new.verb").click()
    qtbot.waitUntil(lambda: form_open(pane, "customer_form"))
    assert line(pane, "customer_form.name").text() == "Talleres Ibanez"
    assert stage.book.ask(count_customers, ListFilter()) == 1


def test_another_customer_leaves_the_form_with_its_draft(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer, second = talleres(stage), stage.do(AddCustomer(name="Second"))
    edit(qtbot, pane, customer)
    retype(line(pane, "customer_form.number"), "7")
    pane.show_customer(second)
    qtbot.waitUntil(lambda: closed(pane))
    assert stage.memory.drafts.load("customers.edit", str(customer)) is not None


def open_person(qtbot: QtBot, stage: Scene, pane: CardPane, customer: int) -> None:
    pane.show_customer(customer)
    qtbot.waitUntil(lambda: pane.findChild(QPushButton, "card.people.verb") is not None and stage.desk.idle())
    find(pane, QPushButton, "card.people.verb").click()
    qtbot.waitUntil(lambda: form_open(pane, "contact_form"))


def test_a_person_is_added(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer = talleres(stage)
    open_person(qtbot, stage, pane, customer)
    QTest.keyClicks(line(pane, "contact_form.name"), "Pilar Ibanez")
    QTest.keyClicks(line(pane, "contact_form.role"), "decides")
    QTest.keyClicks(line(pane, "contact_form.emails.0.address"), "pilar@t.example")
    QTest.keyClick(line(pane, "contact_form.name"), Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: closed(pane))
    person = in_book(stage, customer).contacts[0]
    assert (person.name, person.role, person.emails[0].address) == ("Pilar Ibanez", "decides", "pilar@t.example")


def test_a_person_from_elsewhere_is_linked(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer, second = talleres(stage), stage.do(AddCustomer(name="Second"))
    person = stage.do(AddContact(second, "Pilar Ibáñez", "decides"))
    open_person(qtbot, stage, pane, customer)
    QTest.keyClicks(line(pane, "contact_form.role"), "pays")
    QTest.keyClicks(line(pane, "contact_form.name"), "pilar")
    qtbot.waitUntil(lambda: pane.findChild(QPushButton, f"contact_form.known.{person}") is not None)
    find(pane, QPushButton, f"contact_form.known.{person}").click()
    qtbot.waitUntil(lambda: closed(pane))
    assert [(one.id, one.role) for one in in_book(stage, customer).contacts] == [(person, "pays")]


def test_a_person_changed_by_two_is_settled_too(qtbot: QtBot, stage: Scene, pane: CardPane, other: Book) -> None:
    customer = talleres(stage)
    person = stage.do(AddContact(customer, "Pilar", "uses"))
    pane.show_customer(customer)
    qtbot.waitUntil(lambda: pane.findChild(QWidget, f"card.person.{person}") is not None)
    pane.edit_person(person)
    other.do(EditContact(customer, person, {"role": ("uses", "pays")}))
    retype(line(pane, "contact_form.role"), "decides")
    save(pane, "contact_form")
    qtbot.waitUntil(lambda: stage.window.findChild(QWidget, "conflict.role.mine") is not None)
    find(stage.window, QPushButton, "conflict.save").click()
    qtbot.waitUntil(lambda: closed(pane))
    assert in_book(stage, customer).contacts[0].role == "decides"


def choose(pane: CardPane, name: str, words: str) -> None:
    """Choose the entry with these words, as a person does."""
    box: QComboBox = find(pane, QComboBox, name)
    place = box.findText(words)
    assert place >= 0, words
    box.setCurrentIndex(place)
    box.activated.emit(place)


def test_an_e_mail_and_a_link_have_their_kind(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer = talleres(stage)
    edit(qtbot, pane, customer)
    QTest.keyClicks(line(pane, "customer_form.emails.0.address"), "ana@t.example")
    choose(pane, "customer_form.emails.0.kind", "Private")
    QTest.keyClicks(line(pane, "customer_form.links.0.url"), "chat.example/ana")
    choose(pane, "customer_form.links.0.kind", "Messenger")
    save(pane)
    qtbot.waitUntil(lambda: closed(pane))
    seen = in_book(stage, customer)
    assert (seen.emails[0].kind, seen.links[0].kind) == ("home", "messenger")


def test_a_person_s_e_mail_has_its_kind(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer = talleres(stage)
    open_person(qtbot, stage, pane, customer)
    QTest.keyClicks(line(pane, "contact_form.name"), "Pilar")
    QTest.keyClicks(line(pane, "contact_form.emails.0.address"), "pilar@t.example")
    choose(pane, "contact_form.emails.0.kind", "Office")
    save(pane, "contact_form")
    qtbot.waitUntil(lambda: closed(pane))
    assert in_book(stage, customer).contacts[0].emails[0].kind == "work"
