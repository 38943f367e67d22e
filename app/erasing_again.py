"""Nobody comes back by an older copy of the book who was erased after it was made."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from app.carrying_out import carry_out
from app.erasing import EraseAgain, erased_digests
from app.errors import BookDamaged, BookUnreachable, Refused
from app.rules.permissions import OWNERS, Permission
from app.store.engine import Store
from app.store.erased import keep_erased, read_erased
from app.store.hot import rows_of
from app.store.location import file_path, is_server
from app.ticket import Ticket
from app.users import SignedIn, present_users

_SIGNING_KEYS: Final = "SELECT signing_key, 1 FROM book UNION ALL SELECT signing, taken FROM former_keys"
_NOBODY: Final = "There is nobody in this book who may still open it. Nothing was made of it."


def erase_again(
    session: Session, store: Store, user: SignedIn | None, erased: frozenset[str], ticket: Ticket | None = None
) -> int:
    """Within the work that fills a book, or opens it: erase those who are known by these digests, whatever the user
    may do else; in a book that nobody has opened, in the name of one of its own. A new book keeps no trace of them.
    Answers how many customers there were."""
    back = erased - erased_digests(session)
    if not back:
        return 0
    store.leave_no_trace()
    eraser = with_all_rights(user) if user else stand_in(session)
    return carry_out(session, store, eraser, EraseAgain(tuple(sorted(back))), ticket).answer


def remember_erased(store: Store, location: str, user: SignedIn) -> tuple[bytes, ...]:
    """Keep beside a file who was erased; and erase again whom an older copy of it, put in its place, brought back.

    Where nothing vouches for what stands beside it, only who may erase does that. Answers the firm's keys that may
    have signed what stands beside the file.
    """
    if is_server(location):
        return ()
    path = file_path(location)
    with store.reading() as session:
        erased = erased_digests(session)
        (signing, _), *former = rows_of(session, _SIGNING_KEYS, {})
    back = read_erased(path, signing) - erased
    if back and (signing is not None or user.may(Permission.ERASE)):
        with suppress(BookDamaged, BookUnreachable), store.writing() as session:
            erase_again(session, store, user, back)
            session.commit()
    keep_erased(path, erased, (signing, *(key for key, _ in former)))
    return () if signing is None else (signing, *(key for key, taken in former if taken))


def stand_in(session: Session) -> SignedIn:
    """In whose name something is done in a book that nobody has opened: who may most, or anybody. Raises Refused."""
    present = list(present_users(session))
    if not present:
        raise Refused(_NOBODY)
    return with_all_rights(max(present, key=lambda one: one.may(Permission.ERASE)))


def with_all_rights(user: SignedIn) -> SignedIn:
    """The same one, for what has to be done to the whole book."""
    return replace(user, rights=OWNERS, sight=None)
