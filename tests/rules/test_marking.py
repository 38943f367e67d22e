"""Found letters are marked where they stand, however they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.marking import found_spans


def marked(text: str, words: str) -> list[str]:
    return [text[start:end] for start, end in found_spans(text, words)]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Müller & Söhne Bäckerei", "muller", ["Müller"]),
        ("Müller & Söhne Bäckerei", "MUEL soh", ["Mül", "Söh"]),
        ("Mueller Logistics Ltd", "müll", ["Muell"]),
        ("Mu\u0308ller", "mu", ["Mu\u0308"]),
        ("Jörg Müller-Brandt", "brandt", ["Brandt"]),
        ("Jörg Müller-Brandt", "müllerb", ["Müller-B"]),
        ("O'Brien", "obr", ["O'Br"]),
        ("田中商事株式会社", "商事", ["商事"]),
        ("+41 61 301 22 18", "301", ["301"]),
        ("0221 430 17", "muller 301", ["30 1"]),
        ("+34 976 55 01 84", "0976/55", ["976 55"]),
        ("compras@talleres-ibanez.example", "compras@tall", ["compras@tall"]),
        ("Aagaard", "gaard", []),
        ("", "x", []),
        ("Ann Ann", "ann", ["Ann", "Ann"]),
    ],
)
def test_what_is_marked(text: str, words: str, found: list[str]) -> None:
    assert marked(text, words) == found


@given(st.text(max_size=60), st.text(max_size=20))
def test_spans_lie_in_the_text_in_order_and_apart(text: str, words: str) -> None:
    end = -1
    for start, stop in found_spans(text, words):
        assert end < start < stop <= len(text)
        end = stop
