"""A plain book encrypted, and an encrypted one made plain again."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from app.book import Book, create_book, open_book
from app.computer.drafts import Drafts
from app.conversion import decrypt, encrypt
from app.errors import BookUnreachable, HousebookError, NotABook, NotAllowed, NotFound, Refused
from app.features.access import SetPassword
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.team import AddUser, EditUser, users
from app.features.undo import UndoOperation
from app.keys.keys_file import read_keys
from app.keys.place import keys_path
from app.models import Operation
from app.new_key import change_key
from app.sign_in import check, needs_password, sign_in, sign_in_with_recovery_key
from app.unlocking import draft_seal
from tests.locked import ANNS, BENS, CUSTOMER, Locked
from tests.trials.disk.watched import FULL, OK, Step, Verb, WatchedDisk

NEW = "two new red hats"


@pytest.fixture
def plain(tmp_path: Path) -> str:
    place = str(tmp_path / "firm.book")
    with closing(create_book(place, "Nordlicht Handel", "ann", "Ann Becker")) as book:
        book.do(AddUser("ben", "Ben Okafor", "staff"))
        book.do(AddCustomer("company", CUSTOMER))
    return place


def names(book: Book) -> list[str]:
    return [line.name for line in book.ask(find, "talleres", 5)]


def test_a_plain_book_shows_nothing_once_it_is_encrypted(plain: str) -> None:
    assert CUSTOMER.encode() in Path(plain).read_bytes()
    done = encrypt(plain, "ann", ANNS)
    with closing(done.book) as book:
        assert names(book) == [CUSTOMER] and done.without == ("ben",) and book.has_passwords
    for shown in (b"SQLite", CUSTOMER.encode(), b"Talleres", b"Becker"):
        assert shown not in Path(plain).read_bytes()
    assert needs_password(plain) and check(plain, "ann", ANNS) == []
    with pytest.raises(NotABook):
        open_book(plain, "ann")
    with pytest.raises(NotAllowed):
        sign_in(plain, "ben", BENS)
    with closing(sign_in(plain, "ann", ANNS)) as book:
        book.do(SetPassword("ben", BENS))
    for login, password in (("ann", ANNS), ("ben", BENS)):
        with closing(sign_in(plain, login, password)) as book:
            assert names(book) == [CUSTOMER]
    sign_in_with_recovery_key(plain, "ann", done.words, NEW).close()
    assert sorted(path.name for path in Path(plain).parent.iterdir()) == ["firm.book", "firm.book.keys"]


@pytest.mark.skipif(os.name != "posix", reason="the watched disk knows the unix VFS only")
def test_the_words_are_told_though_the_journal_took_no_note(plain: str) -> None:
    """The disk is full from the moment on in which the book is encrypted."""

    def answer(step: Step) -> int:
        written = step.verb is Verb.WRITE and step.path.endswith("-wal")
        return FULL if written and needs_password(plain) else OK

    with WatchedDisk(answer), closing(encrypt(plain, "ann", ANNS).book) as book:
        assert names(book) == [CUSTOMER]
    done = sign_in(plain, "ann", ANNS)
    assert "Encrypted the book" not in str(done.ask(lambda session: session.execute(select(Operation.summary)).all()))
    done.close()


@pytest.mark.skipif(os.name != "posix", reason="the watched disk knows the unix VFS only")
def test_nor_are_the_words_lost_where_the_book_cannot_be_opened_right_after(plain: str) -> None:
    def answer(step: Step) -> int:
        return FULL if step.verb in (Verb.CREATE, Verb.SHARE) and needs_password(plain) else OK

    with WatchedDisk(answer), pytest.raises(BookUnreachable) as refused:
        encrypt(plain, "ann", ANNS)
    words = refused.value.words.split("once: ")[1].split(". Then")[0]
    sign_in_with_recovery_key(plain, "ann", words, NEW).close()


def test_an_older_keys_file_makes_nobody_their_namesake(locked: Locked) -> None:
    keys = keys_path(Path(locked.place))
    before = keys.read_bytes()
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        by_login = {user.login: user.id for user in book.ask(users)}
        book.do(EditUser(by_login["ben"], {"login": ("ben", "benno")}))
        book.do(EditUser(by_login["ann"], {"login": ("ann", "ben")}))
    keys.write_bytes(before)

    with pytest.raises(NotAllowed, match="password is wrong"):
        change_key(locked.place, "ben", BENS)
    with pytest.raises(NotAllowed, match="password is wrong"):
        decrypt(locked.place, "ben", BENS)


def test_an_encrypted_book_made_plain_opens_for_all(locked: Locked) -> None:
    with closing(decrypt(locked.place, "ann", ANNS)) as book:
        assert names(book) == [CUSTOMER] and not book.has_passwords
    assert not needs_password(locked.place) and not keys_path(Path(locked.place)).exists()
    assert Path(locked.place).read_bytes().startswith(b"SQLite format 3")
    for login in ("ann", "ben"):
        with closing(open_book(locked.place, login)) as book:
            assert names(book) == [CUSTOMER]
    assert check(locked.place, "ann", None) == []


def test_there_and_back_keeps_drafts_but_not_the_key_that_stood_in_the_plain_book(
    locked: Locked, tmp_path: Path
) -> None:
    firm = read_keys(keys_path(Path(locked.place))).firm
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        Drafts(tmp_path / "drafts", "here", draft_seal(book)).save("log", "1", {"words": "half a thought"})
    decrypt(locked.place, "ann", ANNS).close()
    with closing(encrypt(locked.place, "ann", NEW).book) as book:
        kept = Drafts(tmp_path / "drafts", "here", draft_seal(book))
        assert kept.load("log", "1") == {"words": "half a thought"}
    assert read_keys(keys_path(Path(locked.place))).firm != firm


def test_it_stands_in_the_journal_and_is_not_undone(plain: str) -> None:
    with closing(encrypt(plain, "ann", ANNS).book) as book:
        newest = book.ask(lambda session: session.execute(select(Operation.id).order_by(Operation.id.desc())).scalar())
        assert isinstance(newest, int)
        with pytest.raises(Refused, match="housebook encrypt"):
            book.do(UndoOperation(newest))


def test_what_is_refused_changes_nothing(plain: str, locked: Locked) -> None:
    before = Path(plain).read_bytes(), Path(locked.place).read_bytes()
    tried: list[tuple[type[HousebookError], str, object]] = [
        (Refused, "at least 8 letters", lambda: encrypt(plain, "ann", "short")),
        (NotAllowed, "Ben Okafor is .* may not", lambda: encrypt(plain, "ben", BENS)),
        (NotFound, "no user cas", lambda: encrypt(plain, "cas", BENS)),
        (Refused, "encrypted already", lambda: encrypt(locked.place, "ann", ANNS)),
        (Refused, "is not encrypted", lambda: decrypt(plain, "ann", None)),
        (NotAllowed, "Ben Okafor is .* may not", lambda: decrypt(locked.place, "ben", BENS)),
        (NotAllowed, "password is wrong", lambda: decrypt(locked.place, "ann", BENS)),
        (Refused, "on a server", lambda: encrypt("postgresql://server/book", "ann", ANNS)),
        (Refused, "on a server", lambda: decrypt("postgresql://server/book", "ann", ANNS)),
    ]
    for kind, words, act in tried:
        assert callable(act)
        with pytest.raises(kind, match=words):
            act()
    assert (Path(plain).read_bytes(), Path(locked.place).read_bytes()) == before
    assert not keys_path(Path(plain)).exists() and len(list(Path(plain).parent.iterdir())) == len(
        list(Path(locked.place).parent.iterdir())
    )


def test_not_while_somebody_has_it_open(plain: str, locked: Locked) -> None:
    with closing(open_book(plain, "ben")) as book:
        assert names(book)
        with pytest.raises(Refused, match="has the book open"):
            encrypt(plain, "ann", ANNS)
    assert not keys_path(Path(plain)).exists()
    with closing(sign_in(locked.place, "ben", BENS)) as book:
        assert names(book)
        with pytest.raises(Refused, match="has the book open"):
            decrypt(locked.place, "ann", ANNS)
    sign_in(locked.place, "ann", ANNS).close()


def test_a_plain_book_under_the_keys_of_an_encrypted_one_is_not_taken_for_it(plain: str, locked: Locked) -> None:
    """Somebody who would have others type into a file that can be read."""
    keys_path(Path(plain)).write_bytes(keys_path(Path(locked.place)).read_bytes())
    with pytest.raises(NotABook, match="does not fit"):
        sign_in(plain, "ann", ANNS)
