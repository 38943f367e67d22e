"""The settings of the book as they stand, for every feature that goes by them."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Setting as Row
from app.rules.permissions import for_everybody
from app.settings import SETTINGS, Value, fitting


@for_everybody
def book_settings(session: Session) -> dict[str, Value]:
    """All settings of the book by name; the default where none was set."""
    kept = {name: value for name, value in session.execute(select(Row.name, Row.value))}
    return {
        setting.name: fitting(setting, json.loads(kept[setting.name])) if setting.name in kept else setting.default
        for setting in SETTINGS
        if setting.scope == "book"
    }
