"""What an act is made of: questions, commands and pauses. An act yields them one by one and gets their answers."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any


class Question:
    """One query with its arguments, as a page would put it."""

    __slots__ = ("args", "kwargs", "query")

    def __init__(self, query: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        self.query, self.args, self.kwargs = query, args, kwargs


@dataclass(frozen=True, slots=True)
class Ask:
    """Questions put at the same moment; the answer is theirs in this order, when all have come home."""

    what: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Do:
    """A command; the answer is its Done, and a refusal is raised."""

    what: str
    command: Any


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that a person takes, in seconds."""

    seconds: float


Step = Ask | Do | Pause
Act = Generator[Step, Any, None]
