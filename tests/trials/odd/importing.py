"""One import of odd files beside a good card, through the real reader and the real command, looked at from outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.book import Book
from app.features.importing import ImportCards, Reading, already_there
from app.formats.encodings import decode
from app.formats.table import opened
from app.models import Customer, Phone
from tests.trials.odd.ground import left_behind

NamedBytes = tuple[str, bytes]
Reader = Callable[[Sequence[NamedBytes]], Reading]
_CARDS = re.compile(r"^\ufeff?(?:BEGIN|END)[ \t]*:[ \t]*VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)
_WORD = re.compile(r"\w+")
_LARGE = 500_000  # of a larger list the looking itself would take too long
GOOD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Good Grace {0}\r\nTEL;TYPE=CELL:+49 30 {0}\r\nEND:VCARD\r\n"


def import_beside(
    books: Sequence[Book], number: int, files: Sequence[NamedBytes], read: Reader, looking: Callable[[], object]
) -> list[str]:
    """What went wrong in an import of these files and a good card; nothing if all of it is as it should be.

    `looking` is told when the import is over: to look at what came of 20 MB takes longer than to bring them in.
    """
    good = ("good.vcf", GOOD.format(1_000_000 + number).encode())
    place = number % (len(files) + 1)
    reading = read([*files[:place], good, *files[place:]])
    imported = [book.do(ImportCards(reading)) for book in books]
    looking()
    wrong = [f"silent: {words}" for words in _silent(reading, dict(files))]
    told = []
    for book, done in zip(books, imported, strict=True):
        wrong += [f"lost: {words}" for words in _lost(book, number, reading, done.answer)]
        told.append(book.ask(left_behind, done.operation) if done.operation else [])
    rows = [[row for row in one if row[1] != "uid"] for one in told]
    if any(one != rows[0] for one in rows):
        wrong.append("differs: the two books do not hold the same")
    return wrong


def _lost(book: Book, number: int, reading: Reading, answer: Any) -> list[str]:
    """The good card must be there, and each card that was read must have come in."""
    found = book.ask(_good, f"Good Grace {1_000_000 + number}")
    wrong = [] if found == [f"+4930{1_000_000 + number}"] else [f"the good card is there as {found}"]
    there = book.ask(already_there, reading)
    if missing := set(reading.digests) - there:
        wrong.append(f"{len(missing)} cards that were read are not there")
    if answer.read != answer.added + answer.already_there + sum(one.line > 0 for one in answer.set_aside):
        wrong.append(f"the numbers do not add up: {answer.read} read")
    return wrong


def _good(session: Session, name: str) -> list[str]:
    by_name = select(Phone.e164).join(Customer, Customer.id == Phone.customer_id).where(Customer.name == name)
    return list(session.execute(by_name).scalars())


def _silent(reading: Reading, files: dict[str, bytes]) -> list[str]:
    """Each line BEGIN:VCARD must stand in a card or in something set aside with its reason, or its file be refused."""
    wrong = []
    for name, data in files.items():
        parts = [one.card.raw for one in reading.cards if one.file == name]
        aside = [one for one in reading.set_aside if one.file == name]
        if any(not one.reason for one in aside):
            wrong.append(f"{name}: set aside without a reason")
        if any(one.line == 0 for one in aside):
            continue
        told = [*parts, *(one.raw for one in aside)]
        text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
        begun, kept = _begun(text), sum(map(_begun, told))
        if kept < begun:
            wrong.append(f"{name}: {begun} cards begin, {kept} are told of")
        if len(data) < _LARGE and not _CARDS.search(text) and (gone := _words_gone(text, told)):
            wrong.append(f"{name}: of its rows {gone!a} is not told of")
    return wrong


def _words_gone(text: str, told: Sequence[str]) -> str:
    """A word of a list that stands neither in its heading nor in a row that is told of; "" if there is none."""
    known = set(_WORD.findall(opened(text).header.raw)).union(*(_WORD.findall(row) for row in told))
    rows = text.partition("\n")[2] if text[:4].lower() == "sep=" else text
    return next((word for word in _WORD.findall(rows) if word not in known), "")


def _begun(text: str) -> int:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return sum(line.strip(" \t\ufeff").upper() == "BEGIN:VCARD" for line in lines)
