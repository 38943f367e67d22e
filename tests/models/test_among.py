"""Rows are sought by many keys through an index, also beside other conditions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import not_, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from app.book import Book
from app.features.customers.commands import AddCustomer
from app.models import Customer
from app.models.among import among

BESIDE: Any = select(Customer.name).where(among(Customer.id), Customer.retired_on.is_(None)).order_by(Customer.name)
BUT: Any = select(Customer.name).where(not_(among(Customer.id)))


def plan(session: Session) -> str:
    """What SQLite means to do."""
    asked = text(f"EXPLAIN QUERY PLAN {BESIDE.compile(dialect=sqlite.dialect())}".replace("?", "'[1]'"))
    return " ".join(str(row) for row in session.execute(asked))


def names(session: Session, asked: Any, keys: list[int]) -> list[str]:
    return list(session.execute(asked, {"ids": keys}).scalars())


def test_keys_beside_another_condition_find_the_same_rows_on_both_engines(book: Book) -> None:
    known = {name: book.do(AddCustomer(name=name)).answer for name in ("Albers", "Brandt", "Costa")}
    assert book.ask(names, BESIDE, [known["Brandt"], known["Albers"], 1]) == ["Albers", "Brandt"]
    assert book.ask(names, BESIDE, []) == []
    assert book.ask(names, BUT, [known["Brandt"], known["Albers"]]) == ["Costa"]


def test_an_index_is_used_for_them(file_book: Book) -> None:
    assert "SCAN customers" not in file_book.ask(plan)
