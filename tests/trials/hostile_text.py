"""Hostile text on screen: every page of a book full of markup, endless words and turned letters, drawn as text."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.trials import Outcome

PATIENCE = 3_600  # seconds; others are at work on the computer too


def trial(*, long: bool) -> Outcome:
    """All texts, or the first of them."""
    return _outcome(_shown() if long else _shown("--texts", "1"))


def with_controls(*worse: str) -> tuple[Outcome, Outcome]:
    """The short form, and in the same window labels that guess, hang, turn their neighbours and the like.

    One process for both: what takes long is the making of the book and of the window.
    """
    found = _shown("--texts", "1", "--worse", *worse)
    bad = [line for line in found["wrong"] if line.startswith("worse, ")]
    good = [line for line in found["wrong"] if not line.startswith("worse, ")]
    return _outcome({**found, "wrong": good}), _outcome({**found, "wrong": bad})


def _shown(*options: str) -> dict[str, Any]:
    """What the window told; that it did not come to its end is wrong too."""
    nothing = {"texts": 0, "steps": 0, "longest": 0.0, "network": False}
    command = [sys.executable, "-m", "tests.trials.hostile.showing", *options]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return {**nothing, "wrong": [f"the window did not come to an end within {PATIENCE:,} s"]}
    if done.returncode:
        return {**nothing, "wrong": [f"the window ended with {done.returncode}: {done.stderr[-1500:]}"]}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _outcome(found: dict[str, Any]) -> Outcome:
    wrong = [*found["wrong"], *(["Qt's network module is loaded"] if found["network"] else [])]
    line = f"{found['texts']} texts, {found['steps']} views, {len(wrong)} wrong, longest step {found['longest']:.2f} s"
    return Outcome("\n  ".join([line, *wrong[:40]]), not wrong)
