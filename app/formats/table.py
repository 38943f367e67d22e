"""Contact lists as CSV: as Google Contacts and Outlook write them, or made by hand with plain headings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from app.errors import UnreadableFile
from app.formats.card import Address, Card, Reach, ReachKind, SetAside
from app.formats.columns import EXPORT, MARKS, OWN, Column, columns, is_address_part, is_header
from app.formats.dates import birthday
from app.formats.draft import Draft, address_of_label
from app.formats.encodings import decode
from app.formats.kinds import kind_and_label
from app.formats.rows import Row, rows, separator_of
from app.rules.formulas import FORMULA, GUARD
from app.rules.text import clean

REASON = "Reason"
MOST_COLUMNS = 2_000
MOST_VALUES = 5_000
SEVERAL = " ::: "  # between the values that Google puts into one cell
UNKNOWN_HEADER = (
    "The first line of this list does not name its columns. "
    "Put headings like Name, Company, E-mail, Phone, Street, Town, Postal code above the columns and import it again."
)


@dataclass(frozen=True, slots=True)
class Table:
    """A list with its header understood."""

    header: Row
    separator: str
    columns: list[Column | None]
    headings: list[str]
    month_first: bool
    rest: Iterator[Row]
    ours: bool = False
    """Written by Housebook: its own columns are known, and what only looks like a formula is guarded."""


def read_table(data: bytes) -> Iterator[Card | SetAside]:
    """The rows of a list, each as a Card or as a SetAside with its reason; refuses a list without headings."""
    return cards_of(opened(decode(data)))


def opened(text: str) -> Table:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    separator = separator_of(text)
    return table_of(rows(text, separator), separator)


def table_of(all_rows: Iterator[Row], separator: str) -> Table:
    """The table of which these are the rows, the first one with something in it being the headings."""
    broken: list[Row] = []  # above the headings; set aside with the rows below
    header = next((row for row in all_rows if _heads(row, broken)), None)
    if header is None or not is_header(header.cells):
        raise UnreadableFile(UNKNOWN_HEADER)
    headings = [clean(cell) for cell in header.cells]
    while not headings[-1]:
        headings.pop()
    if len(headings) > MOST_COLUMNS:
        raise UnreadableFile(f"This list has {len(headings):,} columns, more than {MOST_COLUMNS:,}.")
    ours = EXPORT in headings
    known = [
        OWN.get(one) or column if ours else column for one, column in zip(headings, columns(headings), strict=True)
    ]
    english = any(heading.lower() in ("birthday", "first name", "name") for heading in headings)
    american = english and separator == "," and not ours
    return Table(header, separator, known, headings, american, chain(broken, all_rows), ours)


def _heads(row: Row, broken: list[Row]) -> bool:
    if row.fault:
        broken.append(row)
    return any(cell.strip() for cell in row.cells)


def cards_of(table: Table) -> Iterator[Card | SetAside]:
    for row in table.rest:
        if row.fault:
            yield SetAside(row.line, row.fault, row.raw)
        elif any(cell.strip() for cell in row.cells):
            yield card_of(table, row)


def card_of(table: Table, row: Row) -> Card | SetAside:
    """What one row says."""
    width = len(table.columns)
    if any(cell.strip() for cell in row.cells[width:]):
        return SetAside(row.line, f"The row has {len(row.cells)} cells, the header only {width}.", row.raw)
    # Most often the rest of a note that was not quoted, or a line of totals; a name alone costs one more import.
    if len(row.cells) < width and len(row.cells) == 1 < width - 1:
        return SetAside(row.line, f"The row has 1 cell where the header has {width}.", row.raw)
    draft = Draft()
    gathered = _Gathered()
    for heading, column, cell in zip(table.headings, table.columns, row.cells, strict=False):
        if text := clean(unguarded(cell) if table.ours else cell, lines=True):
            _place(draft, gathered, heading, column, text, table.month_first)
    gathered.into(draft)
    values = len(draft.emails) + len(draft.phones) + len(draft.links) + len(draft.tags)
    if values > MOST_VALUES:
        return SetAside(row.line, f"The row has {values:,} values, more than a card can hold.", row.raw)
    made = draft.card(row.line, row.raw)
    return replace(made, reason=made.reason.replace("card", "row")) if isinstance(made, SetAside) else made


def unguarded(cell: str) -> str:
    """The cell without the sign that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell[:1] == GUARD and cell[1:2] in FORMULA else cell


