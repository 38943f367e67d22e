"""On a prepared server each role does its work by its own login, with no more rights than that takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from app import clock
from app.book import Book
from app.errors import HousebookError, NotAllowed, Refused
from app.features.assignments import Assign, board, takers, who_handles
from app.features.customers.card import card
from app.features.customers.commands import AddCustomer, EditCustomer, RetireCustomers
from app.features.customers.contacts import AddContact
from app.features.customers.filters import ListFilter
from app.features.customers.finding import find
from app.features.customers.lists import customer_ids, first_lines
from app.features.customers.orders import Sort
from app.features.customers.reaches import PhoneInput
from app.features.customers.saved import SaveList
from app.features.importing import ImportCards, already_there, read_files
from app.features.journal.reading import JournalFilter
from app.features.journal.story import stretch
from app.features.leaving import (
    AddCanary,
    AnswerRequest,
    AskApproval,
    LedgerFilter,
    LetOut,
    NoteEnd,
    RemoveCanary,
    canaries,
    canaries_found,
    ledger,
    requests,
    traces_of,
)
from app.features.lists import AddTag
from app.features.openings import NoteOpenings, openings
from app.features.restricting import OpenToAll, RestrictCustomer
from app.features.roles import AddUserRole, ChangeUserRole, user_roles
from app.features.settings import ChangeSetting
from app.features.team import AddUser, EditUser, users
from app.features.touchpoints import CorrectTouchPoint, LogTouchPoint, time_line
from app.features.undo import UndoOperation
from app.holding import Document, holding
from app.leaving import Leaving, let_out
from app.leaving_files import FileOutlet
from app.proof import verify
from app.rules.days import Span
from app.rules.permissions import Role
from app.rules.ways_out import WITH_CANARIES
from app.store.sight import BY_CUSTOMER
from tests.prepared import PASSWORD, PreparedBook, as_login, prepared_book
from ui.pages.team.questions import look_at

CARDS = b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Nia Roth\r\nTEL:+49 351 22\r\nCATEGORIES:Fair\r\nEND:VCARD\r\n"


@pytest.fixture(scope="module")
def prepared() -> PreparedBook:
    return prepared_book()


@pytest.fixture
def desks(prepared: PreparedBook) -> Iterator[dict[str, Book]]:
    """The book, open for Ann and for one user of each other role."""
    with ExitStack() as stack:
        yield {login: stack.enter_context(closing(prepared.opened(login))) for login in prepared.addresses}


def test_staff_add_change_find_and_take_back(desks: dict[str, Book]) -> None:
    staff, viewer = desks["staff"], desks["viewer"]

    key = staff.do(AddCustomer(name="Talleres Ibáñez", phones=[PhoneInput(raw="+34 91 1234567")], tags=["Fair"])).answer
    staff.do(AddContact(key, "Ana Ibáñez"))
    staff.do(EditCustomer(key, {"notes": ("", "By the harbour")}))
    logged = staff.do(
        LogTouchPoint(
            key, "call", "Wants an offer", follow_up_on=clock.today() + timedelta(days=1), follow_up_words="x"
        )
    )
    staff.do(SaveList("Mine", ListFilter()))

    assert [line.name for line in viewer.ask(find, "harbour")] == ["Talleres Ibáñez"]
    assert viewer.ask(card, key).name == "Talleres Ibáñez"
    assert [line.name for line in viewer.ask(first_lines, ListFilter(), Sort())] == ["Talleres Ibáñez"]
    undone = staff.do(UndoOperation(logged.operation or 0))
    assert undone.summary.startswith("Undid")
    assert desks["ann"].ask(verify).ok


def test_managers_assign_import_retire_and_correct(desks: dict[str, Book]) -> None:
    staff, manager = desks["staff"], desks["manager"]
    key = staff.do(AddCustomer(name="Werft Ostsee")).answer
    said = staff.do(LogTouchPoint(key, "call", "Rang")).answer

    manager.do(Assign((key,), "staff"))
    manager.do(CorrectTouchPoint(said, {"words": ("Rang", "Rang twice")}))
    imported = manager.do(ImportCards(read_files([("fair.vcf", CARDS)])))
    retired = manager.do(RetireCustomers((key,)))
    manager.do(UndoOperation(retired.operation or 0))
    manager.do(UndoOperation(imported.operation or 0))

    assert [one.login for one in staff.ask(who_handles, key, clock.today())] == ["staff"]
    assert staff.ask(time_line, key)[0].words == "Rang twice"
    assert desks["ann"].ask(verify).ok


def test_what_a_role_may_not_the_door_refuses_as_everywhere(desks: dict[str, Book]) -> None:
    with pytest.raises(NotAllowed, match="is viewer in this book and may not"):
        desks["viewer"].do(AddCustomer(name="Nobody"))
    with pytest.raises(NotAllowed, match="may not see customers"):
        desks["it"].ask(find, "harbour")


def test_it_adds_people_and_sees_the_team_but_no_customers(desks: dict[str, Book]) -> None:
    it = desks["it"]

    assert it.ask(look_at, clock.today(), clock.today(), clock.now()).users
    it.do(AddUser("joe", "Joe", Role.STAFF, None, PASSWORD))

    assert "joe" in [one.login for one in it.ask(users)]
    with pytest.raises(HousebookError):
        it.do(AddUser("max", "Max", Role.OWNER, None, PASSWORD))


def test_owners_edit_roles_and_what_they_give_holds_at_once(desks: dict[str, Book]) -> None:
    ann, viewer = desks["ann"], desks["viewer"]
    role = next(one for one in ann.ask(user_roles) if one.key == Role.VIEWER)

    ann.do(ChangeUserRole(role.id, give=("EDIT_CUSTOMERS",)))
    viewer.do(AddCustomer(name="By a viewer"))
    ann.do(ChangeUserRole(role.id, take=("EDIT_CUSTOMERS",)))

    with pytest.raises(NotAllowed):
        viewer.do(AddCustomer(name="Nobody"))
    ann.do(AddUserRole("Trainee", ("SEE_CUSTOMERS",)))
    ann.do(AddTag("Gold"))
    ann.do(ChangeSetting("home_region", "ES"))


def test_a_user_renamed_keeps_the_login_on_the_server(desks: dict[str, Book], prepared: PreparedBook) -> None:
    ann = desks["ann"]
    user = next(one for one in ann.ask(users) if one.login == "manager")

    ann.do(EditUser(user.id, {"login": ("manager", "mara")}))

    with closing(prepared.opened("manager")) as again:
        assert again.user.login == "mara"


def test_the_gate_and_the_ledger(desks: dict[str, Book]) -> None:
    ann, manager, staff = desks["ann"], desks["manager"], desks["staff"]
    keys = [staff.do(AddCustomer(name=f"Firm {n}")).answer for n in range(3)]
    ann.do(ChangeSetting("export_limit", 0))

    manager.do(AskApproval(keys, "csv", "For the tax office"))
    asked = ann.ask(requests, ann.user.id, clock.today(), to_answer=True)
    ann.do(AnswerRequest(asked[0].id, approve=True))
    permit = manager.do(LetOut(keys, "csv", "list.csv", "For the tax office")).answer
    manager.do(NoteEnd(permit.id, finished=True, digest="0" * 64))

    assert [line.customers for line in ann.ask(ledger, LedgerFilter())] == [3]


def test_slices_are_counted_also_for_who_may_not_read_the_ledger(desks: dict[str, Book]) -> None:
    ann, manager = desks["ann"], desks["manager"]
    keys = [ann.do(AddCustomer(name=f"Slice {n}")).answer for n in range(6)]
    role = next(one for one in ann.ask(user_roles) if one.key == Role.MANAGER)
    ann.do(ChangeSetting("export_limit", 5))
    ann.do(ChangeUserRole(role.id, take=("SEE_LEDGER",)))

    manager.do(LetOut(keys[:5], "csv", "list.csv", "For the tax office"))
    with pytest.raises(Refused, match=r"with the 5 customers that you took in the last 7 days these are 6"):
        manager.do(LetOut(keys[5:], "csv", "list.csv", "For the tax office"))

    ann.do(ChangeUserRole(role.id, give=("SEE_LEDGER",)))
    ann.do(ChangeSetting("export_limit", 100))


def test_all_we_hold_goes_to_the_customer_by_the_gate(desks: dict[str, Book]) -> None:
    ann, manager = desks["ann"], desks["manager"]
    customer = desks["staff"].do(AddCustomer(name="Quibble")).answer
    desks["staff"].do(LogTouchPoint(customer, "note", "Likes tea"))
    ann.do(ChangeSetting("export_limit", 100))
    document = Document()
    left = let_out(manager, holding(customer, "paper"), document)
    assert left.noted and "Likes tea" in "\n".join(document.held.lines())
    line = ann.ask(ledger, LedgerFilter())[0]
    assert (line.customers, line.finished) == (1, True)
    with pytest.raises(NotAllowed):
        let_out(desks["staff"], holding(customer, "paper"), Document())


def test_opened_cards_are_noted_by_who_sees_customers_and_told_to_who_reads_the_ledger(desks: dict[str, Book]) -> None:
    ann, viewer = desks["ann"], desks["viewer"]
    for _ in range(5):
        viewer.do(NoteOpenings(50))

    (told,) = ann.ask(openings, Span(clock.now() - timedelta(hours=1), clock.now()))
    assert (told.login, told.cards, told.many) == ("viewer", 250, True)
    with pytest.raises(NotAllowed):
        viewer.ask(openings, Span(clock.now() - timedelta(hours=1), clock.now()))


def test_the_journal_board_and_promises_are_read_by_who_may(desks: dict[str, Book]) -> None:
    ann, staff = desks["ann"], desks["staff"]
    key = staff.do(AddCustomer(name="Board and Co")).answer
    staff.do(LogTouchPoint(key, "call", "x", follow_up_on=clock.today(), follow_up_words="Send it"))

    assert ann.ask(stretch, JournalFilter()).lines
    assert {line.user_id for line in staff.ask(stretch, JournalFilter(user_id=staff.user.id)).lines} == {staff.user.id}
    assert staff.ask(stretch, JournalFilter(customer_id=key)).lines
    now = clock.now()
    assert ann.ask(board, clock.today(), clock.today(), now)
    assert desks["manager"].ask(takers, clock.today())


def test_others_learn_of_it_whatever_they_may_see(desks: dict[str, Book]) -> None:
    it, staff = desks["it"], desks["staff"]
    before = it.revision()
    watch = it.watch()
    try:
        staff.do(AddCustomer(name="Heard of"))
        assert watch.wait(5)
    finally:
        watch.close()
    assert it.changes_since(before).revision == before + 1


def test_a_restricted_customer_is_there_for_the_named_alone(desks: dict[str, Book], prepared: PreparedBook) -> None:
    ann, staff, manager = desks["ann"], desks["staff"], desks["manager"]
    key = staff.do(AddCustomer(name="Quiet Matter", phones=[PhoneInput(raw="+34 91 7654321")], tags=["Secret"])).answer
    other = staff.do(AddCustomer(name="Open Matter")).answer
    staff.do(LogTouchPoint(key, "call", "Whispered"))

    ann.do(RestrictCustomer(key, (manager.user.id,)))

    assert {line.name for line in manager.ask(find, "matter")} == {"Open Matter", "Quiet Matter"}
    assert [line.name for line in staff.ask(find, "matter")] == ["Open Matter"]
    with prepared.raw("staff") as raw:
        for table, column in BY_CUSTOMER.items():
            asked = sql.SQL("SELECT count(*) FROM {} WHERE {} = %s").format(
                sql.Identifier(table), sql.Identifier(column)
            )
            assert raw.execute(asked, (key,)).fetchone() == (0,), table
        assert raw.execute("SELECT count(*) FROM search_words WHERE words @@ 'quiet'").fetchone() == (0,)
        assert raw.execute("SELECT count(*) FROM said WHERE words @@ 'whispered'").fetchone() == (0,)
        assert raw.execute("SELECT count(*) FROM changes WHERE customer_id = %s", (key,)).fetchone() == (0,)
    staff.do(LogTouchPoint(other, "call", "Loud"))
    manager.do(LogTouchPoint(key, "call", "Whispered again"))
    manager.do(ImportCards(read_files([("fair.vcf", CARDS + CARDS.replace(b"Nia", b"Pia"))])))
    ann.do(OpenToAll(key))
    assert len(staff.ask(find, "matter")) == 2
    assert ann.ask(verify).ok


def test_who_sees_their_own_customers_alone_works_with_them(desks: dict[str, Book]) -> None:
    ann, staff, viewer = desks["ann"], desks["staff"], desks["viewer"]
    theirs = desks["manager"].do(AddCustomer(name="Somebody else's")).answer
    role = next(one for one in ann.ask(user_roles) if one.key == Role.STAFF)

    ann.do(ChangeUserRole(role.id, edits={"whose": (None, "own")}))

    mine = staff.do(AddCustomer(name="My own somebody", phones=[PhoneInput(raw="123 456")])).answer
    staff.do(LogTouchPoint(mine, "call", "x"))
    assert [line.id for line in staff.ask(find, "somebody")] == [mine]
    assert {line.id for line in viewer.ask(find, "somebody")} == {mine, theirs}
    ann.do(ChangeUserRole(role.id, edits={"whose": ("own", None)}))
    assert ann.ask(verify).ok


def test_a_role_added_with_a_narrow_sight_has_it_on_the_server_at_once(
    desks: dict[str, Book], prepared: PreparedBook
) -> None:
    ann = desks["ann"]
    ann.do(AddCustomer(name="Not the newcomer's"))

    ann.do(AddUserRole("Newcomer", ("SEE_CUSTOMERS",), whose="own"))
    ann.do(AddUser("newcomer", "Newcomer", ann.ask(user_roles)[-1].key, None, PASSWORD))

    role = ann.server_logins()[next(one.id for one in ann.ask(users) if one.login == "newcomer")]
    with psycopg.connect(as_login(prepared.admin, role).replace(" ", "%20")) as raw:
        assert raw.execute("SELECT count(*) FROM customers").fetchone() == (0,)


def test_canaries_leave_with_the_exports_of_those_who_cannot_see_them(desks: dict[str, Book], tmp_path: Path) -> None:
    ann, manager = desks["ann"], desks["manager"]
    for number in range(WITH_CANARIES):
        ann.do(AddCustomer(name=f"Buyer {number}"))
    ann.do(ChangeSetting("export_limit", 100))
    key = ann.do(AddCanary("Elvira Quintas", "person", email="elvira@letters.example")).answer
    path = tmp_path / "out.vcf"
    ids = ann.ask(customer_ids, ListFilter(words="buyer"), (("name", False),))

    left = let_out(manager, Leaving(ids, "vcard4", str(path), "For the fair"), FileOutlet(path, "vcard4"))

    traces = traces_of("out.vcf", path.read_bytes(), people=True)
    found = ann.ask(canaries_found, traces)
    assert left.customers == WITH_CANARIES
    assert ([one.name for one in found.canaries], [one.id for one in found.exports]) == (
        ["Elvira Quintas"],
        [left.ledger],
    )
    reading = read_files([("out.vcf", path.read_bytes())])
    assert len(manager.ask(already_there, reading)) == manager.do(ImportCards(reading)).answer.already_there == 1
    with pytest.raises(NotAllowed):
        manager.ask(canaries)
    assert manager.ask(stretch, JournalFilter()).lines[0].summary.startswith("Imported 10 customers")
    ann.do(RemoveCanary(key))
    assert ann.ask(canaries) == []
    assert ann.ask(verify).ok
