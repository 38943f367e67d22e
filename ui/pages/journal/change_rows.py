"""The changes of an operation as rows: what, before, after; under the name of each customer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.features.journal.reading import ChangeLine
from app.rules.words import TABLES
from ui.parts.cells import Cell, Group, Row
from ui.theme.tokens import Weight

_SIGNS = {"added": "add", "removed": "delete", "changed": "edit"}
NOBODY = "The book"


@dataclass(frozen=True, slots=True)
class Difference:
    """One line: what it is about, before and after, and the sentence that tells it."""

    what: str
    kind: str
    before: str
    after: str
    sentence: str


def change_rows(changes: Sequence[ChangeLine]) -> tuple[list[Row], list[Group], list[Difference]]:
    """Rows (known by their place), a heading for each customer, and what each row is about."""
    told: list[Difference] = []
    groups: list[Group] = []
    names = _names(changes)
    met = {key: place for place, key in reversed(list(enumerate(change.customer_id for change in changes)))}
    together = sorted(changes, key=lambda change: met[change.customer_id])
    for key, some in groupby(together, key=lambda change: change.customer_id):
        groups.append(Group(len(told), names.get(key, NOBODY)))
        for change in some:
            told += _differences(change)
    return [_row(place, one) for place, one in enumerate(told)], groups, told


def _names(changes: Sequence[ChangeLine]) -> dict[int | None, str]:
    """Whom the changes concern; a customer that is gone by now is called as it was then."""
    names: dict[int | None, str] = {change.customer_id: change.customer for change in changes if change.customer}
    whole = [change for change in changes if change.table == "customers" and change.kind != "changed"]
    return names | {change.customer_id: _name(change) for change in whole}


def _name(change: ChangeLine) -> str:
    """What the row is called, without the word for its kind."""
    return change.subject.removeprefix(TABLES.get(change.table, change.table)).strip()


def _differences(change: ChangeLine) -> Iterator[Difference]:
    noun = TABLES.get(change.table, change.table)
    name = _name(change) or "yes"
    if change.kind == "added":
        yield Difference(noun, change.kind, "", name, change.sentence)
    elif change.kind == "removed":
        yield Difference(noun, change.kind, name, "", change.sentence)
    elif not change.fields:
        yield Difference(noun, change.kind, name, name, change.sentence)
    for one in change.fields if change.kind == "changed" else ():
        what = one.field if change.table == "customers" else f"{noun}, {one.field}"
        said = f"Changed {change.subject}, {one.field}: {one.before or 'nothing'}, now {one.after or 'nothing'}"
        yield Difference(what, change.kind, one.before, one.after, said)


def _row(place: int, one: Difference) -> Row:
    new = one.kind != "removed"
    return Row(
        place,
        (
            Cell(one.what, tone="text2", icon=_SIGNS[one.kind], icon_tone="text3", tip=one.sentence),
            _value(one.before, Weight.PLAIN),
            _value(one.after, Weight.MEDIUM if new else Weight.PLAIN),
        ),
        spoken=one.sentence,
    )


def _value(text: str, weight: int) -> Cell:
    """A value in one line; nothing is a dash."""
    return Cell(" ".join(text.split()), weight, tip=text) if text else Cell("–", tone="text3")
