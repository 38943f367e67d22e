"""The sample company as a whole: the same size and day always give the same users and customers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.sample.care import Team, make_assignments
from app.sample.dice import Dice
from app.sample.identity import filled, make_contacts, make_identity, nearly_the_same, tax_number
from app.sample.logo import LOGOS
from app.sample.rows import Identity, SampleCustomer, SampleUser
from app.sample.tables import phrases
from app.sample.talk import Talk
from app.sample.team import make_users

SEED = 1
FIELDS = (
    ("Discount group", "choice", ("A", "B", "C")),
    ("Delivery day", "choice", ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")),
    ("Contract until", "date", ()),
)
"""Name, kind and choices of the fields that the sample company declares."""

_STAGES, _STAGE_SHARES = ("Customer", "Prospect", "Lead", "Former"), (58, 74, 88, 100)
_EPISODES = {"Lead": (1, 2), "Prospect": (1, 5), "Former": (2, 6)}
_MARKS = ("do_not_call", "do_not_write", "do_not_mail")
_TWICE, _SHARING = (100, 53), (40, 7)
_TAGS = (
    ("Newsletter", 0.3),
    ("Fair 2025", 0.09),
    ("ISO 9001", 0.05),
    ("Automotive", 0.05),
    ("Food", 0.06),
    ("Exporter", 0.04),
)
_CHANNELS = ("", "", "", "", "email", "email", "call", "letter")


@dataclass(frozen=True, slots=True)
class SampleCompany:
    """Makes the rows; each customer for itself, so that any part of a million can be made alone."""

    users: Sequence[SampleUser]
    team: Team
    seed: int

    def customers(self, start: int, stop: int) -> Iterator[SampleCustomer]:
        """The customers from one number up to another."""
        return (self._customer(index) for index in range(start, stop))

    def _customer(self, index: int) -> SampleCustomer:
        rng = Dice(f"{self.seed}:{index}")
        identity, again = self._identity(index, rng)
        stage = "Lead" if again else rng.choices(_STAGES, cum_weights=_STAGE_SHARES)[0]
        size = 0.0 if again else rng.paretovariate(1.6) if identity.kind == "company" else rng.random()
        key_account = stage == "Customer" and size > 4.5
        since = _since(rng, self.team.today, stage)
        people = min(6, int(size * 1.6)) if identity.kind == "company" else 0
        contacts = make_contacts(rng, identity, people)
        assignments = make_assignments(rng, self.team, stage, since, key_account)
        quiet = _quiet_days(rng, stage)
        person = identity.name if identity.kind == "person" else "the boss"
        talk = Talk(rng, self.team, stage, since, identity.language, person, contacts, assignments, quiet)
        low, high = _EPISODES.get(stage, (2, 4 + min(26, int(size * 4))))
        return SampleCustomer(
            index=index,
            identity=identity,
            stage=stage,
            since=since,
            number=str(10000 + index),
            tax_number=tax_number(rng, identity.country) if identity.kind == "company" and not again else "",
            preferred_channel=rng.choice(_CHANNELS),
            marks=frozenset({rng.choice(_MARKS)} if rng.random() < 0.02 else ()),
            notes=_note(rng, identity),
            retired_on=_retired(rng, self.team.today) if stage == "Former" else None,
            logo=rng.randrange(LOGOS) if identity.kind == "company" and rng.random() < 0.12 else None,
            tags=_tags(rng, key_account),
            fields=tuple(_fields(rng, stage, self.team.today)),
            contacts=contacts,
            shared_with=_shared_with(index),
            assignments=tuple(assignments),
            touches=tuple(talk.touches(rng.randint(low, high))),
        )

    def _identity(self, index: int, rng: Dice) -> tuple[Identity, bool]:
        """Somebody new, or for one in a hundred somebody who is in the book already."""
        every, at = _TWICE
        if index % every != at:
            return make_identity(Dice(f"{self.seed}:{index}:who")), False
        other = index - 1 - rng.randrange(index % every)
        return nearly_the_same(make_identity(Dice(f"{self.seed}:{other}:who")), rng), True


def make_sample(size: int, today: date, seed: int = SEED) -> SampleCompany:
    """The sample company with so many customers, as it would be on that day."""
    users = make_users(size, today)
    return SampleCompany(users, Team.of(users, today), seed)


def _since(rng: Dice, today: date, stage: str) -> date:
    oldest = {"Lead": 200, "Prospect": 500, "Customer": 3000, "Former": 3000}[stage]
    newest = 560 if stage == "Former" else 2
    return today - timedelta(rng.randrange(newest, oldest))


def _quiet_days(rng: Dice, stage: str) -> int:
    """For how long nothing was heard of them."""
    if stage == "Former":
        return rng.randrange(150, 500)
    return rng.randrange(91, 320) if rng.random() < 0.06 else rng.choice((0, 0, 0, 0, 2, 9))


def _note(rng: Dice, identity: Identity) -> str:
    if rng.random() > 0.1:
        return ""
    known = phrases(identity.language).get("afternote", ()) or phrases("en")["afternote"]
    words = rng.choice(known).format(person="the foreman", day="Friday", product="pallets", week=32)
    return words if rng.random() < 0.7 else f"{words}\nCustomer card {filled(rng, '####-####')}"


def _retired(rng: Dice, today: date) -> date | None:
    return today - timedelta(rng.randrange(20, 400)) if rng.random() < 0.08 else None


def _tags(rng: Dice, key_account: bool) -> tuple[str, ...]:
    drawn = tuple(name for name, share in _TAGS if rng.random() < share)
    return ("Key account", *drawn) if key_account else drawn


def _fields(rng: Dice, stage: str, today: date) -> Iterator[tuple[str, str]]:
    if stage not in ("Customer", "Former"):
        return
    (group, _, groups), (delivery, _, days), (contract, _, _) = FIELDS
    if rng.random() < 0.5:
        yield group, rng.choice(groups)
    if rng.random() < 0.25:
        yield delivery, rng.choice(days)
    if rng.random() < 0.15:
        yield contract, (today + timedelta(rng.randrange(-90, 700))).isoformat()


def _shared_with(index: int) -> int | None:
    every, at = _SHARING
    return index - 3 if index % every == at else None
