"""Backups as rows of their list: when, why, how large, what is proven, and where they stand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import PurePath
from typing import Final, NamedTuple

from app.features.backups import BackupLine
from app.rules.pace import size_words
from ui.parts.cells import Cell, Row
from ui.parts.days import full_words, hour_words, local, near_day, with_weekday
from ui.parts.numbers import counted
from ui.parts.table import Column
from ui.theme.tokens import Weight

COLUMNS: Final = (
    Column("made", "Made", 120, sortable=False),
    Column("time", "", 80, sortable=False),
    Column("why", "Why", 116, sortable=False),
    Column("size", "Size", 72, "right", sortable=False),
    Column("proof", "Proof", 250, sortable=False, stretch=True, least=200),
    Column("places", "Places", 140, sortable=False),
)
_OLD: Final = timedelta(days=90)
_NEAR: Final = 7


class ProofTold(NamedTuple):
    """What is known of a backup: a sign, words, their tone, and what else is said of it."""

    icon: str
    words: str
    tone: str
    note: str = ""


def row_of(one: BackupLine, now: datetime) -> Row:
    """One backup."""
    today, day = local(now).date(), local(one.at).date()
    proof, where = proof_told(one, now), where_told(one)
    cells = (
        Cell(day_of(day, today), Weight.MEDIUM, tip=full_words(one.at), name=True),
        Cell(hour_words(one.at), tone="text2"),
        Cell(_why(one) or "–", tone="text2", tip=_why(one)),
        Cell(size_words(one.bytes), tone="text2"),
        _proof_cell(proof),
        Cell(where, tone="text2", icon="folder", tip="\n".join(one.folders)),
    )
    said = (
        full_words(one.at),
        _why(one),
        size_words(one.bytes),
        proof.words,
        proof.note,
        f"in {', '.join(one.folders)}",
    )
    return Row(one.id, cells, spoken=", ".join(words for words in said if words))


def proof_told(one: BackupLine, now: datetime) -> ProofTold:
    """Honest: what was not restored is not proven, and an old proof is an old one."""
    if one.fault:
        return ProofTold("error", "Not to be relied on", "bad", one.fault)
    if one.proven_at is None:
        return ProofTold("done", "Complete, not yet restored", "text2")
    age = now - one.proven_at
    if age > _OLD:
        return ProofTold("time", f"Proof is {counted(age.days, 'day')} old", "warn", "prove it again")
    today, day = local(now).date(), local(one.proven_at).date()
    when = hour_words(one.proven_at) if day == local(one.at).date() else day_of(day, today)
    return ProofTold("proven", "Proven by restoring", "good", when)


def where_told(one: BackupLine) -> str:
    """The names of its places, or the folder that it was put into."""
    if one.copies:
        return ", ".join(copy.name for copy in one.copies)
    return PurePath(one.place).name or one.place


def day_of(day: date, today: date) -> str:
    """Today and yesterday by their names, this week with its weekday, this year without year."""
    words = day_within(day, today)
    return f"{words[:1].upper()}{words[1:]}"


def day_within(day: date, today: date) -> str:
    """As `day_of`, within a sentence."""
    return with_weekday(day) if 1 < (today - day).days < _NEAR else near_day(day, today)


def _why(one: BackupLine) -> str:
    return f"{one.why[:1].upper()}{one.why[1:]}"


def _proof_cell(proof: ProofTold) -> Cell:
    loud = proof.tone in ("warn", "bad")
    tone = proof.tone if loud else "text" if proof.tone == "good" else "text2"
    weight = Weight.BOLD if loud else Weight.PLAIN
    return Cell(proof.words, weight, tone, proof.icon, proof.tone, note=proof.note, tip=proof.note if loud else "")
