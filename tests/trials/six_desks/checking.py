"""Whether the histories of all desks can be true of one book that does one thing after the other.

All appends have one order: that of their revisions. Then every read must be the beginning of that order, no shorter
than what was acknowledged before it began, nor than what the same desk knew already; and at the end all is there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from tests.trials.six_desks.desk import Append, ListKey, Lists, Log, Poll, Read, digest


@dataclass
class Verdict:
    """What a history comes to."""

    operations: int = 0
    conflicts: int = 0
    failed: int = 0
    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0
    untold: int = 0
    first: str = ""

    @property
    def line(self) -> str:
        """The figures, and the first thing that cannot be."""
        figures = (
            f"{self.operations:,} operations, {self.conflicts} conflicts retried, {self.failed} not saved, "
            f"{self.lost} lost, {self.doubled} doubled, {self.out_of_order} out of order, {self.untold} untold"
        )
        return f"{figures} ({self.first})" if self.first else figures

    @property
    def ok(self) -> bool:
        """Whether the history can be true, and was one at all: of desks that got into each other's way."""
        return (
            self.operations > 0
            and self.conflicts > 0
            and not (self.failed or self.lost or self.doubled or self.out_of_order or self.untold)
        )

    def note(self, kind: str, words: str) -> None:
        """One more of a kind."""
        setattr(self, kind, getattr(self, kind) + 1)
        self.first = self.first or words


@dataclass
class _Acknowledged:
    """The acknowledged appends by the instants of their answers: which revision was known by when."""

    appends: Sequence[Append]
    _instants: list[float] = field(default_factory=list)
    _revisions: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        by_answer = sorted(self.appends, key=lambda append: append.ended)
        self._instants = [append.ended for append in by_answer]
        self._revisions = list(accumulate((append.revision for append in by_answer), max))

    def before(self, instant: float) -> int:
        """The highest revision that was acknowledged before this instant."""
        place = bisect_right(self._instants, instant)
        return self._revisions[place - 1] if place else 0


def check(logs: Sequence[Log], final: Lists, topics: Mapping[int, frozenset[str]]) -> Verdict:
    """Judge what all desks did and saw by what the book holds at the end; `topics` are those of each revision."""
    verdict = Verdict(sum(len(log.acts) for log in logs), sum(log.conflicts for log in logs))
    appends = [act for log in logs for act in log.acts if isinstance(act, Append)]
    for kind in (Append, Read, Poll):
        if not any(isinstance(act, kind) for log in logs for act in log.acts):
            verdict.note("failed", f"no desk did any {kind.__name__}")
    for failure in (words for log in logs for words in log.failures):
        verdict.note("failed", failure)
    _check_lists(appends, final, verdict)
    if sorted(topics) != list(range(1, len(topics) + 1)):
        verdict.note("untold", "the revisions have gaps")
    reads = _Reads(appends, final)
    for log in logs:
        _check_desk(log, reads, topics, verdict)
    return verdict


def _check_lists(appends: Sequence[Append], final: Lists, verdict: Verdict) -> None:
    revisions = {append.element: append.revision for append in appends}
    for append in appends:
        times = final.get(append.where, ()).count(append.element)
        if times == 0:
            verdict.note("lost", f"{append} is not there at the end")
        elif times > 1:
            verdict.note("doubled", f"{append} is there {times} times")
    for revision, times in Counter(revisions.values()).items():
        if times > 1:
            verdict.note("out_of_order", f"revision {revision} was given {times} times")
    for where, elements in final.items():
        known = [revisions[element] for element in elements if element in revisions]
        if known != sorted(known):
            verdict.note("out_of_order", f"{where} is not in the order of its revisions")


class _Reads:
    """Finds out how far the book was when a read saw it."""

    def __init__(self, appends: Sequence[Append], final: Lists) -> None:
        self.acknowledged = _Acknowledged(appends)
        revisions = {append.element: append.revision for append in appends}
        self._prefixes = {
            where: [digest(elements[:length]) for length in range(len(elements) + 1)]
            for where, elements in final.items()
        }
        self._revisions: dict[ListKey, list[int]] = {
            where: [revisions.get(element, 0) for element in elements] for where, elements in final.items()
        }

    def fault(self, read: Read) -> str:
        """Why this read is not the book at any one moment; nothing if it is."""
        for where, (length, seen) in read.lists.items():
            prefixes = self._prefixes.get(where, [digest(())])
            if length >= len(prefixes) or prefixes[length] != seen:
                return f"{where} with {length} elements was never so"
        last = self.revision(read)
        for where, revisions in self._revisions.items():
            length = read.lists.get(where, (0, ""))[0]
            if any(0 < revision <= last for revision in revisions[length:]):
                return f"{where} lacks what was saved before something else that the read has"
        return ""

    def revision(self, read: Read) -> int:
        """The newest that the read has."""
        lasts = (self._revisions[where][:length] for where, (length, _) in read.lists.items() if length)
        return max((max(revisions) for revisions in lasts), default=0)


def _check_desk(log: Log, reads: _Reads, topics: Mapping[int, frozenset[str]], verdict: Verdict) -> None:
    known = 0
    for act in log.acts:
        if isinstance(act, Append):
            known = max(known, act.revision)
        elif isinstance(act, Read):
            for fault in _read_faults(act, reads, known):
                verdict.note("out_of_order", fault)
            known = max(known, reads.revision(act))
        else:
            for fault in _poll_faults(act, reads, topics):
                verdict.note("untold", fault)


def _read_faults(read: Read, reads: _Reads, known: int) -> Iterator[str]:
    if fault := reads.fault(read):
        yield fault
        return
    seen = reads.revision(read)
    if seen < known:
        yield f"a desk that knew revision {known} read revision {seen}"
    elif seen < (before := reads.acknowledged.before(read.begun)):
        yield f"a read begun after revision {before} was acknowledged saw revision {seen}"


def _poll_faults(poll: Poll, reads: _Reads, topics: Mapping[int, frozenset[str]]) -> Iterator[str]:
    told = frozenset[str]().union(*(topics.get(one, frozenset()) for one in range(poll.since + 1, poll.revision + 1)))
    if poll.topics != told:
        yield f"after revision {poll.since} up to {poll.revision} {set(poll.topics)} were told instead of {set(told)}"
    if poll.revision < (before := reads.acknowledged.before(poll.begun)):
        yield f"after revision {before} was acknowledged a desk was told of {poll.revision}"
