"""Which of our widgets and dialogs no view has shown: a new one without a view is found by it."""

from __future__ import annotations

import ast
import pkgutil
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

import ui


def unshown(seen: Iterable[type], named: Iterable[str]) -> list[str]:
    """The widgets of `ui` that are not among those, nor what one of them is made from; and the dialogs by name."""
    shown = {kind for one in seen for kind in one.mro()}
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        if not module.name.startswith("ui.replay"):
            import_module(module.name)
    ours = (kind for kind in _below(QWidget) if kind.__module__.startswith("ui."))
    widgets = {f"{kind.__module__}.{kind.__qualname__}" for kind in ours if kind not in shown}
    return sorted({*widgets, *(f"the dialog {name}" for name in _dialogs() - set(named))})


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def _dialogs() -> set[str]:
    """The names of those that are put together on the spot, and have no class of their own."""
    sources = (path.read_text("utf-8") for path in Path(ui.__path__[0]).rglob("*.py"))
    trees = (ast.parse(source) for source in sources if " Dialog(" in source)
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    made = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Dialog")
    given = (word.value for call in made for word in call.keywords if word.arg == "name")
    return {str(value.value) for value in given if isinstance(value, ast.Constant)}
