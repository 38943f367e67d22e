"""A backup that stands in the list is proven once more, and what came of it is noted there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from app.backup_places import find_places
from app.book import Book
from app.errors import DamagedFile
from app.features.backups import BackupLine, CopyLine, ForgetCopies, NoteFault, NoteProof, backups, opening_keys
from app.proving import Proof, prove
from app.ticket import Ticket

_DAMAGED, _SET_ASIDE = "damaged", ".damaged"
_NOT_THIS_ONE: Final = "{file} is not the backup of that name, but another one of this book."
_ANOTHER: Final = "Restored, it is not what the book was"


def prove_again(book: Book, path: Path, ticket: Ticket | None = None) -> Proof:
    """Prove a backup of this book by its own keys, and note what came of it. Raises as `prove`, and DamagedFile for
    a sound one that stands where the list has another."""
    try:
        proof = prove(path, book.ask(opening_keys), ticket)
        _refuse_another(book, path.resolve(), proof)
    except DamagedFile as fault:
        _note_damage(book, path.resolve(), fault.found)
        raise
    book.do(NoteProof(proof.backup.digest) if proof.ok else NoteFault(proof.backup.digest, _ANOTHER))
    return proof


def _note_damage(book: Book, path: Path, why: str) -> None:
    """One of several copies is set aside, so that the place gets another one; with the only one the backup counts no
    longer."""
    for one, here in _listed(book, path):
        if here and len(one.copies) > 1:
            with suppress(OSError):
                path.replace(path.with_name(f"{path.name}{_SET_ASIDE}"))
            book.do(ForgetCopies(here[0].place, (here[0].id,), _DAMAGED))
        else:
            book.do(NoteFault(one.digest, why))


def _refuse_another(book: Book, path: Path, proof: Proof) -> None:
    listed = [one.digest for one, _ in _listed(book, path)]
    if listed and proof.backup.digest not in listed:
        raise DamagedFile(_NOT_THIS_ONE.format(file=path))


def _listed(book: Book, path: Path) -> Iterator[tuple[BackupLine, Sequence[CopyLine]]]:
    """What the list has by this name in this folder, and its copies there. A place is where it is mounted now; what
    was left in one that was taken away counts for nothing."""
    now = {one.place.id: one.folder for one in find_places(book)}
    for one in book.ask(backups):
        here = [copy for copy in one.copies if (now.get(copy.place) or Path(copy.folder)).resolve() == path.parent]
        alone = not one.copies and Path(one.place).resolve() == path.parent
        if one.file == path.name and (here or alone):
            yield one, here
