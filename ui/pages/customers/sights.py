"""What the card and its forms ask the book: everything for one sight in one question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.features.assignments import Assigned, assignment_roles, handlers_history, who_handles
from app.features.customers.card import Card, DeclaredField, card, declared_fields
from app.features.followups import FollowUpLine, open_follow_ups
from app.features.lists import StageRow, stages, tags
from app.features.settings import book_settings


@dataclass(frozen=True, slots=True)
class Sight:
    """All that stands on the card on a day; `gap_role` is the owner's role if nobody has it, since `gap_since`."""

    card: Card
    today: date
    region: str
    handlers: tuple[Assigned, ...]
    gap_role: str
    gap_since: date | None
    others: int
    """How many had a role before, or will have one."""
    follow_ups: tuple[FollowUpLine, ...]


@dataclass(frozen=True, slots=True)
class FormLists:
    """What a customer's form offers: stages, tags, declared fields; the card as it stands (none for a new one)."""

    stages: tuple[StageRow, ...]
    tags: tuple[str, ...]
    fields: tuple[DeclaredField, ...]
    region: str
    card: Card | None


def sight(session: Any, customer_id: int, today: date) -> Sight:
    """The card of a customer. Raises NotFound."""
    shown = card(session, customer_id)
    handlers = tuple(who_handles(session, customer_id, today))
    history = handlers_history(session, customer_id, today)
    owned = any(one.is_owner for one in handlers)
    role = "" if owned else next((role.name for role in assignment_roles(session) if role.is_owner), "Owner")
    return Sight(
        card=shown,
        today=today,
        region=str(book_settings(session)["home_region"]),
        handlers=handlers,
        gap_role=role,
        gap_since=None if owned else _ownerless_since(history, today),
        others=len(history) - len(handlers),
        follow_ups=tuple(open_follow_ups(session, customer_id)),
    )


def form_lists(session: Any, customer_id: int | None) -> FormLists:
    """What is needed to fill in a form for this customer, or for a new one."""
    return FormLists(
        stages=tuple(stages(session)),
        tags=tuple(row.name for row in tags(session)),
        fields=declared_fields(session, customer_id or 0),
        region=str(book_settings(session)["home_region"]),
        card=None if customer_id is None else card(session, customer_id),
    )


def _ownerless_since(history: Iterable[Assigned], today: date) -> date | None:
    """The day after the last owner's last one; None if there never was one."""
    ended = [one.until_day for one in history if one.is_owner and one.until_day is not None and one.until_day < today]
    return max(ended) + timedelta(days=1) if ended else None
