"""How touch points are called."""

from __future__ import annotations

import pytest

from app.rules.touch import Direction, Kind, Mood, kind_words, told


def test_every_kind_has_its_word() -> None:
    assert [kind.words for kind in Kind] == [
        "Call", "E-mail", "Meeting", "Letter", "Visit", "Complaint", "Order", "Note",
    ]  # fmt: skip
    assert [one.words for one in (*Direction, *Mood)] == [
        "No direction", "In", "Out", "No mood", "Pleased", "Neutral", "Upset",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "direction", "shown", "sentence"),
    [
        ("call", "out", "Call out", "a call with Ann"),
        ("email", "in", "E-mail in", "an e-mail from Ann"),
        ("letter", "out", "Letter out", "a letter to Ann"),
        ("order", "in", "Order", "an order from Ann"),
        ("note", "", "Note", "a note on Ann"),
        ("visit", "", "Visit", "a visit with Ann"),
    ],
)
def test_words_of_a_touch_point(kind: str, direction: str, shown: str, sentence: str) -> None:
    assert (kind_words(kind, direction), told(kind, direction, "Ann")) == (shown, sentence)
