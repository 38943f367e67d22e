"""Who may do what: each command tried as each role through the book's door. A new command needs a row here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import MISSING, fields
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

import app.features
from app.book import Book, open_book
from app.errors import NotAllowed
from app.features.team import AddUser
from app.rules.permissions import Role
from app.work import Command
from tests.books import OWNER

OWNERS = {Role.OWNER}
MANAGERS = {*OWNERS, Role.MANAGER}
STAFF = {*MANAGERS, Role.STAFF}
SEEING = {*STAFF, Role.VIEWER}
TEAM = {*OWNERS, Role.IT}
UNDOING = {*STAFF, Role.IT}
ALL = {*SEEING, Role.IT}
ROWS: tuple[tuple[set[Role], tuple[str, ...]], ...] = (
    (
        OWNERS,
        (
            "AddCanary", "AddRole", "AddStage", "AddTag", "AddUserRole", "ChangeSetting", "ChangeUserRole",
            "DeclareField", "EraseCustomer", "FillWithSample", "NoteEncryption", "NoteNewRecoveryKey",
            "NoteRecoveryKey", "OpenToAll", "RemoveCanary", "RemoveUserRole", "RenameField", "RenameRole",
            "RenameStage", "RenameTag", "RenewBackupKey", "RenewRecoveryKey", "RestrictCustomer", "TakeBack",
        ),
    ),
    (
        TEAM,
        (
            "AddPlace", "AddTeam", "AddUser", "BeginBackups", "BeginScheduled", "ChangePlan",
            "CountRecoveryKey", "DropBackup", "EditUser", "EndScheduled", "ForgetCopies", "LeaveBackups", "LockUser",
            "MovePlace", "NoteBackup", "NoteCopies", "NoteFault", "NoteNewKey", "NoteProof", "PutBack",
            "RemoveLogin", "RemovePlace", "RenameTeam", "SetAway",
        ),
    ),
    (
        MANAGERS,
        (
            "AnswerRequest", "AskApproval", "Assign", "BringBackCustomers", "EndAssignments", "ImportCards", "LetOut",
            "NoteEnd", "RetireCustomers",
        ),
    ),
    (
        STAFF,
        (
            "AddContact", "AddCustomer", "AddFollowUp", "CorrectTouchPoint", "EditContact", "EditCustomer",
            "EditFollowUp", "FinishFollowUp", "LinkContact", "LogTouchPoint", "RestoreTouchPoint", "SetPhoto",
            "UnlinkContact", "WithdrawTouchPoint",
        ),
    ),
    (UNDOING, ("UndoOperation",)),
    (SEEING, ("NoteOpenings", "RemoveList", "SaveList")),
    (ALL, ("NoteFailures", "SetPassword")),
)  # fmt: skip
TABLE = {command: roles for roles, names in ROWS for command in names}
"""Which roles may try it; what else is asked of them, as that a touch point is their own, the features' tests say."""


def commands() -> dict[str, type[Command[Any]]]:
    """All that a person can do, by name."""
    for module in walk_packages(app.features.__path__, "app.features."):
        import_module(module.name)
    return {one.__name__: one for one in _below(Command) if one.__module__.startswith("app.features")}


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def test_every_command_has_a_row_and_every_row_a_command() -> None:
    assert sorted(commands()) == sorted(TABLE)


@pytest.fixture
def places(place: str) -> Iterator[dict[Role, Book]]:
    """The book opened by a user of each role."""
    with closing(open_book(place, OWNER)) as book:
        for role in Role:
            book.do(AddUser(f"the-{role}", f"The {role}", role))
    opened = {role: open_book(place, f"the-{role}") for role in Role}
    yield opened
    for book in opened.values():
        book.close()


def test_each_role_is_let_through_or_stopped_at_the_door(places: dict[Role, Book]) -> None:
    wrong = [
        f"{role} {'may' if got_in else 'may not'} {name}"
        for name, command in commands().items()
        for role, book in places.items()
        if (got_in := _gets_in(book, command)) != (role in TABLE[name])
    ]
    assert wrong == []


def _gets_in(book: Book, command: Any) -> bool:
    """Whether it gets past the door; what it then stumbles over, with nothing typed into it, does not matter."""
    given = {
        one.name: 1 if one.type == "int" else None
        for one in fields(command)
        if one.default is MISSING and one.default_factory is MISSING
    }
    try:
        book.do(command(**given))
    except NotAllowed as fault:
        return " in this book and may not " not in fault.words
    except Exception:  # noqa: BLE001
        return True
    return True
