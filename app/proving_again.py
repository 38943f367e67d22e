"""A backup that stands in the list is proven once more, and what came of it is noted there."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

from app.backup_places import find_places
from app.book import Book
from app.errors import DamagedFile
from app.features.backups import ForgetCopies, NoteFault, NoteProof, backups, opening_keys
from app.proving import Proof, prove
from app.ticket import Ticket

_DAMAGED, _SET_ASIDE = "damaged", ".damaged"
_ANOTHER: Final = "Restored, it is not what the book was"


def prove_again(book: Book, path: Path, ticket: Ticket | None = None) -> Proof:
    """Prove a backup of this book by its own keys, and note what came of it. Raises as `prove`."""
    try:
        proof = prove(path, book.ask(opening_keys), ticket)
    except DamagedFile as fault:
        _note_damage(book, path.resolve(), fault.found)
        raise
    book.do(NoteProof(proof.backup.digest) if proof.ok else NoteFault(proof.backup.digest, _ANOTHER))
    return proof


def _note_damage(book: Book, path: Path, why: str) -> None:
    """One of several copies is set aside, so that the place gets another one; with the only one the backup counts no
    longer. A place is where it is mounted now."""
    now = {one.place.id: one.folder for one in find_places(book)}
    for one in book.ask(backups):
        here = [copy for copy in one.copies if (now.get(copy.place) or Path(copy.folder)).resolve() == path.parent]
        if one.file != path.name or not (here or Path(one.place).resolve() == path.parent):
            continue
        if here and len(one.copies) > 1:
            with suppress(OSError):
                path.replace(path.with_name(f"{path.name}{_SET_ASIDE}"))
            book.do(ForgetCopies(here[0].place, (here[0].id,), _DAMAGED))
        else:
            book.do(NoteFault(one.digest, why))
