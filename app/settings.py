"""Every setting, declared once: its name, type, default, whether it is this desk's or the book's, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

Value = str | int | bool
Scope = Literal["desk", "book"]


NO_LIMIT: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set. Its type is that of its default; `choices` are value and words."""

    name: str
    default: Value
    scope: Scope
    title: str
    words: str = ""
    choices: tuple[tuple[Value, str], ...] = ()


SETTINGS: Final = (
    Setting(
        "theme",
        "system",
        "desk",
        "Colours",
        "Light or dark, as the system has it or always the same.",
        (("system", "As the system"), ("light", "Light"), ("dark", "Dark")),
    ),
    Setting(
        "open_last_book",
        True,
        "desk",
        "Open the last book at the start",
        "Otherwise the program begins with the list of books.",
    ),
    Setting(
        "home_region",
        "DE",
        "book",
        "Home country",
        "Two letters. Telephone numbers without a country belong to it, in imports too.",
    ),
    Setting(
        "lock_after",
        15,
        "book",
        "Lock when idle",
        "So long after the last key or move of the mouse, at every desk; the password brings all back. Encrypted books"
        " only.",
        (
            (5, "After 5 minutes"),
            (15, "After 15 minutes"),
            (30, "After 30 minutes"),
            (60, "After an hour"),
            (0, "Never"),
        ),
    ),
    Setting(
        "export_limit",
        100,
        "book",
        "Export approval",
        "So many customers may leave with a user in 7 days with a reason alone; more need the yes of a second person.",
        (
            (0, "Always"),
            *((most, f"Above {most:,}") for most in (5, 10, 25, 50, 100, 250, 500, 1000, 5000)),
            (NO_LIMIT, "Never"),
        ),
    ),
    Setting(
        "openings_notice",
        200,
        "book",
        "Cards opened",
        "When somebody opens more cards than this within an hour, who reads the ledger is told.",
        (*((most, f"Above {most:,}") for most in (50, 100, 200, 500, 1000)), (NO_LIMIT, "Never")),
    ),
)
"""In the order in which the settings page shows them."""


def find_setting(name: str) -> Setting:
    """The setting of that name; an unknown one raises KeyError."""
    for setting in SETTINGS:
        if setting.name == name:
            return setting
    raise KeyError(name)


def fitting(setting: Setting, value: Any) -> Value:
    """The value if it is one that the setting can have, else the default."""
    right: bool = type(value) is type(setting.default)
    if setting.choices:
        right = right and value in [choice for choice, _ in setting.choices]
    return value if right else setting.default
