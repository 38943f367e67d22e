"""Odd text (NUL, lone surrogates, bidi, zero-width, query syntax) comes in cleaned, comes back, breaks nothing."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.book import Book, open_book
from app.errors import HousebookError, NotFound, Refused
from app.features.assignments import Assign
from app.features.customers.card import card
from app.features.customers.commands import AddCustomer, EditCustomer
from app.features.customers.contacts import AddContact
from app.features.customers.finding import duplicates, find
from app.features.customers.lists import ListFilter, customer_ids, towns
from app.features.customers.people import find_people
from app.features.customers.reaches import AddressInput, EmailInput, LinkInput, PhoneInput
from app.features.customers.saved import SaveList
from app.features.followups import AddFollowUp
from app.features.journal.reading import JournalFilter, journal
from app.features.lists import AddTag
from app.features.team import AddTeam, AddUser
from app.features.touchpoints import LogTouchPoint, TouchFilter, firm_time_line, time_line
from app.rules.text import clean
from app.work import Command

NAUGHTY = Path(__file__).parents[3] / "shared" / "samples" / "naughty-strings.json"
ODD = [
    "a\x00b",
    "\ud800x",
    "‮evil",
    "z​w﻿j",
    "x\x07\x1b[31m",
    "'; DROP TABLE customers; --",
    '"*" NEAR(x y)',
    "👩‍👩‍👧 ﷽ é",
    "田中 شركة",
    "%_\\",
    "{{7*7}} ${x} %s %(x)s :words",
    "x" * 20_000,
]


@pytest.mark.parametrize("odd", ODD)
def test_every_field_takes_odd_text_and_gives_it_back_cleaned(book: Book, odd: str) -> None:
    key = book.do(
        AddCustomer(
            name="N " + odd,
            values={"notes": odd, "organisation": odd, "tax_number": odd},
            phones=[PhoneInput(raw="1 " + odd)],
            links=[LinkInput(url=odd)],
            addresses=[AddressInput(town=odd, street=odd)],
            tags=["T " + odd],
        )
    ).answer
    book.do(LogTouchPoint(key, "note", "W " + odd))
    seen = book.ask(card, key)
    assert (seen.name, seen.values["notes"]) == (clean("N " + odd), clean(odd, lines=True))
    assert seen.addresses == () or seen.addresses[0].town == clean(odd)
    assert book.ask(time_line, key)[0].words == clean("W " + odd, lines=True)


@pytest.mark.parametrize("odd", ODD)
def test_every_question_takes_odd_text(book: Book, odd: str) -> None:
    book.do(AddCustomer(name="Zoe"))
    for answer in (
        book.ask(find, odd),
        book.ask(find_people, odd),
        book.ask(duplicates, odd, odd, [odd, odd + "@x.example"], [odd]),
        book.ask(customer_ids, ListFilter(words=odd, town=odd, language=odd), ()),
        book.ask(towns, odd),
        book.ask(journal, JournalFilter(words=odd)),
        book.ask(firm_time_line, TouchFilter(words=odd, contact_role=odd)),
    ):
        assert list(answer) == []


@pytest.mark.parametrize("odd", ["a\x00b", "\ud800x", "‮", "x" * 20_000])
def test_every_other_command_takes_odd_text_or_refuses_in_a_sentence(book: Book, place: str, odd: str) -> None:
    key = book.do(AddCustomer(name="Zoe")).answer
    commands: list[Command[Any]] = [
        EditCustomer(key, {"notes": ("", odd), "tags": ((), (odd,))}),
        AddContact(key, odd, role=odd, emails=[EmailInput(address=odd + "@x.example")]),
        AddUser(odd, odd, "staff", odd),
        AddTeam(odd),
        AddTag(odd),
        Assign((key,), odd, odd),
        AddFollowUp(key, _tomorrow(), odd),
        SaveList(odd, ListFilter(words=odd)),
        LogTouchPoint(key, odd, odd),
    ]
    for command in commands:
        try:
            book.do(command)
        except (Refused, NotFound) as refusal:
            assert refusal.words.strip()
    with pytest.raises(HousebookError):
        open_book(place, odd)


def _tomorrow() -> date:
    return datetime.now(UTC).date() + timedelta(days=2)


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the sample files are not beside this checkout")
def test_strings_that_broke_other_programs_come_back_equal(book: Book) -> None:
    strings = json.loads(NAUGHTY.read_text("utf-8"))
    for start in range(0, len(strings), 25):
        some = [text for text in strings[start : start + 25] if clean(text)]
        typed = [LinkInput(url=text) for text in some]
        key = book.do(AddCustomer(name=f"Naughty {start}", links=typed, values={"notes": "\n".join(some)})).answer
        assert [link.url for link in book.ask(card, key).links] == [clean(text) for text in some]
        for text in some[:5]:
            book.ask(find, text)
