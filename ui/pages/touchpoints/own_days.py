"""Any first and last day: two fields below the stretches of days in their menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidgetAction

from ui.pages.touchpoints.chosen import Chosen, read_day
from ui.parts.date_field import DateField
from ui.parts.days import date_words


def days_words(chosen: Chosen) -> str:
    """From 3 Mar 2026, until 14 May 2026, or both with a dash; "" where no such day is chosen."""
    since, until = read_day(chosen.since), read_day(chosen.until)
    if since is not None and until is not None:
        return f"{date_words(since)} – {date_words(until)}"
    if since is not None:
        return f"From {date_words(since)}"
    return f"Until {date_words(until)}" if until is not None else ""


def add_days(menu: QMenu, chosen: Chosen, take: Callable[[str, str], object]) -> None:
    """Put the two fields at the end of the menu; a day that is only half typed is not told yet."""
    menu.addSeparator()
    since, until = (_field(menu, name, hint) for name, hint in (("since", "From"), ("until", "Until")))
    since.set_day(read_day(chosen.since))
    until.set_day(read_day(chosen.until))

    def tell() -> None:
        if not since.unreadable() and not until.unreadable():
            take(*(day.isoformat() if day is not None else "" for day in (since.day(), until.day())))

    for field in (since, until):
        field.changed.connect(tell)


def _field(menu: QMenu, name: str, hint: str) -> DateField:
    made = DateField(hint)
    made.setObjectName(f"touchpoints.{name}")
    made.setAccessibleName(f"{hint} this day")
    held = QWidgetAction(menu)
    held.setDefaultWidget(made)
    menu.addAction(held)
    return made
