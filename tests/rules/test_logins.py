"""The login that is offered for a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.logins import suggested_login


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
