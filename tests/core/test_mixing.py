"""Canaries among customers that pass by in batches: each that was noted as left stands in what leaves."""

from __future__ import annotations

from app.formats.card import Card
from app.mixing import Mixing

ANNA, ZOE = (Card(line=0, raw="", kind="person", name=name, family=name) for name in ("Anna", "Zoe"))


def test_a_canary_leaves_though_the_last_customers_are_gone_by_then() -> None:
    mixing = Mixing([ZOE], 2)
    first = mixing.cards([ANNA], last=False)
    assert [*first, *mixing.cards([], last=True)] == [ANNA, ZOE]


def test_where_nobody_is_left_nobody_leaves() -> None:
    assert Mixing([ZOE], 2).cards([], last=True) == []
