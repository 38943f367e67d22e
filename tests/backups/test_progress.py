"""How far a backup is while it is made and proven, in bytes and rows; told on a terminal alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.backing_up import back_up
from app.backup_files import file_of
from app.book import Book
from app.errors import Stopped
from app.features.backups import backups
from app.keys.recovery import to_words
from app.keys.sealing import new_key
from app.opened_backup import keys_of_words
from app.proving import prove
from app.rules.pace import BACKING_UP, CHECKING, COMPARING, JOURNAL, RESTORING
from app.ticket import Ticket
from ui.cli import main

Said = tuple[str, int, int]


def said_of(book: Book, folder: Path) -> tuple[list[Said], int, int]:
    told: list[Said] = []
    made = back_up(book, folder, lambda _: None, Ticket(lambda *said: told.append(said)))
    return told, made.rows, made.bytes


def test_each_part_is_told_with_as_much_as_is_known(book: Book, tmp_path: Path) -> None:
    first, _, size = said_of(book, tmp_path)
    told, rows, _ = said_of(book, tmp_path)

    assert list(dict.fromkeys(what for what, _, _ in told)) == [BACKING_UP, CHECKING, RESTORING, COMPARING, JOURNAL]
    assert {total for what, _, total in first if what == BACKING_UP} == {0}, "nobody knows yet how large it will be"
    assert {total for what, _, total in told if what == BACKING_UP} == {size}, "about as large as the last one"
    assert {total for what, _, total in told if what in (RESTORING, COMPARING)} == {rows}
    compared = [done for what, done, _ in told if what == COMPARING]
    assert compared == sorted(compared)
    assert 0 < compared[-1] < rows


def test_the_look_whether_a_file_is_as_it_was_made_is_told_and_can_be_stopped(file_book: Book, tmp_path: Path) -> None:
    made = back_up(file_book, tmp_path, lambda _: None)
    (listed,) = file_book.ask(backups)
    told: list[Said] = []
    ticket = Ticket(lambda *said: told.append(said))

    assert file_of(file_book, listed, ticket) == made.file
    assert told[0] == (CHECKING, 0, made.bytes)
    ticket.stop()
    with pytest.raises(Stopped):
        file_of(file_book, listed, ticket)


def test_words_that_were_told_before_open_what_is_made(file_book: Book, tmp_path: Path) -> None:
    words = to_words(new_key())

    made = back_up(file_book, tmp_path, lambda _: pytest.fail("they were told"), words=words)

    assert prove(made.file, keys_of_words(words)).ok


@pytest.mark.parametrize(("screen", "more", "seen"), [(True, (), True), (True, ("--json",), False), (False, (), False)])
def test_the_line_stands_on_a_terminal_and_is_gone_at_the_end(
    screen: bool,
    more: tuple[str, ...],
    seen: bool,
    file_book: Book,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: screen)

    assert main(["backup", "--book", file_book.location, "--user", "ann", "--to", str(tmp_path), *more]) == 0

    told = capsys.readouterr().err
    assert ("Backing up" in told) == seen
    assert told.endswith("\r\x1b[K") == seen
