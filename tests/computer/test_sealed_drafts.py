"""Drafts of an encrypted book: read by the user who typed them while the book is open, and by nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.computer.drafts import Drafts
from app.keys.draft_seal import DraftSeal

BOOK = "/books/firm.book"
SIGNING = bytes(range(32))
ANN, BEN = DraftSeal(SIGNING, 1), DraftSeal(SIGNING, 2)
WORDS = {"words": "Talleres wants 200"}


@pytest.fixture
def sealed(tmp_path: Path) -> Drafts:
    made = Drafts(tmp_path, BOOK, ANN)
    made.save("log", "1", WORDS, "Talleres")
    return made


def told(folder: Path) -> str:
    return " ".join(path.read_text() + path.name for path in folder.rglob("*") if path.is_file())


def test_nothing_of_it_stands_on_the_disk_and_only_its_user_reads_it(sealed: Drafts, tmp_path: Path) -> None:
    assert "Talleres" not in told(tmp_path) and "log" not in told(tmp_path)
    assert Drafts(tmp_path, BOOK, ANN).load("log", "1") == WORDS
    for other in (Drafts(tmp_path, BOOK), Drafts(tmp_path, BOOK, BEN), Drafts(tmp_path, BOOK, DraftSeal(bytes(32), 1))):
        assert other.load("log", "1") is None and other.waiting() == []


def test_two_users_of_one_computer_do_not_write_over_each_other(sealed: Drafts, tmp_path: Path) -> None:
    Drafts(tmp_path, BOOK, BEN).save("log", "1", {"words": "mine"})
    assert sealed.load("log", "1") == WORDS


def test_while_locked_nothing_is_read_and_what_comes_waits_for_the_seal(sealed: Drafts, tmp_path: Path) -> None:
    sealed.lock()
    assert sealed.load("log", "1") is None
    assert sealed.save("log", "2", {"words": "late"}) is False
    assert "late" not in told(tmp_path)
    sealed.unlock(ANN)
    assert sealed.load("log", "1") == WORDS
    assert Drafts(tmp_path, BOOK, ANN).load("log", "2") == {"words": "late"}


def test_what_was_typed_before_the_book_was_encrypted_is_sealed(tmp_path: Path) -> None:
    Drafts(tmp_path, BOOK).save("log", "1", WORDS)
    assert "Talleres" in told(tmp_path)
    assert Drafts(tmp_path, BOOK, ANN).load("log", "1") == WORDS
    assert "Talleres" not in told(tmp_path)


def test_a_changed_one_counts_as_none(sealed: Drafts, tmp_path: Path) -> None:
    (path,) = tmp_path.rglob("*.json")
    path.write_text('{"sealed": "AAAA"}')
    assert sealed.load("log", "1") is None
