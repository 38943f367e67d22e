"""What is freed goes back to the system, where the C library would keep it."""

from __future__ import annotations

import platform

import pytest

from app.computer.resident import give_back, resident_megabytes

_BLOCKS, _SIZE = 40_000, 2_000
_MOST_OF_IT = _BLOCKS * _SIZE / 2**20 / 2


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other libraries give back by themselves")
def test_freed_memory_is_given_back() -> None:
    held = [bytes(_SIZE) for _ in range(_BLOCKS)]
    last = held[-1]  # lies above all the others, so that the library cannot simply cut them off
    before = resident_megabytes()
    del held
    give_back()
    now = resident_megabytes()
    assert before is not None and now is not None
    assert before - now > _MOST_OF_IT, (before, now)
    assert len(last) == _SIZE


def test_where_the_library_cannot_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda _name: object())
    give_back()
