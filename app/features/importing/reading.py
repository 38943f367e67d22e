"""Files of other programs, read into cards before the book is touched; and what was set aside, written again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from itertools import count
from pathlib import PurePath
from typing import Any, ClassVar

from app.errors import UnreadableFile
from app.formats.card import Card, SetAside
from app.formats.reading import format_of, read_file, set_aside_file
from app.rules.text import clean
from app.ticket import Ticket

NamedBytes = tuple[str, bytes]
_REPORT_EVERY = 500
# Where it stood, and by which numbers and dates the other program knew it, is not what a card says.
_NO_CONTENT = {"line", "raw", "uid", "created", "revised"}


@dataclass(frozen=True, slots=True)
class ReadCard:
    """A card, the file that it came from, and the digest of what it says."""

    file: str
    card: Card
    digest: str


@dataclass(frozen=True, slots=True)
class Aside:
    """What cannot come in, and why; line 0 means a whole file."""

    file: str
    line: int
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that some files hold, ready to be looked at and brought in."""

    cleaned: ClassVar[bool] = True  # by the readers of the formats

    files: tuple[str, ...]
    cards: tuple[ReadCard, ...]
    set_aside: tuple[Aside, ...]

    @property
    def read(self) -> int:
        """How many cards and rows there were, good and bad ones."""
        return len(self.cards) + sum(one.line > 0 for one in self.set_aside)

    @property
    def digests(self) -> tuple[str, ...]:
        """What each card says, in one word each."""
        return tuple(one.digest for one in self.cards)


def read_files(files: Sequence[NamedBytes], ticket: Ticket | None = None) -> Reading:
    """Read files, each given by its name and bytes; one that cannot be read stops no other."""
    ticket = ticket or Ticket()
    named = [(clean(name), data) for name, data in files]
    cards: list[ReadCard] = []
    asides: list[Aside] = []
    for name, data in named:
        ticket.report(f"Reading {name}", 0)
        try:
            _read(name, data, ticket, cards, asides)
        except UnreadableFile as unreadable:
            asides.append(Aside(name, 0, unreadable.words, ""))
    return Reading(tuple(name for name, _ in named), tuple(cards), tuple(asides))


def set_aside_files(set_aside: Sequence[Aside], files: Sequence[NamedBytes]) -> tuple[NamedBytes, ...]:
    """For each file of which something was set aside: the name and bytes of one with just that, to be mended."""
    made = []
    for given, data in files:
        name = clean(given)
        rows = [SetAside(one.line, one.reason, one.raw) for one in set_aside if one.file == name and one.line]
        if rows:
            path = PurePath(name)
            ending = ".csv" if path.suffix.lower() == ".xlsx" else path.suffix
            beside = path.with_name(f"{path.stem}.set-aside{ending}")
            made.append((str(beside), set_aside_file(format_of(name, data), rows)))
    return tuple(made)


def free_name(name: str, taken: Callable[[str], bool]) -> str:
    """The name itself, or the first with a number behind it that is not taken."""
    path = PurePath(name)
    numbered = (f"{path.stem}-{number}{path.suffix}" for number in count(2))
    return next(one for one in _after(name, numbered) if not taken(one))


def _after(first: str, others: Iterable[str]) -> Iterable[str]:
    yield first
    yield from others


def _read(name: str, data: bytes, ticket: Ticket, cards: list[ReadCard], asides: list[Aside]) -> None:
    for number, one in enumerate(read_file(name, data), 1):
        if number % _REPORT_EVERY == 0:
            ticket.report(f"Reading {name}", number)
        if isinstance(one, Card):
            cards.append(ReadCard(name, one, card_digest(one)))
        else:
            asides.append(Aside(name, one.line, one.reason, one.raw))


def card_digest(card: Card) -> str:
    """Equal for two cards that say the same; empty fields count for nothing, so that later ones change no digest."""
    said = json.dumps(_content(card), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _named(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind) if one.name not in _NO_CONTENT)


def _content(row: Any) -> dict[str, Any]:
    return {name: _plain(value) for name in _named(row.__class__) if (value := getattr(row, name))}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return _content(value) if is_dataclass(value) else value
