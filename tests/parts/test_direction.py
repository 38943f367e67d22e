"""Words of the book in other words' company: nothing turns what stands beside it, no sign is eaten."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from ui.parts.labels import menu_words, plain_tip, text_label
from ui.parts.row_painter import elided
from ui.theme.direction import apart, unturned
from ui.theme.tokens import Size, Weight

TURNED = "\u202egnp.exe"


@pytest.mark.parametrize("sign", list("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
def test_a_sign_that_turns_what_follows_is_not_shown(sign: str) -> None:
    assert unturned(f"שלום{sign} · Kiel") == "שלום · Kiel"


def test_what_was_set_apart_stays_apart() -> None:
    assert unturned(f"{apart('שלום')} · 5") == "\u2068שלום\u2069 · 5"
    assert unturned(f"{apart('שלום' + TURNED + chr(0x2069))} · 5") == "\u2068שלוםgnp.exe\u2069 · 5"


def test_what_runs_as_all_the_others_needs_not_be_set_apart() -> None:
    assert [apart("Ann"), apart("Ibáñez"), apart(TURNED)] == ["Ann", "Ibáñez", "gnp.exe"]


def test_labels_lists_tips_and_menus_show_nothing_that_turns(qapp: QApplication) -> None:
    assert text_label(f"{TURNED} · Kiel").text() == "gnp.exe · Kiel"
    assert elided(f"{TURNED} · Kiel", Size.VALUE, Weight.PLAIN, 1_000)[0] == "gnp.exe · Kiel"
    assert plain_tip(f"{TURNED} · Kiel") == "gnp.exe · Kiel"
    assert menu_words(f"{TURNED} & Kiel") == "gnp.exe && Kiel"


def test_a_menu_takes_the_beginning_of_a_long_name() -> None:
    assert menu_words("&" * 500) == "&&" * 79 + "…"
