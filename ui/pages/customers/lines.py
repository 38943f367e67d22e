"""How one customer stands in the list: the columns, and a row made from what the book knows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ui.parts.avatar import GAP, face_for
from ui.parts.cells import Cell, Row
from ui.parts.days import full_words
from ui.parts.rows import Column
from ui.theme.tokens import Weight

if TYPE_CHECKING:
    from app.features.customers.lists import CustomerLine

COLUMNS = (
    Column("sign", "", 36, sortable=False, least=36),
    Column("name", "Name", 200, stretch=True, least=90),
    Column("number", "Number", 84, hidden=True),
    Column("stage", "Stage", 76),
    Column("town", "Town", 92),
    Column("phone", "Phone", 136),
    Column("email", "E-mail", 150, stretch=True),
    Column("tags", "Tags", 120, stretch=True),
    Column("owner", "Owner", 56, "center"),
    Column("touch", "Last", 62, "right", tip="Last touch"),
)

NO_VALUE = "–"
_MARKS = {"c": "do not call", "w": "do not write", "m": "do not mail"}


def row_of(line: CustomerLine, now: datetime) -> Row:
    """A line of the list, ready to be painted and spoken."""
    owner = face_for(line.owner_id, line.owner) if line.owner_id is not None else GAP
    touched = ago(line.last_touch_at, now)
    cells = (
        Cell(icon=line.stage_sign, tip=line.stage),
        _name(line),
        _detail(line.number),
        _detail(line.stage),
        _detail(line.town),
        _detail(line.phone),
        _detail(line.email),
        _detail(line.tags),
        Cell(faces=(owner,), tip=line.owner or "No owner"),
        Cell(touched, tone="text3", tip=touched_on(line.last_touch_at)),
    )
    return Row(line.id, cells, spoken(line, now), dim=line.stage_sign == "former" or line.retired)


def spoken(line: CustomerLine, now: datetime) -> str:
    """The row as a sentence: Urquhart, Fionnlagh, customer, do not call, owner Ben Okafor, last touch 3 days ago."""
    said = [line.listed_as, line.stage.lower(), *_marks(line), "retired" if line.retired else ""]
    said += [f"owner {line.owner}" if line.owner else "no owner", _spoken_touch(line.last_touch_at, now)]
    return ", ".join(words for words in said if words)


def ago(then: datetime | None, now: datetime) -> str:
    """How long ago in as few letters as a column has: today, 5 d, 3 w, 4 mo, 2 y."""
    if then is None:
        return NO_VALUE
    number, unit = _span(then, now)
    return f"{number} {unit}" if number else "today"


def touched_on(then: datetime | None) -> str:
    """The day and hour of a touch, for the tool tip."""
    return "No touch yet" if then is None else full_words(then)


def _span(then: datetime, now: datetime) -> tuple[int, str]:
    days = max(0, (now.astimezone().date() - then.astimezone().date()).days)
    if days < 21:
        return days, "d"
    if days < 60:
        return days // 7, "w"
    return (round(days / 30.44), "mo") if days < 350 else (max(1, round(days / 365.25)), "y")


def _spoken_touch(then: datetime | None, now: datetime) -> str:
    if then is None:
        return "no touch yet"
    number, unit = _span(then, now)
    words = {"d": "day", "w": "week", "mo": "month", "y": "year"}[unit]
    return f"last touch {number} {words}{'s' * (number > 1)} ago" if number else "last touch today"


def _name(line: CustomerLine) -> Cell:
    weight = Weight.MEDIUM if line.stage_sign == "customer" else Weight.PLAIN
    marks = _marks(line)
    told = ", ".join((line.listed_as, *marks)) if marks else ""
    return Cell(line.listed_as, weight, sign="do not call" if "c" in line.marks else "", tip=told, name=True)


def _marks(line: CustomerLine) -> list[str]:
    return [words for letter, words in _MARKS.items() if letter in line.marks]


def _detail(words: str) -> Cell:
    return Cell(words, tone="text2") if words else Cell(NO_VALUE, tone="text3")
