"""One clock: what reads the time elsewhere cannot be tried on another day, and mixes up days where zones differ."""

import ast

import pytest

from tests.house.sources import Source, called_name, parsed, report, sources

CLOCK = "app/clock.py"
OWNERS = {"datetime", "date", "time", "dt", "QDate", "QTime", "QDateTime"}
READINGS = {
    "now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime",
    "currentDate", "currentTime", "currentDateTime", "currentDateTimeUtc",
}  # fmt: skip
CURE = "ask app.clock: clock.now(), clock.today(), clock.milliseconds(). Durations are time.monotonic()'s."


def readings(source: Source) -> list[str]:
    return [f"{source.at(node)} {ast.unparse(node)}" for node in source.nodes() if _reads(node)]


def _reads(node: ast.AST) -> bool:
    """`datetime.now(...)`, `dt.date.today()`, `time.time()`, `QDate.currentDate()`; not `combine(day, time())`."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    owner = ast.unparse(node.func.value).rpartition(".")[2]
    return owner in OWNERS and called_name(node) in READINGS and not (owner == "dt" and called_name(node) == "time")


def test_only_the_clock_reads_the_time() -> None:
    found = [line for source in sources("app", "ui") if source.where != CLOCK for line in readings(source)]
    assert not found, report(found, CURE)


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)",
        "dt.datetime.now()",
        "dt.date.today()",
        "time.time()",
        "time.time_ns()",
        "QDate.currentDate()",
    ],
)
def test_another_clock_is_noticed(line: str) -> None:
    assert readings(parsed("app/book.py", line))


@pytest.mark.parametrize("line", ["clock.now()", "time.monotonic()", "datetime.combine(day, time())", "dt.time(9)"])
def test_what_reads_no_clock_passes(line: str) -> None:
    assert not readings(parsed("app/book.py", line))
