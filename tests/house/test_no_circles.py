"""No module imports, over however many others, itself: also not inside a function or under TYPE_CHECKING."""

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

from tests.house.sources import ROOT, report

CURE = "move what both need into a module of its own below them, or hand it over as an argument."


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
    found = circle(grimp.build_graph("app", "ui", cache_dir=None))
    assert not found, report([" imports ".join(found)], CURE)


def test_a_circle_is_noticed() -> None:
    graph = grimp.ImportGraph()
    for importer, imported in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")):
        graph.add_import(importer=importer, imported=imported)
    assert set(circle(graph)) == {"a", "b", "c"}
