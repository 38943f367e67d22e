"""A filter in words: one pill for each thing asked for, with the filter that is left without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.features.customers.lists import ListFilter
from ui.pages.customers.questions import Choices
from ui.parts.days import date_words
from ui.parts.numbers import number

HAVING = {
    "email": ("Has e-mail", "email"),
    "phone": ("Has phone", "call"),
    "owner": ("Has owner", "person"),
    "touch": ("Was touched", "touch points"),
    "mark": ("Do-not mark", "do not call"),
}
WITHOUT = {
    "email": ("No e-mail", "email"),
    "phone": ("No phone", "call"),
    "owner": ("No owner", "no owner"),
    "touch": ("Never touched", "touch points"),
}
KINDS = {"company": ("Companies", "company"), "person": ("Private persons", "person")}


@dataclass(frozen=True, slots=True)
class Pill:
    """One part of a filter; `rest` is the filter without it."""

    key: str
    sign: str
    words: str
    rest: ListFilter


def pills(chosen: ListFilter, choices: Choices) -> list[Pill]:
    """Everything that a filter asks for, in the order in which the chips stand."""
    found = [*_said(chosen), *_chosen(chosen, choices), *_of_people(chosen, choices), *_of_touch(chosen)]
    for key in chosen.having:
        words, sign = HAVING.get(key, (key, "filter"))
        found.append(Pill(f"having.{key}", sign, words, with_having(chosen, key, False)))
    for key in chosen.without:
        words, sign = WITHOUT.get(key, (key, "filter"))
        found.append(Pill(f"without.{key}", sign, words, with_without(chosen, key, False)))
    return found


def _said(chosen: ListFilter) -> Iterator[Pill]:
    if chosen.words:
        yield Pill("words", "search", f"“{chosen.words}”", replace(chosen, words=""))
    if chosen.retired:
        yield Pill("retired", "retire", "Retired", replace(chosen, retired=False))
    if chosen.kind:
        words, sign = KINDS.get(chosen.kind, (chosen.kind, "filter"))
        yield Pill("kind", sign, words, replace(chosen, kind=""))
    if chosen.town:
        yield Pill("town", "address", chosen.town, replace(chosen, town=""))
    if chosen.language:
        yield Pill("language", "language", chosen.language, replace(chosen, language=""))


def _chosen(chosen: ListFilter, choices: Choices) -> Iterator[Pill]:
    if chosen.stage_ids:
        known = {key: name for key, name, _ in choices.stages}
        signs = {key: sign for key, _, sign in choices.stages}
        sign = signs.get(chosen.stage_ids[0], "filter") if len(chosen.stage_ids) == 1 else "filter"
        yield Pill("stage", sign, _either(chosen.stage_ids, known), replace(chosen, stage_ids=()))
    if chosen.tag_ids:
        yield Pill("tag", "tag", _either(chosen.tag_ids, dict(choices.tags)), replace(chosen, tag_ids=()))


def _of_people(chosen: ListFilter, choices: Choices) -> Iterator[Pill]:
    names = {person.id: person.name for person in choices.people}
    if chosen.mine:
        yield Pill("mine", "mine", "Mine", replace(chosen, mine=False))
    if chosen.handled_by:
        yield Pill("handled", "user", _either(chosen.handled_by, names), replace(chosen, handled_by=()))
    if chosen.owned_by:
        words = f"Owner {_either(chosen.owned_by, names)}"
        yield Pill("owned", "person", words, replace(chosen, owned_by=()))
    if chosen.team_ids:
        yield Pill("team", "team", _either(chosen.team_ids, dict(choices.teams)), replace(chosen, team_ids=()))


def _of_touch(chosen: ListFilter) -> Iterator[Pill]:
    if chosen.quiet_days is not None:
        days = number(chosen.quiet_days)
        yield Pill("quiet", "quiet", f"Quiet {days} days", replace(chosen, quiet_days=None))
    if chosen.touched_before:
        words = f"Last before {date_words(chosen.touched_before)}"
        yield Pill("before", "date", words, replace(chosen, touched_before=None))
    if chosen.touched_after:
        words = f"Last since {date_words(chosen.touched_after)}"
        yield Pill("after", "date", words, replace(chosen, touched_after=None))


def with_having(chosen: ListFilter, key: str, on: bool) -> ListFilter:
    """The filter with or without `has ...`; having and lacking the same thing exclude each other."""
    having = _toggled(chosen.having, key, on)
    without = _toggled(chosen.without, key, False) if on else chosen.without
    return replace(chosen, having=having, without=without)


def with_without(chosen: ListFilter, key: str, on: bool) -> ListFilter:
    """The filter with or without `has no ...`."""
    without = _toggled(chosen.without, key, on)
    having = _toggled(chosen.having, key, False) if on else chosen.having
    return replace(chosen, without=without, having=having)


def with_kind(chosen: ListFilter, kind: str, on: bool) -> ListFilter:
    """The filter for companies or private persons alone, or for both."""
    return replace(chosen, kind=kind if on else "")


def quiet_for(chosen: ListFilter, days: int | None, on: bool) -> ListFilter:
    """The filter for those with whom nothing passed for so many days."""
    return replace(chosen, quiet_days=days if on else None, touched_before=None)


def with_id(chosen: ListFilter, field: str, key: int, on: bool) -> ListFilter:
    """The filter with or without one of several alternatives: `stage_ids`, `tag_ids`, `handled_by`, `team_ids`."""
    ids: tuple[int, ...] = getattr(chosen, field)
    kept = tuple(one for one in ids if one != key)
    given: dict[str, Any] = {field: (*kept, key) if on else kept}
    return replace(chosen, **given)


def touched(chosen: ListFilter, before: date | None = None, after: date | None = None) -> ListFilter:
    """The filter with other days of the last touch; a day given takes the place of `quiet for`."""
    if before is not None:
        chosen = replace(chosen, touched_before=before, quiet_days=None)
    return replace(chosen, touched_after=after) if after is not None else chosen


def _toggled(words: tuple[str, ...], key: str, on: bool) -> tuple[str, ...]:
    kept = tuple(word for word in words if word != key)
    return (*kept, key) if on else kept


def _either(ids: tuple[int, ...], names: dict[int, str]) -> str:
    """Two names in full, of more only the first: Lead or Prospect; Ann Becker or 3 others."""
    known = [names.get(key, "?") for key in ids]
    if len(known) <= 2:
        return " or ".join(known)
    return f"{known[0]} or {len(known) - 1} others"
