"""The card: what is seen before dialling, who handles whom, promises, people; and that nothing in use is disturbed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QColor, QDesktopServices, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app import clock
from app.book import Book
from app.features.assignments import Assign, EndAssignments, who_handles
from app.features.customers.card import Card, card, photo
from app.features.customers.commands import AddCustomer, EditCustomer, RetireCustomers
from app.features.customers.contacts import AddContact, LinkContact
from app.features.customers.reaches import AddressInput, EmailInput, LinkInput, PhoneInput
from app.features.followups import AddFollowUp, open_follow_ups
from app.features.team import AddUser, SetAway
from app.rules.permissions import Role
from tests.books import somebody
from tests.pages.panes import card_pane, find
from tests.pages.scene import Scene, scene
from ui.pages.customers.card_pane import CardPane
from ui.pages.customers.card_view import CardView
from ui.pages.customers.clamped_text import ClampedText
from ui.pages.customers.record_form import RecordForm


class Opened(QObject):
    """Stands where the system's programs would open links."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.links.append(url.toString())


@pytest.fixture
def stage(qtbot: QtBot, file_book: Book, tmp_path: Path) -> Iterator[Scene]:
    with scene(qtbot, file_book, tmp_path) as made:
        made.listen("team.assign", "journal.customer", "messages.say")
        yield made


@pytest.fixture
def pane(qtbot: QtBot, stage: Scene) -> CardPane:
    return card_pane(qtbot, stage, 900)


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Opened]:
    taken = Opened()
    schemes = ("tel", "mailto", "https")
    for scheme in schemes:
        QDesktopServices.setUrlHandler(scheme, taken, "take")  # type: ignore[arg-type]
    yield taken
    for scheme in schemes:
        QDesktopServices.unsetUrlHandler(scheme)


def show(qtbot: QtBot, pane: CardPane, customer: int) -> None:
    pane.show_customer(customer)
    qtbot.waitUntil(lambda: shown_id(pane) == customer and pane.desk.idle())


def shown_id(pane: CardPane) -> int | None:
    """Whose card is seen with all that stands on it."""
    return pane._card.customer if notes_are_there(pane) else None


def notes_are_there(pane: CardPane) -> bool:
    """What stands last on the card that is seen, and on no other that is coming or going."""
    view = pane._card.view
    return view is not None and view.findChild(QWidget, "card.notes") is not None


def texts(pane: QWidget) -> list[str]:
    """All that is read on the card, top to bottom as far as it matters."""
    return [label.text() for label in pane.findChildren(QLabel) if label.isVisibleTo(pane) and label.text()]


def in_book(stage: Scene, customer: int) -> Card:
    return stage.book.ask(card, customer)


def talleres(stage: Scene, **values: Any) -> int:
    added: int = stage.do(
        AddCustomer(
            "company",
            "Talleres Ibáñez",
            values,
            phones=[PhoneInput(kind="work", raw="+34 976 55 01 84"), PhoneInput(kind="mobile", raw="+34 612 408 117")],
            emails=[EmailInput(address="compras@talleres.example")],
            addresses=[AddressInput(kind="visit", street="C/ E 37", postal_code="50016", town="Zaragoza")],
            links=[LinkInput(url="www.talleres.example/a b")],
            tags=["Key account"],
            region="ES",
        )
    )
    return added


def test_nothing_is_asked_before_a_customer_is_shown(pane: CardPane) -> None:
    assert pane.desk.idle()
    assert "No customer is chosen" in texts(pane)


