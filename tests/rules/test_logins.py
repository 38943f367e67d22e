"""What can be a login, and the one that is offered for a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.rules.logins import MOST_LETTERS, refuse_login, suggested_login


@pytest.mark.parametrize(
    ("name", "login"),
    [
        ("Ann Becker", "ann"),
        ("  ann", "ann"),
        ("Jörg Müller", "jorg"),
        ("Łukasz", "lukasz"),
        ("Zoë", "zoe"),
        ("Dr. Ann Becker", "ann"),
        ("J. Smith", "smith"),
        ("J.", "j"),
        ("Anne-Marie O'Hara", "annemarie"),
        ("أحمد علي", "owner"),
        ("田中 太郎", "owner"),
        ("Анна", "owner"),
        ("42 Ann", "ann"),
        ("...", "owner"),
        ("", ""),
        (" ", ""),
    ],
)
def test_a_login_comes_of_the_first_name(name: str, login: str) -> None:
    assert suggested_login(name) == login


@given(st.text(max_size=40))
def test_whatever_is_typed_the_login_is_one_plain_word(name: str) -> None:
    login = suggested_login(name)
    assert bool(login) == bool(name.split())
    assert not login or (login.isascii() and login.isalnum() and login == login.lower())


@pytest.mark.parametrize("login", ["ann", "ann.becker", "ann@firm.example", "Jörg", "田中", "a" * MOST_LETTERS])
def test_a_login_is_one_word(login: str) -> None:
    refuse_login(login)


@pytest.mark.parametrize(
    "login",
    ["", "ann b", "a b/../c", "a/b", "a\\b", 'a"b', "o'hara", "o’hara", "a\x07b", "a\u202eb", "a" * 41, "a" * 3_000],
)
def test_what_is_no_login_is_refused(login: str) -> None:
    with pytest.raises(Refused, match=f"one word of at most {MOST_LETTERS} letters"):
        refuse_login(login)
