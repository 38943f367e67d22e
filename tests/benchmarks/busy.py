"""The customer with whom more passed than with anybody: 10,000 touch points, written where they are missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Final

from sqlalchemy import func, select

from app.book import Book
from app.models import Listing, TouchPoint
from app.rules.permissions import Permission
from app.rules.uid import new_uid
from app.work import Command, Work

MANY: Final = 10_000
NUMBER: Final = 40
"""Its place in the list by name."""


@dataclass(frozen=True)
class PassVeryMuch(Command[int]):
    """Log calls of many years with one customer."""

    needs: ClassVar[Permission] = Permission.LOG_TOUCH_POINTS
    customer: int
    missing: int

    def carry_out(self, work: Work) -> int:
        keys = work.new_keys(self.missing)
        common = {"customer_id": self.customer, "user_id": work.user.id, "kind": "call", "direction": "out"}
        rows = [
            common
            | {"id": key, "uid": new_uid(), "at": work.now - timedelta(hours=7 * place), "words": f"Call {place}"}
            for place, key in enumerate(keys)
        ]
        work.add_many(TouchPoint, rows)
        work.say(f"Logged {self.missing} calls")
        return self.customer


def _known(session: Any) -> tuple[int, int]:
    by_name = select(Listing.customer_id).where(Listing.retired.is_(False)).order_by(Listing.sort_name)
    customer = session.execute(by_name.limit(1).offset(NUMBER)).scalar_one()
    passed = select(func.count()).select_from(TouchPoint).where(TouchPoint.customer_id == customer)
    return customer, session.execute(passed).scalar_one()


def busy_customer(book: Book) -> int:
    """This customer of the book."""
    customer, passed = book.ask(_known)
    if passed < MANY:
        book.do(PassVeryMuch(customer, MANY - passed))
    return customer
