"""Whatever a power cut leaves of a book's files, it is a sound book with all that was told to be saved."""

import os
from itertools import pairwise
from random import Random

import pytest

from tests.trials.disk.day import Told
from tests.trials.disk.remains import Cut, Remains
from tests.trials.disk.watched import Step, Verb
from tests.trials.power import KEY, MANNERS, control, every, fourth_control, second_control, third_control, trial

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the watched disk knows the unix VFS only")


def test_a_power_cut_at_any_moment_leaves_a_sound_book_with_all_that_was_saved() -> None:
    outcome = trial(long=False)
    assert outcome.ok, outcome.line


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_an_engine_that_never_syncs_is_caught(key: bytes | None) -> None:
    outcome = control(key)
    assert not outcome.ok and " 0 with acknowledged saves lost" not in outcome.line, outcome.line


def test_an_engine_that_does_not_sync_at_every_save_is_caught() -> None:
    outcome = second_control()
    assert not outcome.ok and " 0 with acknowledged saves lost" not in outcome.line, outcome.line


def test_a_book_that_is_brought_up_without_a_copy_is_caught() -> None:
    outcome = third_control()
    assert not outcome.ok and "no whole copy" in outcome.line, outcome.line


def test_a_new_book_on_a_share_that_is_named_before_it_is_on_the_disk_is_caught() -> None:
    outcome = fourth_control()
    assert not outcome.ok, outcome.line


def test_the_long_form_cuts_at_every_step_or_at_a_thousand_different_ones() -> None:
    day: list[Step | Told] = [Step(Verb.SYNC, "/a")] * 2500
    assert every(MANNERS[0])(day) == list(range(2501))
    moments = every(MANNERS[1])(day)
    assert len(moments) == len(set(moments)) == 1000
    assert {*range(50), *range(2451, 2501)} < set(moments)
    assert max(later - earlier for earlier, later in pairwise(moments)) <= 4


WRITTEN = Step(Verb.WRITE, "/a", 0, b"old"), Step(Verb.SYNC, "/a"), Step(Verb.WRITE, "/a", 1024, bytes([1]) * 1024)


def remains_of(*steps: Step) -> Remains:
    remains = Remains({"/a": b"", "/b": b"b"})
    for step in steps:
        remains.take(step)
    return remains


def test_what_was_synced_is_certain_and_the_rest_may_be_lost_or_torn_by_sectors() -> None:
    remains, luck = remains_of(*WRITTEN), Random(1)
    assert remains.after(Cut.NOTHING, luck) == {"a": b"old", "b": b"b"}
    whole = b"old" + bytes(1021)
    assert remains.after(Cut.ALL, luck)["a"] == whole + bytes([1]) * 1024
    torn = {remains.after(Cut.TORN, luck)["a"] for _ in range(99)}
    assert {remains.after(Cut.ZEROS, luck)["a"] for _ in range(99)} == {whole + bytes(1024), whole + bytes([1]) * 1024}
    zeros, ones = bytes(512), bytes([1]) * 512
    assert torn == {b"old", whole + ones, whole + zeros + ones, whole + ones + ones}


def test_names_last_when_their_folder_was_synced() -> None:
    new = Step(Verb.CREATE, "/new"), Step(Verb.WRITE, "/new", 0, b"n"), Step(Verb.SYNC, "/new")
    gone = Step(Verb.DELETE, "/b")
    luck = Random(1)
    assert remains_of(*new, gone).after(Cut.NOTHING, luck) == {"a": b"", "b": b"b"}
    assert remains_of(*new, gone).after(Cut.ALL, luck) == {"a": b"", "new": b"n"}
    synced = remains_of(*new, Step(Verb.SYNC_FOLDER, "/new"), gone)
    assert synced.after(Cut.NOTHING, luck) == {"a": b"", "b": b"b", "new": b"n"}
