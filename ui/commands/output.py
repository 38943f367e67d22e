"""Standard output as scripts have it: it may be closed, or its disk full."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def written() -> Iterator[None]:
    """What is printed within it has left the program at its end. Raises OSError; then nothing more can be printed."""
    try:
        yield
        sys.stdout.flush()
    except OSError:
        _close_output()
        raise


def _close_output() -> None:
    """What is left in the buffer goes nowhere, so that the end of the program does not stumble over it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
