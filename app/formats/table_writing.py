"""Customers as the rows of a list: readable columns first, then the mark, and what no column can say exactly."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from app.formats.card import Address, Card, Person
from app.formats.columns import EXACT, EXPORT, MARKS
from app.formats.exact import packed, unsaid
from app.formats.kinds import kind_and_label
from app.formats.rows import Row
from app.formats.table import SEVERAL, card_of, table_of
from app.rules.formulas import FORMULA, GUARD

T = TypeVar("T")
_LONGEST: Final = 15_000
"""What fits well into a cell; of more only the beginning stands there, and all beside it."""
_PLAIN: Final[tuple[tuple[str, Callable[[Card], str]], ...]] = (
    ("Name", lambda card: card.name),
    ("Customer kind", lambda card: card.kind),
    ("Customer number", lambda card: card.number),
    ("Stage", lambda card: card.stage),
    ("Prefix", lambda card: card.prefix),
    ("First name", lambda card: card.given),
    ("Middle name", lambda card: card.additional),
    ("Last name", lambda card: card.family),
    ("Suffix", lambda card: card.suffix),
    ("Nickname", lambda card: card.nickname),
    ("Company", lambda card: card.organisation),
    ("Job title", lambda card: card.job_title),
    ("Language", lambda card: card.language),
    ("Birthday", lambda card: card.birthday),
    ("Customer since", lambda card: card.since),
    ("Tax number", lambda card: card.tax_number),
    ("Preferred way", lambda card: card.channel),
    ("Do not", lambda card: ", ".join(word for word in MARKS if word[0] in card.marks)),
    ("Tags", lambda card: _tags(card.tags)),
    ("UID", lambda card: card.uid),
)
_ADDRESS: Final[tuple[tuple[str, Callable[[Address], str]], ...]] = (
    ("Label", lambda one: _label(one.kind, "", one.preferred)),
    ("Street", lambda one: one.street),
    ("Extended", lambda one: one.extra),
    ("Postal code", lambda one: one.postal_code),
    ("City", lambda one: one.town),
    ("Region", lambda one: one.region),
    ("Country", lambda one: one.country),
)


@dataclass(frozen=True, slots=True)
class Width:
    """How many of each a list has columns for; and how many signs the longest texts of a customer have together."""

    emails: int = 0
    phones: int = 0
    links: int = 0
    addresses: int = 0
    longest: int = 0


class TableOut:
    """A list that is being written: its headings, and a row of cells for each card."""

    def __init__(self, width: Width, *, guarded: bool, most_in_cell: int = 0) -> None:
        self._width, self._guarded, self._most = width, guarded, most_in_cell
        self._pieces = 1 + 3 * width.longest // most_in_cell if most_in_cell else 1
        self.headings = list(self._headings())
        self._read = table_of(iter([Row(1, "", self.headings)]), ",")

    def cells(self, card: Card, mark: str) -> list[str]:
        """The row of a card."""
        said = [self._cell(text) for text in self._said(card)]
        read = card_of(self._read, Row(1, "", [*said, "", *[""] * self._pieces]))
        beside = unsaid(card, read) if isinstance(read, Card) else ""
        beside = packed(beside) if len(beside) > _LONGEST else beside
        return [*said, mark, *self._cut(beside)]

    def _headings(self) -> Iterator[str]:
        yield from (heading for heading, _ in _PLAIN)
        counts = (("E-mail", self._width.emails), ("Phone", self._width.phones), ("Website", self._width.links))
        for what, count in counts:
            yield from (f"{what} {number} {part}" for number in _numbers(count) for part in ("label", "value"))
        for number in _numbers(self._width.addresses):
            yield from (f"Address {number} {part}" for part, _ in _ADDRESS)
        yield from ("People", "Notes", EXPORT, *[EXACT] * self._pieces)

    def _said(self, card: Card) -> Iterator[str]:
        yield from (tell(card) for _, tell in _PLAIN)
        width = self._width
        for reaches, count in ((card.emails, width.emails), (card.phones, width.phones), (card.links, width.links)):
            for one in _padded(reaches, count):
                yield from ("", "") if one is None else (_label(one.kind, one.label, one.preferred), one.value)
        for address in _padded(card.addresses, width.addresses):
            yield from ("" if address is None else tell(address) for _, tell in _ADDRESS)
        yield "\n".join(_person(one) for one in card.people)
        yield card.note

    def _cell(self, text: str) -> str:
        text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        return GUARD + text if self._guarded and text.startswith(FORMULA) else text

    def _cut(self, beside: str) -> list[str]:
        most = self._most or max(1, len(beside))
        pieces = [beside[start : start + most] for start in range(0, len(beside), most)]
        return pieces + [""] * (self._pieces - len(pieces))


def csv_line(cells: Sequence[str]) -> str:
    """The row as text."""
    return ",".join(_quoted(cell) for cell in cells) + "\r\n"


def _quoted(cell: str) -> str:
    plain = cell.isalnum() or not (set(cell) & _TELLING or cell[:1].isspace())
    return cell if plain else '"' + cell.replace('"', '""') + '"'


_TELLING: Final = frozenset(',;|\t\r\n"')


def _numbers(count: int) -> range:
    return range(1, count + 1)


def _padded(found: Sequence[T], count: int) -> list[T | None]:
    return [*found[:count], *[None] * (count - len(found))]


def _label(kind: str, label: str, preferred: bool) -> str:
    """The kind in a word, or the label where that says the kind as well."""
    word = "" if kind == "other" else kind.capitalize()
    told = label if label and kind_and_label(label) == (kind, label) else word
    return f"* {told}".rstrip() if preferred else told


def _tags(tags: Sequence[str]) -> str:
    parted = any(sign in tag for tag in tags for sign in ",;")
    return SEVERAL.join(["*", *tags]) if parted else ", ".join(tags)


def _person(one: Person) -> str:
    reached = ", ".join(reach.value for reach in (*one.phones, *one.emails))
    return " · ".join(part for part in (one.name, one.role, one.job_title, reached) if part)
