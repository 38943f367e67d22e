"""The keys file changes with the book or not at all: what was not saved lets nobody in, and keeps nobody out."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from app.errors import HousebookError, Refused
from app.features.access import LockUser, SetPassword
from app.features.recovery import RenewRecoveryKey
from app.keys.keys_file import read_keys
from app.keys.place import keys_path
from app.rules.permissions import Permission
from app.sign_in import sign_in
from app.work import Command, Work
from tests.locked import ANNS, BENS, Locked
from tests.trials.disk.watched import FULL, OK, Step, Verb, WatchedDisk

NEW = "two new red hats"


@dataclass(frozen=True)
class HalfDone(Command[None]):
    """Begins with what changes the keys, and ends by being refused."""

    needs: ClassVar[Permission] = Permission.EDIT_TEAM

    first: Command[None]

    def carry_out(self, work: Work) -> None:
        self.first.carry_out(work)
        raise Refused("Something else went wrong.")


@pytest.mark.parametrize("first", [RenewRecoveryKey(bytes(range(32))), SetPassword("ben", NEW)])
def test_what_is_refused_later_leaves_the_keys_as_they_were(locked: Locked, first: Command[None]) -> None:
    before = keys_path(Path(locked.place)).read_bytes()

    with closing(sign_in(locked.place, "ann", ANNS)) as book, pytest.raises(Refused, match="else went wrong"):
        book.do(HalfDone(first))

    assert keys_path(Path(locked.place)).read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="the watched disk knows the unix VFS only")
@pytest.mark.parametrize("command", [SetPassword("ben", NEW), LockUser("ben")])
def test_what_a_full_disk_kept_from_being_saved_changes_no_keys(locked: Locked, command: Command[None]) -> None:
    full = False

    def answer(step: Step) -> int:
        return FULL if full and step.verb is Verb.WRITE else OK

    before = read_keys(keys_path(Path(locked.place)))
    with WatchedDisk(answer), closing(sign_in(locked.place, "ann", ANNS)) as book:
        full = True
        with pytest.raises(HousebookError):
            book.do(command)
        full = False

    assert read_keys(keys_path(Path(locked.place))).slots == before.slots
    sign_in(locked.place, "ben", BENS).close()
