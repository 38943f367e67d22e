"""The application is dressed, and changes dress when it is asked to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.fonts import font, px
from ui.theme.theme import apply_theme, palette
from ui.theme.tokens import DARK, LIGHT, Size, Weight, current_tokens


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, "light")


def test_a_forced_theme_dresses_the_application(qapp: QApplication) -> None:
    apply_theme(qapp, "dark")
    assert current_tokens() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.window
    assert DARK.accent in qapp.styleSheet()
    apply_theme(qapp, "light")
    assert current_tokens() is LIGHT
    assert DARK.accent not in qapp.styleSheet()


def test_there_is_one_theme_however_often_it_is_applied(qapp: QApplication) -> None:
    assert apply_theme(qapp, "light") is apply_theme(qapp, "dark")


def test_disabled_words_are_off() -> None:
    disabled = palette(LIGHT).color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
    assert disabled.name().upper() == LIGHT.off


def test_type_is_in_proportion_to_the_system(qapp: QApplication) -> None:
    apply_theme(qapp, "light")
    assert font(Size.NAME, Weight.BOLD).pixelSize() == px(17) > px(13)
    assert font(weight=Weight.BOLD).weight() == 600
