"""A backup is made before what is large or for good, so that there is a way back to just before it."""

from __future__ import annotations

from typing import Final

from app import clock
from app.book import Book
from app.errors import Refused
from app.features.backups import wanted_before
from app.keeping import keep, refuse_words
from app.rules.permissions import Permission
from app.ticket import Ticket

_UNPROVEN: Final = "A backup was made, but could not be proven by restoring it, so it does not count yet. {why}"


def back_up_before(book: Book, why: str, ticket: Ticket) -> str:
    """Make a backup, if a user who may back up has begun with that and none of just now stands; answers what to know.

    Raises as `keep`, and Refused where the new one does not count yet.
    """
    if not book.user.may(Permission.BACK_UP) or not book.ask(wanted_before, clock.now()):
        return ""
    kept = keep(book, refuse_words, ticket, why=why)
    if kept.made.proven_at is None:
        raise Refused(_UNPROVEN.format(why=kept.made.unproven))
    return " ".join(kept.told)
