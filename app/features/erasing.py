"""Erasing a customer for good, as the customer may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.erasing import erase
from app.models import Customer
from app.rules.permissions import Permission
from app.work import Command, Work


@dataclass(frozen=True)
class EraseCustomer(Command[None]):
    """Erase a customer and the people who are at no other: for good, from the journal too."""

    needs: ClassVar[Permission] = Permission.ERASE

    customer_id: int

    def carry_out(self, work: Work) -> None:
        customer = work.get(Customer, self.customer_id)
        erase(work, [customer.id], "Erased a customer for good, as was asked for")