class _Gathered:
    """The cells of a row that belong together: the parts of each address, values and their labels."""

    def __init__(self) -> None:
        self.addresses: dict[tuple[str, str], dict[str, str]] = {}
        self.labels: dict[tuple[str, str], str] = {}
        self.reaches: list[tuple[Column, str]] = []

    def into(self, draft: Draft) -> None:
        lists = {"email": draft.emails, "phone": draft.phones, "link": draft.links}
        for column, cell in self.reaches:
            rank, kind, label = self._meaning(column.what, column)
            for value in cell.split(SEVERAL):
                if value.strip():
                    lists[column.what].append((rank, "", Reach(clean(value), kind, False, label)))
        for (place, number), parts in self.addresses.items():
            self._address(draft, Column("address", _place_kind(place), number), parts)

    def _meaning(self, what: str, column: Column) -> tuple[int, ReachKind, str]:
        """Rank, kind and label: from the heading, or from the cell beside it that says so."""
        said = self.labels.get((what, column.number), "")
        label = clean(said.split(SEVERAL)[0])
        kind, own = kind_and_label(label.removeprefix("*").strip())
        return int(label.startswith("*")), kind if kind != "other" else column.place, own

    def _address(self, draft: Draft, column: Column, parts: dict[str, str]) -> None:
        rank, kind, _ = self._meaning("address", column)
        address = address_of_label(parts.pop("formatted", ""), kind)
        if parts:
            inside = [parts.get(part, "") for part in ("box", "extended")]
            address = Address(
                street=parts.get("street", ""),
                extra=", ".join(part for part in inside if part),
                postal_code=parts.get("postal_code", ""),
                town=parts.get("town", ""),
                region=parts.get("region", ""),
                country=parts.get("country", ""),
                kind=kind,
            )
        if address:
            draft.addresses.append((rank, "", address))


def _place_kind(place: str) -> ReachKind:
    return "work" if place == "work" else "home" if place == "home" else "other"


def _place(
    draft: Draft, gathered: _Gathered, heading: str, column: Column | None, text: str, month_first: bool
) -> None:
    """Puts one cell where it belongs."""
    if column is None:
        draft.extra.append(f"{heading}: {text}")
    elif column.label:
        what = "address" if is_address_part(column) else column.what
        gathered.labels[(what, column.number)] = text
    elif column.what in ("email", "phone", "link"):
        gathered.reaches.append((column, text))
    elif is_address_part(column):
        _place_address(gathered, column, text)
    else:
        _place_field(draft, heading, column.what, text, month_first)


def _place_address(gathered: _Gathered, column: Column, text: str) -> None:
    # Outlook numbers the lines of one street, Google the addresses.
    second_line = column.what == "street" and column.place != "other" and column.number
    key = (column.place, "" if second_line else column.number)
    parts = gathered.addresses.setdefault(key, {})
    line = text if column.what == "formatted" else clean(text)
    parts[column.what] = f"{parts[column.what]}, {line}" if column.what in parts else line


def _place_field(draft: Draft, heading: str, what: str, text: str, month_first: bool) -> None:
    if what == "note":
        draft.notes.append(text)
    elif what == "tags":
        draft.tags += [tag for tag in _tags(text) if tag]
    elif what == "birthday":
        draft.birthday = birthday(text, month_first=month_first)
        if not draft.birthday and text != "0/0/00":
            draft.extra.append(f"{heading}: {text}")
    elif what == "language":
        draft.language = (1, clean(text))
    elif what == "file_as":
        draft.nickname = draft.nickname or clean(text)
    elif what == "exact":
        draft.exact += text
    elif what == "marks":
        draft.own[what] = "".join(word[0] for word in MARKS if word in text)
    elif what.startswith("own "):
        draft.own[what.removeprefix("own ")] = clean(text)
    elif what == "kind":
        draft.kind = "company" if text == "company" else "person"
    elif what != "ignored":
        setattr(draft, what, clean(text))


def _tags(text: str) -> list[str]:
    """Google's "* myContacts" is no tag of anybody's making."""
    pieces = text.split(SEVERAL) if SEVERAL in text or text.startswith("*") else text.replace(";", ",").split(",")
    return [clean(piece) for piece in pieces if not piece.strip().startswith("*")]


def written_again(header: str, separator: str, kept: Iterable[SetAside]) -> str:
    """Set-aside rows as a list, each with its reason in a last column."""
    headings = next(rows(header, separator)).cells
    if clean(headings[-1]) == REASON:
        lines = [header, *(item.raw for item in kept)]
    else:
        width = len(headings)
        lines = [header + separator + REASON]
        lines += [_filled(item.raw, separator, width) + separator + _quoted(item.reason) for item in kept]
    return "\r\n".join(lines) + "\r\n"


def _filled(raw: str, separator: str, width: int) -> str:
    """The row with its missing cells, so that what is added stands in its own column."""
    row = next(rows(raw, separator), None)
    missing = width - len(row.cells) if row and not row.fault else 0
    return raw + separator * missing


def _quoted(reason: str) -> str:
    return '"' + reason.replace('"', '""') + '"'
