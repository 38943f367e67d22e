"""What came of a replay: how long each act took, what was refused, what went wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from statistics import quantiles
from typing import Any

from app.errors import Conflict, HousebookError, NotAllowed, NotFound, Refused, Stopped

_REFUSALS = (Conflict, NotAllowed, NotFound, Refused, Stopped)
_DIGITS = 2
_MOST_WORDS = 20


@dataclass
class Tally:
    """The figures of one desk, or of several added up."""

    acts: int = 0
    """Each is made of several steps."""
    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Milliseconds of each step by what was done, from the question to its answer at the desk."""
    refusals: Counter[str] = field(default_factory=Counter)
    chosen: Counter[str] = field(default_factory=Counter)
    """Whose value stayed, where two had changed the same field."""
    errors: list[str] = field(default_factory=list)
    heard: int = 0
    """How often a desk learned that something changed."""
    memory: list[tuple[float, float]] = field(default_factory=list)
    """Megabytes of each program at its beginning and end."""

    def fail(self, error: HousebookError) -> None:
        """Note a failure: a refusal is part of a day, all else is an error."""
        if isinstance(error, _REFUSALS):
            self.refusals[type(error).__name__] += 1
        else:
            self.err(error.words)

    def err(self, words: str) -> None:
        """Note that something went wrong."""
        self.errors.append(words)

    def add(self, other: Tally) -> None:
        """Add what came of another desk."""
        self.acts += other.acts
        for what, taken in other.taken.items():
            self.taken[what] += taken
        self.refusals += other.refusals
        self.chosen += other.chosen
        self.errors += other.errors
        self.heard += other.heard
        self.memory += other.memory

    def figures(self) -> list[Took]:
        """A line for each thing that was done, those first that were done most."""
        return sorted((took(what, taken) for what, taken in self.taken.items()), key=lambda one: -one.count)

    def as_json(self) -> dict[str, Any]:
        """All of it, for a document."""
        return {
            "acts": self.acts,
            "steps": sum(map(len, self.taken.values())),
            "took": [asdict(one) for one in self.figures()],
            "refusals": dict(self.refusals),
            "conflicts_chosen": dict(self.chosen),
            "errors": len(self.errors),
            "error_words": list(dict.fromkeys(self.errors))[:_MOST_WORDS],
            "changes_heard": self.heard,
            "memory": [{"begin": begin, "end": end} for begin, end in self.memory],
        }


@dataclass(frozen=True, slots=True)
class Took:
    """How often something was done, and the milliseconds that it took."""

    what: str
    count: int
    p50: float
    p95: float
    worst: float


def took(what: str, taken: Iterable[float]) -> Took:
    """The figures of some measurements, of which there is at least one."""
    known = sorted(taken)
    cuts = quantiles(known, n=20, method="inclusive") if len(known) > 1 else known * 19
    middle, late, worst = (round(one, _DIGITS) for one in (cuts[9], cuts[18], known[-1]))
    return Took(what, len(known), middle, late, worst)
