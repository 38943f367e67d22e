"""Trials of the worst day. Each prints one line of figures, and each has a control that must fail.

One trial in its long form: `.venv/bin/python -m tests.trials NAME`; all of them: without a name.
The ordinary tests run the short forms and the controls.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a trial: one line of figures, and whether they are the ones to be reached."""

    line: str
    ok: bool
