"""The proof of the journal: every operation is there, in its order, with the values it had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import BookState, Change, Operation
from app.operation import sealed_fields
from app.rules.chain import digest_of, operation_hash

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether the chain holds; if not, the revision at which it breaks."""

    ok: bool
    operations: int
    broken_at: int | None


def verify(session: Session) -> Verified:
    """Compute the whole chain anew and compare it with what is written."""
    head, revision = "", 0
    for operation, changes in _operations(session):
        revision += 1
        links = [(c.table_name, c.row_id, c.kind, c.version, c.digest) for c in changes]
        fields = sealed_fields(operation, revision, operation.summary, operation.topics, operation.undoes)
        whole = operation.revision == revision and operation.previous_hash == head
        if not whole or operation_hash(head, fields, links) != operation.hash or not _untouched(changes):
            return Verified(False, revision, revision)
        head = operation.hash
    book = session.execute(select(BookState.revision, BookState.head)).one()
    if (book.revision, book.head) != (revision, head):
        return Verified(False, revision, revision + 1)
    return Verified(True, revision, None)


def _untouched(changes: list[Any]) -> bool:
    """Values that were erased with a trace (no `before`, but a digest) are no break."""
    return all(c.before is None or digest_of(c.before) == c.digest for c in changes)


def _operations(session: Session) -> Iterator[tuple[Operation, list[Any]]]:
    """Every operation by its revision with its changes in their order; a batch in memory at a time."""
    seen = 0
    columns = (
        Change.operation_id, Change.table_name, Change.row_id, Change.kind, Change.before, Change.version, Change.digest
    )  # fmt: skip
    while True:
        page = select(Operation).where(Operation.revision > seen).order_by(Operation.revision).limit(_BATCH)
        batch = session.execute(page).scalars().all()
        if not batch:
            return
        keys = [operation.id for operation in batch]
        rows = session.execute(
            select(*columns).where(Change.operation_id.in_(keys)).order_by(Change.operation_id, Change.id)
        )
        changes = {key: list(some) for key, some in groupby(rows, key=lambda row: row.operation_id)}
        for operation in batch:
            yield operation, changes.get(operation.id, [])
        seen = batch[-1].revision or seen
        session.expunge_all()
