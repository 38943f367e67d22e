"""What is freed goes back to the system, where the C library would keep it."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from app.computer.resident import give_back, resident_megabytes

_BLOCKS, _SIZE = 40_000, 2_000
_POOLS = """
import ctypes, sys, threading
from app.computer.resident import share_pools
if sys.argv[1] == "shared":
    share_pools()
together = threading.Barrier(8)
threads = [threading.Thread(target=lambda: (together.wait(), bytes(2_000), together.wait())) for _ in range(8)]
[one.start() for one in threads]
[one.join() for one in threads]
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
libc.malloc_info(0, ctypes.c_void_p(libc.fdopen(1, b"w")))
libc.fflush(None)
"""
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


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other libraries keep no pools")
def test_threads_share_a_few_pools() -> None:
    def pools(manner: str) -> int:
        command = [sys.executable, "-c", _POOLS, manner]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.count("<heap nr=")

    assert pools("shared") <= 2 < pools("as it is")
