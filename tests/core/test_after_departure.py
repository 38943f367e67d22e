"""What somebody who has left prepared while they could open the book gives them nothing once the key was changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from app.book import Book
from app.computer.drafts import Drafts
from app.errors import BookDamaged, NotAllowed, NotFound, Refused
from app.features.access import LockUser, SetPassword
from app.features.customers.commands import AddCustomer
from app.features.customers.finding import find
from app.features.erasing import EraseCustomer
from app.features.team import AddUser
from app.keys.keys_file import read_keys, write_keys
from app.keys.place import keys_path
from app.keys.slots import RECOVERY, data_keys_with
from app.new_key import NewKey, change_key
from app.rules.chain import digest_of
from app.sign_in import sign_in, sign_in_with_recovery_key
from app.store.erased import keep_erased
from app.unlocking import draft_seal, signing_key
from tests.locked import ANNS, BENS, CUSTOMER, Locked, planted

NEW = "two new red hats"


def opened(locked: Locked, login: str = "ann", password: str = ANNS) -> closing[Book]:
    return closing(sign_in(locked.place, login, password))


def changed(locked: Locked) -> NewKey:
    """Ben leaves: he is locked out and the key is changed."""
    with opened(locked) as book:
        book.do(LockUser("ben"))
    done = change_key(locked.place, "ann", ANNS)
    done.book.close()
    return done


def names(book: Book) -> list[str]:
    return [line.name for line in book.ask(find, CUSTOMER, 5)]


def test_a_planted_recovery_key_opens_nothing_and_another_one_is_made(locked: Locked) -> None:
    private = planted(locked, RECOVERY)
    done = changed(locked)
    assert done.words is not None and done.words not in repr(done) and done.anew == ()
    with pytest.raises(NotAllowed, match="not the recovery key"):
        data_keys_with(read_keys(keys_path(Path(locked.place))), RECOVERY, private)
    with closing(sign_in_with_recovery_key(locked.place, "ann", done.words, NEW)) as book:
        assert names(book) == [CUSTOMER]
        assert "Made a new recovery key" in summaries(book)


def test_a_colleague_s_planted_slot_opens_nothing_and_they_are_named(locked: Locked) -> None:
    with opened(locked) as book:
        book.do(AddUser("cas", "Cas Jansen", "staff", password=NEW))
    private = planted(locked, "cas")
    done = changed(locked)
    assert (done.anew, done.words) == (("cas",), None)
    with pytest.raises(NotFound):
        data_keys_with(read_keys(keys_path(Path(locked.place))), "cas", private)
    with opened(locked) as book:
        assert "cas must get another password" in summaries(book)
        book.do(SetPassword("cas", NEW))
    with opened(locked, "cas", NEW) as book:
        assert names(book) == [CUSTOMER]
    assert change_again(locked).anew == ()


def summaries(book: Book) -> str:
    with book._store.reading() as session:
        return "; ".join(session.execute(text("SELECT summary FROM operations")).scalars())


def change_again(locked: Locked) -> NewKey:
    done = change_key(locked.place, "ann", ANNS)
    done.book.close()
    return done


def test_the_sheet_printed_before_and_drafts_outlast_the_change(locked: Locked, tmp_path: Path) -> None:
    with opened(locked) as book:
        Drafts(tmp_path / "drafts", "here", draft_seal(book)).save("log", "1", {"words": "half a thought"})
    assert changed(locked).words is None and change_again(locked).words is None
    with closing(sign_in_with_recovery_key(locked.place, "ann", locked.words, NEW)) as book:
        assert Drafts(tmp_path / "drafts", "here", draft_seal(book)).load("log", "1") == {"words": "half a thought"}


def test_what_the_key_before_signed_counts_no_more(locked: Locked) -> None:
    path = keys_path(Path(locked.place))
    with opened(locked, "ben", BENS) as book:
        signing = book.ask(signing_key) or b""
        with book._store.reading() as session:
            uid = session.execute(text("SELECT uid FROM customers")).scalar_one()
    changed(locked)
    with opened(locked) as book:
        book.do(AddUser("vic", "Vic", "viewer", password=NEW))
    keep_erased(Path(locked.place), [digest_of(uid) or ""], [signing])
    with opened(locked, "vic", NEW) as book:
        assert names(book) == [CUSTOMER]
    write_keys(path, read_keys(path), signing)
    with pytest.raises(BookDamaged, match="does not fit it"):
        opened(locked)


def test_an_older_copy_brings_back_nobody_who_was_erased_after_the_change(locked: Locked) -> None:
    place = Path(locked.place)
    with opened(locked) as book:
        early = book.do(AddCustomer("company", "Zyxora")).answer
        late = book.do(AddCustomer("company", "Quibble")).answer
    older = [(path, path.read_bytes()) for path in (place, keys_path(place))]
    with opened(locked) as book:
        book.do(EraseCustomer(early))
    changed(locked)
    with opened(locked) as book:
        book.do(EraseCustomer(late))
    for path, data in older:
        path.write_bytes(data)
    with opened(locked) as book:
        assert book.ask(find, "zyxora", 5) == book.ask(find, "quibble", 5) == [] and names(book) == [CUSTOMER]


def test_whose_own_slot_is_not_the_program_s_sets_their_password_first(locked: Locked) -> None:
    with opened(locked) as book, book._store.writing() as session:
        session.execute(text("DELETE FROM key_halves WHERE user_id = 1"))
        session.commit()
    before = Path(locked.place).read_bytes()
    with pytest.raises(Refused, match="Set your own password first"):
        change_key(locked.place, "ann", ANNS)
    assert Path(locked.place).read_bytes() == before
    with opened(locked) as book:
        book.do(SetPassword("ann", NEW))
    change_key(locked.place, "ann", NEW).book.close()


def test_another_recovery_key_is_made_by_owners_only(locked: Locked) -> None:
    with opened(locked) as book:
        book.do(AddUser("ida", "Ida", "IT", password=NEW))
    planted(locked, RECOVERY)
    with pytest.raises(NotAllowed, match="Ida is IT"):
        change_key(locked.place, "ida", NEW)


class Killed(BaseException):
    pass


def kill(monkeypatch: pytest.MonkeyPatch, module: str, name: str, nth: int) -> None:
    real: Callable[..., object] = getattr(__import__(module, fromlist=[name]), name)
    calls: list[object] = []

    def broken(*words: object) -> object:
        calls.append(words)
        if len(calls) == nth:
            raise Killed
        return real(*words)

    monkeypatch.setattr(f"{module}.{name}", broken)


@pytest.mark.parametrize("last", [("app.store.rekeying", "_put_in_place", 1), ("app.new_key", "write_keys", 2)])
def test_killed_twice_it_opens_and_the_next_start_tidies_up(
    locked: Locked, last: tuple[str, str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name, nth in (("app.store.rekeying", "_put_in_place", 1), last):
        with monkeypatch.context() as patched:
            kill(patched, module, name, nth)
            with pytest.raises(Killed):
                change_key(locked.place, "ann", ANNS)
    between = read_keys(keys_path(Path(locked.place)))
    for login, password in (("ann", ANNS), ("ben", BENS)):
        with opened(locked, login, password) as book:
            assert names(book) == [CUSTOMER]
    tidy = read_keys(keys_path(Path(locked.place)))
    if last[1] == "write_keys":
        assert between.before and not tidy.before and tidy.firm != between.firm
    change_again(locked)
    sign_in_with_recovery_key(locked.place, "ann", locked.words, NEW).close()
