"""Work done in a process of its own, that may be killed there."""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_MAKING = multiprocessing.get_context("forkserver")
_MAKING.set_forkserver_preload(["tests.trials.stages.doing"])


class Stumbled(Exception):
    """The work ended with a mistake of the program; what it said is the text."""


def in_child(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
    """What the work answers; nothing if it was killed by kill -9. Raises Stumbled, also where it ended otherwise."""
    here, there = _MAKING.Pipe(duplex=False)
    child = _MAKING.Process(target=_answer, args=(there, work, args, kwargs))
    child.start()
    there.close()
    try:
        answer, stumbled = here.recv()
    except EOFError:
        answer, stumbled = None, None
    child.join()
    if stumbled is not None:
        raise Stumbled(stumbled)
    if child.exitcode not in (0, -signal.SIGKILL):
        raise Stumbled(f"the process ended with {child.exitcode}")
    return answer  # type: ignore[no-any-return]


def _answer(to: Connection, work: Callable[Concatenate[P], R], args: Any, kwargs: Any) -> None:
    try:
        to.send((work(*args, **kwargs), None))
    except BaseException:  # noqa: BLE001 - told to who waits for the answer
        to.send((None, traceback.format_exc(limit=-4)))
