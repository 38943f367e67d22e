"""A delimited list cut into rows and cells, such that one broken quotation mark costs one row only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

UNCLOSED = "A quotation mark in this row is not closed."
TOO_LONG = "The row holds more than 1,000,000 characters."
LONGEST_ROW = 1_000_000
SEPARATORS = ",;\t|"
LONGEST_CELL = 65_536  # characters across which the end of a quoted cell is looked for
PATIENCE = 1_000  # broken rows after which quoted cells of several lines are no longer believed in


@dataclass(frozen=True, slots=True)
class Row:
    """`line` is where it begins, `raw` its exact text; with a `fault` the cells are not known."""

    line: int
    raw: str
    cells: list[str]
    fault: str = ""


def separator_of(text: str) -> str:
    """The sign between the cells, as the first line shows it."""
    line = next((line for line in text[:LONGEST_CELL].split("\n") if line.strip()), "")
    if line[:4].lower() == "sep=" and line[4:5] in SEPARATORS and line[4:5]:
        return line[4]
    bare = re.sub(r'"[^"]*"', "", line)
    return max(SEPARATORS, key=bare.count)


def rows(text: str, separator: str) -> Iterator[Row]:
    """The rows of a text (with \\n as its line end); the first one says how wide they are."""
    cutter = _Cutter(text, separator)
    place, line, width = 0, 1, 0
    if text[:4].lower() == "sep=":
        place, line = text.find("\n") + 1 or len(text), 2
    nothing = re.compile(rf"(?:[ \t{re.escape(separator)}]*+\n)++")
    while place < len(text):
        if width and (empty := nothing.match(text, place)):
            line += text.count("\n", place, empty.end())
            place = empty.end()
            continue
        row, after = cutter.row(place, line, width)
        width = width or len(row.cells)
        line += text.count("\n", place, after)
        place = after
        yield row


class _Cutter:
    def __init__(self, text: str, separator: str) -> None:
        self.text = text
        self.separator = separator
        self.patience = PATIENCE
        sign = re.escape(separator)
        self.quoted = re.compile(rf'[ \t]*"((?:[^"]++|"")*+)"[ \t]*({sign}|\n|\Z)')
        self.plain = re.compile(rf"([^{sign}\n]*)({sign}|\n|\Z)")

    def row(self, place: int, line: int, width: int) -> tuple[Row, int]:
        """The row that begins at `place`, and where the next one begins."""
        end = self.text.find("\n", place)
        end = len(self.text) if end < 0 else end
        raw = self.text[place:end]
        if len(raw) > LONGEST_ROW:
            return Row(line, raw, [], TOO_LONG), end + 1
        if '"' not in raw:
            return Row(line, raw, raw.split(self.separator)), end + 1
        cells, after = self._cells(place, end)
        if cells and (after <= end + 1 or len(cells) == width or not width):
            return Row(line, self.text[place:after].removesuffix("\n"), cells), after
        self.patience -= 1
        return Row(line, raw, [], UNCLOSED), end + 1

    def _cells(self, place: int, end: int) -> tuple[list[str], int]:
        """The cells and where they stop; no cells where a quotation mark is not closed."""
        limit = min(max(end, place + LONGEST_CELL), len(self.text)) if self.patience > 0 else end
        cells: list[str] = []
        while True:
            found = self.quoted.match(self.text, place, limit)
            if found:
                cells.append(found[1].replace('""', '"'))
            else:
                found = self.plain.match(self.text, place)
                if found is None or (found[1].lstrip().startswith('"') and found[1].count('"') % 2):
                    return [], place
                cells.append(found[1])
            place = found.end()
            if found[2] != self.separator:
                return cells, place + (not found[2] and place < len(self.text))
