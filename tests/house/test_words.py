"""Names of the trade, short functions, a docstring for each module, nothing put off."""

import ast
import re
from collections.abc import Callable, Iterator

import pytest

from tests.house.sources import ROOT, Source, parsed, report, sources

PATTERN_WORDS = {"manager", "helper", "helpers", "util", "utils", "handler", "handlers", "base"}
# The mapped classes' common ancestor is called as SQLAlchemy calls it.
ALLOWED = {("app/models/base.py", "base"), ("app/models/base.py", "Base")}
MOST_LINES = 50
STEPS = "app/store/migrations/versions/"  # a step is one list of tables and columns, written once
PUT_OFF = re.compile(r"\b(TODO|FIXME|XXX)\b")
FOLDERS = ("app", "ui", "resources", "packaging", "tests")
Check = Callable[[Source], list[str]]


def words(name: str) -> set[str]:
    """The words of a name in either spelling: `RowHandler` and `row_handler` are row, handler."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def pattern_names(source: Source) -> list[str]:
    named: Iterator[tuple[ast.AST, str]] = (
        (node, node.name) for node in source.nodes() if isinstance(node, ast.ClassDef)
    )
    module = source.where.rsplit("/", 1)[-1].removesuffix(".py")
    return [
        f"{source.at(node)} {name}"
        for node, name in [(source.tree, module), *named]
        if words(name) & PATTERN_WORDS and (source.where, name) not in ALLOWED
    ]


def long_functions(source: Source) -> list[str]:
    if source.where.startswith(STEPS):
        return []
    functions = (node for node in source.nodes() if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    sizes = ((node, (node.end_lineno or node.lineno) - node.lineno + 1) for node in functions)
    return [f"{source.at(node)} {node.name}: {size} lines" for node, size in sizes if size > MOST_LINES]


def silent_modules(source: Source) -> list[str]:
    return [source.where] if source.tree.body and not ast.get_docstring(source.tree) else []


CHECKS: dict[str, tuple[Check, str]] = {
    "names": (
        pattern_names,
        "name the thing by what it is in the trade, not by its pattern (PATTERN_WORDS above).",
    ),
    "lengths": (
        long_functions,
        "cut the function into steps that have names; 4 to 9 lines is the usual size.",
    ),
    "docstrings": (silent_modules, "say in a sentence at the top of the module what it is for."),
}


@pytest.mark.parametrize("name", CHECKS)
def test_words(name: str) -> None:
    check, cure = CHECKS[name]
    found = [line for source in sources(*FOLDERS) for line in check(source)]
    assert not found, report(found, cure)


def test_nothing_is_put_off() -> None:
    here = "tests/house/test_words.py"
    found = [
        f"{source.where}:{number} {line.strip()}"
        for source in sources(*FOLDERS)
        if source.where != here
        for number, line in enumerate((ROOT / source.where).read_text("utf-8").splitlines(), 1)
        if PUT_OFF.search(line)
    ]
    assert not found, report(found, "do it now, or leave the note out.")


@pytest.mark.parametrize(
    ("name", "where", "text"),
    [
        ("names", "app/book.py", '"""Doc."""\nclass BookManager: ...'),
        ("names", "app/string_utils.py", '"""Doc."""'),
        ("names", "ui/parts/base.py", '"""Doc."""'),
        ("lengths", "app/book.py", "def f() -> None:\n" + "    pass\n" * MOST_LINES),
        ("docstrings", "app/book.py", "import os"),
    ],
)
def test_a_slip_is_noticed(name: str, where: str, text: str) -> None:
    assert CHECKS[name][0](parsed(where, text))


def test_words_of_names() -> None:
    assert words("RowHandler") == words("row_handler") == {"row", "handler"}
    assert words("Database") == {"database"}
