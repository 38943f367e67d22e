"""What passed between the sample company and a customer: episodes of touch points in the rhythm of an office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.sample.care import Team, owner_then
from app.sample.dice import Dice
from app.sample.rows import SampleAssignment, SampleContact, SamplePromise, SampleTouch
from app.sample.tables import lines, phrases

YEARS = timedelta(days=3 * 365)
_HOURS = (7, 8, 8, 8, 9, 9, 9, 10, 10, 11, 12, 13, 13, 14, 14, 15, 16)  # UTC
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_STAY_IN_AUGUST, _OWN_LANGUAGE, _KEPT_PROMISE, _LATE = 0.45, 0.6, 0.25, 0.3
_LATELY, _AGAIN = 75, 0.35


@dataclass(frozen=True, slots=True)
class Occasion:
    """One kind of exchange: how it is logged, who of ours has it, and how many minutes it takes."""

    kinds: tuple[str, ...]
    direction: str
    moods: tuple[str, ...] = ("", "", "neutral")
    team: str = ""
    minutes: tuple[int, int] | None = None
    promise: str = ""
    """What is promised before it."""
    again: str = ""
    """What may be promised when nothing follows it."""


_CALL, _LONG_CALL, _VISIT = (2, 12), (4, 35), (40, 180)
OCCASIONS = {
    "inquiry": Occasion(("call", "email"), "in", ("", "neutral", "pleased"), minutes=_LONG_CALL),
    "offer": Occasion(("email", "email", "letter"), "out", promise="Send the offer"),
    "chase": Occasion(
        ("call",),
        "out",
        ("neutral", "", "pleased"),
        minutes=_CALL,
        promise="Ring about the offer",
        again="Ask about the offer again",
    ),
    "order": Occasion(("order",), "", ("", "pleased", "pleased"), promise="Ask whether they order"),
    "confirm": Occasion(("email",), "out", promise="Confirm the order", again="Ask whether all has arrived"),
    "ask_delivery": Occasion(("call", "email"), "in", ("neutral", "neutral", ""), "Service", _CALL),
    "answer_delivery": Occasion(
        ("email", "call"), "out", team="Service", minutes=_CALL, promise="Answer on the delivery"
    ),
    "complaint": Occasion(("complaint",), "", ("upset", "upset", "upset", "neutral"), "Service"),
    "settle": Occasion(
        ("call", "email"), "out", ("neutral", "pleased", "upset"), "Service", _LONG_CALL, "Settle the complaint"
    ),
    "appointment": Occasion(("email", "call"), "out", minutes=_CALL),
    "visit": Occasion(("visit",), "out", ("pleased", "neutral", "pleased"), minutes=_VISIT, promise="Visit them"),
    "afternote": Occasion(("note",), "", ("",)),
    "invoice_question": Occasion(("email", "email", "call"), "in", ("neutral", ""), "Finance", _CALL),
    "invoice_answer": Occasion(("email",), "out", team="Finance", promise="Answer on the invoice"),
    "reminder": Occasion(("letter",), "out", ("",), "Finance"),
    "review": Occasion(("meeting",), "", ("pleased", "neutral"), minutes=_VISIT, promise="Yearly review"),
    "minutes": Occasion(("email",), "out", promise="Send the minutes", again="Send the draft contract"),
    "campaign": Occasion(("letter", "email"), "out", ("",), "Marketing"),
    "missed": Occasion(("call",), "in", ("",)),
    "call_back": Occasion(("call",), "out", ("neutral", "pleased"), minutes=_CALL, promise="Ring back"),
    "left_us": Occasion(("call", "email"), "in", ("neutral", "upset"), minutes=_CALL),
    "greeting": Occasion(("call",), "out", ("pleased", "neutral"), minutes=_CALL, again="Ring again"),
}

# What follows what, after how many days at least and at most.
Episode = tuple[tuple[str, int, int], ...]
BUY: Episode = (("inquiry", 0, 0), ("offer", 0, 2), ("chase", 4, 9), ("order", 1, 7), ("confirm", 0, 1))
ASK: Episode = (("inquiry", 0, 0), ("offer", 0, 2), ("chase", 4, 9))
REORDER: Episode = (("order", 0, 0), ("confirm", 0, 1))
DELIVERY: Episode = (("ask_delivery", 0, 0), ("answer_delivery", 0, 1))
PROBLEM: Episode = (("order", 0, 0), ("complaint", 6, 20), ("settle", 0, 2), ("answer_delivery", 3, 6))
VISIT: Episode = (("appointment", 0, 0), ("visit", 6, 15), ("afternote", 0, 0))
INVOICE: Episode = (("invoice_question", 0, 0), ("invoice_answer", 0, 2))
REVIEW: Episode = (("review", 0, 0), ("minutes", 0, 3))
MISSED: Episode = (("missed", 0, 0), ("call_back", 0, 1))
SINGLE: tuple[Episode, ...] = ((("campaign", 0, 0),), (("greeting", 0, 0),), (("afternote", 0, 0),))
GONE: Episode = (("left_us", 0, 0),)

_OF_CUSTOMERS = (BUY, REORDER, REORDER, REORDER, DELIVERY, DELIVERY, PROBLEM, VISIT, INVOICE, INVOICE, REVIEW, MISSED)
EPISODES: dict[str, tuple[Episode, ...]] = {
    "Lead": (ASK, MISSED, *SINGLE),
    "Prospect": (ASK, ASK, BUY, VISIT, MISSED, *SINGLE),
    "Customer": (*_OF_CUSTOMERS, *SINGLE),
    "Former": (*_OF_CUSTOMERS, (("reminder", 0, 0),), *SINGLE),
}


@dataclass(frozen=True, slots=True)
class Talk:
    """One customer, as far as it matters for what is said."""

    rng: Dice
    team: Team
    stage: str
    since: date
    language: str
    person: str
    """Whom they speak of where no contact is named."""
    contacts: Sequence[SampleContact]
    assignments: Sequence[SampleAssignment]
    quiet_days: int
    """For how long nothing has passed."""

    def touches(self, episodes: int) -> list[SampleTouch]:
        """So many episodes, spread over the years, more of them lately."""
        made = [touch for number in range(episodes) for touch in self._episode(number)]
        return sorted(made, key=lambda touch: touch.at)

    def _episode(self, number: int) -> Iterator[SampleTouch]:
        last = self.stage == "Former" and number == 0
        episode = GONE if last else self.rng.choice(EPISODES[self.stage])
        moment = self._beginning(number, newest=last)
        for place, (name, least, most) in enumerate(episode):
            if place:
                moment = self._next(moment, least, most)
            if moment.date() >= self.team.today:
                return
            ahead = self._next(moment, *episode[place + 1][1:]) if place + 1 < len(episode) else None
            yield self._touch(name, moment, episode[place + 1][0] if ahead else "", ahead)

    def _beginning(self, number: int, *, newest: bool) -> datetime:
        latest = self.team.today - timedelta(1 + self.quiet_days)
        first = max(self.since, self.team.today - YEARS)
        span = max(0, (latest - first).days)
        span = min(span, _LATELY) if number == 0 else span
        back = 0 if newest else int(span * self.rng.random() ** 1.1)
        return self._at(_in_season(self.rng, latest - timedelta(back)))

    def _next(self, moment: datetime, least: int, most: int) -> datetime:
        days = self.rng.randint(least, most)
        if days == 0 and moment.hour < 15:
            return moment + timedelta(minutes=self.rng.randrange(8, 90))
        return self._at(_working_day(moment.date() + timedelta(max(days, 1))))

    def _at(self, day: date) -> datetime:
        clock = time(self.rng.choice(_HOURS), self.rng.randrange(60), tzinfo=UTC)
        return datetime.combine(day, clock)

    def _touch(self, name: str, at: datetime, following: str, ahead: datetime | None) -> SampleTouch:
        rng, occasion = self.rng, OCCASIONS[name]
        contact = rng.randrange(len(self.contacts)) if self.contacts and rng.random() < 0.75 else None
        kind, user = rng.choice(occasion.kinds), self._of_ours(occasion.team, at.date())
        return SampleTouch(
            at=at,
            user=user,
            contact=contact,
            kind=kind,
            direction=occasion.direction,
            mood=rng.choice(occasion.moods),
            minutes=rng.randint(*occasion.minutes) if occasion.minutes and kind in _TIMED else None,
            words=self._words(name, contact, ahead or at),
            promise=self._promise(following, user, at, ahead) if following else self._again(name, user, at),
        )

    def _of_ours(self, team: str, day: date) -> int:
        """The one who looks after them in that role; else the owner of that day; else anybody of that team."""
        roles = {one.role: one.user for one in self.assignments if one.role == team and one.from_day <= day}
        owner = owner_then(self.assignments, day)
        for user in (roles.get(team), owner):
            if user is not None and self.team.users[user].here_on(day):
                return user
        wanted = team or "Service"
        present = (n for n, one in enumerate(self.team.users) if one.team == wanted and one.here_on(day))
        return next(present, 0)

    def _words(self, name: str, contact: int | None, when: datetime) -> str:
        rng = self.rng
        own = phrases(self.language).get(name, ()) if rng.random() < _OWN_LANGUAGE else ()
        number = rng.choice((2, 4, 6, 10, 12, 20, 24, 40, 60, 100))
        said = rng.choice(own or phrases("en")[name]).format(
            n=number,
            price=f"{number * rng.randrange(12, 480, 2):,} €",
            product=rng.choice(lines("products")),
            week=(when + timedelta(14)).isocalendar().week,
            invoice=f"{when.year}-{rng.randrange(100, 9999):04}",
            order=f"A{rng.randrange(10000, 99999)}",
            day=_DAYS[min(when.weekday(), 4)],
            person=self.contacts[contact].name if contact is not None else self.person,
        )
        return said[:1].upper() + said[1:]

    def _promise(self, following: str, user: int, at: datetime, ahead: datetime | None) -> SamplePromise | None:
        """What comes next was promised: kept if it happened, open if its day is still to come, sometimes late."""
        words = OCCASIONS[following].promise
        if ahead is None or not words or not self.team.users[user].here_on(self.team.today):
            return None
        if ahead.date() >= self.team.today:
            late = self.rng.random() < _LATE and (self.team.today - at.date()).days > 1
            due = self.team.today - timedelta(self.rng.randrange(1, 4)) if late else ahead.date()
            return SamplePromise(user, max(due, at.date()), words)
        kept = self.rng.random() < _KEPT_PROMISE
        return SamplePromise(user, ahead.date(), words, ahead) if kept else None

    def _again(self, name: str, user: int, at: datetime) -> SamplePromise | None:
        """What is to be asked again some weeks later, after the last word on a matter; a few are late."""
        age = (self.team.today - at.date()).days
        words = OCCASIONS[name].again
        if not words or age > _LATELY or self.rng.random() > _AGAIN:
            return None
        if not self.team.users[user].here_on(self.team.today):
            return None
        due = self.team.today + timedelta(self.rng.randrange(-4, 60))
        return SamplePromise(user, _working_day(max(due, at.date())), words)


_TIMED = {"call", "meeting", "visit"}


def _in_season(rng: Dice, day: date) -> date:
    """August is quiet, and nothing is done between the years."""
    if day.month == 8 and rng.random() > _STAY_IN_AUGUST:
        day -= timedelta(rng.randrange(31, 150))
    if (day.month, day.day) >= (12, 24):
        day -= timedelta(10)
    beyond = day.weekday() - 4
    return day - timedelta(beyond + rng.randrange(5)) if beyond > 0 else day


def _working_day(day: date) -> date:
    """The day, or the Monday after it."""
    beyond = day.weekday() - 4
    return day + timedelta(3 - beyond) if beyond > 0 else day
