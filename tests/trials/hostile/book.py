"""A book with hostile text in every field: once as it enters, and once as a foreign program may have left it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from app.book import Book
from app.features.assignments import Assign
from app.features.customers.commands import AddCustomer
from app.features.customers.contacts import AddContact
from app.features.customers.lists import ListFilter
from app.features.customers.reaches import AddressInput, EmailInput, LinkInput, PhoneInput
from app.features.customers.saved import SaveList
from app.features.followups import AddFollowUp
from app.features.lists import AddRole, AddStage, AddTag, DeclareField
from app.features.team import AddTeam, AddUser
from app.features.touchpoints import LogTouchPoint
from app.models import Customer
from app.rules.permissions import Permission
from app.work import Command, Work
from tests.trials.hostile.texts import lines

_PLAIN = ("prefix", "given", "additional", "family", "suffix", "nickname", "organisation", "job_title", "number",
          "tax_number", "language", "birthday")  # fmt: skip


@dataclass(frozen=True)
class LeftBehind(Command[int]):
    """A customer as no command of ours would have written it: what is in it was not cleaned."""

    needs: ClassVar[Permission] = Permission.EDIT_CUSTOMERS

    cleaned: ClassVar[bool] = True  # so that it passes the door as it is
    name: str
    stage: int

    def carry_out(self, work: Work) -> int:
        raw = self.name.replace("\0", "")
        given: dict[str, Any] = dict.fromkeys((*_PLAIN, "notes", "extra"), raw)
        given |= {"kind": "person", "name": raw, "sort_name": raw, "stage_id": self.stage}
        work.say(f"Added {raw} to the book")
        return work.add_many(Customer, [given])[0]


def fill(book: Book, texts: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """Two customers and a colleague for each text; answers the colleague and who came in by the usual way."""
    made: dict[str, tuple[int, int]] = {}
    for number, (what, text) in enumerate(texts.items()):
        stage = book.do(AddStage(f"{number} {text}"[:60])).answer
        colleague = _lists(book, number, text)
        made[what] = _customer(book, number, text, stage), colleague
        book.do(LeftBehind(text[:20_000], stage))
    return made


def _lists(book: Book, number: int, text: str) -> int:
    """Words that are chosen from; answers the colleague of this name."""
    short = f"{number} {text}"[:60]
    book.do(AddTag(short))
    book.do(AddRole(short))
    book.do(DeclareField(short))
    team = book.do(AddTeam(f"{text[:3_000]} {number}")).answer
    book.do(SaveList(f"{number} {text[:3_000]}", ListFilter(words=text[:3_000]), shared=True))
    return book.do(AddUser(f"user{number}", text[:3_000], "staff", team)).answer


def _customer(book: Book, number: int, text: str, stage: int) -> int:
    key = book.do(
        AddCustomer(
            kind="company" if number % 2 else "person",
            name=text,
            values={**dict.fromkeys(_PLAIN, text), "notes": lines(text), "stage_id": stage},
            phones=[PhoneInput(raw=f"1 {text[:5_000]}", label=text[:5_000])],
            emails=[EmailInput(address=f"a@b.example{''.join(text[:5_000].split())}", label=text[:5_000])],
            links=[LinkInput(url=text, label=text)],
            addresses=[AddressInput(street=text, town=text, country=text, label=text)],
            tags=[text],
        )
    ).answer
    person = book.do(AddContact(key, text, role=text, job_title=text, notes=lines(text), language=text)).answer
    book.do(Assign((key,), f"user{number}", None))
    book.do(LogTouchPoint(key, "note", lines(text), contact_id=person))
    book.do(LogTouchPoint(key, "call", text, direction="in"))
    due = datetime.now(UTC).astimezone().date() + timedelta(days=number)
    book.do(AddFollowUp(key, due, text))
    return key
