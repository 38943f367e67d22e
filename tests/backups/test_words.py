"""The recovery key of a plain book's backups: its words are told before it counts, and are never lost for good."""

from __future__ import annotations

import errno
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app import backing_up
from app.backing_up import back_up
from app.book import Book
from app.errors import NotAllowed, Refused, Stopped
from app.features.backups import backups, opening_keys, standing
from app.keys.recovery import to_words
from app.opened_backup import keys_of_words
from app.proving import prove
from app.recovery_key import new_sheet, renewal
from app.ticket import Ticket
from ui.cli import main

LINES = "The recovery key of the backups, which is shown this once"


def stopping(at: str) -> Ticket:
    def report(now: str, _done: int, _total: int) -> None:
        if now == at:
            ticket.stop()

    ticket = Ticket(report)
    return ticket


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The disk is full when the last of a backup is to come onto it: its words were told by then."""

    def full(_path: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(backing_up, "sync_file", full)
        yield


def test_words_of_which_no_backup_came_are_replaced_by_others(book: Book, tmp_path: Path) -> None:
    told: list[str] = []
    with pytest.raises(Stopped):
        back_up(book, tmp_path, told.append, stopping("Backing up"))

    made = back_up(book, tmp_path, told.append)
    back_up(book, tmp_path, told.append)

    lost, words = told
    assert prove(made.file, keys_of_words(words)).ok
    assert prove(made.file, book.ask(opening_keys)).ok
    with pytest.raises(NotAllowed, match="other keys"):
        prove(made.file, keys_of_words(lost))


def test_new_words_open_what_is_backed_up_from_then_on_and_the_old_ones_what_there_is(
    book: Book, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="Back up first"):
        new_sheet(book)
    told: list[str] = []
    before = back_up(book, tmp_path, told.append)
    sheet = new_sheet(book)

    book.do(renewal(sheet))

    after = back_up(book, tmp_path, told.append)
    (old,) = told
    assert prove(before.file, keys_of_words(old)).ok
    assert prove(after.file, keys_of_words(sheet.words)).ok
    for file, words in ((before.file, sheet.words), (after.file, old)):
        with pytest.raises(NotAllowed, match="other keys"):
            prove(file, keys_of_words(words))
    assert prove(before.file, book.ask(opening_keys)).ok and prove(after.file, book.ask(opening_keys)).ok


def test_a_new_sheet_of_a_plain_book_is_printed_by_the_command_line(
    file_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["recovery", "--book", file_book.location, "sheet", str(tmp_path / "sheet.pdf"), "--new"]
    assert main(asked) == 1
    assert "Back up first" in capsys.readouterr().err and not (tmp_path / "sheet.pdf").exists()
    back_up(file_book, tmp_path, list[str]().append)

    assert main(asked) == 0

    assert "Keep the sheet before" in capsys.readouterr().out
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")


def test_words_that_could_not_be_told_count_for_nothing(file_book: Book, tmp_path: Path) -> None:
    before = file_book.revision()

    def ended(_words: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(file_book, tmp_path, ended)

    assert file_book.revision() == before
    assert list(tmp_path.glob("*.hbk*")) == []


def test_who_makes_the_first_keys_at_once_is_told_that_their_words_open_nothing(
    file_book: Book, tmp_path: Path
) -> None:
    def another_first(_words: str) -> None:
        back_up(file_book, tmp_path, list[str]().append)

    with pytest.raises(Refused, match="words that were shown here open nothing"):
        back_up(file_book, tmp_path, another_first)
    assert len(file_book.ask(backups)) == 1


def test_without_room_for_a_scratch_book_it_is_complete_but_does_not_count_until_it_is_proven(
    file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    back_up(file_book, tmp_path / "kept", list[str]().append)
    asked = ["backup", "--to", str(tmp_path / "kept"), "--book", file_book.location, "--json"]
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
        assert main(asked) == 1
    made = json.loads(capsys.readouterr().out)
    assert made["proven"] is False
    assert [one for one in made["told"] if "no room for a scratch book" in one]
    unproven = file_book.ask(standing)
    assert unproven.newest is not None
    assert (unproven.newest.revision < made["revision"], unproven.unproven) == (True, 1)

    assert main(["prove", made["file"], "--book", file_book.location]) == 0

    proven = file_book.ask(standing)
    assert proven.newest is not None
    assert (proven.newest.revision, proven.unproven) == (made["revision"], 0)


def test_the_command_line_tells_them_before_and_once(
    file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["backup", "--book", file_book.location, "--to", str(tmp_path / "kept")]
    with full_disk(monkeypatch):
        assert main(asked) == 1
    assert capsys.readouterr().out.startswith(LINES)
    assert main(asked) == 0
    assert capsys.readouterr().out.count(LINES) == 1


def test_for_a_script_they_stand_in_the_answer_or_with_the_failure(
    file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["backup", "--book", file_book.location, "--to", str(tmp_path / "kept"), "--json"]
    with full_disk(monkeypatch):
        assert main(asked) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert LINES in err
    assert main(asked) == 0
    out, err = capsys.readouterr()
    assert len(json.loads(out)["recovery_key"].split()) == 17
    assert LINES in err, "they were told before there was an answer"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only here a full disk is at hand")
def test_where_nothing_can_be_printed_they_are_not_lost(
    file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["backup", "--book", file_book.location, "--to", str(tmp_path / "kept")]
    with Path("/dev/full").open("w") as full, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", full)
        assert main(asked) == 1
    assert "could not be shown, so none was made, nor a backup" in capsys.readouterr().err
    assert file_book.ask(backups) == []
    with Path("/dev/full").open("w") as full, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", full)
        assert main([*asked, "--json"]) == 0
    words = capsys.readouterr().err.splitlines()[-1].partition(": ")[2]
    (made,) = (tmp_path / "kept").iterdir()
    assert prove(made, keys_of_words(words)).ok


def test_words_in_the_environment_open_nothing_where_a_book_is_named(
    file_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []
    made = back_up(file_book, tmp_path, told.append)
    before = file_book.revision()
    monkeypatch.setenv("HOUSEBOOK_RECOVERY_KEY", to_words(bytes(32)))
    assert main(["prove", str(made.file), "--book", file_book.location]) == 0
    assert file_book.revision() == before + 1, "the proof is noted"
    assert main(["prove", str(made.file)]) == 1
    monkeypatch.setenv("HOUSEBOOK_RECOVERY_KEY", *told)
    assert main(["prove", str(made.file)]) == 0
    assert file_book.revision() == before + 1
    monkeypatch.delenv("HOUSEBOOK_RECOVERY_KEY")
    capsys.readouterr()
    assert main(["prove", str(made.file)]) == 1
    assert "set HOUSEBOOK_RECOVERY_KEY" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="pipes are made otherwise there")
def test_a_pipe_is_no_backup(file_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe.hbk")
    back_up(file_book, tmp_path, print)
    assert main(["prove", str(tmp_path / "pipe.hbk"), "--book", file_book.location]) == 1
    assert "it is a device or a pipe, no file" in capsys.readouterr().err


def test_a_file_with_the_words_opens_it_though_a_book_is_named(
    file_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []
    made = back_up(file_book, tmp_path, told.append)
    (tmp_path / "words").write_text(f"{told[0]}\n", "utf-8")
    there = str(tmp_path / "back.book")
    book = "--book", str(tmp_path / "lost.book")
    words = "--recovery-key-file", str(tmp_path / "words")
    assert main(["restore", str(made.file), "--to", there, *book, *words]) == 0
    assert Path(there).exists()
    said = capsys.readouterr().out
    assert "asks for no password" in said and "with the password they had" not in said
