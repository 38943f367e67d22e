"""Something may use the processor so long and is then ended."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

LIMIT = 2.0  # seconds of the processor
PATIENCE = 15  # times as long by the clock: others are at work on the computer too


class TooLong(BaseException):
    """No Exception, so that nothing on the way takes it for a fault of its own."""


@contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """Raises TooLong inside once the processor was at work for longer, afterwards if the clock went on for too long."""
    before = signal.signal(signal.SIGPROF, _end)
    began = time.monotonic()
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds)  # again, as a destructor may swallow the first
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    if (took := time.monotonic() - began) > seconds * PATIENCE:
        raise TooLong(f"took {took:.1f} s by the clock")


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise TooLong("still at work when its time was over")
