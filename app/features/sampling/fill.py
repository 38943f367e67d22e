"""The command that fills a new book with the sample company, 20,000 customers an operation."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import func, select

from app.errors import Refused
from app.features.sampling.batch import add_customers
from app.features.sampling.lists import BookLists
from app.house_roles import the_roles_hold
from app.models import Customer, User
from app.rules.permissions import Permission
from app.rules.words import counted
from app.sample.company import make_sample
from app.ticket import Ticket
from app.work import Command, Work

PART = 20_000
MOST = 1_000_000
_BATCH = 500
_REPORT = "Making the sample company"


@dataclass(frozen=True, slots=True)
class SampleAnswer:
    """What was made; `users` are all of the book."""

    customers: int
    touch_points: int
    users: int
    seconds: float


@dataclass(frozen=True)
class FillWithSample(Command[SampleAnswer]):
    """Bring in the sample company's customers, or one part of 20,000 of them."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    customers: int = 2000
    today: date | None = None
    part: int = 0

    def carry_out(self, work: Work) -> SampleAnswer:
        began = time.monotonic()
        self._refuse_wrong_size()
        start, stop = self.part * PART, min(self.customers, (self.part + 1) * PART)
        _refuse_other_customers(work, expected=start)
        company = make_sample(self.customers, self.today or work.today)
        with the_roles_hold(work):
            lists = BookLists(work, company, first=self.part == 0)
        touch_points = 0
        for first in range(start, stop, _BATCH):
            work.ticket.report(_REPORT, first, self.customers)
            some = list(company.customers(first, min(first + _BATCH, stop)))
            touch_points += add_customers(work, lists, some)
        work.ticket.report(_REPORT, stop, self.customers)
        work.say(
            f"Made the sample company: {counted(stop - start, 'customer')}, {counted(touch_points, 'touch point')}"
        )
        users = work.session.execute(select(func.count()).select_from(User)).scalar_one()
        return SampleAnswer(stop - start, touch_points, users, time.monotonic() - began)

    def _refuse_wrong_size(self) -> None:
        if not 1 <= self.customers <= MOST:
            raise Refused(f"The sample company has 1 to {MOST:,} customers. Nothing was made.", "customers")
        if not 0 <= self.part * PART < self.customers:
            raise Refused("The sample company has no such part. Nothing was made.", "part")


def fill_with_sample(
    do: Callable[..., Any], customers: int = 2000, today: date | None = None, ticket: Ticket | None = None
) -> SampleAnswer:
    """The whole sample company, part after part, by `do` of a book."""
    began = time.monotonic()
    parts = range(max(1, -(-customers // PART)))
    answers = [do(FillWithSample(customers, today, part), ticket).answer for part in parts]
    touch_points = sum(answer.touch_points for answer in answers)
    return SampleAnswer(customers, touch_points, answers[-1].users, time.monotonic() - began)


def _refuse_other_customers(work: Work, expected: int) -> None:
    there = work.session.execute(select(func.count()).select_from(Customer)).scalar_one()
    if there != expected:
        words = "There are customers in this book already. The sample company needs a new book; nothing was made."
        raise Refused(words, "customers")
