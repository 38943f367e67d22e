"""What is kept of a text that enters the book."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.text import begun, clean, file_name

ANY_TEXT = st.text(st.characters())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ann Lee ", "Ann Lee"),
        ("Ann\x00\x07 Lee\x7f", "Ann Lee"),
        ("two\r\nlines", "two lines"),
        ("Mu\u0308ller", "Müller"),
        ("a\ud800b", "ab"),
        ("\ufeffAnn\u200b", "Ann"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("\u2066Ann\u2069", "Ann"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("A\u00a0B", "A\u00a0B"),
    ],
)
def test_one_line(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_lines_and_tabs_stay_where_they_are_allowed() -> None:
    assert clean("one\r\ntwo\rthree\tfour\u2028five\n", lines=True) == "one\ntwo\nthree\tfour\nfive"


@given(ANY_TEXT)
def test_clean_text_is_clean_for_good(text: str) -> None:
    for lines in (False, True):
        kept = clean(text, lines=lines)
        assert clean(kept, lines=lines) == kept
        assert unicodedata.is_normalized("NFC", kept)
        kept.encode()
        assert not {c for c in kept if unicodedata.category(c) in ("Cc", "Cs")} - ({"\n", "\t"} if lines else set())


def test_only_a_longer_text_is_cut_and_says_so() -> None:
    assert begun("Ann Lee", 7) == "Ann Lee"
    assert begun("Ann Lee", 4) == "Ann…"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Talleres Ibáñez", "Talleres Ibáñez"),
        ("../../etc/passwd", "etc passwd"),
        ('<b>"A/B" & Co</b>', "b A B & Co b"),
        ("W" * 5_000, "W" * 60),
        ("\u202e.\n", ""),
    ],
)
def test_a_file_is_called_after_a_text_and_stays_in_its_folder(text: str, name: str) -> None:
    assert file_name(text) == name
