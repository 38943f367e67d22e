"""The places of backups as they are now: found beside all other work, and what one that is away lacks, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ui.parts.numbers import counted

if TYPE_CHECKING:
    from app.backup_places import Found
    from app.ticket import Ticket


def found_places(book: Any, _ticket: Ticket) -> Sequence[Found]:
    """For a desk's work beside: drives and folders are looked through, which may take a while."""
    # Loaded when it is needed: backups are no part of the start.
    from app.backup_places import find_places

    return find_places(book)


def lacking_words(one: Found) -> str:
    """What is not in a place that is away, though it is kept elsewhere; one that is there gets it by itself."""
    if one.folder is not None or not one.place.behind:
        return ""
    return f"It is away and {counted(one.place.behind, 'backup')} behind."
