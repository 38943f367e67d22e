"""Signing in to an encrypted book: with one's own password, with the printed key, and after the key was changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from app.book import Book, open_book
from app.errors import (
    BookUnreachable,
    HousebookError,
    NotABook,
    NotAllowed,
    NotFound,
    PasswordNeeded,
    Refused,
)
from app.features.access import LockUser, SetPassword
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.team import AddUser, EditUser, users
from app.features.undo import UndoOperation
from app.keys.place import keys_path
from app.new_key import change_key
from app.sign_in import create, needs_password, sign_in, sign_in_with_recovery_key, who_signs_in

HORSE, STAPLE, OTHER = "correct horse", "battery staple", "another staple"
NAME: Final = "Talleres Ibáñez"


class Made:
    """An encrypted book of its first day, closed, and the words of its recovery key."""

    def __init__(self, path: Path) -> None:
        self.path, self.location = path, str(path)
        book, self.words = create(self.location, "Nordlicht Handel", "ann", "Ann Becker", HORSE)
        with closing(book):
            book.do(AddCustomer("company", NAME))
            book.do(AddUser("ben", "Ben Okafor", "staff", password=STAPLE))

    def open(self, login: str | None = "ann", password: str | None = HORSE) -> closing[Book]:
        return closing(sign_in(self.location, login, password))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("encrypted") / "firm.book")


@pytest.fixture
def made(template: Made, tmp_path: Path) -> Made:
    copied = object.__new__(Made)
    copied.path, copied.words = tmp_path / "firm.book", template.words
    copied.location = str(copied.path)
    shutil.copyfile(template.path, copied.path)
    shutil.copyfile(keys_path(template.path), keys_path(copied.path))
    return copied


def names(book: Book) -> list[str]:
    return [line.name for line in book.ask(find, "talleres", 5)]


def test_each_opens_it_with_their_own_password_and_no_other(made: Made) -> None:
    for login, password in (("ann", HORSE), ("ben", STAPLE)):
        with made.open(login, password) as book:
            assert (book.user.login, names(book)) == (login, [NAME])
    for login, password in (("ann", STAPLE), ("ben", HORSE), ("ann", ""), ("cas", HORSE)):
        with pytest.raises(NotAllowed, match=r"^The login or the password is wrong\.$"):
            made.open(login, password)


def test_without_a_password_it_says_whose_is_needed(made: Made) -> None:
    assert needs_password(made.location) and who_signs_in(made.location) == [("ann", "ann"), ("ben", "ben")]
    with pytest.raises(PasswordNeeded, match="The password of ben is needed") as needed:
        made.open("ben", None)
    assert needed.value.login == "ben"
    with pytest.raises(NotFound, match=r"--user LOGIN .* ann, ben\."):
        made.open(None, None)


def test_a_copy_of_the_files_shows_nothing(made: Made) -> None:
    for path in (made.path, keys_path(made.path)):
        data = path.read_bytes()
        for shown in (b"SQLite", NAME.encode(), b"Talleres", b"Nordlicht", HORSE.encode(), b"Becker"):
            assert shown not in data, (path.name, shown)
    with pytest.raises(NotABook):
        open_book(made.location, "ann")


def test_the_first_password_is_not_one_that_anybody_would_try(tmp_path: Path) -> None:
    path = tmp_path / "weak.book"
    for password in ("", "short", "annannann", "aaaaaaaaaa", "password", "Nordlicht1", "Housebook"):
        with pytest.raises(Refused) as refused:
            create(str(path), "Nordlicht Handel", "annannann", "", password)
        assert refused.value.field == "password"
    with pytest.raises(Refused, match="A login is one word"):
        create(str(path), "Nordlicht Handel", "a b/../c", "", HORSE)
    assert list(tmp_path.iterdir()) == []


def test_ones_own_password_and_for_others_only_with_the_right(made: Made) -> None:
    with made.open("ben", STAPLE) as book:
        book.do(SetPassword("ben", OTHER))
        with pytest.raises(NotAllowed, match="may not set the password of others"):
            book.do(SetPassword("ann", OTHER))
    with pytest.raises(NotAllowed):
        made.open("ben", STAPLE)
    with made.open("ben", OTHER):
        pass
    with made.open() as book:
        done = book.do(SetPassword("ben", STAPLE))
        assert done.summary == "Set the password of Ben Okafor"
        with pytest.raises(Refused, match="cannot be put back"):
            book.do(UndoOperation(done.operation or 0))
    with made.open("ben", STAPLE):
        pass


def test_who_is_locked_out_opens_it_no_more_not_even_where_it_is_open(made: Made) -> None:
    with made.open("ben", STAPLE) as theirs, made.open() as book:
        book.do(LockUser("ben"))
        with pytest.raises(NotAllowed, match="Ben Okafor is locked out"):
            names(theirs)
        with pytest.raises(NotAllowed, match="The login or the password is wrong"):
            made.open("ben", STAPLE)
        assert [(one.login, one.locked) for one in book.ask(users)] == [("ann", False), ("ben", True)]
        with pytest.raises(Refused, match="Let them in again first"):
            book.do(SetPassword("ben", OTHER))
        book.do(LockUser("ben", locked=False))
        book.do(SetPassword("ben", OTHER))
    with made.open("ben", OTHER) as theirs:
        assert names(theirs) == [NAME]


def test_the_last_owner_cannot_lock_themself_out(made: Made) -> None:
    with made.open() as book:
        with pytest.raises(Refused, match="the only owner"):
            book.do(LockUser("ann"))
        ben = next(one for one in book.ask(users) if one.login == "ben")
        book.do(EditUser(ben.id, {"role": ("staff", "owner")}))
        book.do(LockUser("ben"))
        with pytest.raises(Refused, match="the only owner"):
            book.do(LockUser("ann"))
    with made.open():
        pass


def test_the_printed_key_opens_it_for_a_new_password(made: Made) -> None:
    with closing(sign_in_with_recovery_key(made.location, "ann", made.words.upper(), OTHER)) as book:
        assert names(book) == [NAME]
    with made.open("ann", OTHER):
        pass
    with pytest.raises(NotAllowed):
        made.open()
    with pytest.raises(NotAllowed, match="not the recovery key of this book"):
        sign_in_with_recovery_key(made.location, "ann", create_words(made), OTHER)


def create_words(made: Made) -> str:
    book, words = create(str(made.path.with_name("other.book")), "Other", "ann", "", HORSE)
    book.close()
    return words


def test_a_new_key_asks_no_password_of_those_who_stay(made: Made) -> None:
    before = made.path.read_bytes(), keys_path(made.path).read_bytes()
    with made.open() as book:
        book.do(AddUser("cas", "Cas Jansen", "staff", password=OTHER))
        book.do(LockUser("ben"))
    stolen = keys_path(made.path).read_bytes()
    done = change_key(made.location, "ann", HORSE)
    with closing(done.book) as book:
        assert names(book) == [NAME] and (done.without, done.anew, done.words) == ((), (), None)
    assert made.path.read_bytes() != before[0]
    with made.open("cas", OTHER) as theirs:
        assert names(theirs) == [NAME]
    assert sorted(path.name for path in made.path.parent.iterdir()) == ["firm.book", "firm.book.keys"]
    for older in (before[1], stolen):
        keys_path(made.path).write_bytes(older)
        with pytest.raises(NotABook, match="does not fit it"):
            made.open()


def test_whose_adding_is_undone_opens_it_no_more(made: Made) -> None:
    with made.open() as book:
        added = book.do(AddUser("cas", "Cas Jansen", "staff", password=OTHER))
        assert who_signs_in(made.location)[-1] == ("cas", "cas")
        book.do(UndoOperation(added.operation or 0))
    assert who_signs_in(made.location) == [("ann", "ann"), ("ben", "ben")]
    with pytest.raises(NotAllowed):
        made.open("cas", OTHER)


def test_another_login_keeps_the_password_and_so_does_the_undoing_of_it(made: Made) -> None:
    with made.open() as book:
        ben = next(one for one in book.ask(users) if one.login == "ben")
        done = book.do(EditUser(ben.id, {"login": ("ben", "benedict")}))
        with made.open("benedict", STAPLE) as theirs:
            assert theirs.user.name == "Ben Okafor"
        book.do(UndoOperation(done.operation or 0))
    with made.open("ben", STAPLE), pytest.raises(NotAllowed):
        made.open("benedict", STAPLE)


def test_no_new_key_while_somebody_has_it_open_or_without_the_right(made: Made) -> None:
    with made.open("ben", STAPLE) as theirs:
        assert names(theirs)
        with pytest.raises(Refused, match="has the book open"):
            change_key(made.location, "ann", HORSE)
        assert names(theirs) == [NAME]
    with pytest.raises(NotAllowed, match=r"Ben Okafor is .* may not"):
        change_key(made.location, "ben", STAPLE)
    with made.open():
        pass


@pytest.mark.parametrize("after", ["first keys", "book"])
def test_killed_between_its_steps_the_book_opens(made: Made, after: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    calls = {"first keys": ("_put_in_place", 1), "book": ("write_keys", 2)}
    name, nth = calls[after]
    module = "app.store.rekeying" if name == "_put_in_place" else "app.new_key"
    real: Callable[..., object] = getattr(__import__(module, fromlist=[name]), name)
    seen = 0

    def broken(*words: object) -> object:
        nonlocal seen
        seen += 1
        if seen == nth:
            raise Killed
        return real(*words)

    monkeypatch.setattr(f"{module}.{name}", broken)
    with pytest.raises(Killed):
        change_key(made.location, "ann", HORSE)
    monkeypatch.undo()
    for login, password in (("ann", HORSE), ("ben", STAPLE)):
        with made.open(login, password) as book:
            assert names(book) == [NAME]
    change_key(made.location, "ann", HORSE).book.close()


def test_bad_days_of_the_keys_file(made: Made) -> None:
    keys = keys_path(made.path)
    whole = keys.read_bytes()
    keys.unlink()
    with pytest.raises(NotABook, match=r"firm\.book\.keys is missing beside it: put that back"):
        made.open()
    create_words(made)
    shutil.copyfile(keys_path(made.path.with_name("other.book")), keys)
    with pytest.raises(NotABook, match="does not fit it"):
        made.open()
    keys.write_bytes(whole[:-100])
    with pytest.raises(HousebookError, match="damaged or was changed"):
        made.open()
    keys.write_bytes(whole)
    with made.open():
        pass


def test_a_book_that_is_there_is_named_as_what_is_in_the_way(made: Made) -> None:
    with pytest.raises(Refused, match="already a file"):
        create(made.location, "New", "ann", "", HORSE)
    with made.open():
        pass


def test_keys_without_a_book_are_not_written_over(made: Made) -> None:
    made.path.unlink()
    before = keys_path(made.path).read_bytes()
    with pytest.raises(Refused, match="There are keys of a book"):
        create(made.location, "New", "ann", "", HORSE)
    assert keys_path(made.path).read_bytes() == before
    with pytest.raises(BookUnreachable, match="There is no book"):
        made.open()
