"""The settings that hold for the whole book; which there are is declared in `app.settings`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from app.book_settings import book_settings
from app.errors import Conflict, FieldConflict, Refused
from app.models import Setting as Row
from app.rules.permissions import Permission
from app.rules.text import clean
from app.settings import SETTINGS, Setting, Value, fitting
from app.work import Command, Work

__all__ = ["ChangeSetting", "book_settings"]


@dataclass(frozen=True)
class ChangeSetting(Command[None]):
    """Change a setting of the book; `was` is what was seen when another value was typed, None: whatever it is now."""

    needs: ClassVar[Permission] = Permission.EDIT_BOOK

    name: str
    value: Value
    was: Value | None = None

    def carry_out(self, work: Work) -> None:
        setting = _of_the_book(self.name)
        value = _checked(setting, self.value)
        work.say(f"Changed the setting {setting.title} to {_shown(setting, value)}")
        key = work.session.execute(select(Row.id).where(Row.name == self.name)).scalar_one_or_none()
        current = book_settings(work.session)[self.name]
        if self.was is not None and current not in (self.was, value):
            raise Conflict((FieldConflict(self.name, value, current, self.was),))
        if key is not None:
            work.change(work.get(Row, key), value=json.dumps(value))
        elif value != setting.default:
            work.add(Row(name=self.name, value=json.dumps(value)))


def _of_the_book(name: str) -> Setting:
    for setting in SETTINGS:
        if setting.name == name and setting.scope == "book":
            return setting
    raise Refused(f"The book has no setting {name}.", "name")


def _checked(setting: Setting, value: Value) -> Value:
    if isinstance(value, str):
        value = clean(value)
        value = value.upper() if setting.name == "home_region" else value
    if setting.name == "home_region" and not (isinstance(value, str) and len(value) == 2 and value.isalpha()):
        raise Refused("The country is named by its two letters, such as DE or CH.", setting.name)
    if fitting(setting, value) != value:
        known = ", ".join(str(choice) for choice, _ in setting.choices)
        raise Refused(f"{setting.title} can have one of these values: {known}.", setting.name)
    return value


def _shown(setting: Setting, value: Value) -> str:
    words = dict(setting.choices).get(value)
    return words or ("yes" if value is True else "no" if value is False else str(value))
