"""Searching while typing as tutorials have it: a LIKE through the ORM at each key, in the thread of the screen."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtWidgets import QLineEdit, QListWidget, QVBoxLayout, QWidget
from sqlalchemy import or_, select

from app.book import Book
from app.models import Listing
from tests.benchmarks.window.seeing import Paints

MOST = 50


def like(session: Any, typed: str) -> list[str]:
    """Names, numbers, addresses and towns that have it anywhere."""
    anywhere = or_(
        *(column.ilike(f"%{typed}%") for column in (Listing.name, Listing.phone, Listing.email, Listing.town))
    )
    return [f"{one.name}, {one.town}" for one in session.scalars(select(Listing).where(anywhere).limit(MOST))]


class NaiveSearch(QWidget):
    """A field and a list below it."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self._painted = 0.0
        self.field, self.list = QLineEdit(), QListWidget()
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.field.textEdited.connect(self._search)
        self._paints = Paints(self.list, self._note)
        self.resize(600, 500)
        self.show()

    def type(self, sign: str) -> float:
        """One key; how many milliseconds until the answer was painted."""
        began = time.perf_counter()
        self.field.setText(self.field.text() + sign)
        self.field.textEdited.emit(self.field.text())
        self.list.viewport().repaint()
        return (self._painted - began) * 1000

    def _search(self, typed: str) -> None:
        self.list.clear()
        self.list.addItems(self._book.ask(like, typed))

    def _note(self, at: float) -> None:
        self._painted = at
