"""The team: people and teams added and changed, away and back; on both engines."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.book import Book, open_book
from app.entrance import logins
from app.errors import Conflict, NotAllowed, NotFound, Refused
from app.features.team import AddTeam, AddUser, EditUser, RenameTeam, SetAway, UserLine, teams, users
from app.models import Team, User
from app.rules.permissions import Permission
from app.work import Command, Work


def user(book: Book, login: str) -> UserLine:
    return next(line for line in book.ask(users) if line.login == login)


def test_a_new_user_can_open_the_book(book: Book, place: str) -> None:
    done = book.do(AddUser(" ben ", "Ben  Okafor\u200b", "manager", "service"))
    assert done.summary == "Added Ben  Okafor as manager"
    line = user(book, "ben")
    assert (line.id, line.name, line.role, line.team) == (done.answer, "Ben  Okafor", "manager", "Service")
    assert logins(place) == [("ann", "Ann Becker"), ("ben", "Ben  Okafor")]
    opened = open_book(place, "ben")
    assert opened.user.role == "manager"
    with pytest.raises(NotAllowed):
        opened.do(AddUser("eva", "Eva", "owner"))
    opened.close()


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("login", {"login": "Ann"}),
        ("login", {"login": " "}),
        ("login", {"login": "ben okafor"}),
        ("login", {"login": "ben/../okafor"}),
        ("login", {"login": "b" * 41}),
        ("name", {"name": "\u200b"}),
        ("role", {"role": "king"}),
        ("team", {"team": "Gardening"}),
    ],
)
def test_who_cannot_be_added(book: Book, field: str, change: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        book.do(AddUser(**{"login": "ben", "name": "Ben", "role": "staff", **change}))
    assert refused.value.field == field
    assert [line.login for line in book.ask(users)] == ["ann"]


class AddBefore(Command[int]):
    """As it was done before there was a rule."""

    needs = Permission.EDIT_TEAM

    def carry_out(self, work: Work) -> int:
        work.say("Added Ben")
        return work.add(User(login="ben/b", name="Ben", role="staff")).id


def test_an_odd_login_of_before_stays_until_it_is_changed(book: Book) -> None:
    ben = book.do(AddBefore()).answer
    book.do(EditUser(ben, {"login": ("ben/b", "ben/b"), "name": ("Ben", "Benjamin")}))
    assert user(book, "ben/b").name == "Benjamin"
    with pytest.raises(Refused, match="one word"):
        book.do(EditUser(ben, {"login": ("ben/b", "ben/c")}))


def test_a_user_is_changed_field_by_field(book: Book) -> None:
    ben = book.do(AddUser("ben", "Ben", "staff", "Sales")).answer
    service = next(team.id for team in book.ask(teams) if team.name == "Service")
    sales = user(book, "ben").team_id
    book.do(EditUser(ben, {"team_id": (sales, service), "login": ("ben", "BEN")}))
    assert (user(book, "BEN").team, user(book, "BEN").name) == ("Service", "Ben")
    with pytest.raises(Conflict):
        book.do(EditUser(ben, {"team_id": (sales, None)}))
    for field, edit in (("login", "ann"), ("role", "king"), ("team_id", 999_999), ("name", ""), ("departed_on", None)):
        with pytest.raises(Refused) as refused:
            book.do(EditUser(ben, {field: ("", edit)}))
        assert refused.value.field == field
    with pytest.raises(NotFound):
        book.do(EditUser(999_999, {"name": ("", "Nobody")}))


def test_the_last_owner_stays_owner(book: Book) -> None:
    ann = user(book, "ann").id
    with pytest.raises(Refused, match="only owner") as refused:
        book.do(EditUser(ann, {"role": ("owner", "staff")}))
    assert refused.value.field == "role"
    book.do(AddUser("ben", "Ben", "owner"))
    book.do(EditUser(ann, {"role": ("owner", "staff")}))
    assert user(book, "ann").role == "staff"


def test_away_and_back(book: Book) -> None:
    ann, first, last = user(book, "ann").id, date(2026, 5, 11), date(2026, 6, 2)
    assert book.do(SetAway(ann, first, last)).summary.endswith("is away from 2026-05-11 until 2026-06-02")
    assert (user(book, "ann").away_from, user(book, "ann").away_until) == (first, last)
    for days, field in (((None, last), "from_day"), ((first, None), "until_day"), ((last, first), "until_day")):
        with pytest.raises(Refused) as refused:
            book.do(SetAway(ann, *days))
        assert refused.value.field == field
    assert book.do(SetAway(ann, None, None)).summary == "Noted that Ann Becker is back"
    assert user(book, "ann").away_from is None


def test_days_away_and_a_team_s_name_changed_by_two_are_not_overwritten(book: Book) -> None:
    ann, design = user(book, "ann").id, book.do(AddTeam("Design")).answer
    first, last, later = date(2026, 5, 11), date(2026, 6, 2), date(2026, 6, 9)
    book.do(SetAway(ann, first, last, was=(None, None)))
    with pytest.raises(Conflict) as clash:
        book.do(SetAway(ann, first, later, was=(None, None)))
    assert [(one.field, one.mine, one.theirs) for one in clash.value.fields] == [("away_until", later, last)]
    book.do(RenameTeam(design, "Layout", was="Design"))
    with pytest.raises(Conflict):
        book.do(RenameTeam(design, "Drawing", was="Design"))
    assert (user(book, "ann").away_until, book.ask(teams)[-1].name) == (last, "Layout")


def test_teams_in_their_order(book: Book) -> None:
    design = book.do(AddTeam("Design")).answer
    book.do(AddUser("ben", "Ben", "staff", design))
    assert book.do(RenameTeam(design, " Größe ")).summary == "Renamed the team Design to Größe"
    assert [(team.name, team.people) for team in book.ask(teams)] == [
        ("Sales", 0), ("Service", 0), ("Finance", 0), ("Marketing", 0), ("Management", 0), ("Größe", 1),
    ]  # fmt: skip
    refusals: tuple[Command[Any], ...] = (AddTeam("grösse"), AddTeam(" "), RenameTeam(design, "sales"))
    for command in refusals:
        with pytest.raises(Refused) as refused:
            book.do(command)
        assert refused.value.field == "name"


def test_who_is_leaving_counts_until_then(book: Book) -> None:
    leaves = date(2026, 5, 11)

    class Depart(Command[None]):
        needs = Permission.EDIT_TEAM

        def carry_out(self, work: Work) -> None:
            team = work.session.execute(select(Team.id).where(Team.name == "Sales")).scalar_one()
            work.add(User(login="abe", name="Abe", role="staff", team_id=team, departed_on=leaves))
            work.say("Abe leaves")

    book.do(Depart())
    for today, people, order in ((date(2026, 5, 10), 1, ["abe", "ann"]), (leaves, 0, ["ann", "abe"])):
        assert next(team.people for team in book.ask(teams, today) if team.name == "Sales") == people
        assert [line.login for line in book.ask(users, today)] == order
