"""Lock the versions that are installed: `pip install uv`, then `python packaging/lock.py` from anywhere.

Writes requirements.txt (what Housebook needs) and requirements-tests.txt (and what its tests need), each
valid for every Python that pyproject.toml allows on Linux, Windows and macOS. `--upgrade` takes the newest
versions; without it what is locked stays, as far as pyproject.toml allows.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
HEADER = "# Locked for Python 3.11 to 3.13 by packaging/lock.py: change pyproject.toml, then run that.\n"
LOCKS: dict[str, list[str]] = {"requirements.txt": [], "requirements-tests.txt": ["--extra=tests"]}
# One Qt for all Pythons, so that all see the same; 6.12.0 must not be used on 3.11 (see pyproject.toml).
ONE_FOR_ALL = "PySide6-Essentials<6.12\n"
COMPILE = ("uv", "pip", "compile", "--universal", "--python-version=3.11", "--no-header", "--no-annotate")


def lock(name: str, extra: list[str], options: list[str]) -> None:
    """Resolve one file anew, starting from the versions it holds."""
    target = HERE / name
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder) / "constraints.txt"
        constraints.write_text(ONE_FOR_ALL)
        arguments = ["--quiet", *extra, *options, f"--constraint={constraints}", f"--output-file={target}"]
        subprocess.run([*COMPILE, *arguments, "pyproject.toml"], cwd=HERE.parent, check=True)
    target.write_text(HEADER + target.read_text().removeprefix(HEADER))


if __name__ == "__main__":
    for name, extra in LOCKS.items():
        lock(name, extra, sys.argv[1:])
