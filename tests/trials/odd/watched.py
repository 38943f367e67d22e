"""Odd files are imported in a process of its own, which is ended where one takes too long."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic

from tests.postgres import server_url
from tests.trials.odd.child import Job, run
from tests.trials.odd.importing import Reader

PATIENCE = 60  # times as long by the clock as by the processor: others are at work on the computer too
MOST_HANGS = 20
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass
class Found:
    """What was tried, and what was wrong."""

    files: int = 0
    imports: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    hangs: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def watched(job: Job, read: Reader, limit: float = 2.0) -> Found:
    """Import all that the job has; an import that takes longer than the limit is ended and counted as hanging."""
    found = Found()
    if job.servers:
        server_url()  # started by this process, used by the children
    while (stuck := _until_stuck(job, read, limit, found)) is not None and len(found.hangs) < MOST_HANGS:
        number, what = stuck
        found.hangs.append(f"{what} no. {number}")
        at = int(what.split()[1]) + 1 if what.startswith("monster") else 0
        job = replace(job, first=number, monster=at, fuzz_seconds=0 if at else job.fuzz_seconds / 2)
        job = replace(job, hypothesis_seconds=0 if at else job.hypothesis_seconds / 2)
    return found


def _until_stuck(job: Job, read: Reader, limit: float, found: Found) -> tuple[int, str] | None:
    context = multiprocessing.get_context("spawn")
    way, far = context.Pipe(duplex=False)
    child = context.Process(target=run, args=(far, job, read), daemon=True)
    child.start()
    far.close()
    try:
        return _listen(way, child, limit, found)
    finally:
        child.kill()
        child.join()
        way.close()


def _listen(way: Connection, child: BaseProcess, limit: float, found: Found) -> tuple[int, str] | None:
    number, at_work, what = 0, False, "start"
    since, spent = monotonic(), _spent(child)
    while True:
        if way.poll(limit / 8):
            try:
                kind, number, what, files, wrong = way.recv()
            except EOFError:
                found.wrong.append(f"crash: the process ended at {what} no. {number}")
                found.kinds["crash"] += 1
                return None
            since, spent, at_work = monotonic(), _spent(child), kind == "begin"
            found.imports += kind == "done"
            found.files += files
            found.wrong += [f"{what} no. {number}: {words}" for words in wrong]
            found.kinds.update(words.split(":")[0] for words in wrong)
            if kind == "over":
                return None
        elif at_work and (_spent(child) - spent > limit or monotonic() - since > limit * PATIENCE):
            return number, what


def _spent(child: BaseProcess) -> float:
    """The processor's seconds that a process has used; 0 where that is not to be known."""
    try:
        told = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(told[11]) + int(told[12])) / _TICKS
