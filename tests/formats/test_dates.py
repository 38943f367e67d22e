"""Birthdays in all their spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.dates import birthday


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("1955-07-19T00:00:00Z", "1955-07-19"),
        ("19531015T231000Z", "1953-10-15"),
        ("19960415", "1996-04-15"),
        ("--0412", "--04-12"),
        ("--04-12", "--04-12"),
        ("--02-29", "--02-29"),
        ("1604-04-12", "--04-12"),
        ("1985-04", "1985-04"),
        ("1985", "1985"),
        ("19.7.1955", "1955-07-19"),
        ("07/19/1955", "1955-07-19"),
        ("5/4/1955", "1955-04-05"),
        ("1955/7/9", "1955-07-09"),
        ("---12", ""),
        ("1985-02-30", ""),
        ("0/0/00", ""),
        ("circa 1800", ""),
        ("", ""),
    ],
)
def test_birthday(text: str, iso: str) -> None:
    assert birthday(text) == iso


def test_american_months_come_first() -> None:
    assert birthday("5/4/1955", month_first=True) == "1955-05-04"


@given(st.text("0123456789-/. T") | st.text())
def test_any_text_is_harmless(text: str) -> None:
    read = birthday(text)
    assert birthday(read) == read
