"""Canary customers: they leave with larger exports, stand in nothing else, and tell where a file came from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from app.book import Book, open_book
from app.errors import NotAllowed, NotFound, Refused
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.customers.lists import ListFilter, customer_ids
from app.features.customers.reaches import EmailInput
from app.features.importing import ImportCards, already_there, preview, read_files
from app.features.journal.reading import JournalFilter, changes_of, journal
from app.features.leaving import (
    AddCanary,
    FoundCanaries,
    LedgerFilter,
    RemoveCanary,
    canaries,
    canaries_found,
    found_in_ledger,
    ledger,
    traces_of,
)
from app.features.team import AddUser
from app.features.undo import UndoOperation
from app.formats.card import Card
from app.formats.reading import read_file
from app.leaving import Leaving, Left, let_out
from app.leaving_files import FileOutlet
from app.proof import verify
from app.rules.ways_out import WITH_CANARIES

WHY = "Letters to the customers of the fair"
ELVIRA = AddCanary(
    "Elvira Quintas", "person", email="elvira@letters.example", phone="+49 351 4711 2233", town="Dresden"
)
OTTO = AddCanary("Otto Brandt & Söhne", email="brandt@letters.example")


@pytest.fixture
def filled(book: Book) -> Book:
    """With just so many customers that canaries leave with all of them."""
    for number in range(WITH_CANARIES):
        book.do(AddCustomer("company", f"{chr(ord('A') + 2 * number)}cme"))
    return book


def customers(book: Book) -> list[int]:
    return list(book.ask(customer_ids, ListFilter(), (("name", False),)))


def export(book: Book, path: Path, way: str = "vcard4", ids: Sequence[int] | None = None) -> Left:
    ids = customers(book) if ids is None else ids
    return let_out(book, Leaving(ids, way, str(path), WHY), FileOutlet(path, way))


def names(path: Path) -> list[str]:
    return [one.name for one in read_file(path.name, path.read_bytes()) if isinstance(one, Card)]


def found(book: Book, path: Path) -> FoundCanaries:
    return book.ask(canaries_found, traces_of(path.name, path.read_bytes(), people=True))


def test_each_larger_export_has_it_at_its_place_and_counts_it_nowhere(filled: Book, tmp_path: Path) -> None:
    filled.do(ELVIRA)
    for way in ("vcard3", "vcard4", "csv", "csv-exact", "xlsx"):
        path = tmp_path / f"{way}.out"

        left = export(filled, path, way)

        line = filled.ask(ledger, LedgerFilter())[0]
        cards = {one.name: one for one in read_file(path.name, path.read_bytes()) if isinstance(one, Card)}
        elvira, beside = cards["Elvira Quintas"], cards["Qcme"]
        assert left.customers == line.customers == WITH_CANARIES == len(cards) - 1
        assert list(cards)[8:11] == ["Qcme", "Elvira Quintas", "Scme"]
        assert (elvira.emails[0].value, elvira.phones[0].value) == (ELVIRA.email, ELVIRA.phone)
        assert (elvira.stage, len(elvira.uid)) == (beside.stage, len(beside.uid)) == ("Lead", 36)
        assert path.read_bytes().count(left.fingerprint.encode()) in (0, WITH_CANARIES + 1)


def test_in_another_order_it_stands_anywhere_and_with_few_customers_it_stays(filled: Book, tmp_path: Path) -> None:
    filled.do(ELVIRA)
    ids = customers(filled)

    export(filled, tmp_path / "backwards.vcf", ids=list(reversed(ids)))
    export(filled, tmp_path / "few.vcf", ids=ids[1:])

    assert sorted(names(tmp_path / "backwards.vcf")) == sorted([*names(tmp_path / "few.vcf"), "Acme", "Elvira Quintas"])
    assert "Elvira Quintas" not in names(tmp_path / "few.vcf")


def test_two_leave_at_most_and_those_that_left_least(filled: Book, tmp_path: Path) -> None:
    for number in range(4):
        filled.do(AddCanary(f"Nobody {number}", email=f"nobody{number}@letters.example"))

    for number in range(2):
        export(filled, tmp_path / f"{number}.vcf")

    first, second = (set(names(tmp_path / f"{number}.vcf")) for number in range(2))
    assert len({one for one in first ^ second if one.startswith("Nobody")}) == 4
    assert [one.exports for one in filled.ask(canaries)] == [1, 1, 1, 1]


def test_it_stands_in_no_list_search_or_journal(filled: Book) -> None:
    before = customers(filled)

    operation = filled.do(ELVIRA).operation or 0

    assert customers(filled) == before
    assert filled.ask(find, "elvira quintas") == []
    (line,) = filled.ask(journal, JournalFilter(), None, 1)
    assert line.summary == "Changed the canary customers"
    told = [one.sentence for one in filled.ask(changes_of, operation)]
    assert told == ["Added canary customer"]
    assert filled.ask(verify).ok


def test_which_export_a_file_came_from_is_told_without_its_marks(filled: Book, tmp_path: Path) -> None:
    filled.do(ELVIRA)
    filled.do(OTTO)
    path, taken = tmp_path / "out.csv", tmp_path / "taken.txt"
    left = export(filled, path, "csv")
    bare = re.sub(f",{left.fingerprint}-[0-9]+", ",", path.read_text("utf-8"))
    (likely,) = filled.ask(found_in_ledger, traces_of("bare.csv", bare.encode()))
    assert (likely.how, likely.known, likely.customers) == ("contents", WITH_CANARIES, WITH_CANARIES)
    assert [one.by for one in found(filled, path).canaries] == [("e-mail", "telephone", "name"), ("e-mail", "name")]

    for text, by in (
        ("Write to ELVIRA@Letters.example soon, elvira.quintas@other.example", ("e-mail",)),
        ("quintas, élvira;0351/47 11-22 33", ("telephone", "name")),
    ):
        taken.write_text(text)
        seen = found(filled, taken)
        assert [(one.name, one.by) for one in seen.canaries] == [("Elvira Quintas", by)]
        assert ([one.id for one in seen.exports], seen.together) == ([left.ledger], 1)
    taken.write_text("melvira@letters.example elvira@letters.example.org 351 4711 22334")
    assert found(filled, taken).canaries == ()


def test_those_that_stand_in_a_file_narrow_down_the_export(filled: Book, tmp_path: Path) -> None:
    for number in range(3):
        filled.do(AddCanary(f"Nobody {number}", email=f"nobody{number}@letters.example"))
    lefts = [export(filled, tmp_path / f"{number}.vcf") for number in range(2)]

    seen = found(filled, tmp_path / "0.vcf")

    assert ([one.id for one in seen.exports], seen.together) == ([lefts[0].ledger], 2)


def test_who_was_removed_leaves_no_more_and_is_still_found(filled: Book, tmp_path: Path) -> None:
    key = filled.do(ELVIRA).answer
    left = export(filled, tmp_path / "before.vcf")

    filled.do(RemoveCanary(key))

    export(filled, tmp_path / "after.vcf")
    assert filled.ask(canaries) == []
    assert "Elvira Quintas" not in names(tmp_path / "after.vcf")
    assert [one.id for one in found(filled, tmp_path / "before.vcf").exports] == [left.ledger]
    with pytest.raises(NotFound):
        filled.do(RemoveCanary(key))


def test_a_file_that_comes_back_brings_no_canary_in_and_names_none(filled: Book, tmp_path: Path) -> None:
    filled.do(ELVIRA)
    path = tmp_path / "out.vcf"
    export(filled, path)
    elvira = f"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Somebody\r\nEMAIL:{ELVIRA.email.upper()}\r\nEND:VCARD\r\n"
    reading = read_files([("out.vcf", path.read_bytes()), ("other.vcf", elvira.encode())])

    seen = preview(reading, filled.ask(already_there, reading))
    done = filled.do(ImportCards(reading))

    assert (seen.read, seen.coming, seen.already_there) == (WITH_CANARIES + 2, WITH_CANARIES, 2)
    assert (done.answer.added, done.answer.already_there, done.answer.set_aside) == (WITH_CANARIES, 2, ())
    assert done.summary == f"Imported {WITH_CANARIES} customers from 2 files"
    assert filled.ask(find, "elvira") == []


def test_odd_texts_leave_as_they_were_typed(filled: Book, tmp_path: Path) -> None:
    odd = AddCanary("=1+1; בן \u0130x", "person", 'a,b\n"c"', phone="+49 351 47112233", town="-2\t\U0001f426")
    filled.do(odd)
    (seeded,) = filled.ask(canaries)

    for way in ("vcard3", "csv", "xlsx"):
        export(filled, tmp_path / way, way)

        cards = [one for one in read_file(way, (tmp_path / way).read_bytes()) if isinstance(one, Card)]
        (canary,) = [one for one in cards if one.phones]
        assert (canary.name, canary.organisation) == (seeded.name, seeded.organisation) == (odd.name, 'a,b "c"')
        assert canary.addresses[0].town == seeded.town == "-2 \U0001f426"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (AddCanary("", email="x@letters.example"), "name"),
        (AddCanary("Nobody"), "email"),
        (AddCanary("Nobody", email="nowhere"), "email"),
        (AddCanary("Nobody", phone="none"), "phone"),
        (AddCanary("Nobody", "ghost", phone="1234567"), "kind"),
        (AddCanary("elvira QUINTAS", phone="1234567"), "name"),
        (AddCanary("Nobody", email=ELVIRA.email.upper()), "email"),
        (AddCanary("Nobody", email="real@acme.example"), "email"),
    ],
)
def test_what_is_no_canary_is_refused_at_its_field(file_book: Book, wrong: AddCanary, field: str) -> None:
    file_book.do(ELVIRA)
    file_book.do(AddCustomer("company", "Acme", emails=[EmailInput(address="Real@acme.example")]))
    with pytest.raises(Refused) as refused:
        file_book.do(wrong)
    assert refused.value.field == field
    assert len(file_book.ask(canaries)) == 1


def test_only_the_owner_sees_and_seeds_them_and_nothing_of_it_is_undone(filled: Book, place: str) -> None:
    operation = filled.do(ELVIRA).operation or 0
    filled.do(AddUser("ben", "Ben Okafor", "manager"))
    with closing(open_book(place, "ben")) as ben:
        with pytest.raises(NotAllowed):
            ben.ask(canaries)
        with pytest.raises(NotAllowed):
            ben.ask(canaries_found, traces_of("x", b"x", people=True))
        with pytest.raises(NotAllowed):
            ben.do(OTTO)
    with pytest.raises(Refused, match="stays in the ledger"):
        filled.do(UndoOperation(operation))
