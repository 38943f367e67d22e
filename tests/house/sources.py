"""The project's own source, parsed once: what the tests of the house walk through."""

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Finder = Callable[[ast.AST], bool]


@dataclass(frozen=True)
class Source:
    """One module: where it is (from the root, with slashes) and its syntax tree."""

    where: str
    tree: ast.Module

    def nodes(self) -> Sequence[ast.AST]:
        return self._nodes

    @cached_property
    def _nodes(self) -> Sequence[ast.AST]:
        return tuple(ast.walk(self.tree))

    def at(self, node: ast.AST) -> str:
        return f"{self.where}:{getattr(node, 'lineno', 1)}"


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every module below these folders of the project; a folder that does not exist yet has none."""
    paths = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return tuple(parsed(path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in paths)


def parsed(where: str, text: str) -> Source:
    return Source(where, ast.parse(text))


def imports(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Each dotted name that a module imports, wherever it does; `from a import b` gives `a.b`."""
    for node in source.nodes():
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def called_name(node: ast.AST) -> str:
    """The last part of what is called (`exec` for `box.exec()`), or nothing for what is no call."""
    if not isinstance(node, ast.Call):
        return ""
    called = node.func
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def report(found: list[str], cure: str) -> str:
    """The message of a failing test: every place, and then what to do instead."""
    return "\n".join([*found, "", f"Cure: {cure}"])
