"""The colours keep the contrast that reading needs."""

from __future__ import annotations

import pytest

from ui.theme.sheet import sheet
from ui.theme.tokens import DARK, LIGHT, Tokens

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_rightly() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@BOTH
@pytest.mark.parametrize("tone", ["text", "text2", "text3", "accent", "bad", "warn", "good"])
@pytest.mark.parametrize("ground", ["surface", "window", "selected", "sunken", "hover", "selected_off"])
def test_words_can_be_read_on_every_ground(tokens: Tokens, tone: str, ground: str) -> None:
    assert contrast(tokens.colour(tone), tokens.colour(ground)) >= 4.5


@BOTH
@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("on_accent", "accent"),
        ("on_accent", "accent_hover"),
        ("accent", "accent_tint"),
        ("bad", "bad_tint"),
        ("warn", "warn_tint"),
        ("good", "good_tint"),
        ("text", "bad_tint"),
        ("text", "warn_tint"),
        ("toast_text", "toast"),
        ("toast_link", "toast"),
        ("text", "mark"),
        ("text", "raised"),
    ],
)
def test_words_can_be_read_on_their_own_ground(tokens: Tokens, words: str, ground: str) -> None:
    assert contrast(tokens.colour(words), tokens.colour(ground)) >= 4.5


@BOTH
def test_outlines_and_bars_can_be_seen(tokens: Tokens) -> None:
    assert contrast(tokens.edge, tokens.surface) >= 3.0
    assert contrast(tokens.edge, tokens.window) >= 3.0
    assert contrast(tokens.bar, tokens.surface) >= 3.0


@BOTH
def test_letters_of_avatars_can_be_read(tokens: Tokens) -> None:
    assert len(tokens.avatars) == 8
    for ground, letters in tokens.avatars:
        assert contrast(ground, letters) >= 6.2


@BOTH
def test_the_sheet_stays_small_and_is_filled_in(tokens: Tokens) -> None:
    text = sheet(tokens)
    assert len(text.splitlines()) < 60
    assert "$" not in text
    assert "QWidget {" not in text


def test_an_unknown_tone_is_refused() -> None:
    with pytest.raises(KeyError):
        LIGHT.colour("avatars")
