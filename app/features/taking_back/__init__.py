"""Customers, people and touch points as they were in an earlier state of the book, taken back into that of today.

Nothing goes by it: what was added since stays. Of what is still there the fields chosen become what they were then; who
handles a customer today, who may open it, and what was promised stay as they are. What is no longer there comes back
with all that belonged to it: whoever has departed handles nothing any more, and what they had still promised is for
whoever takes it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from app.erasing import erased_digests
from app.errors import Refused
from app.features.taking_back.putting import Putting
from app.features.taking_back.then import Then
from app.house_rules import one_owner_each
from app.rules.chain import digest_of
from app.rules.permissions import Permission
from app.rules.words import counted
from app.work import Command, Work

_ERASED: Final = "{name} was erased for good, as they may ask for, and does not come back. Nothing was taken back."
_SAME: Final = "Nothing was taken back: {what} is as it was then."


@dataclass(frozen=True)
class Choice:
    """What comes back, and which of its fields: a column, or a table that hangs on it; all, where none is named.

    `seen` is what stood in a field today when it was chosen.
    """

    then: Then
    fields: tuple[str, ...] = ()
    seen: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TakeBack(Command[int]):
    """Take back what was chosen; `of` says from where, as `the backup of 12 March`. Answers how many rows it was."""

    needs: ClassVar[Permission] = Permission.BACK_UP

    choices: tuple[Choice, ...]
    of: str

    def carry_out(self, work: Work) -> int:
        work.user.demand(Permission.EDIT_CUSTOMERS)
        erased = erased_digests(work.session)
        for choice in self.choices:
            if digest_of(choice.then.uid) in erased:
                raise Refused(_ERASED.format(name=choice.then.name))
        done = [putting for choice in self.choices if (putting := self._put(work, choice, erased)).rows]
        if not done:
            raise Refused(_SAME.format(what=self._named()))
        work.say(f"Took back {self._named()} from {self.of}")
        return sum(putting.rows for putting in done)

    def _put(self, work: Work, choice: Choice, erased: frozenset[str]) -> Putting:
        putting = Putting(work, choice.then, erased, frozenset(choice.fields), choice.seen)
        customer = putting.links.there("customers", choice.then.id) if choice.then.table == "customers" else None
        with one_owner_each(work, [] if customer is None else [customer]):
            putting.carry_out()
        return putting

    def _named(self) -> str:
        first = self.choices[0].then.name
        more = len(self.choices) - 1
        return f"{first} and {counted(more, 'other')}" if more else first
