"""The small frozen values that a list is painted from."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from ui.parts.avatar import Face
from ui.theme.tokens import Weight


@dataclass(frozen=True, slots=True)
class Cell:
    """One value in a row, from left to right: faces, icon, text, bar, note with its icon; a sign at the end.

    Tones are names of tokens. `bar` and `mark` (the average) are shares of the longest bar.
    A `name` is 600 in a selected row, whatever its weight.
    """

    text: str = ""
    weight: int = Weight.PLAIN
    tone: str = "text"
    icon: str = ""
    icon_tone: str = "text2"
    faces: tuple[Face, ...] = ()
    note: str = ""
    note_icon: str = ""
    note_tone: str = "text2"
    sign: str = ""
    sign_tone: str = "bad"
    bar: float | None = None
    hatched: bool = False
    mark: float | None = None
    tip: str = ""
    name: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row, ready to be painted: a cell (or plain words) for each declared column.

    `spoken` is the sentence that a screen reader says; `dim` shows the row as past (former, departed).
    """

    id: Hashable
    cells: tuple[Cell | str, ...]
    spoken: str = ""
    dim: bool = False

    def cell(self, column: int) -> Cell:
        """The cell of a column."""
        value = self.cells[column]
        return Cell(value) if isinstance(value, str) else value

    def sentence(self) -> str:
        """What is said of the whole row."""
        if self.spoken:
            return self.spoken
        cells = (self.cell(place) for place in range(len(self.cells)))
        return ", ".join(words for cell in cells for words in (cell.text, cell.note) if words)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading above the row at place `at`: a letter, a day, a team."""

    at: int
    title: str
    count: str = ""
    tone: str = "text2"
