"""The gate: who may take customers along, with what reason and whose yes, and what the ledger keeps of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app import clock
from app.book import Book, open_book
from app.errors import HousebookError, NotAllowed, NotFound, Refused, Stopped
from app.features.access import LockUser
from app.features.customers.card import card
from app.features.customers.commands import AddCustomer
from app.features.customers.contacts import AddContact
from app.features.customers.lists import ListFilter, customer_ids
from app.features.customers.reaches import AddressInput, EmailInput, PhoneInput
from app.features.erasing import EraseCustomer
from app.features.importing import ImportCards, read_files
from app.features.journal.verifying import verify
from app.features.leaving import (
    AnswerRequest,
    AskApproval,
    LedgerFilter,
    LedgerLine,
    LetOut,
    Permit,
    found_in_ledger,
    leaving_cards,
    ledger,
    marked_so,
    requested,
    requests,
    traces_of,
)
from app.features.lists import DeclareField
from app.features.settings import ChangeSetting
from app.features.team import AddUser
from app.features.undo import UndoOperation
from app.formats.card import Card
from app.formats.table_writing import Width
from app.leaving import Leaving, Left, let_out
from app.leaving_files import FileOutlet
from app.ticket import Ticket

WHY = "Letters to the customers of the fair"


def add(book: Book, *names: str) -> list[int]:
    return [book.do(AddCustomer("company", name)).answer for name in names]


def export(book: Book, path: Path, ids: Sequence[int] | None = None, reason: str = WHY, way: str = "vcard4") -> Left:
    ids = book.ask(customer_ids, ListFilter(), (("name", False),)) if ids is None else ids
    return let_out(book, Leaving(ids, way, str(path), reason), FileOutlet(path, way))


def lines(book: Book) -> list[LedgerLine]:
    return book.ask(ledger, LedgerFilter())


@pytest.fixture
def ben(place: str, book: Book) -> Iterator[Book]:
    """A manager at another desk."""
    book.do(AddUser("ben", "Ben Okafor", "manager"))
    with closing(open_book(place, "ben")) as opened:
        yield opened


def test_what_left_stands_in_the_ledger_with_its_mark(book: Book, tmp_path: Path) -> None:
    add(book, "Acme", "Bolt")
    path = tmp_path / "out.vcf"
    left = export(book, path)
    (line,) = lines(book)
    assert (line.id, line.fingerprint, line.customers) == (left.ledger, left.fingerprint, 2)
    assert (line.login, line.way, line.to, line.reason, line.finished) == ("ann", "vcard4", str(path), WHY, True)
    assert path.read_text().count(left.fingerprint) == 2
    assert book.ask(marked_so, [left.fingerprint], "") == [line]
    assert book.ask(verify).ok


@pytest.mark.parametrize("reason", ["", "  ", "...", "123 456"])
def test_without_a_reason_nothing_leaves(book: Book, tmp_path: Path, reason: str) -> None:
    add(book, "Acme")
    with pytest.raises(Refused, match="sentence"):
        export(book, tmp_path / "out.vcf", reason=reason)
    assert lines(book) == []
    assert list(tmp_path.glob("out*")) == []


def test_without_the_right_nothing_leaves(book: Book, place: str, tmp_path: Path) -> None:
    ids = add(book, "Acme")
    for role in ("staff", "viewer"):
        book.do(AddUser(role, role, role))
        with closing(open_book(place, role)) as other, pytest.raises(NotAllowed):
            export(other, tmp_path / "out.vcf", ids)
    assert lines(book) == []
    assert list(tmp_path.glob("out*")) == []


def test_nobody_gets_at_the_cards_past_the_ledger(book: Book, tmp_path: Path) -> None:
    acme, bolt = add(book, "Acme", "Bolt")
    permit = book.do(LetOut((acme,), "vcard4", "there", WHY)).answer
    assert [one.name for one in book.ask(leaving_cards, permit.id, [acme], pictures=False)] == ["Acme"]
    with pytest.raises(NotFound):
        book.ask(leaving_cards, permit.id, [bolt], pictures=False)
    left = export(book, tmp_path / "out.vcf", [acme])
    with pytest.raises(NotFound):
        book.ask(leaving_cards, left.ledger, [acme], pictures=False)


def test_above_the_number_a_second_person_says_yes_once(book: Book, ben: Book, tmp_path: Path) -> None:
    ids = add(book, "Acme", "Bolt", "Cord")
    book.do(ChangeSetting("export_limit", 0))
    with pytest.raises(Refused, match="second person"):
        export(book, tmp_path / "out.vcf")
    key = book.do(AskApproval(ids, "vcard4", WHY)).answer
    assert book.do(AskApproval(ids, "vcard4", WHY)).answer == key
    with pytest.raises(Refused, match="your own"):
        book.do(AnswerRequest(key, approve=True))
    today = clock.today()
    (seen,) = ben.ask(requests, ben.user.id, today, to_answer=True)
    assert (seen.user, seen.customers, seen.reason, seen.state) == ("Ann Becker", 3, WHY, "asked")
    ben.do(AnswerRequest(key, approve=True))
    for other in ({"ids": ids[:2]}, {"reason": "Something else"}, {"way": "vcard3"}):
        with pytest.raises(Refused, match="second person"):
            export(book, tmp_path / "out.vcf", **other)
    assert book.ask(requested, key, book.user.id, today).state == "approved"
    export(book, tmp_path / "out.vcf", list(reversed(ids)))
    assert [(one.approved_by, one.approver) for one in lines(book)] == [("Ben Okafor", "ben")]
    with pytest.raises(Refused, match="second person"):
        export(book, tmp_path / "again.vcf", ids)


def test_an_approval_in_hand_that_does_not_hold_is_told_why(book: Book, ben: Book) -> None:
    ids = add(book, "Acme", "Bolt", "Cord")
    book.do(ChangeSetting("export_limit", 0))
    ben.do(AnswerRequest(book.do(AskApproval(ids[:2], "csv", WHY)).answer, approve=True))
    given = f"second person. The approval that Ben Okafor gave on {clock.today()} "
    for wanted, reason, told in (
        (ids, WHY, "is for other customers. Ask for these."),
        (ids[:2], "A letter", f"is for another reason, “{WHY}”. Say that one, or ask again."),
    ):
        with pytest.raises(Refused, match=given + told + "$"):
            book.do(LetOut(wanted, "csv", "there", reason))
    book.do(EraseCustomer(ids[0]))
    with pytest.raises(
        Refused, match=r"no longer holds: 1 customer of those 2 can no longer be exported. Ask again\.$"
    ):
        book.do(LetOut(ids[:2], "csv", "there", WHY))
    with pytest.raises(Refused, match=r"second person\. Ask for it"):
        book.do(LetOut(ids[:2], "vcard4", "there", WHY))


def test_a_list_in_slices_needs_the_yes_that_it_needs_at_once(
    book: Book, ben: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    *few, last, other = add(book, "Acme", "Bolt", "Cord", "Dune", "Elm", "Fir", "Gum")
    book.do(ChangeSetting("export_limit", 5))

    def take(*ids: int) -> None:
        book.do(LetOut(ids, "csv", "there", WHY))

    take(other)
    later = clock.now() + timedelta(days=7, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    take(*few[:3])
    take(*few[2:])
    sentence = "with the 5 customers that you took in the last 7 days these are 6, and more than 5 need the approval of"
    with pytest.raises(Refused, match=sentence):
        take(last)
    take(*few)
    ben.do(LetOut((last, other), "csv", "there", WHY))
    ben.do(AnswerRequest(book.do(AskApproval((last,), "csv", WHY)).answer, approve=True))
    take(last)
    assert lines(book)[0].approved_by == "Ben Okafor"
    with pytest.raises(Refused, match="so few customers"):
        book.do(AskApproval(few, "csv", WHY))
    take(*few)


def test_a_refusal_and_an_answer_too_late_open_nothing(
    book: Book, ben: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = add(book, "Acme")
    book.do(ChangeSetting("export_limit", 0))
    ben.do(AnswerRequest(book.do(AskApproval(ids, "vcard4", WHY)).answer, approve=False))
    with pytest.raises(Refused, match="second person"):
        export(book, tmp_path / "out.vcf")
    later = book.do(AskApproval(ids, "vcard4", WHY)).answer
    ben.do(AnswerRequest(later, approve=True))
    now = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: now)
    with pytest.raises(Refused, match="second person"):
        export(book, tmp_path / "out.vcf")
    assert lines(book) == []


class Torn(FileOutlet):
    """A disk that fills up after some customers."""

    def take(self, cards: Sequence[Card], marks: Sequence[str]) -> None:
        super().take(cards, marks)
        raise Refused("The disk is full.")


def test_what_was_not_finished_is_said_so_and_leaves_no_file(book: Book, tmp_path: Path) -> None:
    ids, path = add(book, "Acme"), tmp_path / "out.csv"
    with pytest.raises(Refused, match="full"):
        let_out(book, Leaving(ids, "csv", str(path), WHY), Torn(path, "csv"))
    ticket = Ticket(lambda _what, done, _total: ticket.stop() if done == 0 else None)
    with pytest.raises(Stopped):
        let_out(book, Leaving(ids, "csv", str(path), WHY), FileOutlet(path, "csv"), ticket)
    assert [one.finished for one in lines(book)] == [False, False]
    assert list(tmp_path.glob("*out*")) == []


class Full(FileOutlet):
    """Its file goes to a disk that is full."""

    def begin(self, permit: Permit, width: Width) -> None:
        super().begin(permit, width)
        os.dup2(os.open("/dev/full", os.O_WRONLY), self._file.fileno())  # type: ignore[union-attr]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only here a full disk is at hand")
def test_a_full_disk_leaves_no_file_and_the_ledger_says_so(book: Book, tmp_path: Path) -> None:
    ids, path = add(book, "Acme" * 5000), tmp_path / "out.csv"
    with pytest.raises(Refused, match="the disk is full"):
        let_out(book, Leaving(ids, "csv", str(path), WHY), Full(path, "csv"))
    assert [one.finished for one in lines(book)] == [False]
    assert list(tmp_path.glob("*out*")) == []


class Parting(FileOutlet):
    """As soon as the file is in its place, somebody locks out who exports."""

    owner: Book

    def finish(self) -> str:
        digest = super().finish()
        self.owner.do(LockUser("ben", locked=True))
        return digest


def test_what_has_left_is_said_so_though_the_ledger_could_not_note_its_end(
    book: Book, ben: Book, tmp_path: Path
) -> None:
    ids, path = add(book, "Acme"), tmp_path / "out.csv"
    outlet = Parting(path, "csv")
    outlet.owner = book
    left = let_out(ben, Leaving(ids, "csv", str(path), WHY), outlet)
    assert "could not note" in left.in_ledger
    assert path.exists()
    assert [one.finished for one in lines(book)] == [None]


def test_only_who_exports_reads_under_it_and_for_a_day(book: Book, ben: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = add(book, "Acme")
    permit = book.do(LetOut(ids, "vcard4", "there", WHY)).answer
    with pytest.raises(NotFound):
        ben.ask(leaving_cards, permit.id, ids, pictures=False)
    assert book.ask(leaving_cards, permit.id, ids, pictures=False)
    now = clock.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: now)
    with pytest.raises(NotFound):
        book.ask(leaving_cards, permit.id, ids, pictures=False)


def test_another_file_is_never_written_over_unasked(book: Book, tmp_path: Path) -> None:
    ids, path = add(book, "Acme"), tmp_path / "out.csv"
    path.write_text("mine")
    with pytest.raises(Refused, match="already"):
        FileOutlet(path, "csv")
    let_out(book, Leaving(ids, "csv", str(path), WHY), FileOutlet(path, "csv", replace=True))
    assert "Acme" in path.read_text("utf-8-sig")
    with pytest.raises(Refused, match="folder"):
        FileOutlet(tmp_path / "none" / "out.csv", "csv")


def test_the_ledger_stays_as_it_is(book: Book, tmp_path: Path) -> None:
    add(book, "Acme")
    export(book, tmp_path / "out.vcf")
    for statement in ("UPDATE exports SET reason = 'x'", "DELETE FROM exports", "DELETE FROM export_ends"):
        with pytest.raises((DBAPIError, HousebookError)), book._store.writing() as session:
            session.execute(text(statement))
            session.commit()
    (line,) = lines(book)
    assert line.reason == WHY
    with pytest.raises(Refused, match="called back"):
        book.do(UndoOperation(_operation(book, "LetOut")))


def _operation(book: Book, command: str) -> int:
    with book._store.reading() as session:
        found = text("SELECT id FROM operations WHERE command = :c")
        return int(session.execute(found, {"c": command}).scalar_one())


def test_who_may_not_read_the_ledger_sees_their_own_lines(book: Book, place: str, tmp_path: Path) -> None:
    add(book, "Acme")
    export(book, tmp_path / "out.vcf")
    book.do(AddUser("vic", "Vic", "viewer"))
    with closing(open_book(place, "vic")) as vic:
        assert vic.ask(ledger, LedgerFilter(user_id=vic.user.id)) == []
        with pytest.raises(NotAllowed):
            vic.ask(ledger, LedgerFilter())


@pytest.mark.parametrize("way", ["vcard3", "vcard4", "csv", "csv-exact", "xlsx"])
def test_all_of_a_customer_comes_back_into_another_book(book: Book, location: str, tmp_path: Path, way: str) -> None:
    book.do(DeclareField("Colour"))
    field = book.ask(card, add(book, "Blank")[0]).fields[0].id
    values = {"number": "K-1", "tax_number": "DE1", "since": clock.today(), "do_not_mail": True, "notes": "a\nb"}
    acme = book.do(
        AddCustomer(
            "company",
            "Acme; Söhne",
            values,
            phones=(PhoneInput(raw="+49 40 123456", kind="work", label="Night"),),
            emails=(EmailInput(address="a@acme.example"), EmailInput(address="b@acme.example", preferred=True)),
            addresses=(AddressInput(town="Köln", street="Am Dom 1"),),
            tags=("a, b", "c"),
            fields={field: "red"},
        )
    ).answer
    contact = AddContact(acme, "Ana Ruiz", "decides", phones=(PhoneInput(raw="+34 600 100 100"),), notes="x\ny")
    book.do(contact)
    path = tmp_path / "out"
    export(book, path, [acme], way=way)
    there = _other(book, location, tmp_path)
    with closing(there):
        there.do(DeclareField("Colour"))
        there.do(ImportCards(read_files([("out", path.read_bytes())])))
        (key,) = there.ask(customer_ids, ListFilter(), (("name", False),))
        assert _told(there, key) == _told(book, acme)


def _other(book: Book, location: str, tmp_path: Path) -> Book:
    from app.book import create_book

    place = str(tmp_path / "other.book") if book.kind == "sqlite" else location
    return create_book(place, "Other", "ann")


def _told(book: Book, key: int) -> dict[str, object]:
    seen = book.ask(card, key)
    values = {name: value for name, value in seen.values.items() if name != "stage_id"}
    reaches = [sorted((one.kind or "other", one.label, one.preferred, *_given(one)) for one in some)
               for some in (seen.phones, seen.emails, seen.addresses, seen.links)]  # fmt: skip
    people = [
        (one.name, one.role, one.notes, [_given(phone) for phone in one.phones], len(one.emails))
        for one in seen.contacts
    ]
    fields = [(one.name, one.value) for one in seen.fields]
    return {**values, "stage": seen.stage, "tags": seen.tags, "fields": fields, "reaches": reaches, "people": people}


def _given(one: object) -> tuple[str, ...]:
    names = ("raw", "address", "url", "street", "town", "country")
    return tuple(str(getattr(one, name)) for name in names if hasattr(one, name))


def test_of_equal_exports_the_one_in_the_files_form_is_told_and_how_many_more_there_are(
    book: Book, tmp_path: Path
) -> None:
    ids = [
        book.do(AddCustomer("company", name, emails=(EmailInput(address=f"{name}@x.example"),))).answer
        for name in ("acme", "bolt")
    ]
    ways = ("csv", "vcard4", "vcard3", "vcard3", "vcard3", "vcard3", "vcard3")
    left = [export(book, tmp_path / f"{number}.x", ids, way=way).ledger for number, way in enumerate(ways)]
    found = book.ask(found_in_ledger, traces_of("bare.csv", b"Name,E-mail\nA,acme@x.example\nB,bolt@x.example\n"))
    assert (found[0].line.id, len(found), {one.more for one in found}) == (left[0], 5, {2})
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:{0}\nEMAIL:{0}@x.example\nEND:VCARD\n"
    bare = traces_of("bare.vcf", "".join(card.format(name) for name in ("acme", "bolt")).encode())
    assert [one.line.id for one in book.ask(found_in_ledger, bare)] == left[:1:-1]


def test_a_file_is_found_by_its_mark_its_bytes_or_its_contents(book: Book, tmp_path: Path) -> None:
    ids = [
        book.do(AddCustomer("company", name, emails=(EmailInput(address=f"{name}@x.example"),))).answer
        for name in ("acme", "bolt", "cord")
    ]
    first, path = export(book, tmp_path / "one.csv", ids[:1], way="csv"), tmp_path / "all.csv"
    left = export(book, path, ids, way="csv")
    found = book.ask(found_in_ledger, traces_of("all.csv", path.read_text("utf-8-sig").encode("utf-16")))
    assert [(one.line.id, one.how) for one in found] == [(left.ledger, "mark")]
    bare = "Name,E-mail\nA,acme@x.example\nB,BOLT@x.example\nC,cord@x.example\nD,d@x.example\n"
    (likely,) = book.ask(found_in_ledger, traces_of("bare.csv", bare.encode()))
    assert (likely.line.id, likely.how, likely.known, likely.customers) == (left.ledger, "contents", 3, 4)
    assert book.ask(found_in_ledger, traces_of("x.csv", b"Name,E-mail\nA,a@b.example\nB,b@b.example\n")) == []
    assert book.ask(found_in_ledger, traces_of("x.bin", b"\x00\x01")) == []
    whole = replace(traces_of("one.csv", (tmp_path / "one.csv").read_bytes()), fingerprints=())
    assert [(one.line.id, one.how) for one in book.ask(found_in_ledger, whole)] == [(first.ledger, "file")]
