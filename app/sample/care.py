"""Who looks after a customer of the sample company, from a day to a day, with hand-overs when somebody leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from app.sample.dice import Dice
from app.sample.rows import SampleAssignment, SampleUser
from app.sample.team import share

_NO_OWNER, _LEFT_BEHIND, _HANDED_OVER, _BOUGHT_NO_SERVICE = 0.01, 0.03, 0.2, 0.35
_STILL_LATELY = timedelta(days=100)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Team:
    """The users with what is drawn from them again and again."""

    users: Sequence[SampleUser]
    today: date
    owners: Sequence[int]
    weights: Sequence[float]
    service: Sequence[int]
    finance: Sequence[int]

    @classmethod
    def of(cls, users: Sequence[SampleUser], today: date) -> Team:
        """The team with its shares worked out."""
        owners = [place for place, user in enumerate(users) if share(user)]
        weights = list(accumulate(share(users[place]) for place in owners))
        present = [place for place, user in enumerate(users) if user.here_on(today)]
        service = [place for place in present if users[place].team == "Service"]
        finance = [place for place in present if users[place].team == "Finance"]
        return cls(users, today, owners, weights, service, finance)

    def owner_on(self, rng: Dice, day: date, other_than: int | None = None) -> int:
        """Somebody who takes on customers and is there that day; Ann if chance finds nobody."""
        for place in rng.choices(self.owners, cum_weights=self.weights, k=8):
            if place != other_than and self.users[place].here_on(day):
                return place
        return 0


def make_assignments(rng: Dice, team: Team, stage: str, since: date, key_account: bool) -> list[SampleAssignment]:
    """All who ever looked after a customer, the owners first and in their order."""
    made = list(_owners(rng, team, since))
    start = max(since, _there_since(team, 0))
    if stage in ("Customer", "Former") and rng.random() > _BOUGHT_NO_SERVICE:
        made.append(SampleAssignment("Service", rng.choice(team.service), _later(rng, start, team.today)))
    if stage == "Customer" and rng.random() < 0.5:
        made.append(SampleAssignment("Finance", rng.choice(team.finance), start))
    if made and rng.random() < 0.2:
        stand_in = team.owner_on(rng, team.today, other_than=made[0].user)
        made.append(SampleAssignment("Stand-in", stand_in, max(start, _there_since(team, stand_in))))
    if key_account:
        made.append(SampleAssignment("Executive sponsor", 0, start))
    return made


def owner_then(assignments: Sequence[SampleAssignment], day: date) -> int | None:
    """The owner on a day, if there was one."""
    for one in assignments:
        if one.role == "Owner" and one.from_day <= day and (one.until_day is None or day <= one.until_day):
            return one.user
    return None


def _owners(rng: Dice, team: Team, since: date) -> Iterator[SampleAssignment]:
    """One owner after the other, handed over when one leaves or by arrangement; a few have nobody, or one who left."""
    nobody = rng.random() < _NO_OWNER
    if nobody and rng.random() < 0.5:
        return
    owner, start = team.owner_on(rng, since), since
    while (end := _end(rng, team, owner, start)) is not None:
        lately = team.today - end < _STILL_LATELY
        if team.users[owner].departed_on == end and lately and rng.random() < _LEFT_BEHIND:
            break
        yield SampleAssignment("Owner", owner, start, end)
        start = end + _DAY
        owner = team.owner_on(rng, start, other_than=owner)
    last = _later(rng, start, team.today) if nobody else None
    yield SampleAssignment("Owner", owner, start, last)


def _end(rng: Dice, team: Team, owner: int, start: date) -> date | None:
    """The last day of this owner's care, if there was one before today."""
    departed = team.users[owner].departed_on
    if departed is not None:
        return departed
    if rng.random() < _HANDED_OVER and (team.today - start).days > 120:
        return start + timedelta(rng.randrange(60, (team.today - start).days - 30))
    return None


def _later(rng: Dice, start: date, today: date) -> date:
    """A day of the time since, yesterday at the latest."""
    return start + timedelta(int((today - start).days * rng.random()))


def _there_since(team: Team, user: int) -> date:
    return team.users[user].joined_on
