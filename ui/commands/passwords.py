"""Passwords for the command line: from the environment or asked for at a terminal, never from an argument."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from getpass import getpass
from pathlib import Path
from typing import TypeVar

from app.computer.desk_file import DeskFile
from app.computer.pauses import RECOVERY_WORDS, Pauses, is_wrong
from app.computer.places import desk_file
from app.errors import HousebookError, PasswordNeeded, Refused
from app.recovery_key import refuse_other_words
from app.sign_in import was_wrong

R = TypeVar("R")

OWN, NEW, RECOVERY = "HOUSEBOOK_PASSWORD", "HOUSEBOOK_NEW_PASSWORD", "HOUSEBOOK_RECOVERY_KEY"
"""Where a script puts one's own password, one that is to be set, and the words of the recovery key."""


def with_password(location: str, ask: Callable[[str | None], R]) -> R:
    """Do what may need the user's password; at a terminal it is asked for, and not before it is needed."""
    try:
        return tried(location, ask, os.environ.get(OWN))
    except PasswordNeeded as needed:
        if not sys.stdin.isatty():
            raise
        _pauses("").refuse_early(location)
        return tried(location, ask, getpass(f"Password of {needed.login}: "))


def tried(
    location: str,
    ask: Callable[[str | None], R],
    said: str | None,
    wrong: Callable[[HousebookError], bool] = was_wrong,
    what: str = "",
) -> R:
    """Do it with what was said; a wrong password or key is counted, and the next has to wait, here as in the window."""
    return ask(None) if said is None else _pauses(what).tried(location, ask, said, wrong=wrong)


def compared(location: str, words: str) -> None:
    """Refuse other words than those of the recovery key; after wrong ones the next have to wait, as in the window.

    Opening the book before with a right password does not end that.
    """
    tried(location, lambda _: refuse_other_words(location, words), words, is_wrong, RECOVERY_WORDS)


def _pauses(what: str) -> Pauses:
    return Pauses(DeskFile(desk_file()), what)


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


def words_in(file: str) -> str:
    """The words of the recovery key that stand in a file."""
    path = Path(file).expanduser()
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise Refused(f"The file {path} with the recovery key cannot be read.", "recovery_key") from fault


def typed_words() -> str:
    """The words of the recovery key. Raises Refused where nobody can be asked."""
    given = os.environ.get(RECOVERY)
    if given is None and not sys.stdin.isatty():
        raise Refused(f"Say the recovery key: set {RECOVERY}, or run this at a terminal.", "recovery_key")
    return given if given is not None else input("The words of the recovery key: ")
