"""What is worked out for rows that come next, while the database is busy with those that it was handed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

From = TypeVar("From")
Drawn = TypeVar("Drawn")


def drawn_ahead(draw: Callable[[From], Drawn], some: Iterable[From]) -> Iterator[Drawn]:
    """What each is drawn as, in their order: the next one in another thread, while whoever asks stores the one before.

    Nothing is drawn while a next one is fetched: a database that hands over rows lets go of the interpreter at each of
    them, and would wait for it as often.
    """
    fetched = iter(some)
    with ThreadPoolExecutor(1, "drawing") as beside:
        ready = [draw(one) for one in _first(fetched)]
        for one in fetched:
            drawing = beside.submit(draw, one)
            yield ready.pop()
            ready.append(drawing.result())
        yield from ready


def _first(some: Iterator[From]) -> Iterator[From]:
    """The first one, if there is any: nothing is stored yet that it could be drawn beside."""
    for one in some:
        yield one
        return
