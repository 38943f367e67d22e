"""What can be seen of the journal: operations in sentences, and the changes behind each."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.models import JOURNALLED, Change, Instant, Membership, Operation, User
from app.models.among import among
from app.models.base import table_of
from app.rules.chunks import chunks
from app.rules.days import day_end, day_start
from app.rules.instants import from_number, to_number
from app.rules.permissions import Permission, asks_for
from app.rules.text import clean
from app.rules.words import HIDDEN, TABLES, field_words
from app.store.hot import engine_of


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which operations to show; everything given must fit."""

    customer_id: int | None = None
    user_id: int | None = None
    since: date | None = None
    until: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class OperationLine:
    """One operation as a line of the journal."""

    id: int
    revision: int
    at: datetime
    user_id: int
    user: str
    command: str
    summary: str
    desk: str
    undoes: int | None
    undone_by: int | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What happened to one row: its kind (added, changed, removed), a name for it, its fields."""

    table: str
    row_id: int
    customer_id: int | None
    customer: str
    kind: str
    subject: str
    fields: tuple[FieldChange, ...]

    @property
    def sentence(self) -> str:
        """The change as a person would tell it."""
        what = f"{self.kind.capitalize()} {self.subject}"
        told = ", ".join(f"{one.field}: {one.before or '–'} → {one.after or '–'}" for one in self.fields)
        return f"{what}: {told}" if told and self.kind == "changed" else what


_LINE = (
    select(
        Operation.id, Operation.revision, Operation.at, Operation.user_id, User.name, Operation.command,
        Operation.summary, Operation.desk, Operation.undoes, Operation.undone_by,
    )
    .join(User, User.id == Operation.user_id)
    .where(Operation.revision.is_not(None))
)  # fmt: skip


def whole_or_own(user_id: int, /, chosen: JournalFilter, *_: Any, **__: Any) -> Permission:
    """One's own operations and those on one customer are open to all; the whole journal is not."""
    own = chosen.customer_id is not None or chosen.user_id == user_id
    return Permission.SEE_CUSTOMERS if own else Permission.SEE_JOURNAL


@asks_for(whole_or_own)
def journal(
    session: Session, chosen: JournalFilter, before: int | None = None, limit: int = 200
) -> list[OperationLine]:
    """The newest operations first; `before` is the revision that the last page ended with."""
    rows: Select[*tuple[Any, ...]] = _LINE.order_by(Operation.revision.desc()).limit(limit)
    if before is not None:
        rows = rows.where(Operation.revision < before)
    if chosen.user_id is not None:
        rows = rows.where(Operation.user_id == chosen.user_id)
    if chosen.since is not None:
        rows = rows.where(Operation.at >= day_start(chosen.since))
    if chosen.until is not None:
        rows = rows.where(Operation.at < day_end(chosen.until))
    if chosen.customer_id is not None:
        rows = rows.where(Operation.id.in_(_about(chosen.customer_id)))
    for word in clean(chosen.words).split()[:8]:
        rows = rows.where(_says(session, word))
    return [OperationLine(*row) for row in session.execute(rows)]


def _says(session: Session, word: str) -> ColumnElement[bool]:
    """Whether a sentence has the word, large or small; SQLite's own function knows only a to z, but is fast."""
    if engine_of(session) != "sqlite":
        return func.strpos(func.lower(Operation.summary), func.lower(word)) > 0
    lowered = func.lower if word.isascii() else func.housebook_lower
    return func.instr(lowered(Operation.summary), word.lower()) > 0


def _about(customer_id: int) -> Select[*tuple[Any, ...]]:
    """The operations that touched a customer, or the people who are there."""
    people = select(Membership.contact_id).where(Membership.customer_id == customer_id)
    return select(Change.operation_id).where(or_(Change.customer_id == customer_id, Change.contact_id.in_(people)))


def operation(session: Session, operation_id: int) -> OperationLine:
    """One operation. Raises NotFound."""
    found: Select[*tuple[Any, ...]] = _LINE.where(Operation.id == operation_id)
    row = session.execute(found).one_or_none()
    if row is None:
        raise NotFound(f"There is no operation {operation_id} in the journal.")
    return OperationLine(*row)


def count_changes(session: Session, operation_id: int) -> int:
    """How many rows an operation touched."""
    counted = select(func.count()).where(Change.operation_id == operation_id)
    return int(session.execute(counted).scalar_one())


def changes_of(
    session: Session, operation_id: int, customer_id: int | None = None, limit: int = 200
) -> list[ChangeLine]:
    """What an operation did, row by row, with the values before and after."""
    chosen = select(Change).where(Change.operation_id == operation_id).order_by(Change.id).limit(limit)
    if customer_id is not None:
        chosen = chosen.where(or_(Change.customer_id == customer_id, Change.customer_id.is_(None)))
    changes = session.execute(chosen).scalars().all()
    afters = _afters(session, changes)
    names = _Names(session, changes, afters.values())
    return [_told(change, afters[change.id], names) for change in changes]


