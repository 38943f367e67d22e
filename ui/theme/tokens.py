"""Every colour, space, radius, height and type size of the program; nothing is named anywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


class Space:
    """Distances; nothing stands between them."""

    XS: Final = 4
    S: Final = 8
    M: Final = 12
    L: Final = 16
    XL: Final = 20
    XXL: Final = 24
    LIST: Final = 14
    PANE: Final = 16
    PAGE: Final = 20


class Radius:
    """Rounded corners: the larger the thing, the rounder."""

    KEY: Final = 3
    CHIP: Final = 4
    BUTTON: Final = 6
    POPUP: Final = 8


class Height:
    """Heights of the parts at a system font of 13 px."""

    ROW: Final = 28
    TABLE_ROW: Final = 30
    GROUP: Final = 22
    DAY_GROUP: Final = 30
    COLUMN_HEAD: Final = 26
    SECTION: Final = 30
    RESULT: Final = 32
    BUTTON: Final = 28
    FIELD: Final = 28
    TOP_BUTTON: Final = 30
    CHIP: Final = 24
    TAG: Final = 22
    KEY_CAP: Final = 16
    RAIL_ITEM: Final = 28
    MENU_BAR: Final = 25
    TOP_BAR: Final = 44
    PAGE_HEAD: Final = 48
    STATUS_BAR: Final = 26


class Size:
    """Type sizes at a system font of 13 px."""

    TINY: Final = 10
    SMALL: Final = 11
    DETAIL: Final = 12
    VALUE: Final = 13
    TITLE: Final = 15
    NAME: Final = 17
    GREETING: Final = 20


class Weight:
    """Type weights."""

    PLAIN: Final = 400
    MEDIUM: Final = 500
    BOLD: Final = 600


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme, as Qt spells them."""

    name: str
    window: str
    surface: str
    sunken: str
    raised: str
    hover: str
    selected: str
    selected_off: str
    line: str
    edge_soft: str
    edge: str
    text: str
    text2: str
    text3: str
    off: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_tint: str
    bar: str
    bad: str
    bad_tint: str
    warn: str
    warn_tint: str
    good: str
    good_tint: str
    toast: str
    toast_text: str
    toast_link: str
    mark: str
    scrim: str
    shadow: str
    avatars: tuple[tuple[str, str], ...]

    def colour(self, tone: str) -> str:
        """The colour of a tone by its name, for cells and icons that carry the name as data."""
        value = getattr(self, tone)
        if not isinstance(value, str):
            raise KeyError(tone)
        return value


def _pairs(words: str) -> tuple[tuple[str, str], ...]:
    """Avatar colours from `background/letters` pairs."""
    return tuple((back, letters) for back, letters in (word.split("/") for word in words.split()))


LIGHT: Final = Tokens(
    name="light",
    window="#F3F4F3",
    surface="#FFFFFF",
    sunken="#F8F9F8",
    raised="#FFFFFF",
    hover="#F0F3F2",
    selected="#D9EBEA",
    selected_off="#E8EBEA",
    line="#E2E5E4",
    edge_soft="#C3C9CB",
    edge="#848C90",
    text="#1B2124",
    text2="#4E585D",
    text3="#5D666B",
    off="#9AA2A6",
    accent="#0B6770",
    accent_hover="#095860",
    on_accent="#FFFFFF",
    accent_tint="#E4F1F0",
    bar="#619DA0",
    bad="#A5281F",
    bad_tint="#FBEBE8",
    warn="#7A4F00",
    warn_tint="#FAF0DA",
    good="#27663A",
    good_tint="#E5F2E7",
    toast="#23292C",
    toast_text="#F2F5F5",
    toast_link="#7FD3D6",
    mark="#FCE9A6",
    scrim="#541B2124",
    shadow="#2E1B2124",
    avatars=_pairs(
        "#DFE5EA/#38495A #D5E8E6/#1F5753 #DEE9D6/#3B5724 #EFE6D2/#65501B "
        "#F2DFD6/#7A3F26 #F1DCE2/#7A3148 #E8DDEE/#5C3A70 #DBE4F3/#2E4A7D"
    ),
)

DARK: Final = Tokens(
    name="dark",
    window="#17191B",
    surface="#1E2124",
    sunken="#1A1D1F",
    raised="#272B2E",
    hover="#262A2D",
    selected="#1F4145",
    selected_off="#2C3134",
    line="#303539",
    edge_soft="#454C51",
    edge="#737C82",
    text="#E6EAEB",
    text2="#B4BCC0",
    text3="#A1AAAF",
    off="#636B70",
    accent="#62C4C8",
    accent_hover="#7AD2D5",
    on_accent="#08282B",
    accent_tint="#1C3335",
    bar="#3C7A7E",
    bad="#F4978C",
    bad_tint="#3A2422",
    warn="#E5BB6A",
    warn_tint="#352C1A",
    good="#84CB95",
    good_tint="#1D3023",
    toast="#E6EAEB",
    toast_text="#1B2124",
    toast_link="#0B6770",
    mark="#514210",
    scrim="#87000000",
    shadow="#66000000",
    avatars=_pairs(
        "#36424E/#C9D5E0 #234644/#A9D9D4 #34462A/#BFD8AC #4A3E20/#E3CF9A "
        "#53352A/#EBBFA9 #532F3B/#EDB9C8 #443150/#D9BDE8 #2C3D5E/#B6CBF0"
    ),
)

_in_use = LIGHT


def current_tokens() -> Tokens:
    """The colours in use now; ask anew each time something is painted."""
    return _in_use


def use_tokens(tokens: Tokens) -> None:
    """Take these colours from now on (only the style does this)."""
    global _in_use
    _in_use = tokens
