"""What an assignment will do, told before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ui.pages.team.questions import Chosen
from ui.pages.team.words import customers, joined
from ui.parts.days import near_day
from ui.parts.numbers import number

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is to look after how many customers, in which role, from a day to a day."""

    person: str
    number: int
    chosen: Chosen | None
    role: str
    is_owner: bool
    from_day: date
    until_day: date | None


def preview(plan: Plan, today: date) -> str:
    """Ann Becker handles 84 customers as owner from today; Jonas Weber's assignment ends yesterday."""
    known = plan.chosen is not None and bool(plan.chosen.names)
    whom = plan.chosen.names[0] if plan.chosen is not None and known and plan.number == 1 else customers(plan.number)
    verb = "handles" if plan.from_day <= today else "will handle"
    until = f" until {near_day(plan.until_day, today)}" if plan.until_day is not None else ""
    told = f"{plan.person} {verb} {whom} as {plan.role.lower()} from {near_day(plan.from_day, today)}{until}"
    after = _owners(plan, today) if plan.is_owner else f"whoever is {plan.role.lower()} for them now stays so"
    return f"{told}; {after}." if after else f"{told}."


def _owners(plan: Plan, today: date) -> str:
    if plan.chosen is None:
        return ""
    if plan.chosen.owners is None:
        return f"whoever owns them now does so until {_last(plan, today)}"
    others = [(name, count) for name, count in plan.chosen.owners if name != plan.person]
    if not others:
        kept = sum(count for name, count in plan.chosen.owners if name == plan.person)
        return f"{number(kept)} of them they have already" if kept else "so far nobody owns them"
    ends = "ends" if plan.from_day <= today else "will end"
    if len(others) == 1:
        name, count = others[0]
        what = f"{name}'s assignment" if count == 1 or count == plan.number else f"{name}'s {number(count)} assignments"
        verb = ends if "assignments" not in what else ends.replace("ends", "end")
        return f"{what} {verb} {_last(plan, today)}"
    told = [f"{name} ({number(count)})" for name, count in others[:_NAMED]]
    rest = [f"{number(len(others) - _NAMED)} more"] if len(others) > _NAMED else []
    return f"the assignments of {joined([*told, *rest])} {ends.replace('ends', 'end')} {_last(plan, today)}"


def _last(plan: Plan, today: date) -> str:
    if plan.from_day == date.min:
        return ""
    return near_day(plan.from_day - timedelta(days=1), today)