def _afters(session: Session, changes: Sequence[Change]) -> dict[int, dict[str, Any]]:
    """By change the row as it left it: today's row, with all that was changed later put back."""
    afters: dict[int, dict[str, Any]] = {change.id: {} for change in changes}
    left = [change for change in changes if change.kind != "removed"]
    for table in {change.table_name for change in left}:
        of_table = [change for change in left if change.table_name == table]
        rows = _rows_today(session, table, {change.row_id for change in of_table})
        later = _later(session, table, of_table)
        for change in of_table:
            after = afters[change.id] = dict(rows.get(change.row_id, {}))
            for key, before in later[change.row_id]:
                after |= json.loads(before) if key > change.id else {}
    return afters


def _rows_today(session: Session, name: str, keys: Iterable[int]) -> dict[int, dict[str, Any]]:
    if not JOURNALLED[name].told:
        return {}
    table = table_of(JOURNALLED[name])
    found = (
        row
        for some in chunks(sorted(keys))
        for row in session.execute(select(table).where(table.c.id.in_(some))).mappings()
    )
    return {row["id"]: {column: _plain(value) for column, value in row.items()} for row in found}


def _later(session: Session, name: str, changes: Sequence[Change]) -> dict[int, list[tuple[int, str]]]:
    """By row what was changed after the first of these changes, the newest first."""
    first = min(change.id for change in changes)
    of_rows = Change.table_name == name, among(Change.row_id), Change.before.is_not(None), Change.id > first
    newer = select(Change.row_id, Change.id, Change.before).where(*of_rows).order_by(Change.id.desc())
    later: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for some in chunks(sorted({change.row_id for change in changes})):
        for row_id, key, before in session.execute(newer, {"ids": some}):
            later[row_id].append((key, before or "{}"))
    return later


def _plain(value: Any) -> Any:
    """A value as the journal has it."""
    if isinstance(value, datetime):
        return to_number(value)
    return value.isoformat() if isinstance(value, date) else value


class _Names:
    """The names behind the keys in a set of changes."""

    def __init__(self, session: Session, changes: Sequence[Change], afters: Iterable[dict[str, Any]]) -> None:
        wanted: dict[str, set[int]] = defaultdict(set)
        for change, after in zip(changes, afters, strict=True):
            wanted["customers"].add(change.customer_id or 0)
            before = json.loads(change.before) if change.before else {}
            for column, target in _links(change.table_name).items():
                wanted[target] |= {values[column] for values in (before, after) if values.get(column)}
        self._names = {table: _names_of(session, table, keys) for table, keys in wanted.items()}

    def of(self, table: str, key: int | None) -> str:
        """The name of a row; its number where the row is gone."""
        return "" if key is None else self._names.get(table, {}).get(key, f"no. {key}")


def _names_of(session: Session, name: str, keys: Iterable[int]) -> dict[int, str]:
    table = table_of(JOURNALLED[name])
    if "name" not in table.columns:
        return {}
    return {key: text for key, text in session.execute(select(table.c.id, table.c.name).where(table.c.id.in_(keys)))}


def _links(name: str) -> dict[str, str]:
    """The columns of a table that hold keys of other tables with names."""
    return {
        link.parent.name: link.column.table.name
        for link in table_of(JOURNALLED[name]).foreign_keys
        if link.column.table.name in JOURNALLED
    }


_SUBJECTS = (
    "name",
    "raw",
    "address",
    "url",
    "words",
    "value",
    "town",
    "street",
    "tag_id",
    "user_id",
    "contact_id",
    "file_name",
)


def _told(change: Change, after: dict[str, Any], names: _Names) -> ChangeLine:
    before = json.loads(change.before) if change.before else {}
    known = after or before
    subject = next((told for name in _SUBJECTS if (told := _shown(change.table_name, name, known, names))), "")
    shown = before if change.kind == "changed" else {}
    fields = tuple(
        FieldChange(
            field_words(name),
            _shown(change.table_name, name, before, names),
            _shown(change.table_name, name, after, names),
        )
        for name in shown
        if name not in HIDDEN
    )
    return ChangeLine(
        table=change.table_name,
        row_id=change.row_id,
        customer_id=change.customer_id,
        customer=names.of("customers", change.customer_id) if change.customer_id else "",
        kind=change.kind,
        subject=f"{TABLES[change.table_name]} {subject}".strip(),
        fields=fields,
    )


def _shown(table: str, name: str, values: dict[str, Any], names: _Names) -> str:
    """A value in words."""
    value = values.get(name)
    if value is None or value == "":
        return ""
    if name in (links := _links(table)):
        return names.of(links[name], value)
    column = table_of(JOURNALLED[table]).columns.get(name)
    if column is not None and isinstance(column.type, Instant):
        return f"{from_number(value).astimezone():%Y-%m-%d %H:%M}"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
