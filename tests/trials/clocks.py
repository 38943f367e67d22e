"""Clocks that are wrong or change: set back a year, another zone, the nights on which summer time begins and ends.

Order goes by the book's own numbers (revision, id), never by the clock; days are those of the place where one stands.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.book import Book, create_book, open_book
from app.features.assignments import Assign
from app.features.customers.commands import AddCustomer
from app.features.customers.lists import CustomerLine, ListFilter, first_lines
from app.features.followups import open_follow_ups
from app.features.journal.reading import JournalFilter, OperationLine, journal
from app.features.journal.verifying import verify
from app.features.team import AddUser
from app.features.touchpoints import CorrectTouchPoint, LogTouchPoint, time_line
from app.features.touchpoints.firm import TouchFilter, count_touch_points, firm_time_line, touches_per_day
from app.features.undo import UndoOperation
from app.models import Customer, TouchPoint
from app.rules.days import day_end, day_start
from tests.trials import Outcome
from tests.trials.clocking.elsewhere import at
from ui.pages.customers.lines import ago
from ui.parts.touches import instant_of

Told = tuple[str, bool]
"""One thing that was looked at, and whether it is right."""
Journal = Callable[[Book], list[OperationLine]]

_ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago")
_YEARS = {True: range(2000, 2041), False: range(2026, 2027)}


def by_revision(book: Book) -> list[OperationLine]:
    """The journal as the program gives it."""
    return book.ask(journal, JournalFilter())


def by_clock(book: Book) -> list[OperationLine]:
    """For the control: the journal in the order of what the clocks said."""
    return sorted(by_revision(book), key=lambda line: line.at, reverse=True)


def trial(*, long: bool) -> Outcome:
    """All scenes; the long form looks at every day of forty years."""
    return _outcome(by_revision, _YEARS[long])


def control_sorted_by_the_clock() -> Outcome:
    """A journal that goes by the clock: caught."""
    return _outcome(by_clock, range(0))


def control_days_of_greenwich() -> Outcome:
    """Days that begin with those of Greenwich, wherever one stands: caught."""
    return judged([list(days(range(2026, 2027), _in_greenwich))])


def control_ages_in_hours() -> Outcome:
    """Ages that go by whole days of 24 hours: caught."""
    with TemporaryDirectory() as folder:
        return judged([list(nights(Path(folder) / "nights.book", _in_hours))])


def _in_hours(when: datetime | None, now: datetime) -> str:
    return "" if when is None else f"{(now - when) // timedelta(hours=24)} d"


def _in_greenwich(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _outcome(read: Journal, years: range) -> Outcome:
    with TemporaryDirectory() as folder:
        path = Path(folder)
        scenes = [set_back_a_year(path / "year.book", read), two_zones(path / "zones.book")]
        scenes += [nights(path / "nights.book"), *([days(years)] if years else [])]
        return judged([list(scene) for scene in scenes])


def judged(scenes: Sequence[Sequence[Told]]) -> Outcome:
    """What the scenes come to; one that tells nothing was none."""
    told = [one for scene in scenes for one in scene or [("a scene told nothing", False)]]
    wrong = [words for words, right in told if not right]
    line = f"{len(told)} looked at, {len(wrong)} wrong{': ' * bool(wrong)}{'; '.join(wrong)}"
    return Outcome(line, bool(told) and not wrong)


def _new(path: Path) -> Book:
    return create_book(str(path), "Nordlicht Handel", "ann", "Ann Becker")


def _lines(book: Book) -> dict[str, CustomerLine]:
    return {line.name: line for line in book.ask(first_lines, ListFilter(), ())}


def set_back_a_year(path: Path, read: Journal) -> Iterator[Told]:
    """Work goes on after the clock was set back a year."""
    with at("2026-06-10T09:00+02:00"):
        book = _new(path)
        other = open_book(str(path), "ann")
        anna, bert = (book.do(AddCustomer(name=name)).answer for name in ("Anna", "Bert"))
        ben = book.do(AddUser("ben", "Ben Okafor", "staff")).answer
        book.do(Assign((anna,), "ann"))
        late = book.do(LogTouchPoint(anna, "call", "Late", follow_up_on=date(2026, 6, 12), follow_up_words="Send"))
        book.do(Assign((anna,), ben, from_day=date(2026, 6, 11)))
    with at("2026-06-11T09:00+02:00"):
        book.pass_day()
        yield "the owner changes with the day", _lines(book)["Anna"].owner == "Ben Okafor"
    seen = other.revision()
    with at("2025-06-10T09:00+02:00") as now:
        yield from _after(book, other, seen, now, anna, bert, late.answer, late.operation or 0)
        lines = read(book)
        numbers = [line.revision for line in lines]
        yield "the journal stands in the order of doing", numbers == sorted(numbers, reverse=True)
        instants = [line.at for line in by_revision(book)]
        yield "its instants really went backwards", instants != sorted(instants, reverse=True)
        yield "the chain holds", book.ask(verify).ok
    book.close()
    other.close()


def _after(
    book: Book, other: Book, seen: int, now: datetime, anna: int, bert: int, late: int, operation: int
) -> Iterator[Told]:
    book.pass_day()
    yield "the owner changes back with the day", _lines(book)["Anna"].owner != "Ben Okafor"
    early = book.do(LogTouchPoint(bert, "call", "Early"))
    book.do(AddCustomer(name="Cora"))
    heard = other.changes_since(seen)
    yield "another desk hears of all of it", heard.revision == seen + 2 and len(heard.topics) >= 2
    yield "no key and no uid is given twice", book.ask(_all_different)
    yield "a touch of tomorrow is as old as today", ago(_lines(book)["Anna"].last_touch_at, now) == "today"
    yield "what is due next year is not late", not book.ask(open_follow_ups, None, None, now.astimezone().date())
    book.do(CorrectTouchPoint(late, {"words": ("Late", "Later")}))
    yield "a touch of tomorrow can be corrected", book.ask(time_line, anna)[0].words == "Later"
    newest = book.do(LogTouchPoint(anna, "note", "Now"))
    yield "the time line goes by when it was", [x.words for x in book.ask(time_line, anna)] == ["Later", "Now"]
    book.do(UndoOperation(newest.operation or 0))
    yield "what was done now is undone", [x.words for x in book.ask(time_line, anna)] == ["Later"]
    book.do(UndoOperation(early.operation or 0))
    yield "and what was done before it", not book.ask(time_line, bert)
    kept = book.do(UndoOperation(operation)).answer.kept
    yield "what was done in the time to come is undone but for what was corrected", len(kept) >= 1


def _all_different(session: Session) -> bool:
    for model in (Customer, TouchPoint):
        rows = session.execute(select(model.id, model.uid)).all()
        if len({row[0] for row in rows}) < len(rows) or len({row[1] for row in rows}) < len(rows):
            return False
    return True


def two_zones(path: Path) -> Iterator[Told]:
    """One moment: the 11th in Tokyo, the 10th in New York. Each desk has its own day, and both the same order."""
    moment, orders = "2026-06-11T00:30+09:00", []
    with at("2026-06-01T09:00+02:00"):
        book = _new(path)
        customer = book.do(AddCustomer(name="Anna")).answer
        for hour in (1, 13, 23):
            when = datetime(2026, 5, 31, hour, tzinfo=UTC)
            book.do(LogTouchPoint(customer, "call", f"{hour}", at=when))
        book.close()
    days_of = {"Asia/Tokyo": (date(2026, 6, 11), [0, 2, 1]), "America/New_York": (date(2026, 6, 10), [1, 2, 0])}
    for zone, (today, counts) in days_of.items():
        with at(moment, zone) as now:
            desk = open_book(str(path), "ann")
            yield f"{zone} has its own day", now.astimezone().date() == today
            orders.append([entry.id for entry in desk.ask(firm_time_line, TouchFilter())])
            per_day = desk.ask(touches_per_day, TouchFilter(), date(2026, 5, 30), date(2026, 6, 1))
            yield f"{zone} counts by its own days", [number for _, number in per_day] == counts
            desk.close()
    yield "both see one order", orders[0] == orders[1]


def nights(path: Path, age: Callable[..., str] = ago) -> Iterator[Told]:
    """Half past two comes twice on 25 October, and not at all on 29 March."""
    autumn, spring = date(2026, 10, 25), date(2026, 3, 29)
    with at("2026-10-25T09:00+01:00") as now:
        book = _new(path)
        customer = book.do(AddCustomer(name="Anna")).answer
        for number, said in enumerate(("00:30", "01:30")):
            when = datetime.fromisoformat(f"2026-10-25T{said}+00:00")
            book.do(LogTouchPoint(customer, "call", f"{number}", at=when))
        lines = book.ask(time_line, customer)
        yield "the later half past two stands above the earlier", [line.words for line in lines] == ["1", "0"]
        yield "both are of that day", book.ask(touches_per_day, TouchFilter(), autumn, autumn) == [(autumn, 2)]
        day = TouchFilter(since=autumn, until=autumn)
        yield "and found by it", book.ask(count_touch_points, day).number == 2
        later = lines[0].at
        yield "correcting leaves the later one the later", instant_of(autumn, time(2, 30), later) == later
        yield "the day has 25 hours", day_end(autumn) - day_start(autumn) == timedelta(hours=25)
        before = datetime.fromisoformat("2026-10-24T23:59+02:00")
        yield "last night was a day ago", age(before, now) == "1 d"
        book.close()
    with at("2026-03-29T00:10+01:00") as now:
        yield "the day has 23 hours", day_end(spring) - day_start(spring) == timedelta(hours=23)
        typed = instant_of(spring, time(2, 30), now)
        yield "an hour that was not is on that day", day_start(spring) <= typed < day_end(spring)
        yield "twenty minutes before midnight was a day ago", age(now - timedelta(minutes=20), now) == "1 d"


def days(years: range, start: Callable[[date], datetime] = day_start) -> Iterator[Told]:
    """Each day begins on itself, and ends where the next one begins, in zones that change at all kinds of hours."""
    for zone in _ZONES:
        for year in years:
            with at(f"{year}-01-01T12:00+00:00", zone):
                whole = [date(year, 1, 1) + timedelta(number) for number in range(366 if isleap(year) else 365)]
                yield f"the days of {year} in {zone}", all(_is_right(start(day), day) for day in whole)


def _is_right(start: datetime, day: date) -> bool:
    end = day_end(day)
    inside = start.astimezone().date() == day == (end - timedelta(seconds=1)).astimezone().date()
    return inside and timedelta(hours=22) < end - start < timedelta(hours=26)
