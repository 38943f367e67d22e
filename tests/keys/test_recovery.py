"""The recovery key as words: there and back, and every slip of the pen is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.keys.recovery import from_words, to_words

KEY = bytes(range(32))
KEYS = st.binary(min_size=32, max_size=32)


@given(KEYS)
def test_words_are_the_key_again(key: bytes) -> None:
    assert from_words(to_words(key)) == key


def test_however_they_are_written() -> None:
    words = to_words(KEY)
    assert from_words(words.upper().replace(" ", "-\n")) == KEY
    assert len(words.split()) == 17


@given(
    KEYS,
    st.lists(
        st.sampled_from(["{n}. {w}\n", "{w}, ", "({n}) {w}; ", "{w} – ", "{n}\t{w}\r\n", "“{w}” "]),
        min_size=17,
        max_size=17,
    ),
)
def test_numbers_and_signs_between_them_do_no_harm(key: bytes, ways: list[str]) -> None:
    words = to_words(key).split()
    typed = "".join(way.format(n=number, w=word) for number, (way, word) in enumerate(zip(ways, words, strict=True), 1))
    assert from_words(typed) == key


def test_the_words_are_those_of_the_published_scheme() -> None:
    assert to_words(bytes([127, 0, 0, 1]) + bytes(28)).startswith("lusab babad ")


@given(KEYS, st.integers(0, 16), st.integers(0, 65_535))
def test_another_word_is_noticed_but_for_one_in_sixty_five_thousand(key: bytes, place: int, other: int) -> None:
    words, strange = to_words(key).split(), to_words(other.to_bytes(2) + bytes(30)).split()[0]
    changed = [*words[:place], strange, *words[place + 1 :]]
    try:
        assert from_words(" ".join(changed)) == key
    except Refused as refused:
        assert words != changed and refused.words


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "these are 0"),
        ("lusab babad", "these are 2"),
        (to_words(KEY).replace("b", "e", 1), "Word 1, "),
        (to_words(KEY)[:-5] + "zuzuz", "another one than on the sheet"),
    ],
)
def test_what_is_wrong_is_said(typed: str, told: str) -> None:
    with pytest.raises(Refused, match=told) as refused:
        from_words(typed)
    assert refused.value.field == "recovery_key"
