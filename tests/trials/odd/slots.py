"""Every place of every command that takes text, found by looking at the commands: a new one is tried by itself.

A command is made with something usual in each field; then each text in it, however deep, is replaced by an odd one.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any, get_type_hints

import app.features
from app.features.backups import Plan
from app.features.customers.lists import ListFilter
from app.features.customers.reaches import AddressInput, EmailInput, LinkInput, PhoneInput
from app.work import Command

Path = tuple[Any, ...]

_OUT_OF_BACKUPS = frozenset({"PutBack", "TakeBack"})
_USUAL: Mapping[str, Any] = {
    "phones": (PhoneInput(raw="+49 30 1"),),
    "emails": (EmailInput(address="a@b.example"),),
    "links": (LinkInput(url="https://b.example"),),
    "addresses": (AddressInput(town="Kiel"),),
    "tags": ("usual",),
    "choices": ("one", "two"),
    "filter": ListFilter(words="usual", without=("email",), having=("phone",)),
    "AddUser.role": "staff",
    "may": ("SEE_CUSTOMERS",),
    "AddUserRole.whose": "own",
    "AddUserRole.fixed": "notes",
    "give": ("ASSIGN",),
    "take": ("SEE_CUSTOMERS",),
    "ChangeUserRole.edits": {"name": ("viewer", "viewer")},
    "AddUser.password": None,
    "LockUser.login": "bob",
    "RemoveLogin.login": "bob",
    "NoteFailures.failures": ((date(2026, 1, 2), "bob", 1),),
    "NoteEncryption.without": ("bob",),
    "encrypted": True,
    "RenewBackupKey.public": bytes(32),
    "RenewRecoveryKey.public": bytes(32),
    "AddPlace.marked": (),
    "BeginBackups.private": bytes(range(32)),
    "BeginBackups.firm": bytes(32),
    "BeginBackups.signing": bytes(range(32)),
    "BeginBackups.recovery": bytes(32),
    "ChangePlan.plan": Plan(),
    "CountRecoveryKey.public": bytes(32),
    "DropBackup.digest": "",
    "ForgetCopies.place": 1,
    "ForgetCopies.copies": (),
    "MovePlace.place": 1,
    "NoteCopies.backup": 1,
    "NoteCopies.places": (),
    "RemovePlace.place": 1,
    "NoteBackup.at": datetime(2026, 1, 2, tzinfo=UTC),
    "NoteBackup.revision": 1,
    "NoteBackup.rows": 1,
    "NoteBackup.size": 1,
    "NoteBackup.proven_at": datetime(2026, 1, 2, tzinfo=UTC),
    "found": True,
    "way": "csv",
    "finished": True,
    "AnswerRequest.request_id": 1,
    "approve": True,
    "NoteOpenings.cards": 50,
    "NoteNewKey.generation": 2,
    "NoteNewKey.without": ("bob",),
    "NoteNewKey.anew": ("bob",),
    "AddCanary.kind": "person",
    "AddCanary.email": "a@b.example",  # a customer's: refused last of all, as a canary stays in the book for good
    "AddCanary.phone": "+49 30 1",
    "RemoveCanary.canary_id": 1,
    "Assign.user": "bob",
    "ChangeSetting.name": "home_region",
    "ChangeSetting.value": "CH",
    "LogTouchPoint.kind": "note",
    "AddCustomer.kind": "company",
    "DeclareField.kind": "choice",
}
_BEHIND = {"raw", "address"}  # these are tried behind something usual, as by themselves most texts are refused
_UNTRIED = {"was", "reading", "password"}  # seen before; out of files, which have a trial of their own; nowhere shown


@dataclass(frozen=True)
class Ground:
    """A book with one of everything: what a field may name, by the field's name or by command and field."""

    given: Mapping[str, Any]


@dataclass(frozen=True)
class Slot:
    """One place for text in a command."""

    command: type[Command[Any]]
    path: Path

    @property
    def name(self) -> str:
        """Command and place, such as AddCustomer.phones.0.raw."""
        return ".".join(map(str, (self.command.__name__, *self.path)))

    def made(self, ground: Ground, odd: str) -> tuple[Command[Any], str]:
        """The command with this text in its place, and the text as it stands there."""
        usual = usual_command(self.command, ground)
        typed = f"{_at(usual, self.path)}{odd}" if self.path[-1] in _BEHIND else odd
        made: Command[Any] = _put(usual, self.path, typed)
        return made, typed


def commands() -> list[type[Command[Any]]]:
    """All that a person can do, but for what takes its values out of a backup that the house has signed."""
    for module in pkgutil.walk_packages(app.features.__path__, "app.features."):
        import_module(module.name)
    found = [one for one in Command.__subclasses__() if one.__module__.startswith("app.features.")]
    found = [one for one in found if one.__name__ not in _OUT_OF_BACKUPS]
    return sorted(found, key=lambda one: one.__name__)


def slots(ground: Ground, of: list[type[Command[Any]]] | None = None) -> list[Slot]:
    """The places for text of all commands."""
    found = [Slot(one, path) for one in of or commands() for path in _texts(usual_command(one, ground))]
    return [one for one in found if one.path[0] not in _UNTRIED and not _was(one.path)]


def _was(path: Path) -> bool:
    """Whether this is what an edit's form was opened with."""
    return bool(path[0] == "edits" and path[2:3] == (0,))


def usual_command(command: type[Command[Any]], ground: Ground) -> Command[Any]:
    """The command as it is taken. Raises LookupError where a field is new and nothing is known to put into it."""
    hints = get_type_hints(command)
    usual = {}
    for one in fields(command):  # type: ignore[arg-type]
        known = _known(f"{command.__name__}.{one.name}", one.name, hints[one.name], ground)
        if known is not MISSING:
            usual[one.name] = known
        elif one.default is MISSING and one.default_factory is MISSING:
            raise LookupError(f"The trial of odd input knows nothing to put into {command.__name__}.{one.name}.")
        elif "str" in str(hints[one.name]) and one.name not in _UNTRIED and not _plain_text(hints[one.name]):
            raise LookupError(f"The trial of odd input cannot reach the texts in {command.__name__}.{one.name}.")
        elif _plain_text(hints[one.name]):
            usual[one.name] = one.default if isinstance(one.default, str) else ""
    return command(**usual)


def _known(place: str, name: str, hint: Any, ground: Ground) -> Any:
    for known in (_USUAL, ground.given):
        for key in (place, name):
            if key in known:
                return known[key]
    return "Usual" if hint is str else MISSING


def _plain_text(hint: Any) -> bool:
    return hint is str or "str" in str(hint).split(" | ")


def _texts(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where in a value texts stand."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _texts(one, (*path, key))
    elif isinstance(value, tuple):
        for place, one in enumerate(value):
            yield from _texts(one, (*path, place))
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _texts(getattr(value, field.name), (*path, field.name))


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = getattr(value, step) if is_dataclass(value) else value[step]
    return value


def _put(value: Any, path: Path, text: str) -> Any:
    """The value with another text at a place; of a mapping only that entry, as a form sends what was changed."""
    if not path:
        return text
    step, *rest = path
    if isinstance(value, Mapping):
        inner = _put(value[step], tuple(rest), text)
        return {step: inner}
    if isinstance(value, tuple):
        return (*value[:step], _put(value[step], tuple(rest), text), *value[step + 1 :])
    return replace(value, **{step: _put(getattr(value, step), tuple(rest), text)})
