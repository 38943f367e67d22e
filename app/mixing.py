"""Canaries among the customers of an export: where they stand in it, and how they look there.

In a list in the order of names each stands at its own name; in another order, anywhere. Nothing in the file tells
where: the places are not drawn from its fingerprint, which whoever has the file can read.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any, TypeVar

from app.features.leaving import CustomerLine
from app.formats.card import Card
from app.rules.names import listed_as, sort_key

T = TypeVar("T", Card, CustomerLine)


class Mixing:
    """Puts canaries among customers, as these pass by in batches."""

    def __init__(self, canaries: Sequence[Card], customers: int) -> None:
        drawn = [(_card_key(one), secrets.randbelow(customers), one) for one in canaries]
        self._waiting = sorted(drawn, key=itemgetter(0))
        self._passed = 0
        self._by_name: bool | None = None
        self._seen: Any = None

    def cards(self, some: Sequence[Card], *, last: bool) -> Sequence[Card]:
        """Some customers with the canaries that stand among them."""
        return self._mixed(some, _card_key, _as_card, last)

    def lines(self, some: Sequence[CustomerLine], *, last: bool) -> Sequence[CustomerLine]:
        """The same for lines of a list."""
        return self._mixed(some, _line_key, _as_line, last)

    def _mixed(
        self, some: Sequence[T], key_of: Callable[[T], str], like: Callable[[Card, T], T], last: bool
    ) -> Sequence[T]:
        if not self._waiting:
            return some
        if not some:
            # Who was last in the list may be gone by now; what the ledger has as left leaves all the same.
            return [like(canary, self._seen) for canary in self._due(None)] if last and self._seen else some
        if self._by_name is None:
            keys = [key_of(one) for one in some]
            self._by_name = keys == sorted(keys)
        mixed: list[T] = []
        for one in some:
            mixed += [like(canary, one) for canary in self._due(key_of(one))]
            mixed.append(one)
            self._passed += 1
        self._seen = some[-1]
        if last:
            mixed += [like(canary, some[-1]) for canary in self._due(None)]
        return mixed

    def _due(self, key: str | None) -> list[Card]:
        """The canaries that stand before a customer; with no key, all that are left."""
        due = [
            one for one in self._waiting if key is None or (one[0] < key if self._by_name else one[1] <= self._passed)
        ]
        self._waiting = [one for one in self._waiting if one not in due]
        return [canary for _, _, canary in due]


def _card_key(card: Card) -> str:
    return sort_key(card.name, card.kind, card.family, card.given)


def _line_key(line: CustomerLine) -> str:
    return sort_key(line.listed_as, "company")


def _as_card(canary: Card, beside: Card) -> Card:
    """With what an own customer has that an invented one has not."""
    return replace(
        canary,
        stage=beside.stage,
        since=beside.since,
        language=beside.language,
        created=beside.created,
        revised=beside.revised,
    )


def _as_line(canary: Card, beside: CustomerLine) -> CustomerLine:
    """With who handles the customer beside it, and when they last spoke."""
    return beside._replace(
        id=0,
        kind=canary.kind,
        name=canary.name,
        listed_as=listed_as(canary.name, canary.kind, canary.family, canary.given),
        number="",
        town=next((one.town for one in canary.addresses), ""),
        phone=next((one.value for one in canary.phones), ""),
        email=next((one.value for one in canary.emails), ""),
        tags="",
        marks="",
    )
