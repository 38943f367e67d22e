"""Ruff's rules, ruff's form and mypy's strict types, as part of every run of the tests."""

import subprocess
import sys

import pytest

from tests.house.sources import ROOT

CHECKS = {
    "rules": (["ruff", "check", "--output-format=concise", "."], "ruff check --fix ."),
    "form": (["ruff", "format", "--check", "."], "ruff format ."),
    "types": (
        ["mypy", "--strict", "app", "ui", "tests", "packaging"],
        "name the type; never `Any` to be done with it",
    ),
}


@pytest.mark.parametrize("name", CHECKS)
def test_style(name: str) -> None:
    arguments, cure = CHECKS[name]
    run = subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, f"{run.stdout}{run.stderr}\nCure: {cure}"
