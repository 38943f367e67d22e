"""The board: gaps first, then people by team with what they carry, as of any day; on both engines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

import pytest
from sqlalchemy import select

from app.book import Book
from app.features.access import LockUser
from app.features.assignments import Board, BoardLine, board, departed_owners, takers, unowned, without_service
from app.models import Assignment, AssignmentRole, Customer, FollowUp, Stage, Team, TouchPoint, User
from app.rules.permissions import Permission
from app.work import Command, Work

NOW = datetime.now(UTC)
TODAY = NOW.astimezone().date()
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Furnish(Command[dict[str, int]]):
    """Six customers a to f; Ann and Ben in sales, Cleo in service, Dan who left ten days ago."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    def carry_out(self, work: Work) -> dict[str, int]:
        ids = _ids(work)
        people = [("ben", "Sales", None), ("cleo", "Service", None), ("dan", "Sales", TODAY - 10 * DAY)]
        users = [
            {"login": login, "name": login.title(), "role": "staff", "team_id": ids[team], "departed_on": day}
            for login, team, day in people
        ]
        ids |= zip(("ben", "cleo", "dan"), work.add_many(User, users), strict=True)
        work.change_many(User, [ids["ann"]], team_id=ids["Sales"])
        work.change_many(User, [ids["cleo"]], away_from=TODAY - DAY, away_until=TODAY + DAY)
        rows = [{"kind": "company", "name": n, "sort_name": n, "stage_id": ids["Customer"]} for n in "abcdef"]
        ids |= zip("abcdef", work.add_many(Customer, rows), strict=True)
        work.change_many(Customer, [ids["f"]], retired_on=TODAY - DAY)
        work.add_many(Assignment, [_assigned(ids, *given) for given in ASSIGNED])
        keys = work.add_many(TouchPoint, [_touched(ids, *touch) for touch in TOUCHED])
        work.add_many(FollowUp, [_promised(ids, keys, *promise) for promise in PROMISED])
        work.say("Furnished the book")
        return ids


