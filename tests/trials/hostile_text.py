"""Hostile text on screen: every page of a book full of markup, endless words and turned letters, drawn as text."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.trials import Outcome

PATIENCE = 3_600  # seconds; others are at work on the computer too


def trial(*, long: bool) -> Outcome:
    """All texts, or the first of them."""
    return _shown() if long else _shown("--texts", "1")


def control(*worse: str) -> Outcome:
    """In the same window labels that guess, hang, turn their neighbours, or show nothing, a button that eats a sign."""
    return _shown("--texts", "1", "--worse", *worse)


def _shown(*options: str) -> Outcome:
    command = [sys.executable, "-m", "tests.trials.hostile.showing", *options]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return Outcome(f"the window did not come to an end within {PATIENCE:,} s", False)
    if done.returncode:
        return Outcome(f"the window ended with {done.returncode}: {done.stderr[-1500:]}", False)
    found = json.loads(done.stdout.splitlines()[-1])
    wrong = [*found["wrong"], *(["Qt's network module is loaded"] if found["network"] else [])]
    line = f"{found['texts']} texts, {found['steps']} views, {len(wrong)} wrong, longest step {found['longest']:.2f} s"
    return Outcome("\n  ".join([line, *wrong[:40]]), not wrong)
