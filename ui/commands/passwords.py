"""Passwords for the command line: from the environment or asked for at a terminal, never from an argument."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from getpass import getpass
from typing import TypeVar

from app.errors import PasswordNeeded, Refused

R = TypeVar("R")

OWN, NEW, RECOVERY = "HOUSEBOOK_PASSWORD", "HOUSEBOOK_NEW_PASSWORD", "HOUSEBOOK_RECOVERY_KEY"
"""Where a script puts one's own password, one that is to be set, and the words of the recovery key."""


def with_password(ask: Callable[[str | None], R]) -> R:
    """Do what may need the user's password; at a terminal it is asked for, and not before it is needed."""
    try:
        return ask(os.environ.get(OWN))
    except PasswordNeeded as needed:
        if not sys.stdin.isatty():
            raise
        return ask(getpass(f"Password of {needed.login}: "))


def chosen_password(login: str, variable: str) -> str:
    """A password to be set. Raises Refused where nobody can be asked, or where it was typed in two ways."""
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Refused(f"Say which password {login} shall have: set {variable}, or run this at a terminal.", "password")
    typed = getpass(f"A password for {login}: ")
    if typed != getpass("Once more: "):
        raise Refused("The two were not the same. Nothing was done.", "password")
    return typed


def typed_words() -> str:
    """The words of the recovery key. Raises Refused where nobody can be asked."""
    given = os.environ.get(RECOVERY)
    if given is None and not sys.stdin.isatty():
        raise Refused(f"Say the recovery key: set {RECOVERY}, or run this at a terminal.", "recovery_key")
    return given if given is not None else input("The words of the recovery key: ")
