"""A look at a drive or a share that may never answer: whoever asks waits so long, and no longer."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Final, TypeVar

SECONDS: Final = 10.0
"""A drive that slept is awake by then."""
_OVERDUE: Final[dict[str, Thread]] = {}
R = TypeVar("R")


def patiently(about: str, look: Callable[[], R]) -> R | None:
    """What the look answers, which raises nothing; or nothing, if that takes too long. While an older one about the
    same hangs, none is begun."""
    if about in _OVERDUE and _OVERDUE[about].is_alive():
        return None
    answers = list[R]()
    looking = Thread(target=lambda: answers.append(look()), name=f"look at {about}", daemon=True)
    looking.start()
    looking.join(SECONDS)
    if looking.is_alive():
        _OVERDUE[about] = looking
    return answers[0] if answers else None