def test_the_card_tells_who_it_is_and_how_they_are_reached(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    show(qtbot, pane, talleres(stage, number="10482", language="es"))
    assert find(pane, ClampedText, "card.name").text() == "Talleres Ibáñez"
    assert find(pane, QLabel, "card.stage").text() == "Lead"
    assert find(pane, QLabel, "card.facts").text() == "No. 10482 · es"
    seen = texts(pane)
    assert [word for word in ("Office", "Mobile", "E-mail", "Visit", "Web") if word not in seen] == []
    assert "50016 Zaragoza" in seen
    assert seen.count("usual") == 1


def test_the_mark_is_seen_before_one_dials(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    show(qtbot, pane, talleres(stage, do_not_call=True, preferred_channel="email", language="es"))
    assert find(pane, QWidget, "card.marks").accessibleName() == "Do not call. Write, in Spanish."
    call = find(pane, QPushButton, "card.call")
    assert not call.isEnabled()
    assert call.toolTip() == "Do not call is set"


def test_call_and_write_open_checked_links(qtbot: QtBot, stage: Scene, pane: CardPane, opened: Opened) -> None:
    show(qtbot, pane, talleres(stage))
    find(pane, QPushButton, "card.call").click()
    find(pane, QPushButton, "card.write").click()
    assert opened.links == ["tel:+34976550184", "mailto:compras@talleres.example"]


def test_a_link_that_is_no_web_site_is_never_opened(qtbot: QtBot, stage: Scene, pane: CardPane, opened: Opened) -> None:
    links = [LinkInput(url="javascript:alert(1)"), LinkInput(url="file:///etc/passwd"), LinkInput(url="firm.example")]
    customer = stage.do(AddCustomer(name="Firm", links=links))
    show(qtbot, pane, customer)
    for link in in_book(stage, customer).links:
        row = find(pane, QWidget, f"card.links.{link.id}")
        row.setFocus()
        QTest.keyClick(row, Qt.Key.Key_Return)
    assert opened.links == ["https://firm.example"]


def test_without_a_number_call_says_so(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    show(qtbot, pane, stage.do(AddCustomer(name="Empty")))
    assert find(pane, QPushButton, "card.call").toolTip() == "No number is known"
    assert find(pane, QWidget, "card.add_links").isVisible()


def test_a_value_is_copied_by_double_click(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer = talleres(stage)
    show(qtbot, pane, customer)
    row = find(pane, QWidget, f"card.phones.{in_book(stage, customer).phones[0].id}")
    QTest.mouseDClick(row, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "+34 976 55 01 84"
    assert stage.asked == [("messages.say", {"words": "Office copied."})]


def test_who_handles_them_with_roles_absence_and_gap(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer, today = talleres(stage), clock.today()
    ben = stage.do(AddUser("ben", "Ben Okafor", "staff"))
    stage.do(Assign((customer,), ben, "Service"))
    stage.do(SetAway(ben, today, today + timedelta(4)))
    show(qtbot, pane, customer)
    seen = texts(pane)
    assert "Nobody" in seen and "Ben Okafor" in seen and "Service" in seen
    assert any(words.startswith("away to") for words in seen)
    find(pane, QPushButton, "card.handlers.verb").click()
    assert stage.asked == [("team.assign", {"customers": [customer]})]


def test_a_new_owner_appears_by_itself_and_the_earlier_one_on_demand(
    qtbot: QtBot, stage: Scene, pane: CardPane
) -> None:
    customer, today = talleres(stage), clock.today()
    show(qtbot, pane, customer)
    assert not find(pane, QWidget, "card.history").isVisible()
    ben = stage.do(AddUser("ben", "Ben Okafor", "staff"))
    stage.do(Assign((customer,), ben, None, today - timedelta(30)))
    first = stage.book.ask(who_handles, customer, today)[0].assignment_id
    stage.do(EndAssignments((first,), today - timedelta(1)))
    qtbot.waitUntil(lambda: find(pane, QWidget, "card.history").isVisible())
    assert any(words.startswith("Nobody since") for words in texts(pane))
    find(pane, QWidget, "card.history").click()
    qtbot.waitUntil(lambda: "Ben Okafor" in texts(pane))


def test_a_tick_finishes_a_promise(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer = talleres(stage)
    promise = stage.do(AddFollowUp(customer, clock.today() + timedelta(5), "Send the offer"))
    show(qtbot, pane, customer)
    assert "1 open" in texts(pane)
    find(pane, QCheckBox, f"card.follow_up.{promise}").click()
    qtbot.waitUntil(lambda: "Send the offer" not in texts(pane))
    assert stage.book.ask(open_follow_ups, customer) == []


def test_a_late_promise_says_how_late(
    qtbot: QtBot, stage: Scene, pane: CardPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, today = talleres(stage), clock.today()
    stage.do(AddFollowUp(customer, today, "Send the offer"))
    monkeypatch.setattr("ui.pages.customers.card_pane.clock.today", lambda: today + timedelta(3))
    show(qtbot, pane, customer)
    assert "3 days late" in texts(pane)


def test_a_promise_is_added_in_place_and_a_refusal_loses_nothing(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer = talleres(stage)
    show(qtbot, pane, customer)
    find(pane, QPushButton, "card.follow_up").click()
    qtbot.waitUntil(lambda: pane.findChild(QLineEdit, "follow_up_form.words") is not None)
    QTest.keyClicks(find(pane, QLineEdit, "follow_up_form.words"), "Ask about Vigo")
    day = find(pane, QLineEdit, "follow_up_form.due_on")
    day.selectAll()
    QTest.keyClicks(day, "2020-01-01")
    stage.do(EditCustomer(customer, {"notes": ("", "changed elsewhere meanwhile")}))
    find(pane, QPushButton, "follow_up_form.save").click()
    refusal = find(pane, QLabel, "follow_up_form.due_on.refusal")
    qtbot.waitUntil(lambda: refusal.text() == "The day of a promise cannot be in the past.")
    assert find(pane, QLineEdit, "follow_up_form.words").text() == "Ask about Vigo"
    day.selectAll()
    QTest.keyClicks(day, (clock.today() + timedelta(7)).isoformat())
    find(pane, QPushButton, "follow_up_form.save").click()
    qtbot.waitUntil(lambda: "Ask about Vigo" in texts(pane))
    assert [one.words for one in stage.book.ask(open_follow_ups, customer)] == ["Ask about Vigo"]
    qtbot.waitUntil(lambda: find(pane, ClampedText, "card.notes.text").text() == "changed elsewhere meanwhile")


def test_people_with_role_and_where_else_they_are(qtbot: QtBot, stage: Scene, pane: CardPane, opened: Opened) -> None:
    customer, other = talleres(stage), stage.do(AddCustomer(name="Grippers & Söhne"))
    reach: dict[str, Any] = {"emails": [EmailInput(address="pilar@t.example")], "phones": [PhoneInput(raw="+34 1")]}
    person = stage.do(AddContact(customer, "Pilar Ibáñez", "decides", "Director", do_not_call=True, **reach))
    stage.do(LinkContact(other, person))
    show(qtbot, pane, customer)
    assert [
        word for word in ("Pilar Ibáñez", "decides", "Do not call", "Director · +34 1") if word not in texts(pane)
    ] == []
    assert not find(pane, QToolButton, f"card.person.{person}.call").isEnabled()
    find(pane, QToolButton, f"card.person.{person}.write").click()
    assert opened.links == ["mailto:pilar@t.example"]
    with qtbot.waitSignal(pane.asked) as asked:
        find(pane, QPushButton, f"card.person.{person}.at.{other}").click()
    assert asked.args == [other]


def test_a_person_is_removed_from_here_but_stays_elsewhere(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer, other = talleres(stage), stage.do(AddCustomer(name="Grippers"))
    person = stage.do(AddContact(customer, "Pilar Ibáñez"))
    stage.do(LinkContact(other, person))
    show(qtbot, pane, customer)
    find(pane, QAction, f"card.person.{person}.remove").trigger()
    qtbot.waitUntil(lambda: "Pilar Ibáñez" not in texts(pane))
    assert [one.name for one in in_book(stage, other).contacts] == ["Pilar Ibáñez"]


def test_retired_and_brought_back(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer = talleres(stage)
    stage.do(RetireCustomers((customer,)))
    show(qtbot, pane, customer)
    find(pane, QPushButton, "card.retired.verb").click()
    qtbot.waitUntil(lambda: pane.findChild(QPushButton, "card.retired.verb") is None)
    assert in_book(stage, customer).retired_on is None


def test_the_journal_of_this_customer(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer = talleres(stage)
    show(qtbot, pane, customer)
    find(pane, QAction, "card.journal").trigger()
    assert stage.asked == [("journal.customer", {"customer": customer})]


def test_a_dropped_picture_is_made_small_kept_and_shown(
    qtbot: QtBot, stage: Scene, pane: CardPane, tmp_path: Path
) -> None:
    customer = talleres(stage)
    show(qtbot, pane, customer)
    image = QImage(2000, 1000, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    image.save(str(tmp_path / "logo.png"))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "logo.png"))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view = pane._card.view
    assert view is not None
    view.head.dropEvent(event)
    qtbot.waitUntil(lambda: pane._card.view is not None and pane._card.view.head.portrait.picture is not None)
    digest = in_book(stage, customer).photo
    assert digest is not None
    kept = stage.book.ask(photo, digest)
    assert kept is not None
    stored = QImage.fromData(kept[1])
    assert (kept[0], stored.width(), stored.height()) == ("image/jpeg", 512, 256)


def test_what_is_no_picture_changes_nothing(qtbot: QtBot, stage: Scene, pane: CardPane, tmp_path: Path) -> None:
    customer = talleres(stage)
    show(qtbot, pane, customer)
    (tmp_path / "false.png").write_text("<svg/>")
    with qtbot.waitSignal(stage.desk.failed) as failed:
        pane._card._pictures.take_file(customer, str(tmp_path / "false.png"))
    assert failed.args is not None and "no picture" in failed.args[0].words
    assert in_book(stage, customer).photo is None


def test_a_customer_who_is_gone_is_said_calmly(qtbot: QtBot, pane: CardPane) -> None:
    pane.show_customer(999)
    qtbot.waitUntil(lambda: "This customer is not in the book (any more)." in texts(pane))


def test_a_viewer_is_offered_nothing_that_changes(qtbot: QtBot, stage: Scene, tmp_path: Path) -> None:
    customer = talleres(stage)
    stage.desk.user = somebody(Role.VIEWER)  # what the desk asks for permissions
    pane = CardPane(stage.desk, stage.actions, stage.memory, stage.window)
    stage.window.show()
    show(qtbot, pane, customer)
    pane.edit()
    pane.add()
    qtbot.waitUntil(stage.desk.idle)
    assert not pane.findChildren(RecordForm)
    assert [name for name in ("card.follow_up", "card.reach.verb") if _offered(pane, name)] == []


def _offered(pane: CardPane, name: str) -> bool:
    made = pane.findChild(QPushButton, name)
    return made is not None and made.isVisible()


def test_hostile_text_is_shown_as_it_is(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    name = "<img src=x> & " + "long " * 2000
    customer = stage.do(AddCustomer(name=name, tags=["T" * 300], phones=[PhoneInput(raw="1" * 5000)]))
    show(qtbot, pane, customer)
    pane.grab()
    assert pane.width() == 392
    assert find(pane, ClampedText, "card.name").text().startswith("<img src=x> & long")


def test_a_promise_is_changed_by_a_double_click_and_from_its_menu(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer, soon = talleres(stage), clock.today() + timedelta(5)
    promise = stage.do(AddFollowUp(customer, soon, "Send the offer"))
    show(qtbot, pane, customer)
    row = find(pane, QCheckBox, f"card.follow_up.{promise}").parentWidget()
    while row is not None and not row.actions():
        row = row.parentWidget()
    assert row is not None
    QTest.mouseDClick(row, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pane.findChild(QLineEdit, "follow_up_form.words") is not None)
    words = find(pane, QLineEdit, "follow_up_form.words")
    assert words.text() == "Send the offer"
    words.setText("Send the new offer")
    words.textEdited.emit("Send the new offer")
    find(pane, QPushButton, "follow_up_form.save").click()
    qtbot.waitUntil(lambda: "Send the new offer" in texts(pane))
    (kept,) = stage.book.ask(open_follow_ups, customer)
    assert (kept.id, kept.words, kept.due_on) == (promise, "Send the new offer", soon)
    qtbot.waitUntil(stage.desk.idle)
    edit = pane.findChild(QAction, f"card.follow_up.{promise}.edit")
    assert edit is not None
    edit.trigger()
    qtbot.waitUntil(lambda: find(pane, QLineEdit, "follow_up_form.words").text() == "Send the new offer")


def test_a_card_that_was_changed_stays_whole_until_the_new_one_is(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer = talleres(stage)
    show(qtbot, pane, customer)
    before, whole = pane._card.view, []
    pane._card.came.connect(lambda: whole.append(notes_are_there(pane)))
    stage.do(EditCustomer(customer, {"nickname": ("", "Talleres")}))
    qtbot.waitUntil(lambda: pane._card.view is not before and "Talleres" in texts(pane))
    assert whole == [True]
    qtbot.waitUntil(lambda: len(pane.findChildren(CardView)) == 1)


def test_nothing_of_a_card_comes_up_as_a_window_of_its_own(qtbot: QtBot, stage: Scene, pane: CardPane) -> None:
    customer = talleres(stage)
    ben = stage.do(AddUser("ben", "Ben Okafor", Role.STAFF))
    for user in (ben, stage.desk.user.id):
        stage.do(Assign((customer,), user, from_day=clock.today() - timedelta(days=9 if user == ben else 3)))
    shown = Shown()
    QGuiApplication.instance().installEventFilter(shown)  # type: ignore[union-attr]
    show(qtbot, pane, customer)
    assert find(pane, QWidget, "card.history").isVisible()
    assert shown.windows == []


class Shown(QObject):
    """Hears which widgets came up as windows."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(watched.objectName())
        return False
