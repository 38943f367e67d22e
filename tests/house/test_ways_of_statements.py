"""Each kind of statement goes one way to the database: built, as hot text, as many rows, or as what tends it."""

from __future__ import annotations

import ast

import pytest

from tests.house.sources import Source, called_name, parsed, report, sources

PAST_SQLALCHEMY = {"app/store/hot.py", "app/store/rows.py"}
MIGRATIONS = "app/store/migrations/"
CURE = (
    "build it with SQLAlchemy and execute it; what is asked at each start, key, page or save goes through `run` or "
    "`rows_of` of app/store/hot.py, many rows through app/store/rows.py; exec_driver_sql, in app/store, is for what "
    "makes or tends a database and takes no values."
)


def astray(source: Source) -> list[str]:
    """Cursors outside of their two files, and driver's text outside of the store or with values."""
    return [f"{source.at(node)} {ast.unparse(node)[:80]}" for node in source.nodes() if _is_astray(node, source.where)]


def _is_astray(node: ast.AST, where: str) -> bool:
    if not isinstance(node, ast.Call) or where.startswith(MIGRATIONS):
        return False
    if called_name(node) == "cursor":
        return where not in PAST_SQLALCHEMY
    if called_name(node) == "exec_driver_sql":
        return not where.startswith("app/store/") or len(node.args) + len(node.keywords) > 1
    return False


def test_statements_go_their_ways() -> None:
    found = [line for source in sources("app") for line in astray(source)]
    assert not found, report(found, CURE)


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("app/store/search.py", "connection.connection.cursor().execute(sql)"),
        ("app/store/rows.py", "connection.exec_driver_sql(statement, rows)"),
        ("app/work.py", "connection.exec_driver_sql('PRAGMA optimize')"),
    ],
)
def test_one_astray_is_noticed(where: str, line: str) -> None:
    assert astray(parsed(where, line))


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("app/store/hot.py", "connection.connection.cursor()"),
        ("app/store/triggers.py", "connection.exec_driver_sql(statement)"),
        ("app/work.py", "connection.execute(select(Customer))"),
    ],
)
def test_the_ways_are_open(where: str, line: str) -> None:
    assert not astray(parsed(where, line))
