"""Two people at one book, edit by edit, undo by undo: no value is lost without somebody choosing it."""

from functools import cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory, mkdtemp

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.book import Book, create_book, open_book
from app.errors import Conflict, Refused
from app.features.customers.card import card
from app.features.customers.commands import AddCustomer, EditCustomer
from app.features.journal.verifying import verify
from app.features.undo import UndoOperation
from app.rules.text import clean
from tests.postgres import run_folder

FIELDS = ("notes", "language", "tax_number")
desks = st.integers(0, 1)
names = st.sampled_from(FIELDS)
values = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=5).map(clean)


@cache
def _new_book() -> Path:
    path = Path(mkdtemp(dir=run_folder())) / "new.book"
    create_book(str(path), "Nordlicht Handel", "ann").close()
    return path


class TwoPeople(RuleBasedStateMachine):
    """Each desk has a form open, with the values it saw last; the model is one dict of what the book must hold."""

    @initialize()
    def open_desks(self) -> None:
        self.folder = TemporaryDirectory()
        path = Path(self.folder.name) / "firm.book"
        copyfile(_new_book(), path)
        self.books: list[Book] = [open_book(str(path), "ann") for _ in range(2)]
        self.customer = self.books[0].do(AddCustomer(name="Zoe")).answer
        self.model = dict.fromkeys(FIELDS, "")
        self.seen = [dict(self.model), dict(self.model)]
        self.operations: list[tuple[int, str, str, str]] = []

    @rule(desk=desks, name=names, value=values)
    def edit(self, desk: int, name: str, value: str) -> None:
        was = self.seen[desk][name]
        try:
            done = self.books[desk].do(EditCustomer(self.customer, {name: (was, value)}))
        except Conflict as clash:
            assert self.model[name] not in (was, value)
            assert (clash.fields[0].theirs, clash.fields[0].mine) == (self.model[name], value)
            return
        assert self.model[name] in (was, value)
        if done.operation is not None:
            self.operations.append((done.operation, name, self.model[name], value))
        self.model[name] = value
        self.seen[desk][name] = value

    @rule(desk=desks)
    def look(self, desk: int) -> None:
        shown = self.books[desk].ask(card, self.customer).values
        self.seen[desk] = {name: shown[name] for name in FIELDS}

    @rule(desk=desks, back=st.integers(0, 3))
    def undo(self, desk: int, back: int) -> None:
        if back >= len(self.operations):
            return
        operation, name, before, after = self.operations[-1 - back]
        try:
            self.books[desk].do(UndoOperation(operation))
        except Refused:
            assert back > 0 or (operation, name, before, after) != self.operations[-1]
            return
        assert self.model[name] == after
        self.model[name] = before
        del self.operations[-1 - back]

    @invariant()
    def nothing_is_lost(self) -> None:
        if hasattr(self, "books"):
            shown = self.books[0].ask(card, self.customer).values
            assert {name: shown[name] for name in FIELDS} == self.model

    def teardown(self) -> None:
        if hasattr(self, "books"):
            assert self.books[0].ask(verify).ok
            for book in self.books:
                book.close()
            self.folder.cleanup()


TestTwoPeople = TwoPeople.TestCase
TestTwoPeople.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
