"""What each role may do: listed, and changed by an owner."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from typing import Any

from app.book import Book
from app.errors import NotFound
from app.features.roles import AddUserRole, ChangeUserRole, RemoveUserRole, UserRoleLine, user_roles
from app.rules.folding import fold
from app.rules.permissions import Permission
from app.rules.words import counted
from ui.commands import Subcommand
from ui.commands.opening import opened

_ANY = "any"
_SEES = {"all": "all customers", "own": "its own customers", "team": "the customers of its team"}


def _arguments(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="add|set|remove", help="change what there is")
    for name, what in (
        ("add", "add a role"),
        ("set", "change what a role may do"),
        ("remove", "remove an unused role"),
    ):
        act = acts.add_parser(name, help=what, description=what)
        act.add_argument("role", metavar="ROLE", help="what it is called")
        for option in ("--book", "--user"):
            act.add_argument(option, default=SUPPRESS, help=SUPPRESS)
        act.add_argument("--json", action="store_true", default=SUPPRESS, help=SUPPRESS)
        if name != "remove":
            _rights(act)
        if name == "set":
            act.add_argument("--may-not", nargs="+", default=[], type=_right, metavar="RIGHT", help="what it loses")
            act.add_argument("--name", metavar="NAME", help="what it is called from now on")


def _rights(act: ArgumentParser) -> None:
    act.add_argument("--may", nargs="+", default=[], type=_right, metavar="RIGHT", help="such as assign, import")
    act.add_argument("--most", type=_most, metavar="NUMBER", help="customers in one act; any: as many as there are")
    act.add_argument("--sees", choices=("all", "own", "team"), help="whose customers its users see")
    act.add_argument("--fixed", nargs="*", metavar="FIELD", help="fields of a customer that its users may not change")
    act.add_argument("--freely", choices=("yes", "no"), help="given by all who change the team, though it holds more")


def _right(typed: str) -> str:
    """A right as the program names it: SEE_CUSTOMERS may be typed see-customers."""
    name = typed.upper().replace("-", "_")
    if name not in Permission.__members__:
        raise ArgumentTypeError(
            f"there is no right {typed}; there are {', '.join(map(_typed, Permission.__members__))}"
        )
    return name


def _typed(right: str) -> str:
    return right.lower().replace("_", "-")


def _most(typed: str) -> int | str:
    return _ANY if typed == _ANY else int(typed)


def _roles(args: Namespace) -> list[dict[str, Any]]:
    with opened(args) as book:
        if args.act is not None:
            book.do(_command(book, args))
        return [_told(one) for one in book.ask(user_roles)]


def _told(role: UserRoleLine) -> dict[str, Any]:
    return {
        "role": role.name,
        "may": [_typed(right) for right in role.may],
        "most_at_once": role.most_at_once,
        "given_freely": role.given_freely,
        "sees": role.whose or "all",
        "fixed": role.fixed.split(),
        "users": role.users,
    }


def _command(book: Book, args: Namespace) -> Any:
    if args.act == "add":
        most = None if args.most == _ANY else args.most
        return AddUserRole(
            args.role, tuple(args.may), most, args.freely == "yes", _whose(args.sees), " ".join(args.fixed or ())
        )
    role = _named(book, args.role)
    if args.act == "remove":
        return RemoveUserRole(role.id)
    return ChangeUserRole(role.id, tuple(args.may), tuple(args.may_not), _edits(role, args))


def _whose(typed: str | None) -> str | None:
    return None if typed == "all" else typed


def _named(book: Book, name: str) -> UserRoleLine:
    roles = book.ask(user_roles)
    for role in roles:
        if fold(role.name) == fold(name):
            return role
    raise NotFound(f"There is no role {name} in this book. There are: {', '.join(one.name for one in roles)}.")


def _edits(role: UserRoleLine, args: Namespace) -> dict[str, tuple[Any, Any]]:
    wanted = {
        "name": args.name,
        "fixed": None if args.fixed is None else " ".join(args.fixed),
        "whose": _ANY if args.sees == "all" else args.sees,
        "most_at_once": args.most,
        "given_freely": None if args.freely is None else args.freely == "yes",
    }
    asked = {name: None if value == _ANY else value for name, value in wanted.items() if value is not None}
    return {name: (getattr(role, name), value) for name, value in asked.items()}


def _show(answer: list[dict[str, Any]]) -> Iterator[str]:
    for one in answer:
        most = "any number of customers" if one["most_at_once"] is None else counted(one["most_at_once"], "customer")
        freely = ", given by all who change the team" if one["given_freely"] else ""
        yield f"{one['role']} ({counted(one['users'], 'user')}): sees {_SEES[one['sees']]}, {most} in one act{freely}"
        yield f"    may {', '.join(one['may']) or 'nothing'}"
        if one["fixed"]:
            yield f"    may not change of a customer: {', '.join(one['fixed'])}"


SUBCOMMANDS = {"roles": Subcommand(_arguments, _roles, _show)}
