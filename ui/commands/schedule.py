"""A backup each day by the computer's own clock: the entry for that is written, shown and taken away again."""

from __future__ import annotations

import shlex
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator, Sequence
from datetime import time
from hashlib import sha256
from subprocess import list2cmdline
from typing import Any, Final

from app.book import Book
from app.catching_up import SCHEDULED
from app.computer.desk_file import place_of
from app.computer.kept_keys import why_not
from app.computer.timers import Daily, Entry, entry_of, is_there, put, take_away
from app.errors import PasswordNeeded, Refused
from app.features.backups import backups, lacks_words, plan
from app.rules.permissions import Permission
from app.sign_in import is_server, sign_in
from ui.commands.opening import location_of, login_said

_USUAL: Final = 2
_FIRST: Final = (
    "No schedule was made: make the first backup by hand, with: housebook backup. Its recovery key has to be written"
    " down, which no clock can do."
)
_STAY: Final = (
    "No schedule was made: no backup can be made without {login}'s password, and none is ever put into a schedule."
    " {cure}"
)
_KEYRING: Final = (
    "Let somebody stay signed in at this computer, best one whose role holds the right to back up and no other:"
    " housebook sign-in --stay --book BOOK --user LOGIN"
)
_NO_KEYRING: Final = "{why} Let the program at a desk make the backups: it does so by itself each day."
_PASSFILE: Final = (
    "No schedule was made: the server did not let {login} in without a password being typed. Put it into the password"
    " file of PostgreSQL (.pgpass, which nobody else may read) for a login whose role holds the right to back up and no"
    " other."
)
_WIDE: Final = (
    "{name} may do more than back up. Whoever gets into this account of the computer gets that, too: a user whose role"
    " holds the right to back up and no other is safer."
)
_WHEN: Final = {
    True: "It runs while you are signed in to this computer; what was missed is made up for.",
    False: "The system did not take it up by itself. Run this at a terminal of your own:",
}


def arguments(parser: ArgumentParser) -> None:
    """What `backup` takes for it."""
    way = parser.add_mutually_exclusive_group()
    way.add_argument(
        "--install-schedule", action="store_true",
        help="back up each day from now on: writes the entry for systemd, launchd or the task planner of Windows",
    )  # fmt: skip
    way.add_argument("--remove-schedule", action="store_true", help="no longer: takes that entry away")
    parser.add_argument("--at", type=_time, metavar="HH:MM", help="when each day; else at the hour of the plan")


def install(args: Namespace) -> dict[str, Any]:
    """Write the entry, if a backup can be made with nobody there."""
    location = place_of(location_of(args))
    login = login_said(args, location)
    book = _alone(location, login)
    try:
        login, at = book.known_as, args.at or time(_hour(book))
        about = f"Backup of the book of {book.firm}"
        wide = book.user.rights.may - {Permission.BACK_UP}
        name, as_whom = book.user.name, book.user.login
    finally:
        book.close()
    entry = entry_of(_daily(location, login, at, about), sys.platform)
    active = put(entry)
    return {
        "files": {str(path): _shown(data) for path, data in entry.files.items()}, "at": f"{at:%H:%M}",
        "command": list(_command(location, login)), "user": as_whom, "active": active,
        "begin": [] if active else _lines(entry.begin), "told": _WIDE.format(name=name) if wide else "",
    }  # fmt: skip


def remove(args: Namespace) -> dict[str, Any]:
    """Take the entry away, if there is one."""
    entry = _entry_at(place_of(location_of(args)))
    there = is_there(entry)
    ended = take_away(entry) if there else True
    return {"removed": [str(path) for path in entry.files] if there else [], "end": [] if ended else _lines(entry.end)}


def show(answer: dict[str, Any]) -> Iterator[str]:
    """What was written, or taken away."""
    if "removed" in answer:
        yield from _show_removed(answer)
        return
    for path, text in answer["files"].items():
        yield f"Written: {path}"
        yield from (f"  {line}" for line in text.splitlines())
    yield f"A backup is made each day at {answer['at']}, as {answer['user']}, with nothing asked."
    yield _WHEN[answer["active"]]
    yield from (f"  {line}" for line in answer["begin"])
    if answer["told"]:
        yield answer["told"]


def _show_removed(answer: dict[str, Any]) -> Iterator[str]:
    if not answer["removed"]:
        yield "There was no schedule of this book here."
    for path in answer["removed"]:
        yield f"Taken away: {path}"
    if answer["end"]:
        yield "The system did not answer. If it still calls it, run this at a terminal of your own:"
        yield from (f"  {line}" for line in answer["end"])


def _alone(location: str, login: str | None) -> Book:
    """The book as it opens with nobody there: no password is typed, and none taken from the environment."""
    try:
        book = sign_in(location, login, None)
    except PasswordNeeded as needed:
        if is_server(location):
            raise Refused(_PASSFILE.format(login=needed.login)) from needed
        why = why_not()
        cure = _NO_KEYRING.format(why=why) if why else _KEYRING
        raise Refused(_STAY.format(login=needed.login, cure=cure)) from needed
    try:
        book.user.demand(Permission.BACK_UP)
        if not book.ask(backups) or book.ask(lacks_words):
            raise Refused(_FIRST)
    except BaseException:
        book.close()
        raise
    return book


def _hour(book: Book) -> int:
    """That of the plan: then the program at a desk finds it made."""
    hour = book.ask(plan).hour
    return _USUAL if hour is None else hour


def _entry_at(location: str) -> Entry:
    return entry_of(_daily(location, "", time(_USUAL), ""), sys.platform)


def _daily(location: str, login: str, at: time, about: str) -> Daily:
    name = f"housebook-backup-{sha256(location.encode()).hexdigest()[:8]}"
    return Daily(name, about, _command(location, login), at)


def _command(location: str, login: str) -> tuple[str, ...]:
    who = ("--user", login) if login else ()  # else the address says it
    return (sys.executable, "-m", "ui.cli", "backup", "--book", location, *who, "--why", SCHEDULED)


def _lines(commands: Sequence[Sequence[str]]) -> list[str]:
    join = list2cmdline if sys.platform == "win32" else shlex.join
    return [join(one) for one in commands]


def _shown(data: bytes) -> str:
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")


def _time(typed: str) -> time:
    try:
        return time.fromisoformat(typed).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as fault:
        raise ArgumentTypeError(f"“{typed}” is no time of the day. Write it as 23:00.") from fault
