"""What a person would find of a book: all its rows, its last operation, whether it is sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.entrance import check_book
from tests.store.old_books import content
from tests.trials.stages.doing import Stage, Way

Content = dict[str, list[tuple[object, ...]]] | None


def seen(path: Path, way: Way) -> Content:
    """Every row of the book; nothing where no book is."""
    return content(path, way.key) if path.exists() else None


def operations(found: Content) -> int:
    """How many operations the journal has."""
    return len(found["operations"]) if found else 0


def flaws(path: Path, way: Way, stage: Stage, before: Content) -> Iterator[str]:
    """What is not as it has to be once the thing was done, whatever came between."""
    yield from check_book(str(path), way.key)
    done = operations(seen(path, way)) - operations(before)
    if done != stage.operations:
        yield f"{done} operations instead of {stage.operations}"
    names = sorted(one.name for one in path.parent.iterdir() if one.stat().st_size)
    if len(names) != stage.leaves:
        yield f"left in the folder: {', '.join(names)}"
