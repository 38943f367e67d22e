"""The recovery key after the first day: another one, compared with its sheet, and asked for once."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from app import clock
from app.book import Book
from app.errors import HousebookError, NotAllowed, Refused
from app.features.access import SetPassword
from app.features.recovery import NoteRecoveryKey, RenewRecoveryKey, recovery_state
from app.features.undo import UndoOperation
from app.keys.keys_file import read_keys, write_keys
from app.keys.place import keys_path
from app.keys.sealing import new_key
from app.keys.slots import with_data_key
from app.recovery_key import fingerprints, new_words, refuse_other_words, renewal, sheet_of
from app.sign_in import sign_in, sign_in_with_recovery_key
from app.unlocking import signing_key, unlock
from tests.locked import ANNS, BENS, Locked

NEW = "two new red hats"
WEEK = timedelta(days=7)


def test_a_new_key_opens_it_and_the_one_before_no_more(locked: Locked) -> None:
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        sheet = sheet_of(book, new_words())
        with pytest.raises(NotAllowed):
            refuse_other_words(locked.place, sheet.words)
        done = book.do(renewal(sheet))
        assert done.summary == "Made a new recovery key; the one before opens the book no more"
        with pytest.raises(Refused, match="cannot be put back"):
            book.do(UndoOperation(done.operation or 0))
    with pytest.raises(NotAllowed, match="not the recovery key"):
        sign_in_with_recovery_key(locked.place, "ann", locked.words, NEW)
    sign_in(locked.place, "ben", BENS).close()
    sign_in_with_recovery_key(locked.place, "ann", sheet.words, NEW).close()
    assert fingerprints(locked.place).key == sheet.key_fingerprint
    assert fingerprints(locked.place).firm == sheet.firm_fingerprint


def test_the_sheet_of_the_first_key_has_its_fingerprint(locked: Locked) -> None:
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        sheet = sheet_of(book, locked.words)
    assert sheet.key_fingerprint == fingerprints(locked.place).key
    assert len(sheet.key_fingerprint) == 19 and sheet.words not in repr(sheet)


def test_it_is_asked_for_once_a_week_later(locked: Locked) -> None:
    today = clock.today()
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        assert not book.ask(recovery_state, today + WEEK - timedelta(days=1)).due
        assert book.ask(recovery_state, today + WEEK).due
        book.do(NoteRecoveryKey(found=False))
        assert not book.ask(recovery_state, today).due and book.ask(recovery_state, today + WEEK).due
        with pytest.raises(HousebookError, match="another one than on the sheet"):
            refuse_other_words(locked.place, " ".join([*locked.words.split()[:16], "babab"]))
        with pytest.raises(NotAllowed):
            refuse_other_words(locked.place, new_words())
        assert book.ask(recovery_state, today + WEEK).found is None
        book.do(NoteRecoveryKey(found=True))
        state = book.ask(recovery_state, today + 100 * WEEK)
        assert (state.found, state.due) == (today, False)
        book.do(renewal(sheet_of(book, new_words())))
        assert book.ask(recovery_state, today + WEEK).due


def test_only_owners_do_that_and_a_plain_book_has_none(locked: Locked, file_book: Book) -> None:
    with closing(sign_in(locked.place, "ben", BENS)) as book:
        for command in (RenewRecoveryKey(bytes(32)), NoteRecoveryKey(found=True)):
            with pytest.raises(NotAllowed):
                book.do(command)
    with pytest.raises(Refused, match="no recovery key opens it, only its backups"):
        file_book.do(RenewRecoveryKey(bytes(32)))
    with pytest.raises(Refused, match="no recovery key opens it, only its backups"):
        refuse_other_words(file_book.location, locked.words)


def test_a_password_set_while_the_book_has_two_keys_opens_it(locked: Locked) -> None:
    """As where the program was killed while the book was written anew, and somebody gets a password after that."""
    opened = unlock(locked.place, "ann", ANNS)
    assert opened is not None
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        signing = book.ask(signing_key)
        assert signing is not None
        write_keys(keys_path(Path(locked.place)), with_data_key(opened.slots, new_key(), opened.key), signing)
    with closing(sign_in(locked.place, "ann", ANNS)) as book:
        book.do(SetPassword("ben", NEW))
        sheet = sheet_of(book, new_words())
        book.do(renewal(sheet))
    sign_in(locked.place, "ben", NEW).close()
    sign_in(locked.place, "ann", ANNS).close()
    sign_in_with_recovery_key(locked.place, "ann", sheet.words, NEW).close()
    assert read_keys(keys_path(Path(locked.place))).generation == 2
