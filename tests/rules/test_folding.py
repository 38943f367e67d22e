"""All spellings of a name find each other, and nothing typed can do harm."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from app.rules.folding import LONGEST, MOST_TERMS, Term, fold, index_words, query_terms
from app.rules.phones import digits

NAUGHTY = Path(__file__).parents[3] / "shared/samples/naughty-strings.json"
WORDS = re.compile(r"[^\W_]+(?:['.&-][^\W_]+)*|[^\s,;:<>()\[\]\"]*@[^\s,;:<>()\[\]\"]*")
ANY_TEXT = st.text(st.characters())
NAMELIKE = st.text("aeiouäöüåøæœßéłđınkmqs MÜÆ'’-.&@株式会タ0123456789\u0308", max_size=40)


def found(typed: str, stored: str) -> bool:
    words, numbers = index_words(stored), digits(fold(stored))
    return all(
        any(word.startswith(term.variants) for word in words) or (term.digits and term.digits in numbers)
        for term in query_terms(typed)
    )


def words_of(text: str) -> list[str]:
    """The words as a person sees them: an accent belongs to its letter."""
    # An accent, a soft hyphen and their like belong to the word in which they stand.
    joined = ("M", "Cf")
    seen = "".join("x" if unicodedata.category(sign).startswith(joined) else sign for sign in text)
    return [text[word.start() : word.end()] for word in WORDS.finditer(seen)]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Müller", "muller"),
        ("Straße", "strasse"),
        ("Søren Kjær", "soren kjaer"),
        ("Łódź", "lodz"),
        ("Đorđe", "dorde"),
        ("ıİIi", "iiii"),
        ("Þór Œuvre", "thor oeuvre"),
        ("ＡＢＣ ﬁ", "abc fi"),
        ("Nguyễn Thị Ơn", "nguyen thi on"),
        ("O’Brien", "o'brien"),
        ("٤٧", "47"),
    ],
)
def test_latin_names_fold_to_plain_letters(name: str, plain: str) -> None:
    assert fold(name) == plain


@pytest.mark.parametrize(
    "spellings", [("Müller", "Mueller", "muller"), ("Åse", "Aase", "ase"), ("Søren", "soeren", "soren")]
)
def test_all_spellings_find_each_other(spellings: tuple[str, ...]) -> None:
    for stored in spellings:
        for typed in spellings:
            assert found(typed, stored), (typed, stored)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("meyer-schulz", "Meyer Schulz"),
        ("meyerschulz", "Meyer-Schulz"),
        ("obrien", "O’Brien"),
        ("o'brien", "Obrien"),
        ("o'br", "O'Brien"),
        ("e-mail", "Email"),
        ("AT&T", "at&t inc"),
        ("电器", "海尔电器有限公司"),
        ("kjar", "Kjær"),
        ("ann@exam", "Ann Lee <ann@example.com>"),
        ("@example.com", "ann@example.com"),
        ("example", "ann@example.com"),
        ("80331 mun", "80331 München"),
        ("مریم", "مَریم"),
    ],
)
def test_found(typed: str, stored: str) -> None:
    assert found(typed, stored)


@pytest.mark.parametrize("typed", ["Mü\0ller", "\ud800Müller", "\u2066Müller\u2069", "Mü\u200bller"])
def test_signs_that_no_text_keeps_are_not_looked_for(typed: str) -> None:
    assert found(typed, "Müller")


@pytest.mark.parametrize(("typed", "stored"), [("muller", "Mill"), ("bar", "Bauer"), ("ann x", "Ann Lee")])
def test_not_found(typed: str, stored: str) -> None:
    assert not found(typed, stored)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("0171 / 123-45", "17112345"),
        ("+49 (0)171 123", "49171123"),
        ("0049171", "49171"),
        ("(030)", "030"),
        ("12", None),
        ("007", "007"),
    ],
)
def test_digits(typed: str, wanted: str | None) -> None:
    terms = query_terms(typed)
    assert [term.digits for term in terms if term.kind == "digits"] == ([wanted] if wanted else [])


def test_words_and_numbers_together() -> None:
    kinds = [(term.kind, term.digits) for term in query_terms("ann 030 1234 berlin 4711")]
    assert kinds == [("word", ""), ("digits", "301234"), ("word", ""), ("digits", "4711")]


def test_an_address_is_one_term() -> None:
    assert query_terms("Ann.Lee+x@Example.com") == [Term("word", ("ann.lee+x@example.com",))]


@given(ANY_TEXT | NAMELIKE)
@example('" OR NEAR(a* -b:c ^')
@example("\x00\ud800'\"")
def test_terms_are_harmless(typed: str) -> None:
    terms = query_terms(typed)
    assert len(terms) <= MOST_TERMS
    for term in terms:
        assert term.variants
        assert term.kind == "word" or re.fullmatch("[0-9]{3,}", term.digits)
        for variant in (*term.variants, term.digits):
            assert len(variant) <= LONGEST
            assert re.fullmatch(r"[\w@.+-]*", variant) and variant.isprintable()
    for word in index_words(typed):
        assert 0 < len(word) <= LONGEST and re.fullmatch(r"[\w@.+-]+", word)


@given(ANY_TEXT | NAMELIKE)
def test_every_beginning_of_every_word_finds_the_text(text: str) -> None:
    assume("@" not in text)  # an address is one term, whatever stands in it
    for word in words_of(text):
        for end in range(1, min(len(word), 80) + 1):
            assert found(word[:end], text), word[:end]


@given(st.lists(st.text("0123456789+-/().٣", min_size=1, max_size=6), min_size=1, max_size=9), st.data())
@example(["+49", "30", "1"], None)
def test_numbers_one_after_another_are_found_as_words(written: list[str], data: st.DataObject | None) -> None:
    start = data.draw(st.integers(0, len(written) - 1)) if data else 0
    stored = index_words(" ".join(["Ann", *written, "Lee"]))
    for term in query_terms(" ".join(written[start:])):
        assert any(word.startswith(term.variants) for word in stored), (term, stored)


@given(ANY_TEXT, ANY_TEXT)
def test_folding_goes_character_by_character(a: str, b: str) -> None:
    assert fold(a + b) == fold(a) + fold(b)
    assert fold(fold(a)) == fold(a)


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the sample files are not here")
def test_strings_that_broke_other_programs() -> None:
    for text in json.loads(NAUGHTY.read_text()):
        assert len(query_terms(text)) <= MOST_TERMS
        for word in words_of(text):
            assert found(word, text), word


def test_a_very_long_text_takes_no_time() -> None:
    assert len(index_words("株" * 100_000)) <= 16
    assert len(query_terms("a-" * 1_000_000)) == MOST_TERMS
    assert index_words("@" * 100_000) == []
    assert len(index_words("1 " * 100_000)) == LONGEST
