"""Every icon of the table draws something, in the colour of the theme."""

from __future__ import annotations

import pytest

from ui.theme.icons import ICONS, icon, pixmap
from ui.theme.tokens import DARK, LIGHT, use_tokens

pytestmark = pytest.mark.usefixtures("qapp")


def has_ink(name: str) -> bool:
    image = pixmap(name, 18).toImage()
    return any(image.pixelColor(x, y).alpha() > 0 for x in range(18) for y in range(18))


def test_all_icons_draw() -> None:
    assert [name for name in ICONS if not has_ink(name)] == []


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(KeyError):
        icon("no such sign")


def test_an_icon_follows_the_theme() -> None:
    sign = icon("customer", "text")
    use_tokens(DARK)
    dark = sign.pixmap(16, 16).toImage().pixelColor(8, 8).name()
    use_tokens(LIGHT)
    light = sign.pixmap(16, 16).toImage().pixelColor(8, 8).name()
    assert (light.upper(), dark.upper()) == (LIGHT.text, DARK.text)


def test_a_pixmap_has_the_ratio_asked_for() -> None:
    sharp = pixmap("call", 16, "text2", 2.0)
    assert (sharp.width(), sharp.devicePixelRatio()) == (32, 2.0)
