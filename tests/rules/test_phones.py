"""Phone numbers as typed, as E.164, and as they are found."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import phones

CODES = (1, 7, 31, 32, 33, 34, 36, 39, 41, 43, 44, 45, 47, 48, 49, 52, 54, 55, 61, 81, 86, 91, 351, 420)


@pytest.mark.parametrize(
    ("raw", "region", "standard"),
    [
        ("+49 30 1234567", "DE", "+49301234567"),
        ("0049 (0)30 1234567", "US", "+49301234567"),
        ("+49 (0)30 1234567", "US", "+49301234567"),
        ("030 1234567", "DE", "+49301234567"),
        ("(617) 236-0442", "US", "+16172360442"),
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("+39 06 69 82", "IT", "+39066982"),
        ("tel:+44-20-7946-0958;ext=5", "US", "+442079460958"),
        ("+٤٤ ٢٠ ٧٩٤٦ ٠٩٥٨", "US", "+442079460958"),
        ("12", "DE", None),
        ("", "DE", None),
        ("call Ann", "DE", None),
        ("030 1234567", "", None),
        ("030 1234567", "no such", None),
        ("9" * 5000, "DE", None),
    ],
)
def test_e164(raw: str, region: str, standard: str | None) -> None:
    assert phones.e164(raw, region) == standard


@given(st.sampled_from(CODES), st.integers(10_000_000, 99_999_999_999))
def test_the_quick_path_agrees_with_the_full_rules(code: int, national: int) -> None:
    raw = f"+{code} {national}"
    parsed = phonenumbers.parse(raw, None)
    possible = phonenumbers.is_possible_number(parsed)
    full = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if possible else None
    assert phones.e164(raw, "DE") == full


@given(st.text(st.characters()))
def test_any_text_is_harmless(raw: str) -> None:
    standard = phones.e164(raw, "DE")
    assert isinstance(phones.display(raw, standard), str)
    assert all(number.isascii() and number.isdigit() for number in phones.phone_index(raw, standard))


def test_display() -> None:
    assert phones.display("030/1234567", "+49301234567") == "+49 30 1234567"
    assert phones.display("(617) 236-0442 x12", "+16172360442") == "+1 617-236-0442 ext. 12"
    assert phones.display("ask Ann", None) == "ask Ann"


def test_a_number_is_found_as_typed_and_as_dialled_from_abroad() -> None:
    assert phones.phone_index("030 1234567", "+49301234567") == ["0301234567", "49301234567"]
    assert phones.phone_index("+49 30 1234567", "+49301234567") == ["49301234567"]
    assert phones.phone_index("ask Ann", None) == []
