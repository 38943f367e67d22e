"""A book with hostile text in every field: once as it enters, and once as a foreign program may have left it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from app import clock
from app.book import Book
from app.features.assignments import Assign
from app.features.customers.commands import AddCustomer
from app.features.customers.contacts import AddContact
from app.features.customers.lists import ListFilter
from app.features.customers.reaches import AddressInput, EmailInput, LinkInput, PhoneInput
from app.features.customers.saved import SaveList
from app.features.followups import AddFollowUp
from app.features.lists import AddRole, AddStage, AddTag, DeclareField
from app.features.roles import MOST_LETTERS, AddUserRole, user_roles
from app.features.settings import ChangeSetting
from app.features.team import AddTeam, AddUser
from app.features.touchpoints import LogTouchPoint
from app.models import Customer, FailedSignIn, User
from app.rules.permissions import GRANTED, Permission, Role
from app.rules.text import clean
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


@dataclass(frozen=True)
class WrongPasswords(Command[None]):
    """As a computer of this name would have noted them."""

    needs: ClassVar[Permission] = Permission.EDIT_TEAM

    words: str

    def carry_out(self, work: Work) -> None:
        work.add(FailedSignIn(day=work.today, login=self.words, times=3, desk=self.words))
        work.say(f"Noted 3 wrong passwords at {self.words}")


@dataclass(frozen=True)
class OldLogin(Command[None]):
    """A login as it was taken before there was a rule for new ones: it stays."""

    needs: ClassVar[Permission] = Permission.EDIT_TEAM

    user: int
    login: str

    def carry_out(self, work: Work) -> None:
        work.change(work.get(User, self.user), login=self.login)
        work.say("Took a login")


@dataclass(frozen=True, slots=True)
class Made:
    """What stands in the book under one text: who came in by the usual way, a colleague, and the role they have."""

    customer: int
    colleague: int
    login: str
    role: int


def fill(book: Book, texts: Mapping[str, str]) -> dict[str, Made]:
    """Two customers, a colleague and a role for each text."""
    book.do(ChangeSetting("export_limit", 0))
    made: dict[str, Made] = {}
    for number, (what, text) in enumerate(texts.items()):
        stage = book.do(AddStage(f"{number} {text}"[:60])).answer
        login = f"{number}{''.join(clean(text).split())}"[:500]
        colleague, role = _lists(book, number, text, login)
        made[what] = Made(_customer(book, number, text, stage, login), colleague, login, role)
        book.do(LeftBehind(text[:20_000], stage))
    return made


def _lists(book: Book, number: int, text: str, login: str) -> tuple[int, int]:
    """Words that are chosen from; answers the colleague of this name, and the role they have."""
    short = f"{number} {text}"[:60]
    book.do(AddTag(short))
    book.do(AddRole(short))
    book.do(DeclareField(short))
    team = book.do(AddTeam(f"{text[:3_000]} {number}")).answer
    book.do(SaveList(f"{number} {text[:3_000]}", ListFilter(words=text[:3_000]), shared=True))
    rights = tuple(right.name for right in GRANTED[Role.MANAGER])
    role = book.do(AddUserRole(f"{number} {text}"[:MOST_LETTERS], rights)).answer
    key = next(one.key for one in book.ask(user_roles) if one.id == role)
    colleague = book.do(AddUser(f"colleague{number}", text[:3_000], key, team)).answer
    book.do(OldLogin(colleague, login))
    return colleague, role


def _customer(book: Book, number: int, text: str, stage: int, login: str) -> int:
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
    book.do(Assign((key,), login, from_day=clock.today() - timedelta(days=60)))
    book.do(LogTouchPoint(key, "note", lines(text), contact_id=person))
    book.do(LogTouchPoint(key, "call", text, direction="in"))
    due = clock.today() + timedelta(days=number)
    book.do(AddFollowUp(key, due, text))
    return key
