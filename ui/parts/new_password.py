"""A password that somebody chooses: asked for twice, with what makes a good one."""

from __future__ import annotations

from typing import Final

from app.errors import Refused
from app.rules.passwords import LEAST_LETTERS, refuse_weak
from ui.parts.fields import Secret
from ui.parts.form import Form

_HINT: Final = f"At least {LEAST_LETTERS} letters; a few words that have nothing to do with each other make a good one."
PASSWORD, AGAIN = "password", "again"


def new_password(label: str = "Password") -> tuple[Secret, Secret]:
    """The two fields of a form."""
    return Secret(PASSWORD, label, _HINT), Secret(AGAIN, "Once more")


def chosen_password(form: Form, login: str) -> str | None:
    """What was typed, if it will do; else nothing, and the form says why not."""
    typed, again = (str(form.values()[name]) for name in (PASSWORD, AGAIN))
    try:
        refuse_weak(typed, login)
    except Refused as error:
        form.refuse(PASSWORD, error.words)
        return None
    if typed != again:
        form.refuse(AGAIN, "The two are not the same.")
        return None
    return typed
