"""Under which names the drafts of customers and their people are kept, and which of them to offer on a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.computer.drafts import Drafts

CUSTOMER, CONTACT, FOLLOW_UP = "customers.edit", "customers.contact", "customers.follow_up"
NEW = "new"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft that waits to be continued."""

    form: str
    key: str
    at: datetime


def contact_key(customer_id: int, contact_id: int | None) -> str:
    """Under which key the draft of a person at a customer is kept."""
    return f"{customer_id}:{NEW if contact_id is None else contact_id}"


def follow_up_key(customer_id: int, follow_up_id: int | None) -> str:
    """Under which key the draft of a follow-up is kept: of a new one, that of its customer."""
    return str(customer_id) if follow_up_id is None else f"{customer_id}:{follow_up_id}"


def waiting(drafts: Drafts, customer_id: int | None) -> list[Waiting]:
    """The drafts to offer on a customer's card: its own, those of its people, and that of a new customer."""
    found = [(CUSTOMER, key) for key in ((str(customer_id), NEW) if customer_id is not None else (NEW,))]
    people = [(CONTACT, key) for key, _ in drafts.all(CONTACT) if key.split(":")[0] == str(customer_id)]
    kept = [(form, key, drafts.saved_at(form, key)) for form, key in (*found, *people)]
    return [Waiting(form, key, at) for form, key, at in kept if at is not None]
