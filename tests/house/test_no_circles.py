"""No module imports, over however many others, itself: also not inside a function or under TYPE_CHECKING."""

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

from tests.house.sources import ROOT, Source, imports, parsed, report, sources

CURE = "move what both need into a module of its own below them, or hand it over as an argument."


def add_packages(graph: grimp.ImportGraph, found: Iterable[Source]) -> None:
    """`from package import module` needs the package itself, which the graph leaves out."""
    for source in found:
        importer = source.where.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for _, name in imports(source):
            package = name.rpartition(".")[0]
            if name in graph.modules and package in graph.modules and package != importer:
                graph.add_import(importer=importer, imported=package)


def circle(graph: grimp.ImportGraph) -> list[str]:
    """The modules of one circle in the order of their imports; empty where there is none."""
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def test_there_is_no_circle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT)
    graph = grimp.build_graph("app", "ui", cache_dir=None)
    add_packages(graph, sources("app", "ui"))
    found = circle(graph)
    assert not found, report([" imports ".join(found)], CURE)


def test_a_circle_is_noticed() -> None:
    graph = grimp.ImportGraph()
    for importer, imported in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")):
        graph.add_import(importer=importer, imported=imported)
    assert set(circle(graph)) == {"a", "b", "c"}


def test_a_circle_through_a_package_is_noticed() -> None:
    graph = grimp.ImportGraph()
    for importer, imported in (("room", "room.page"), ("room.page", "room.words")):
        graph.add_import(importer=importer, imported=imported)
    assert not circle(graph)
    add_packages(graph, [parsed("room/page.py", "from room import words")])
    assert set(circle(graph)) == {"room", "room.page"}
