"""The proof of the journal: every operation is there, in its order, with the values it had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotAllowed
from app.models import BookState, Erasure, Operation
from app.models.among import handed, keys_in
from app.operation import LINK, sealed_fields
from app.rules.chain import ERASED, digest_of, operation_hash
from app.rules.chunks import chunks
from app.rules.key_ranges import from_ranges
from app.rules.permissions import for_everybody
from app.store.hot import batches
from app.store.server.preparing import reads_whole_journal

_BATCH = 500
_AT_ONCE = 5000
_CHANGES = f"SELECT operation_id, {LINK}, before, digest FROM changes WHERE {{}} ORDER BY operation_id, id"


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether the chain holds; if not, the revision at which it breaks."""

    ok: bool
    operations: int
    broken_at: int | None


@for_everybody
def verify(session: Session) -> Verified:
    """Compute the whole chain anew and compare it with what is written. Raises NotAllowed for whom the server does not
    show all of it."""
    if not reads_whole_journal(session.connection()):
        raise NotAllowed("Not looked at: on this server only who may read the whole journal can prove it whole.")
    head, revision, erased = "", 0, _Erased(session)
    for operation, computed in _operations(session):
        revision += 1
        whole = operation.revision == revision and operation.previous_hash == head
        if not whole or computed is None or not erased.holds(operation, computed):
            return Verified(False, revision, revision)
        head = operation.hash
    book = session.execute(select(BookState.revision, BookState.head)).one()
    if (book.revision, book.head) != (revision, head):
        return Verified(False, revision, revision + 1)
    return Verified(True, revision, None)


class _Erased:
    """Operations whose sentences were erased: what is left of them was sealed by the operation that did it."""

    def __init__(self, session: Session) -> None:
        rows = session.execute(select(Erasure.operation_id, Erasure.operations)).all()
        self._by = {key: by for by, ranges in rows for key in from_ranges(ranges)}
        self._left: dict[int, list[str]] = {by: [] for by, _ in rows}

    def holds(self, operation: Operation, computed: str) -> bool:
        """Whether an operation is as it was, or as it was left."""
        by = self._by.get(operation.id)
        if by is not None and operation.summary == ERASED:
            self._left[by].append(_left(operation, computed))
            return True
        sealed = self._left.get(operation.id)
        whole = sealed is None or operation.summary.endswith(f"(seal {_seal(sealed)})")
        return whole and computed == operation.hash


def seal_of(session: Session, operations: Sequence[int]) -> str:
    """The seal of what is left of operations, in the order of their revisions."""
    left: list[str] = []
    for some in chunks(operations, _BATCH):
        chosen = select(Operation).where(Operation.id.in_(some)).order_by(Operation.revision)
        rows = session.execute(chosen).scalars().all()
        computed = _computed(session, {row.id: row for row in rows})
        left += [_left(row, computed[row.id] or "") for row in rows]
    return _seal(left)


def _left(operation: Operation, computed: str) -> str:
    return f"{operation.id} {operation.hash} {computed}"


def _seal(left: Iterable[str]) -> str:
    return digest_of("\n".join(left)) or ""


def _operations(session: Session) -> Iterator[tuple[Operation, str | None]]:
    """Every operation by its revision, with the hash that its changes come to; some at a time."""
    seen = 0
    while True:
        page = select(Operation).where(Operation.revision > seen).order_by(Operation.revision).limit(_BATCH)
        batch = session.execute(page).scalars().all()
        if not batch:
            return
        computed = _computed(session, {operation.id: operation for operation in batch})
        for operation in batch:
            yield operation, computed[operation.id]
        seen = batch[-1].revision or seen
        session.expunge_all()


def _computed(session: Session, batch: Mapping[int, Operation]) -> dict[int, str | None]:
    """By operation the hash on top of the one it names as its previous; its changes pass by, however many."""
    connection = session.connection()
    engine = connection.dialect.name
    asked = {"ids": handed(engine, list(batch))}
    changes = chain.from_iterable(
        batches(connection, _CHANGES.format(keys_in(engine, "operation_id")), asked, _AT_ONCE)
    )
    groups = groupby(changes, key=itemgetter(0))
    # The index of a damaged book may lead to changes that nobody asked for.
    found = {key: _hash(batch[key], some) for key, some in groups if key in batch}
    return {key: found[key] if key in found else _hash(operation, ()) for key, operation in batch.items()}


def _hash(operation: Operation, changes: Iterable[Any]) -> str | None:
    """Nothing if a change's values are not those that its digest was made of; erased ones leave only the digest."""
    fields = sealed_fields(operation, operation.revision or 0, operation.summary, operation.topics, operation.undoes)
    touched = False

    def links() -> Iterator[str]:
        nonlocal touched
        for _, link, before, digest in changes:
            touched |= before is not None and digest_of(before) != digest
            yield link

    sealed = operation_hash(operation.previous_hash, fields, links())
    return None if touched else sealed
