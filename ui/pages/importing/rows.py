"""What was read, as rows: the cards that would come in, what was set aside, and the imports of before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from app.features.importing import Aside, Preview, PreviewRow
from app.features.importing.past import PastImport
from ui.parts.avatar import face_for
from ui.parts.cells import Cell, Row
from ui.parts.days import full_words, hour_words, local, when_words
from ui.parts.numbers import counted, number
from ui.parts.table import Column
from ui.theme.tokens import Weight

CARD_COLUMNS: Final = (
    Column("name", "Name", 230, sortable=False, stretch=True),
    Column("company", "Company", 124, sortable=False),
    Column("town", "Town", 88, sortable=False),
    Column("phone", "Phone", 126, sortable=False),
    Column("email", "E-mail", 150, sortable=False),
)
ASIDE_COLUMNS: Final = (
    Column("file", "File", 180, sortable=False),
    Column("line", "Line", 64, "right", sortable=False),
    Column("reason", "Why", 300, sortable=False, stretch=True),
)
PAST_COLUMNS: Final = (
    Column("at", "When", 150, sortable=False),
    Column("who", "Who", 150, sortable=False),
    Column("what", "What came in", 280, sortable=False, stretch=True),
    Column("state", "", 110, sortable=False),
    Column("verb", "", 80, "right", sortable=False),
)
_KINDS: Final = {"person": "person", "company": "company"}


def card_row(place: int, one: PreviewRow) -> Row:
    """A card of the dry run; one that is in the book already is told so and stands back."""
    there = one.already_there
    name = Cell(
        one.name or "–",
        Weight.MEDIUM,
        icon=_KINDS[one.kind],
        note="already there" if there else "",
        note_icon="done" if there else "",
    )
    said = (one.name, one.kind, one.organisation, one.town, one.phone, one.email, "already there" if there else "")
    return Row(
        place,
        (name, _detail(one.organisation), _detail(one.town), _detail(one.phone), _detail(one.email)),
        spoken=", ".join(part for part in said if part),
        dim=there,
    )


def _detail(text: str) -> Cell:
    return Cell(text, tone="text2")


def aside_row(place: int, one: Aside) -> Row:
    """What cannot come in, and why; a whole file has no line."""
    line = number(one.line) if one.line else "–"
    where = f"line {line}" if one.line else "the whole file"
    return Row(
        place,
        (Cell(one.file, icon="warning", icon_tone="warn"), Cell(line, tone="text2"), Cell(one.reason, tip=one.reason)),
        spoken=f"{one.file}, {where}: {one.reason}",
    )


def past_row(one: PastImport, today: date, may_undo: bool) -> Row:
    """An import of before."""
    undone = one.undone_by is not None
    when = when_words(one.at, today)
    hour = "" if local(one.at).date() == today else hour_words(one.at)
    return Row(
        one.operation,
        (
            Cell(when, note=hour, tip=full_words(one.at)),
            Cell(one.user, faces=(face_for(one.user_id, one.user),)),
            Cell(one.summary, Weight.MEDIUM),
            Cell("undone" if undone else "", tone="text2", icon="undo" if undone else ""),
            Cell("Undo" if may_undo and not undone else "", Weight.MEDIUM, tone="accent"),
        ),
        spoken=", ".join(
            said for said in (one.summary, one.user, full_words(one.at), "undone" if undone else "") if said
        ),
        dim=undone,
    )


def coming_words(seen: Preview) -> str:
    """84 customers would come in: 60 people and 24 companies."""
    if not seen.coming:
        return "Nothing new would come in"
    kinds = [
        counted(value, one, many)
        for value, one, many in ((seen.people, "person", "people"), (seen.companies, "company", "companies"))
        if value
    ]
    told = counted(seen.coming, "customer")
    if len(kinds) == 1 and seen.coming > 1:
        return f"{told} would come in, all of them {'people' if seen.people else 'companies'}"
    return f"{told} would come in: {' and '.join(kinds)}"


def rest_words(seen: Preview) -> str:
    """What does not come in: 3 are in the book already, 2 were set aside, 1 file could not be read."""
    files = sum(1 for one in seen.set_aside if not one.line)
    cards = len(seen.set_aside) - files
    there = "is" if seen.already_there == 1 else "are"
    told = (
        (seen.already_there, f"{number(seen.already_there)} {there} in the book already"),
        (cards, f"{number(cards)} set aside"),
        (files, f"{counted(files, 'file')} not readable"),
    )
    return ", ".join(words for value, words in told if value)


def files_words(files: Sequence[str]) -> str:
    """fair.vcf, or 3 files."""
    return files[0] if len(files) == 1 else counted(len(files), "file")
