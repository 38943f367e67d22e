"""The search box over everything: asks each page that can find something, and joins what they found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject

from ui.parts.action import Actions
from ui.parts.results import Result, ResultGroup
from ui.parts.search_box import SearchBox
from ui.running import Running


@runtime_checkable
class Finder(Protocol):
    """A page that finds things by words."""

    def search(self, words: str, show: Callable[[Sequence[ResultGroup]], None]) -> Running:
        """Ask, and hand the groups to `show`, again with more of them where more is found later."""

    def choose(self, result: Result, log: bool) -> None:
        """Open what was found, or log a call with it."""


class Searching(QObject):
    """Asks at each key; what was typed last is what is shown.

    An answer that nobody waits for any more is stopped in the book, so nothing is gained by waiting for the next key.
    """

    def __init__(self, box: SearchBox, actions: Actions) -> None:
        super().__init__(box)
        self._box = box
        self._finders: dict[int, Finder] = {}
        self._found: dict[int, Sequence[ResultGroup]] = {}
        self._words, self._fresh = "", True
        self._later: list[Running] = []
        box.typed.connect(self._typed)
        box.chosen.connect(partial(self._choose, log=False))
        box.log_wanted.connect(partial(self._choose, log=True))
        box.all_wanted.connect(lambda words: actions.trigger("customers.find", words=words))
        box.new_wanted.connect(lambda words: actions.trigger("customers.new", name=words))

    def add(self, place: int, finder: Finder) -> None:
        """From now on this page is asked too; its groups stand in this place among the others'."""
        self._finders[place] = finder

    def _typed(self, words: str) -> None:
        """Names first: the other pages are asked when those are there, and never for words that were typed over."""
        self._words, self._fresh = words, True
        for running in self._later:
            running.drop()
        self._later = []
        if words.strip() and self._finders:
            self._ask(min(self._finders), words)

    def _ask(self, place: int, words: str) -> Running:
        return self._finders[place].search(words, partial(self._show, words, place))

    def _show(self, words: str, place: int, groups: Sequence[ResultGroup]) -> None:
        """Nothing that stands there jumps: later pages only add below."""
        if words != self._words:
            return
        first = self._fresh
        self._fresh = False
        self._found = {place: groups} if first else self._found | {place: groups}
        joined = [group for number in sorted(self._found) for group in self._found[number]]
        self._box.show_results(joined, words, more=len(self._found) < len(self._finders))
        if first:
            self._later = [self._ask(later, words) for later in sorted(self._finders.keys() - {place})]

    def _choose(self, result: Result, log: bool) -> None:
        for place, groups in self._found.items():
            if any(result in group.results for group in groups):
                self._finders[place].choose(result, log)
                return
