"""A feature changes the book through its Work only: else the change has no revision, no journal, no undo."""

import ast

import pytest

from tests.house.sources import Source, called_name, parsed, report, sources

SESSION_WRITES = {
    "add", "add_all", "commit", "delete", "flush", "merge", "begin", "rollback",
    "bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings",
}  # fmt: skip
STATEMENTS = {"insert", "update", "delete"}
WRITING_SQL = ("insert ", "update ", "delete ", "replace ", "create ", "drop ", "alter ", "truncate ")
CURE = (
    "write with work.add, work.get and attributes, work.remove, work.add_many or work.change_many; "
    "in a query (session, ...) only read."
)


def writes_past_work(source: Source) -> list[str]:
    imported = _imported_from_sqlalchemy(source)
    return [f"{source.at(node)} {ast.unparse(node)[:80]}" for node in source.nodes() if _writes(node, imported)]


def _imported_from_sqlalchemy(source: Source) -> set[str]:
    froms = (node for node in source.nodes() if isinstance(node, ast.ImportFrom))
    return {
        alias.asname or alias.name
        for node in froms
        if (node.module or "").startswith("sqlalchemy")
        for alias in node.names
        if alias.name in STATEMENTS
    }


def _writes(node: ast.AST, imported: set[str]) -> bool:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _is_writing_sql(node.value)
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id in imported
    owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    name = called_name(node)
    return (owner.endswith("session") and name in SESSION_WRITES) or (
        owner in {"sa", "sqlalchemy"} and name in STATEMENTS
    )


def _is_writing_sql(text: str) -> bool:
    """Text that is a statement: its verb, and the word that follows one in SQL."""
    words = f" {' '.join(text.lower().split())} "
    return words.lstrip().startswith(WRITING_SQL) and any(
        word in words for word in (" into ", " set ", " from ", " table ")
    )


def test_features_write_through_work() -> None:
    found = [line for source in sources("app/features") for line in writes_past_work(source)]
    assert not found, report(found, CURE)


@pytest.mark.parametrize(
    "line",
    [
        "session.add(customer)",
        "work.session.commit()",
        "from sqlalchemy import update\nsession.execute(update(Customer))",
        "import sqlalchemy as sa\nsession.execute(sa.delete(Customer))",
        "session.execute(text('UPDATE customer SET name = 1'))",
        "TEXT = '''\n  insert into customer (name) values (1)'''",
    ],
)
def test_a_write_past_work_is_noticed(line: str) -> None:
    assert writes_past_work(parsed("app/features/customers.py", line))


@pytest.mark.parametrize(
    "line", ["work.add(customer)", "session.execute(select(Customer))", "words = 'Update the card'"]
)
def test_reading_and_work_are_no_write(line: str) -> None:
    assert not writes_past_work(parsed("app/features/customers.py", line))
