"""The command line's commands: which there are, in which module, and what each is made of."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "open the sample company, made on first use"),
    "sample": ("demo", "fill a new book with the sample company"),
    "tour": ("demo", "draw every page of a book as a picture"),
    "create": ("books", "make a new book"),
    "server": (
        "server",
        "make a book that a PostgreSQL server itself guards: prepare URL; bring it up to date: update URL",
    ),
    "check": ("books", "look whether the book is sound"),
    "import": ("importing", "bring in vCard and CSV files and Excel workbooks"),
    "export": ("leaving", "let customers leave in a file: vCard, CSV or Excel workbook; it stands in the ledger"),
    "ledger": ("leaving", "what left the book, who took it and why; from which export a file came"),
    "approvals": ("leaving", "exports that need a second person's yes: list, approve, refuse"),
    "canaries": ("canaries", "canary customers: invented ones that leave with larger exports; list, add, remove"),
    "held": ("erasing", "print all that is held on a customer"),
    "erase": ("erasing", "erase a customer for good, from the journal too"),
    "find": ("customers", "find customers by any words or part of a number"),
    "show": ("customers", "show one customer"),
    "log": ("touchpoints", "note a touch point"),
    "assign": ("team", "give a customer to a user"),
    "who": ("team", "who handles a customer, on any day"),
    "failures": ("keys", "wrong passwords, as the computers of the house counted them"),
    "sign-in": ("keys", "sign in to an encrypted book once; --stay keeps the key in this computer's keyring"),
    "users": ("team", "list users, add one, change their role or password, lock them out"),
    "roles": ("roles", "what each role may do; owners add, change and remove roles"),
    "restrict": ("restricting", "let only named people open a customer, or list those restricted"),
    "backup": ("backups", "back the book up into a folder, and prove the backup by restoring it"),
    "backups": ("backups", "list the backups that were made, and which are proven"),
    "places": ("places", "the folders that backups are kept in: list, add, remove, and how many stay there"),
    "prove": ("backups", "restore a backup into a scratch book and compare it, row for row"),
    "restore": ("restoring", "make a book of a backup: in a new file, an empty database, or in the place of the book"),
    "restore-customer": ("past", "take customers back out of a backup, with all that was theirs, in one operation"),
    "as-of": ("past", "make a book of what this one was at an earlier minute, in a new file or an empty database"),
    "key": ("keys", "change the key of an encrypted book, as when somebody has departed"),
    "encrypt": ("encrypting", "make an encrypted book of a plain one, while nobody has it open"),
    "decrypt": ("encrypting", "make a plain book of an encrypted one, while nobody has it open"),
    "recovery": (
        "recovery",
        "the printed recovery key: a new sheet, and whether its words still open the book",
    ),
    "recover": ("keys", "open an encrypted book with the printed key, for a new password"),
    "journal": ("journal", "who changed what; --verify proves it whole"),
    "undo": ("journal", "take back an operation"),
    "help": ("help", "print a chapter of the manual, or list its chapters"),
    "replay": ("replay", "play staff at work on a sample company, and tell how long each step took"),
}
"""Each command's module and what it is for."""


def done(_: Any) -> int:
    """The exit code of a command that did what it was asked."""
    return 0


@dataclass(frozen=True)
class Subcommand:
    """One command: its arguments, what it does (an answer for JSON), and how the answer is told in lines."""

    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], Any]
    show: Callable[[Any], Iterable[str]]
    code: Callable[[Any], int] = done
