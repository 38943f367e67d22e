"""What the running program does for the backups by itself, one thing at a time and at one desk only."""

from __future__ import annotations

from typing import Final

from app import clock
from app.backup_places import find_places, settled_places
from app.book import Book
from app.catching_up import NIGHTLY, files_of, fill_up, lacking
from app.errors import DamagedFile
from app.features.backups import BackupLine, BeginScheduled, EndScheduled, due
from app.keeping import keep, refuse_words
from app.proving import prove_again
from app.ticket import Ticket

_DAMAGED: Final = "{file}, a backup, was read once more: {why}"
_NOT_THE_SAME: Final = "The backup {file} was restored once more, and is not what the book was. Make another one."


def tend(book: Book, ticket: Ticket) -> str:
    """Do what is due; answers what somebody should know of it, mostly nothing. Raises as `keep` and `prove_again`."""
    task = book.ask(due, clock.now())
    if task is None:
        return _filled(book, ticket)
    if not book.do(BeginScheduled()).answer:
        return ""
    if task.backup is None:
        told = keep(book, refuse_words, ticket, why=NIGHTLY).told
        words = " ".join([*told, *fill_up(book, find_places(book), ticket)])
    else:
        words = _proven(book, task.backup, ticket)
    _end(book)
    return words


def _end(book: Book) -> None:
    """A place that comes back is filled with the next look. What could not be done waits, and is not tried all day."""
    if book.ask(due, clock.now()) is None and not lacking(book, find_places(book)):
        book.do(EndScheduled())


def _filled(book: Book, ticket: Ticket) -> str:
    """A place that is there again gets what it lacks, with the first look after that."""
    if not lacking(book, find_places(book)) or not book.do(BeginScheduled()).answer:
        return ""
    words = " ".join(fill_up(book, settled_places(book), ticket))
    _end(book)
    return words


def _proven(book: Book, one: BackupLine, ticket: Ticket) -> str:
    """By the first of its files that is as it was written, so that a damaged one is told, and no other waits for it.

    A drive that is away is no fault of the backup; it is tried when it is there again.
    """
    told = list[str]()
    for file in files_of(one, find_places(book)):
        try:
            same = prove_again(book, file, ticket).ok
        except DamagedFile as fault:
            told.append(_DAMAGED.format(file=file, why=fault.words))
            continue
        return " ".join([*told, *(() if same else (_NOT_THE_SAME.format(file=one.file),))])
    return " ".join(told)