@dataclass(frozen=True)
class Come(Command[None]):
    """Since when customers are there."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    since: dict[int, date]

    def carry_out(self, work: Work) -> None:
        for customer, day in self.since.items():
            work.change_many(Customer, [customer], since=day)
        work.say("Noted since when they are there")


def owned(seen: Board) -> dict[str, int]:
    return {line.name: line.owned for team in seen.teams for line in team.lines}


def alone(seen: Board) -> dict[str, int]:
    return {line.name: line.alone for team in seen.teams for line in team.lines}


ASSIGNED = (
    ("a", "ben", "Owner", 100, 31), ("a", "ann", "Owner", 30, None), ("b", "ben", "Owner", 100, None),
    ("c", "dan", "Owner", 100, None), ("a", "cleo", "Service", 100, None), ("f", "ben", "Owner", 100, None),
    ("b", "ann", "Stand-in", 20, None), ("c", "ann", "Stand-in", 20, 11),
)  # fmt: skip
# Customer, user, kind, days ago: a is known to two; b and c to one each; d's only touch is too long ago; f is retired.
TOUCHED = (
    ("a", "ann", "call", 3), ("a", "cleo", "order", 4), ("b", "ben", "order", 5), ("b", "ben", "call", 6),
    ("c", "ben", "call", 7), ("d", "ann", "order", 400), ("f", "ben", "order", 5),
)  # fmt: skip
# Customer, user, days from now it is due, days ago it was done, number of its touch point.
PROMISED = (
    ("a", "ann", 3, None, 0), ("b", "ben", -2, None, None), ("b", "ben", -9, 8, None), ("d", "ben", -1, None, None),
)  # fmt: skip


def _ids(work: Work) -> dict[str, int]:
    ids: dict[str, int] = {}
    for model in (Team, Stage, AssignmentRole):
        ids |= {name if model is not AssignmentRole else f"as {name}": key for key, name in _named(work, model)}
    return ids | {"ann": work.user.id}


def _named(work: Work, model: Any) -> list[Any]:
    return list(work.session.execute(select(model.id, model.name)))


def _assigned(ids: dict[str, int], customer: str, user: str, role: str, begun: int, ended: int | None) -> Any:
    who = {"customer_id": ids[customer], "user_id": ids[user], "role_id": ids[f"as {role}"]}
    until = None if ended is None else TODAY - ended * DAY
    return {**who, "from_day": TODAY - begun * DAY, "until_day": until}


def _touched(ids: dict[str, int], customer: str, user: str, kind: str, ago: int) -> Any:
    return {"customer_id": ids[customer], "user_id": ids[user], "kind": kind, "at": NOW - ago * DAY}


def _promised(
    ids: dict[str, int], keys: Any, customer: str, user: str, due: int, done: int | None, touch: int | None
) -> Any:
    return {
        "customer_id": ids[customer],
        "user_id": ids[user],
        "due_on": TODAY + due * DAY,
        "done_at": None if done is None else NOW - done * DAY,
        "touch_point_id": None if touch is None else keys[touch],
    }


@pytest.fixture
def ids(book: Book) -> dict[str, int]:
    return book.do(Furnish()).answer


def drawn(line: BoardLine, roles: Board) -> str:
    """One line as text: who, the counts by role, then promises open/late, and known alone."""
    counts = " ".join(f"{role.name} {n}" for role, n in zip(roles.roles, line.counts, strict=True) if n)
    return f"{line.name}: {counts or '-'} | {line.open}/{line.late} | {line.alone}"


def shown(seen: Board) -> list[str]:
    lines = [f"{gap.words}: {gap.count}, {gap.late} late" for gap in seen.gaps]
    for team in seen.teams:
        lines.append(f"{team.name} {team.customers} average {team.average}")
        lines += [f"  {drawn(line, seen)}" for line in team.lines]
    return lines + [f"departed {drawn(line, seen)}" for line in seen.departed]


def test_the_board_of_today(book: Book, ids: dict[str, int]) -> None:
    seen = book.ask(board, TODAY, TODAY, NOW)
    assert shown(seen) == [
        "No owner: 2, 1 late",
        "No service, but bought: 2, 2 late",
        "Owner has departed: 1, 0 late",
        "Sales 2 average 1",
        "  Ann Becker: Owner 1 Stand-in 1 | 1/0 | 0",
        "  Ben: Owner 1 | 2/2 | 2",
        "Service 1 average 0",
        "  Cleo: Service 1 | 0/0 | 0",
        "departed Dan: Owner 1 | 0/0 | 0",
    ]
    assert (seen.active, seen.leaving, seen.average, seen.first_day) == (3, 0, 1, TODAY - 100 * DAY)
    assert [line.away_until for team in seen.teams for line in team.lines] == [None, None, TODAY + DAY]


def test_who_can_take_customers_is_who_the_board_shows_with_what_they_own(book: Book, ids: dict[str, int]) -> None:
    book.do(LockUser("cleo"))
    known, seen = book.ask(takers, TODAY), book.ask(board, TODAY, TODAY, NOW)
    on_board = [(line.name, team.name, line.owned) for team in seen.teams for line in team.lines]
    assert [(one.name, one.team, one.owned) for one in known.people] == on_board
    assert [one.name for one in known.people if one.locked] == ["Cleo"]
    assert [one.away_until for one in known.people] == [None, None, TODAY + DAY]
    assert known.roles == seen.roles


def test_who_comes_tomorrow_counts_from_tomorrow_on(book: Book, ids: dict[str, int]) -> None:
    """Also one who is retired before that, and so is not there twice over."""
    was = book.ask(board, TODAY, TODAY, NOW)
    book.do(Come({ids["b"]: TODAY + DAY, ids["f"]: TODAY + 2 * DAY}))
    then, later = (book.ask(board, day, TODAY, NOW) for day in (TODAY, TODAY + DAY))
    assert owned(was)["Ben"] == 1 and alone(was)["Ben"] == 2
    assert owned(then)["Ben"] == 0 and alone(then)["Ben"] == 1
    assert owned(later) == owned(was)
    assert {one.name: one.owned for one in book.ask(takers, TODAY).people}["Ben"] == 0


def test_the_board_of_a_day_in_the_past(book: Book, ids: dict[str, int]) -> None:
    """Fifteen days ago Dan was about to leave, f was not retired, and nobody had rung."""
    seen = book.ask(board, TODAY - 15 * DAY, TODAY, NOW)
    assert shown(seen) == [
        "No owner: 2, 0 late",
        "No service, but bought: 1, 0 late",
        "Sales 4 average 1",
        "  Ann Becker: Owner 1 Stand-in 2 | 0/0 | 0",
        "  Ben: Owner 2 | 3/0 | 0",
        "  Dan: Owner 1 | 0/0 | 0",
        "Service 1 average 0",
        "  Cleo: Service 1 | 0/0 | 0",
    ]
    assert (seen.active, seen.leaving) == (4, 1)


def test_the_customers_behind_each_gap(book: Book, ids: dict[str, int]) -> None:
    assert book.ask(unowned, TODAY) == [ids["d"], ids["e"]]
    assert book.ask(departed_owners, TODAY) == [ids["c"]]
    assert book.ask(without_service, TODAY) == [ids["b"], ids["d"]]
    assert book.ask(unowned, TODAY - 101 * DAY) == [ids[name] for name in "abcdef"]
    assert book.ask(departed_owners, TODAY - 11 * DAY) == []
    assert book.ask(without_service, TODAY - 100 * DAY) == [ids["d"]]


def test_a_book_of_its_first_day_has_no_gaps(book: Book) -> None:
    seen = book.ask(board, TODAY, TODAY, NOW)
    assert shown(seen) == ["No team 0 average 0", "  Ann Becker: - | 0/0 | 0"]
    assert seen.first_day is None
