"""Undo of any operation at any later time, and the journal that makes it possible."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.book import Book, open_book
from app.errors import NotAllowed, NotFound, Refused
from app.features.customers.card import card
from app.features.customers.commands import AddCustomer, EditCustomer, RetireCustomers
from app.features.customers.contacts import AddContact, LinkContact, UnlinkContact
from app.features.customers.finding import find
from app.features.customers.lists import ListFilter, count_customers
from app.features.customers.reaches import PhoneInput
from app.features.journal.reading import JournalFilter, changes_of, journal
from app.features.journal.story import stretch
from app.features.journal.verifying import verify
from app.features.team import AddUser
from app.features.undo import UndoOperation


def added(book: Book, name: str = "Zoe Ltd", **more: object) -> tuple[int, int]:
    done = book.do(AddCustomer(name=name, phones=[PhoneInput(raw="+49 30 1234567")], **more))  # type: ignore[arg-type]
    assert done.operation is not None
    return done.answer, done.operation


def edited(book: Book, customer: int, was: str, now: str) -> int:
    done = book.do(EditCustomer(customer, {"notes": (was, now)}))
    assert done.operation is not None
    return done.operation


def notes(book: Book, customer: int) -> object:
    return book.ask(card, customer).values["notes"]


def undo(book: Book, operation: int) -> int:
    done = book.do(UndoOperation(operation))
    assert done.operation is not None
    return done.operation


def test_an_added_customer_goes_with_all_of_it_and_comes_back_by_undoing_the_undo(book: Book) -> None:
    customer, operation = added(book)
    before = book.ask(card, customer)
    back = undo(book, operation)
    assert book.ask(count_customers, ListFilter()) == 0 and book.ask(find, "zoe") == []
    with pytest.raises(NotFound):
        book.ask(card, customer)
    undo(book, back)
    assert book.ask(card, customer) == before
    assert [line.name for line in book.ask(find, "1234567")] == ["Zoe Ltd"]


def test_an_edit_is_taken_back_after_other_fields_of_other_rows_changed(book: Book) -> None:
    customer, _ = added(book)
    operation = edited(book, customer, "", "first")
    added(book, "Another")
    undo(book, operation)
    assert notes(book, customer) == ""


def test_what_was_changed_since_is_kept_and_said(book: Book) -> None:
    customer, _ = added(book)
    first = edited(book, customer, "", "first")
    edited(book, customer, "first", "second")
    with pytest.raises(Refused, match="changed since"):
        book.do(UndoOperation(first))
    assert notes(book, customer) == "second"


def test_a_chain_of_edits_unrolls_and_rolls_forward(book: Book) -> None:
    customer, _ = added(book)
    one, two = edited(book, customer, "", "one"), edited(book, customer, "one", "two")
    back_two = undo(book, two)
    back_one = undo(book, one)
    assert notes(book, customer) == ""
    undo(book, back_one)
    assert notes(book, customer) == "one"
    undo(book, back_two)
    assert notes(book, customer) == "two"


def test_an_added_customer_that_is_in_use_is_kept_whole(book: Book) -> None:
    kept, first = added(book)
    book.do(AddContact(kept, "Pilar"))
    with pytest.raises(Refused):
        book.do(UndoOperation(first))
    assert len(book.ask(card, kept).phones) == 1


def test_a_bulk_change_is_taken_back_except_where_somebody_went_on(book: Book) -> None:
    keys = [added(book, f"Firm {number}")[0] for number in range(3)]
    retired = book.do(RetireCustomers(keys)).operation
    assert retired is not None
    edited(book, keys[1], "", "spoke to them after all")
    done = book.do(UndoOperation(retired))
    assert done.answer.undone == 2
    assert [(kept.customer, kept.why) for kept in done.answer.kept] == [("Firm 1", "changed since")]
    assert book.ask(count_customers, ListFilter()) == 2


def test_the_rest_can_be_undone_once_the_later_change_is(book: Book) -> None:
    keys = [added(book, f"Firm {number}")[0] for number in range(2)]
    retired = book.do(RetireCustomers(keys)).operation
    assert retired is not None
    later = edited(book, keys[1], "", "x")
    book.do(UndoOperation(retired))
    undo(book, later)
    assert book.do(UndoOperation(retired)).answer.kept == ()
    assert book.ask(count_customers, ListFilter()) == 2


def test_the_rest_can_be_undone_after_the_first_part_was_undone_again(book: Book) -> None:
    keys = [added(book, f"Firm {number}")[0] for number in range(2)]
    retired = book.do(RetireCustomers(keys)).operation
    assert retired is not None
    later = edited(book, keys[1], "", "x")
    part = undo(book, retired)
    undo(book, undo(book, part))
    undo(book, later)
    undo(book, retired)
    assert book.ask(count_customers, ListFilter()) == 2


def test_undoing_twice_and_undoing_nothing_are_refused(book: Book) -> None:
    _, operation = added(book)
    undo(book, operation)
    with pytest.raises(Refused, match="already"):
        book.do(UndoOperation(operation))
    with pytest.raises(NotFound):
        book.do(UndoOperation(987654))
    with pytest.raises(Refused, match="making of the book"):
        book.do(UndoOperation(book.ask(journal, JournalFilter())[-1].id))


def test_a_removed_phone_comes_back_unless_its_customer_is_gone(book: Book) -> None:
    customer, first = added(book)
    was = book.ask(card, customer).phones
    removed = book.do(EditCustomer(customer, {"phones": (was, ())})).operation
    assert removed is not None
    undo(book, removed)
    assert book.ask(card, customer).phones == was
    again = book.do(EditCustomer(customer, {"phones": (was, ())})).operation
    assert again is not None
    undo(book, first)
    with pytest.raises(Refused):
        book.do(UndoOperation(again))


def test_a_person_who_is_back_at_the_customer_is_not_there_twice(book: Book) -> None:
    customer, _ = added(book)
    pilar = book.do(AddContact(customer, "Pilar")).answer
    gone = book.do(UnlinkContact(customer, pilar)).operation
    book.do(LinkContact(customer, pilar))
    assert gone is not None
    with pytest.raises(Refused):
        book.do(UndoOperation(gone))
    assert [person.name for person in book.ask(card, customer).contacts] == ["Pilar"]


def test_a_tag_that_was_given_anew_keeps_nothing_else_from_coming_back(book: Book) -> None:
    customer, _ = added(book, tags=["vip"])
    both = book.do(EditCustomer(customer, {"notes": ("", "no longer a vip"), "tags": (("vip",), ())})).operation
    book.do(EditCustomer(customer, {"tags": ((), ("vip",))}))
    assert both is not None
    kept = book.do(UndoOperation(both)).answer.kept
    assert [(one.table, one.why) for one in kept] == [("customer_tags", "there anew by now")]
    assert (notes(book, customer), book.ask(card, customer).tags) == ("", ("vip",))


def test_the_journal_tells_who_did_what_and_what_it_was_before(book: Book) -> None:
    customer, _ = added(book)
    operation = edited(book, customer, "", "first")
    edited(book, customer, "first", "second")
    newest, older, oldest = book.ask(journal, JournalFilter(customer_id=customer))
    assert [line.summary for line in (newest, older, oldest)] == ["Changed Zoe Ltd", "Changed Zoe Ltd", "Added Zoe Ltd"]
    assert older.user == "Ann Becker"
    (change,) = book.ask(changes_of, operation)
    assert change.sentence == "Changed customer Zoe Ltd: notes: – → first"
    assert [line.revision for line in book.ask(journal, JournalFilter())] == [4, 3, 2, 1]


def test_the_chain_holds_and_a_rewritten_value_breaks_it(book: Book) -> None:
    customer, _ = added(book)
    edited(book, customer, "", "first")
    assert book.ask(verify).ok and book.ask(verify).operations == 3
    with book._store.writing() as session:
        session.execute(text("UPDATE changes SET before = '{}' WHERE kind = 'changed'"))
        session.commit()
    assert book.ask(verify).broken_at == 3


def test_no_words_in_place_of_a_hash_hide_a_rewritten_value(book: Book) -> None:
    customer, _ = added(book)
    edited(book, customer, "", "first")
    with book._store.writing() as session:
        session.execute(text("UPDATE changes SET before = '{}' WHERE kind = 'changed'"))
        session.execute(text("UPDATE operations SET hash = 'changed from outside' WHERE revision = 3"))
        session.execute(text("UPDATE book SET head = 'changed from outside'"))
        session.commit()
    assert book.ask(verify).broken_at == 3


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE operations SET summary = 'nothing happened' WHERE revision = 2", 2),
        ("UPDATE operations SET user_id = 99 WHERE revision = 3", 3),
        ("DELETE FROM changes WHERE operation_id = (SELECT id FROM operations WHERE revision = 2)", 2),
        ("UPDATE book SET revision = 2", 4),
    ],
)
def test_any_tampering_with_the_journal_shows(book: Book, statement: str, broken_at: int) -> None:
    customer, _ = added(book)
    edited(book, customer, "", "first")
    with book._store.writing() as session:
        session.execute(text(statement))
        session.commit()
    assert book.ask(verify).broken_at == broken_at


def test_a_write_past_the_program_fails_loudly(book: Book) -> None:
    added(book)

    def foreign(session: Session) -> None:
        session.execute(text("UPDATE customers SET notes = 'x'"))

    with pytest.raises(Exception, match=r"user-defined function|read-only|not written"):
        book.ask(foreign)


def test_both_engines_write_the_same_canonical_text(book: Book) -> None:
    customer, _ = added(book)
    book.do(EditCustomer(customer, {"notes": ("", 'a "quoted" \\ line\n\ttwo é 😀'), "do_not_call": (False, True)}))
    book.do(EditCustomer(customer, {"notes": ('a "quoted" \\ line\n\ttwo é 😀', ""), "do_not_call": (True, False)}))

    def befores(session: Session) -> list[str]:
        return list(session.execute(text("SELECT before FROM changes WHERE before IS NOT NULL ORDER BY id")).scalars())

    first, second = book.ask(befores)
    version = first.partition('"version":')[2].rstrip("}")
    assert first == f'{{"do_not_call":false,"notes":"","version":{version}}}'
    assert second.startswith('{"do_not_call":true,"notes":"a \\"quoted\\" \\\\ line\\n\\ttwo é 😀","version":')


def test_a_customer_that_was_edited_since_keeps_its_phones_and_origin(book: Book) -> None:
    customer, operation = added(book)
    edited(book, customer, "", "went on with them")
    with pytest.raises(Refused):
        book.do(UndoOperation(operation))
    assert [phone.raw for phone in book.ask(card, customer).phones] == ["+49 30 1234567"]


def test_an_undone_redo_leaves_the_first_operation_undone(book: Book) -> None:
    customer, _ = added(book)
    first = edited(book, customer, "", "one")
    back = undo(book, first)
    again = undo(book, back)
    undo(book, again)
    assert notes(book, customer) == ""
    lines = {line.id: line.undone_by for line in book.ask(journal, JournalFilter())}
    assert (lines[first], lines[again] is not None) == (back, True)
    undo(book, back)
    assert notes(book, customer) == "one"


def test_staff_read_their_own_operations_and_a_customers_not_all(book: Book, place: str) -> None:
    customer, _ = added(book)
    book.do(AddUser("ben", "Ben Okafor", "staff"))
    ben = open_book(place, "ben")
    own = ben.do(AddCustomer(name="By Ben")).operation
    assert [line.id for line in ben.ask(journal, JournalFilter(user_id=ben.user.id))] == [own]
    assert len(ben.ask(stretch, JournalFilter(customer_id=customer)).lines) == 1
    for chosen in (JournalFilter(), JournalFilter(user_id=book.user.id)):
        with pytest.raises(NotAllowed):
            ben.ask(stretch, chosen)
    ben.close()
