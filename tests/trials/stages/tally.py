"""Tries of a stage, one for each step of the engine or for some of them, and what came of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from tests.trials import Outcome
from tests.trials.stages.children import Stumbled, in_child
from tests.trials.stages.doing import ALL, Way, make_template

Attempt = Callable[[Path, str, Way, int | None], tuple[int, list[str]]]
"""By a folder to make, a stage, a way and the number of the step that is to fail: how many steps there were, and what
was wrong in the end."""


class Tally:
    """How many tries there were, and what was wrong how often."""

    def __init__(self) -> None:
        self._tried: Counter[str] = Counter()
        self._wrong = 0
        self._flaws: Counter[str] = Counter()

    def try_each(self, attempt: Attempt, name: str, way: Way, most: int | None) -> None:
        """Let every step fail, each in a try of its own, or only `most` of them."""
        with TemporaryDirectory(prefix="housebook-trial-") as room:
            if ALL[name].begins_with_template:
                in_child(make_template, Path(room), way)
            steps, flaws = _outcome(attempt, Path(room) / "0", name, way, None)
            self._note(name, way, flaws or ["there was no step that could fail"] * (steps == 0))
            for nth in sampled(steps, most):
                _, flaws = _outcome(attempt, Path(room) / str(nth), name, way, nth)
                self._note(name, way, [f"{flaw} (step {nth} of {steps})" for flaw in flaws])

    def outcome(self, of_what: str) -> Outcome:
        """One line of figures."""
        stages = ", ".join(f"{name} {count:,}" for name, count in self._tried.items())
        worst = "".join(f"; {flaw}" for flaw, _ in self._flaws.most_common(3))
        line = f"{self._tried.total():,} {of_what} ({stages}): {self._wrong:,} went wrong{worst}"
        return Outcome(line, self._tried.total() > 0 and not self._wrong)

    def _note(self, name: str, way: Way, flaws: Sequence[str]) -> None:
        self._tried[name] += 1
        self._wrong += bool(flaws)
        self._flaws.update(f"{name}, {way.name}: {flaw}" for flaw in flaws)


def sampled(steps: int, most: int | None) -> Sequence[int]:
    """The numbers of all steps, or of so many spread over them."""
    if most is None or steps <= most:
        return range(1, steps + 1)
    return sorted({1 + round(number * (steps - 1) / (most - 1)) for number in range(most)})


def _outcome(attempt: Attempt, folder: Path, name: str, way: Way, nth: int | None) -> tuple[int, list[str]]:
    try:
        return attempt(folder, name, way, nth)
    except Stumbled as stumbled:
        return 0, [str(stumbled)]
    finally:
        rmtree(folder, ignore_errors=True)
