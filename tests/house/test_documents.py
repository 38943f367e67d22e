"""What the documents say is what the machine does."""

import re
import tomllib

import pytest

from tests.house.sources import ROOT

INSTALL = "python3 -m venv .venv && .venv/bin/pip install -q -r packaging/{} -e . && .venv/bin/{}"
COMMANDS = {
    "the sample company": INSTALL.format("requirements.txt", "housebook demo"),
    "the tests": INSTALL.format("requirements-tests.txt", "pytest"),
}
LOCKS = ("requirements.txt", "requirements-tests.txt")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("purpose", COMMANDS)
def test_the_readme_says_the_command(purpose: str) -> None:
    lines = [line.strip() for line in text("README.md").splitlines()]
    assert COMMANDS[purpose] in lines, f"README.md must show on a line of its own: {COMMANDS[purpose]}"


def test_ci_runs_the_readme_s_command() -> None:
    assert COMMANDS["the tests"] in text(".ci/run").splitlines(), ".ci/run must run README's test command as it stands"


def test_the_changelog_tells_of_what_is_new() -> None:
    unreleased = re.search(r"^## \[?Unreleased\]?$(.*?)(?=^## |\Z)", text("CHANGELOG.md"), re.MULTILINE | re.DOTALL)
    assert unreleased, "CHANGELOG.md needs a section `## [Unreleased]` at its top"
    entries = re.findall(
        r"^### (?:Added|Changed|Deprecated|Removed|Fixed|Security)\n+- \S", unreleased[1], re.MULTILINE
    )
    released = f"## [{tomllib.loads(text('pyproject.toml'))['project']['version']}]"
    assert entries or released in text("CHANGELOG.md"), "say in CHANGELOG.md what a person can notice of the change"


@pytest.mark.parametrize("name", LOCKS)
def test_every_library_is_locked(name: str) -> None:
    """The lock holds at least what pyproject.toml asks for, each at one version, from no place named."""
    project = tomllib.loads(text("pyproject.toml"))["project"]
    wanted = list(project["dependencies"])
    if "tests" in name:
        wanted += project["optional-dependencies"]["tests"]
    lines = [line for line in text(f"packaging/{name}").splitlines() if line and not line.startswith("#")]
    locked = {_name(line) for line in lines}
    missing = {_name(line) for line in wanted} - locked
    assert not missing, f"run packaging/lock.py: {name} lacks {sorted(missing)}"
    odd = [line for line in lines if not re.fullmatch(r"[\w.\-]+(\[\w+\])?==[\w.]+( ; .+)?", line)]
    assert not odd, f"only `name==version ; marker` belongs into {name}: {odd}"


def _name(requirement: str) -> str:
    return re.split(r"[^\w.\-]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")


def test_the_licence_is_the_one_that_is_declared() -> None:
    assert tomllib.loads(text("pyproject.toml"))["project"]["license"] == "MIT"
    assert text("LICENSE").startswith("MIT License\n\nCopyright (c) 2026 The Housebook authors\n")
