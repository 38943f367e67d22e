"""What the side panel tells of a person, a gap or a team: made from the board, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.features.assignments import Board, BoardLine, BoardTeam, Gap
from app.features.team import UserLine
from ui.pages.team.board_rows import team_words
from ui.pages.team.questions import Look
from ui.pages.team.spots import Spot, gap_at, line_at, team_at, team_of
from ui.pages.team.words import LOCKED
from ui.parts.avatar import GAP, Face, face_for
from ui.parts.days import near_day, short_day, with_weekday
from ui.parts.numbers import counted, number

_GAP_WORDS = {
    "no owner": "Nobody is the owner of these customers.",
    "no service": "They ordered something, and nobody looks after them in service.",
    "departed": "Their owner has left; somebody must take them over.",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A number and what it counts; `now` is today's number beside that of a past day."""

    sign: str
    number: int
    words: str
    now: int | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """All that the panel tells besides the customers themselves."""

    spot: Spot
    face: Face
    name: str
    state: str = ""
    state_sign: str = ""
    state_tone: str = "text2"
    detail: str = ""
    title: str = ""
    facts: tuple[Fact, ...] = ()
    hand_over: str = ""


def sight(look: Look, spot: Spot | None) -> Sight | None:
    """What is told of a spot; nothing if the board of this day does not have it."""
    line, gap, team = line_at(look.board, spot), gap_at(look.board, spot), team_at(look.board, spot)
    if spot is None:
        return None
    if line is not None:
        return _person(look, spot, line)
    if gap is not None:
        return _gap(look, spot, gap)
    return _team(spot, team) if team is not None else None


def _person(look: Look, spot: Spot, line: BoardLine) -> Sight:
    user = next((user for user in look.users if user.id == line.user_id), None)
    rights = user.role_name if user is not None else ""
    team = team_of(look.board, line.user_id)
    state, sign, tone = _state(line, look.board.on, look.today, line.user_id in look.locked)
    before = "" if look.elsewhen else _away_ahead(user, look.today)
    held = line.owned or sum(line.counts)
    return Sight(
        spot,
        face_for(line.user_id, line.name),
        line.name,
        state or before,
        sign or ("away" if before else ""),
        tone if state else "text2",
        " · ".join(part for part in (team, rights) if part),
        "Then and now" if look.elsewhen else "What would walk out of the door",
        _then_and_now(look, line) if look.elsewhen else _facts(look, line),
        f"Hand over {number(held)}…" if held else "",
    )


def _state(line: BoardLine, on: date, today: date, locked: bool) -> tuple[str, str, str]:
    """As on the board, but with all the words for which a row has no room."""
    if line.departed_on is not None and line.departed_on <= on:
        return f"departed on {short_day(line.departed_on, on)}", "departed", "text2"
    if line.departed_on is not None and line.departed_on <= today:
        return f"left on {short_day(line.departed_on, on)}", "departed", "text2"
    if locked:
        return LOCKED
    if line.departed_on is not None and on >= today:
        days = counted((line.departed_on - on).days, "day")
        return f"leaves {with_weekday(line.departed_on)}, in {days}", "leaving", "warn"
    if line.away_until is not None:
        return f"away until {short_day(line.away_until, on)}", "away", "text2"
    return "", "", ""


def _away_ahead(user: UserLine | None, today: date) -> str:
    """An absence that is still to come."""
    if user is None or user.away_from is None or user.away_until is None or user.away_from <= today:
        return ""
    return f"away from {near_day(user.away_from, today)} until {short_day(user.away_until, today)}"


def _facts(look: Look, line: BoardLine) -> tuple[Fact, ...]:
    late = f", {number(line.late)} late" if line.late else ""
    promises = "promise open" if line.open == 1 else "promises open"
    facts = [
        Fact("company", line.owned, "customer owned" if line.owned == 1 else "customers owned"),
        Fact("knows alone", line.alone, "known to nobody else"),
        Fact("follow-up", line.open, promises + late),
    ]
    return (*facts, *_role_facts(look.board, line))


def _role_facts(board: Board, line: BoardLine) -> list[Fact]:
    roles = zip(board.roles, line.counts, strict=True)
    return [Fact("person", count, f"{role.name.lower()} for") for role, count in roles if count and not role.is_owner]


def _then_and_now(look: Look, line: BoardLine) -> tuple[Fact, ...]:
    now = line_at(look.now, Spot("person", line.user_id))
    today = {fact.words: fact.number for fact in _role_facts(look.now, now)} if now is not None else {}
    facts = [
        Fact("company", line.owned, "customers owned", now.owned if now else 0),
        Fact("knows alone", line.alone, "known to nobody else", now.alone if now else 0),
        Fact("follow-up", line.open, "promises open", now.open if now else 0),
        Fact("late", line.late, "of them late", now.late if now else 0),
    ]
    roles = {fact.words: fact.number for fact in _role_facts(look.board, line)}
    both = [Fact("person", roles.get(words, 0), words, today.get(words, 0)) for words in {**roles, **today}]
    return (*facts, *both)


def _gap(look: Look, spot: Spot, gap: Gap) -> Sight:
    now = gap_at(look.now, spot)
    facts = [
        Fact("customers", gap.count, "customers" if gap.count != 1 else "customer", _now(look, now.count if now else 0))
    ]
    if gap.late:
        facts.append(Fact("late", gap.late, "promises to them late", _now(look, now.late if now else 0)))
    verb = "Hand over" if gap.kind == "departed" else "Assign"
    return Sight(
        spot,
        GAP,
        gap.words,
        detail=_GAP_WORDS.get(gap.kind, ""),
        title="Then and now" if look.elsewhen else "What is not looked after",
        facts=tuple(facts),
        hand_over=f"{verb} {number(gap.count)}…",
    )


def _now(look: Look, value: int) -> int | None:
    return value if look.elsewhen else None


def _team(spot: Spot, team: BoardTeam) -> Sight:
    opened, late = sum(line.open for line in team.lines), sum(line.late for line in team.lines)
    facts = (
        Fact("company", team.owned, "customers owned"),
        Fact("people", team.average, "owned by each on average"),
        Fact("follow-up", opened, f"promises open, {number(late)} late" if late else "promises open"),
    )
    face = face_for(f"team {team.team_id}", team.name, company=True)
    return Sight(spot, face, team.name, detail=team_words(team), title="Together", facts=facts)


def spoken(seen: Sight) -> str:
    """The panel in one sentence, for screen readers."""
    facts = [f"{number(fact.number)} {fact.words}" for fact in seen.facts]
    return ", ".join(part for part in (seen.name, seen.state, seen.detail, *facts) if part)
