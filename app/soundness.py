"""Whether a book is sound: all of it is looked through, and what is found is kept in mind beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from sqlalchemy.orm import Session

from app.errors import BookDamaged
from app.proof import verify
from app.store.checking import lost_rows, out_of_step
from app.store.engine import Store
from app.store.faults import damaged

Look = Callable[[Session], Iterable[str]]

_OUT_OF_STEP = (
    "The book's lists are out of step with its cards, so that the list or the search may leave something out. "
    "Nothing is lost: what belongs to a customer is listed anew as soon as the customer is changed."
)


def look_through(store: Store) -> list[str]:
    """What is wrong and what to do, then each single complaint; empty if sound. Damage is noted for all programs."""
    complaints: list[str] = []
    before = store.seen()
    with suppress(BookDamaged):  # which the store keeps in mind
        for words, look in _looks(store):
            with store.reading() as session:
                complaints = list(look(session))
            if complaints and words != _OUT_OF_STEP:
                store.found_damaged(words)
            if complaints:
                break
    left = store.note_outcome(before)
    if store.damage is None:
        return [_OUT_OF_STEP, *complaints] if complaints else []
    return [store.damage, *([left] if left else ()), *complaints]


def _looks(store: Store) -> Iterable[tuple[str, Look]]:
    """In this order; what comes later would only stumble over what an earlier one finds, or over older tables."""
    yield damaged("its file is not whole"), store.complaints
    if store.current:
        yield damaged("parts of it belong to others that are not there"), _lost
        yield damaged("its journal was changed from outside"), _breaks
        yield _OUT_OF_STEP, _unlisted


def _lost(session: Session) -> Iterator[str]:
    return lost_rows(session.connection())


def _unlisted(session: Session) -> Iterator[str]:
    return out_of_step(session.connection())


def _breaks(session: Session) -> Iterator[str]:
    proof = verify(session)
    if not proof.ok:
        yield f"the journal does not hold from operation no. {proof.broken_at} on"
