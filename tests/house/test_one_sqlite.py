"""One SQLite, and only in app/store: any other way into a book was seen to damage it or drop its locks."""

import ast

import pytest

from tests.house.sources import Source, called_name, imports, parsed, report, sources

# The interpreter's and Qt's SQLite are other copies of the library: two copies in one process break locks.
FOREIGN = ("sqlite3", "pysqlite3", "apsw", "PySide6.QtSql")
STORE = "app/store/"
COPIES = {"copy", "copy2", "copyfile", "copyfileobj", "copytree", "move"}
READS = {"open", "read_bytes", "read_text", "write_bytes", "write_text"}
BOOKS = {"book", "book_path", "book_file", "location", "database"}
CURE = (
    "reach a book only through app.book and app.store, which use sqlcipher3. Opening, hashing or copying "
    "a live book's file drops SQLite's locks: copy a book with SQLite's own backup, inside app/store."
)


def foreign_ways_in(source: Source) -> list[str]:
    """Imports of another SQLite, of ours outside the store, and files touched under a book's name."""
    return [
        *(f"{source.at(node)} imports {name}" for node, name in imports(source) if _is_foreign(name, source)),
        *(f"{source.at(node)} touches a book's file" for node in source.nodes() if _touches_a_book(node)),
    ]


def _is_foreign(name: str, source: Source) -> bool:
    forbidden = FOREIGN if source.where.startswith(STORE) else (*FOREIGN, "sqlcipher3")
    return any(f"{name}.".startswith(f"{module}.") for module in forbidden)


def _touches_a_book(node: ast.AST) -> bool:
    """`book_path.read_bytes()`, `open(location)`, `shutil.copy(book_file, ...)`."""
    if not isinstance(node, ast.Call) or called_name(node) not in COPIES | READS:
        return False
    owner = [node.func.value] if isinstance(node.func, ast.Attribute) else []
    return any(_last_name(part) in BOOKS for part in [*owner, *node.args])


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def test_only_the_store_opens_a_book() -> None:
    found = [line for source in sources("app", "ui", "resources") for line in foreign_ways_in(source)]
    assert not found, report(found, CURE)


@pytest.mark.parametrize(
    "line",
    [
        "import sqlite3",
        "from sqlite3 import connect",
        "from PySide6.QtSql import QSqlDatabase",
        "from PySide6 import QtSql",
        "import sqlcipher3",
        "import shutil; shutil.copy(book_path, there)",
        "desk.book_file.read_bytes()",
        "open(location)",
    ],
)
def test_a_foreign_way_in_is_noticed(line: str) -> None:
    assert foreign_ways_in(parsed("app/features/figures.py", line))


def test_the_store_may_use_its_own_library() -> None:
    assert not foreign_ways_in(parsed("app/store/sqlite.py", "from sqlcipher3 import dbapi2"))
