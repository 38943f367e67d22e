"""Who may import whom: the contracts of pyproject.toml."""

import subprocess
import sys

from tests.house.sources import ROOT, report

CURE = (
    "what two parts need goes down to a floor that both may know (app/rules, a model, ui/parts); "
    "a screen does or asks through the desk. The floors are in pyproject.toml under [tool.importlinter]."
)


def test_imports_keep_the_contracts() -> None:
    code = "from importlinter.cli import lint_imports_command as lint; lint()"
    command = [sys.executable, "-c", code, "--no-cache", "--config", "pyproject.toml"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, report([run.stdout + run.stderr], CURE)
