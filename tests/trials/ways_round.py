"""Ways round the program: who works at a prepared server, with SQL and their own login; all of them are shut."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from typing import Any

import psycopg
from sqlalchemy import make_url

from app import clock
from app.book import Book, create_book, open_book
from app.features.access import LockUser
from app.features.customers.commands import AddCustomer
from app.features.customers.contacts import AddContact, EditContact
from app.features.customers.filters import ListFilter
from app.features.customers.reaches import PhoneInput
from app.features.customers.saved import SaveList
from app.features.leaving import AddCanary, AnswerRequest, AskApproval, LetOut
from app.features.restricting import RestrictCustomer
from app.features.settings import ChangeSetting
from app.features.team import AddUser, users
from app.features.touchpoints import LogTouchPoint
from app.rules.permissions import Role
from app.rules.ways_out import WITH_CANARIES
from tests.books import FIRM, OWNER
from tests.postgres import fresh_database
from tests.prepared import PreparedBook, prepared_book
from tests.trials import Outcome
from tests.trials.raw.ways import HOLDS, RIGHTLY, WAYS, Way

_MISTAKEN = ("42601", "42P01", "42703", "42883", "42P10", "22P02", "42704")
"""Complaints that only say that the way was written wrongly: it is open until it is written rightly."""
_NOT_REFUSED = ("22012",)
_SECONDS = 15
"""Longer than locking out takes on a busy computer, and half of how long the program waits for others."""

Connect = Callable[[str], psycopg.Connection[Any]]


def trial(*, long: bool) -> Outcome:
    """All ways, then after departure; in the long form the list is printed."""
    prepared = prepared_book()
    names = _fill(prepared.opened, prepared)
    open_ways = [way.words for way in WAYS if not _shut(prepared.raw, way, names, tell=long)]
    shut_rightly = [way.words for way in RIGHTLY if _shut(prepared.raw, way, names, tell=False)]
    after = _after_departure(prepared)
    if long:
        print("\n".join(f"  {'shut' if shut else 'OPEN'}: {words}" for words, shut in after))
    open_ways += [words for words, shut in after if not shut]
    number = len(WAYS) + len(after)
    line = f"{number} ways round tried as a salesperson, {len(open_ways)} open" + (
        f": {'; '.join(open_ways)}" if open_ways else ""
    )
    refused = f"; refused is what should not be: {'; '.join(shut_rightly)}" if shut_rightly else ""
    return Outcome(line + refused, not open_ways and not shut_rightly)


def control() -> Outcome:
    """The same ways in a book whose server was not prepared: there one login may do all."""
    url = fresh_database()
    create_book(url, FIRM, OWNER).close()

    def opened(login: str) -> Book:
        return open_book(url, login)

    with closing(opened(OWNER)) as book:
        for role in (Role.STAFF, Role.MANAGER):
            book.do(AddUser(role, role, role))
    names = _fill(opened, None) | {"admin": make_url(url).username or ""}
    found = [way.words for way in WAYS if not _shut(lambda _login: psycopg.connect(url), way, names, tell=False)]
    return Outcome(f"{len(WAYS)} ways round tried, {len(found)} open: {'; '.join(found)}", not found)


def _fill(opened: Callable[[str], Book], prepared: PreparedBook | None) -> dict[str, object]:
    """Put into the book what is tried to be had, and answer what the ways name."""
    with closing(opened(OWNER)) as ann, closing(opened("staff")) as staff:
        manager = next(one.id for one in ann.ask(users) if one.login == "manager")
        quiet = AddCustomer(name="Quiet Matter", phones=[PhoneInput(raw="+34 91 7654321")])
        restricted = ann.do(quiet).answer
        ann.do(LogTouchPoint(restricted, "call", "Whispered"))
        person = ann.do(AddContact(restricted, "Nia Quietly")).answer
        ann.do(EditContact(restricted, person, {"name": ("Nia Quietly", "Nia Roth")}))
        theirs = ann.do(AddCustomer(name="Open Matter"))
        said = ann.do(LogTouchPoint(theirs.answer, "call", "Said by Ann", at=clock.now())).answer
        ann.do(SaveList("Ann's own", ListFilter()))
        ann.do(AddCanary("Elvira Quintas", email="elvira@letters.example"))
        many = [ann.do(AddCustomer(name=f"Matter {number}")).answer for number in range(1, WITH_CANARIES)]
        export = ann.do(LetOut([theirs.answer, *many], "csv", "list.csv", "For the tax office")).answer.id
        ann.do(ChangeSetting("export_limit", 0))
        asked = ann.do(AskApproval([theirs.answer], "csv", "For the tax office")).answer
        with closing(opened("manager")) as other:
            approved, unanswered = (
                other.do(AskApproval([key], "csv", "For the tax office")).answer for key in (theirs.answer, many[0])
            )
        ann.do(AnswerRequest(approved, approve=True))
        ann.do(RestrictCustomer(restricted, (manager,)))
        mine = staff.do(AddCustomer(name="My Matter"))
        names = {"restricted": restricted, "customer": mine.answer, "said": said, "me": staff.user.id}
        names |= {"mine": mine.operation or 0, "theirs": theirs.operation or 0, "other": theirs.answer}
        names |= {"person": person, "manager": manager, "export": export, "mine_too": many[0]}
        names |= {"asked": asked, "approved": approved, "unanswered": unanswered}
    if prepared is None:
        return names | dict.fromkeys(("prefix", "ann", "own", "database"), "nobody")
    ann_role, own = (make_url(prepared.addresses[login]).username or "" for login in (OWNER, "staff"))
    admin = make_url(prepared.admin)
    prefix = own.removesuffix("_staff")
    with prepared.administered() as server:
        server.execute("ANALYZE")
    return names | {
        "prefix": prefix, "ann": ann_role, "own": own, "admin": admin.username or "", "database": admin.database or "",
    }  # fmt: skip


def _shut(connect: Connect, way: Way, names: dict[str, object], *, tell: bool) -> bool:
    with connect(way.login) as raw:
        raw.autocommit = way.once
        answer = _tried(raw, way, names)
        if not raw.closed and not way.once:
            raw.rollback()
    if tell:
        print(f"  {'OPEN' if answer is None else 'shut'}: {way.words}{f' ({answer})' if answer else ''}")
    return answer is not None


def _tried(raw: psycopg.Connection[Any], way: Way, names: dict[str, object]) -> str | None:
    """How the way was shut; nothing if it is open."""
    *before, last = (step.format(**names) for step in way.steps)
    try:
        for step in before:
            raw.execute(step.encode())
        if last.startswith("COPY ("):
            with raw.cursor().copy(last.encode()) as copy:
                return None if list(copy) else "nothing there"
        done = raw.execute(last.encode())
    except psycopg.Error as fault:
        code = fault.sqlstate or ""
        needs_operation = "housebook.operation" in str(fault)
        wrong = code in _MISTAKEN and not needs_operation
        return None if wrong or (way.silent and code in _NOT_REFUSED) else str(fault).splitlines()[0]
    return "nothing there" if done.rowcount == 0 else None


def _after_departure(prepared: PreparedBook) -> list[tuple[str, bool]]:
    """What somebody can still do who was locked out while they had connections open, and held what they could."""
    with closing(prepared.opened(OWNER)) as ann, prepared.raw("staff", autocommit=True) as raw, ExitStack() as stack:
        raw.execute("SELECT count(*) FROM customers")
        for steps in HOLDS:
            holding = stack.enter_context(closing(prepared.raw("staff")))
            for step in steps:
                holding.execute(step.encode())
        began = time.monotonic()
        ann.do(LockUser("staff"))
        took = time.monotonic() - began
        return [
            (f"keep from being locked out by locks (it took {took:.1f} s)", took < _SECONDS),
            ("go on in an open connection after departure", _fails(lambda: raw.execute("SELECT 1"))),
            ("sign in after departure", _fails(lambda: prepared.raw("staff").close())),
            ("sign in with the program after departure", _fails(lambda: prepared.opened("staff").close())),
        ]


def _fails(act: Callable[[], object]) -> bool:
    try:
        act()
    except Exception:  # noqa: BLE001 - whatever it is called
        return True
    return False
