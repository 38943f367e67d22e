"""The sample company's rows: always the same, believable, and in the rhythm of an office."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from app.rules.phones import e164
from app.sample.care import owner_then
from app.sample.company import SampleCompany, make_sample
from app.sample.rows import SampleCustomer
from app.sample.tables import countries, phrases
from app.sample.team import make_users

TODAY = date(2026, 5, 14)
SIZE = 2000


@pytest.fixture(scope="module")
def company() -> SampleCompany:
    return make_sample(SIZE, TODAY)


@pytest.fixture(scope="module")
def customers(company: SampleCompany) -> list[SampleCustomer]:
    return list(company.customers(0, SIZE))


def test_the_same_size_gives_the_same_rows(customers: list[SampleCustomer]) -> None:
    again = make_sample(SIZE, TODAY)
    assert list(again.customers(500, 700)) == customers[500:700]
    assert list(make_sample(SIZE, TODAY, seed=2).customers(0, 20)) != customers[:20]


def test_the_team_grows_with_the_firm() -> None:
    assert [len(make_users(size, TODAY)) for size in (1, 300, 2000, 7500, 1_000_000)] == [13, 13, 24, 60, 60]
    small, large = make_users(300, TODAY), make_users(7500, TODAY)
    assert large[: len(small)] == small
    assert len({user.login for user in large}) == 60


def test_one_left_and_one_is_away() -> None:
    users = {user.login: user for user in make_users(300, TODAY)}
    assert users["reto"].departed_on is not None
    assert users["reto"].departed_on < TODAY
    away = [user for user in users.values() if user.away_from and user.away_until]
    assert [user.login for user in away if user.away_from <= TODAY <= user.away_until] == ["oystein"]  # type: ignore[operator]


def test_three_in_four_are_companies_of_many_scripts(customers: list[SampleCustomer]) -> None:
    kinds = Counter(one.identity.kind for one in customers)
    assert 0.7 < kinds["company"] / SIZE < 0.8
    assert len({one.identity.country for one in customers}) == len(countries().all)
    for sign in "田Δλшش机김ł":
        assert any(sign.casefold() in one.identity.name.casefold() for one in customers), sign
    assert max(len(one.identity.name) for one in customers) > 75


def test_every_number_and_address_is_invented_but_looks_right(customers: list[SampleCustomer]) -> None:
    reached = [one.identity for one in customers] + [person for one in customers for person in one.contacts]
    for one in reached:
        assert all(email.value.endswith(".example") and email.value.isascii() for email in one.emails)
        assert all(phone.e164.startswith("+") for phone in one.phones)
    german = next(one.identity for one in customers if one.identity.country == "DE" and one.identity.phones)
    assert german.phones[0].e164 == e164(german.phones[0].value, "DE")


def test_care_has_a_history(company: SampleCompany, customers: list[SampleCustomer]) -> None:
    now = Counter(owner_then(one.assignments, TODAY) for one in customers)
    reto = next(place for place, user in enumerate(company.users) if user.login == "reto")
    assert 0 < now[None] < SIZE * 0.02
    assert 0 < now[reto] < 20
    left = company.users[reto].departed_on
    assert left is not None
    assert sum(owner_then(one.assignments, left) == reto for one in customers) > 40


def test_owners_follow_one_another_without_gap_or_overlap(customers: list[SampleCustomer]) -> None:
    for one in customers:
        owned = [care for care in one.assignments if care.role == "Owner"]
        for earlier, later in pairwise(owned):
            assert earlier.until_day is not None
            assert later.from_day == earlier.until_day + timedelta(days=1)
        for care in one.assignments:
            assert care.from_day <= (care.until_day or TODAY)


def test_only_those_who_are_there_speak_with_customers(company: SampleCompany, customers: list[SampleCustomer]) -> None:
    for one in customers:
        for touch in one.touches:
            assert company.users[touch.user].here_on(touch.at.date())


def test_touch_points_keep_office_days_and_hours(customers: list[SampleCustomer]) -> None:
    moments = [touch.at for one in customers for touch in one.touches]
    assert 9 * SIZE < len(moments) < 11 * SIZE
    assert {moment.weekday() for moment in moments} == {0, 1, 2, 3, 4}
    assert all(6 <= moment.hour < 18 for moment in moments)
    assert TODAY - timedelta(days=3) <= max(moments).date() < TODAY
    months = Counter((moment.year, moment.month) for moment in moments)
    assert months[2025, 8] < 0.75 * months[2025, 6]


def test_a_complaint_follows_an_order(customers: list[SampleCustomer]) -> None:
    complaints = 0
    for one in customers:
        kinds = [touch.kind for touch in one.touches]
        if "complaint" in kinds:
            complaints += 1
            assert "order" in kinds[: kinds.index("complaint")]
    assert complaints > 50


def test_what_is_said_is_varied(customers: list[SampleCustomer]) -> None:
    said = Counter(touch.words for one in customers for touch in one.touches)
    assert len(said) > 5000
    assert max(said.values()) < sum(said.values()) * 0.03
    assert not any("{" in words or "}" in words for words in said)
    templates = [
        line for code in ("en", "de", "es", "fr", "ja", "ru") for some in phrases(code).values() for line in some
    ]
    assert len(set(templates)) > 150


def test_promises_are_open_late_and_kept(customers: list[SampleCustomer]) -> None:
    promises = [touch.promise for one in customers for touch in one.touches if touch.promise]
    unkept = [promise for promise in promises if promise.done_at is None]
    assert any(promise.due_on < TODAY for promise in unkept)
    assert any(promise.due_on >= TODAY for promise in unkept)
    assert len(promises) > 2 * len(unkept)


def test_one_in_a_hundred_is_there_twice(customers: list[SampleCustomer]) -> None:
    twins = [one for one in customers if one.index % 100 == 53]
    for one in twins:
        earlier = customers[one.index - 53 : one.index]
        assert any(one.identity.address == other.identity.address for other in earlier)


def test_marks_are_rare_and_there(customers: list[SampleCustomer]) -> None:
    assert 0.01 * SIZE < sum(bool(one.marks) for one in customers) < 0.03 * SIZE


def test_a_language_without_phrases_has_none() -> None:
    assert phrases("xx") == {}
