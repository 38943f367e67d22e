"""Exports as rows of the ledger, grouped by day; and the words of requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import PurePath
from typing import Final

from app.features.leaving import ExportCount, FoundCanaries, FoundExport, LedgerLine, RequestLine
from app.rules.ways_out import WAYS
from ui.parts.avatar import face_for
from ui.parts.cells import Cell, Group, Row
from ui.parts.days import day_title, full_words, hour_words, local, short_day
from ui.parts.labels import in_words
from ui.parts.numbers import counted, number
from ui.parts.table import Column
from ui.theme.tokens import Weight

COLUMNS: Final = (
    Column("time", "Time", 100),
    Column("who", "Who", 150, sortable=False),
    Column("customers", "Customers", 92, "right"),
    Column("what", "As", 96, sortable=False),
    Column("to", "To", 170, sortable=False),
    Column("reason", "Reason", 200, sortable=False, stretch=True),
    Column("approved", "Approved by", 130, sortable=False),
)
Order = tuple[str, bool]
"""By which column the exports stand, and whether downwards."""
NEWEST: Final[Order] = ("time", True)
_NOT_FINISHED, _NOT_KNOWN = "was not finished", "its end is not known"


def in_order(counts: Sequence[ExportCount], order: Order) -> Sequence[ExportCount]:
    """Exports that come the newest first, by the time or by how many customers left; of equals the newest first."""
    column, down = order
    if column == "customers":
        return sorted(counts, key=lambda one: -one.customers if down else one.customers)
    return counts if down else counts[::-1]


def row_of(line: LedgerLine, day: str = "") -> Row:
    """One export: when, who, how many, as what, where to, why, who said yes; `day` where no heading tells it."""
    state = {True: "", False: _NOT_FINISHED, None: _NOT_KNOWN}[line.finished]
    to = PurePath(line.to).name or line.to
    cells = (
        Cell(day or hour_words(line.at), tone="text2", tip=full_words(line.at)),
        Cell(line.user, faces=(face_for(line.user_id, line.user),)),
        Cell(number(line.customers), Weight.BOLD),
        Cell(line.what, tone="text2"),
        Cell(to, tip=f"{line.to}, at {line.desk}"),
        Cell(line.reason, Weight.MEDIUM, note=state, note_icon="warning" if state else "", note_tone="warn"),
        Cell(line.approved_by or "–", tone="text" if line.approved_by else "text3"),
    )
    approved = f"approved by {line.approved_by}" if line.approved_by else ""
    said = (counted(line.customers, "customer"), line.what, f"to {line.to}", line.reason, line.user, approved, state)
    return Row(line.id, cells, spoken=", ".join(one for one in said if one))


def day_groups(counts: Sequence[ExportCount], today: date) -> list[Group]:
    """A heading for each day, with how many customers left on it."""
    groups, at = list[Group](), 0
    for day, some in groupby(counts, key=lambda line: local(line.at).date()):
        of_day = list(some)
        groups.append(Group(at, day_title(day, today), counted(sum(one.customers for one in of_day), "customer")))
        at += len(of_day)
    return groups


def request_words(one: RequestLine, user_id: int, today: date) -> tuple[str, str]:
    """A request as both sides read it: who asks for what, and the reason with what became of it."""
    what = f"{counted(one.customers, 'customer')} as {WAYS[one.way].words}"
    until = short_day(one.until, today)
    if one.user_id != user_id:
        return f"{in_words(one.user)} asks to export {what}.", f"{one.reason} (can be answered until {until})"
    states = {
        "asked": f"You asked to export {what}; nobody has answered yet.",
        "approved": f"{in_words(one.answered_by)} approved that you export {what}.",
        "refused": f"{in_words(one.answered_by)} refused that you export {what}.",
    }
    ends = f" (can be used once, until {until})" if one.state == "approved" else ""
    return states.get(one.state, ""), f"{one.reason}{ends}"


def found_words(
    name: str, found: Sequence[FoundExport], today: date, canaries: FoundCanaries | None = None
) -> tuple[str, str]:
    """From which export a file came, and how sure that is; and which canaries stand in it."""
    seen = canaries if canaries is not None and canaries.canaries else None
    name = in_words(name)
    title, detail = _found(name, found, today) if found else _not_found(name, seen)
    known = found[0].line.id if found else 0
    return title, " ".join(part for part in (detail, _canary_words(seen, known, today) if seen else "") if part)


def _found(name: str, found: Sequence[FoundExport], today: date) -> tuple[str, str]:
    best = found[0]
    left = _left(best.line, today)
    if best.how == "contents":
        known = f"{number(best.known)} of its {number(best.customers)} customers left then"
        others = len(found) - 1 + best.more
        further = f" {counted(others, 'other export')} may be it, too." if others else ""
        return (
            f"{name} may come from this export.",
            f"{left}. No mark is left in it, but {known}: likely, no proof.{further}",
        )
    return f"{name} comes from this export.", f"{left}."


def _not_found(name: str, seen: FoundCanaries | None) -> tuple[str, str]:
    if seen is not None and seen.exports:
        one = len(seen.exports) + seen.more == 1
        surely = one and any(canary.surely for canary in seen.canaries)
        return (
            f"{name} {'comes' if surely else 'may come'} from {'this export' if one else 'one of these exports'}.",
            "",
        )
    return f"{name} is not found in the ledger.", "It bears no mark of this book, and no export held its customers."


def _canary_words(seen: FoundCanaries, known: int, today: date) -> str:
    """Canary customers in it: Elvira Quintas (by e-mail). It left with this export alone; `known` is the one named."""
    words = f"Canary customers in it: {', '.join(one.words for one in seen.canaries)}."
    if not seen.exports:
        return f"{words} They left with no export."
    several = f"{seen.together} of them" if seen.together < len(seen.canaries) else "They"
    who = "It" if len(seen.canaries) == 1 else several
    newest = seen.exports[0]
    if len(seen.exports) > 1:
        times = number(len(seen.exports) + seen.more)
        return f"{words} {who} left with {times} exports, of which the newest: {_left(newest, today)}."
    if newest.id == known:
        return f"{words} {who} left with this export alone."
    return f"{words} {who} left with one export alone: {_left(newest, today)}."


def _left(line: LedgerLine, today: date) -> str:
    day = short_day(local(line.at).date(), today)
    return f"{in_words(line.user)} took {counted(line.customers, 'customer')} on {day}: {line.reason.rstrip('.')}"
