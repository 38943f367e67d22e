"""Users, and who handles whom."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from typing import Any

from app import clock
from app.book import Book
from app.errors import NotFound
from app.features.access import LockUser, RemoveLogin, SetPassword
from app.features.assignments import Assign, who_handles
from app.features.team import AddUser, EditUser, UserLine, users
from app.rules.beforehand import DEPARTURE
from ui.commands import Subcommand
from ui.commands.beforehand import NO_BACKUP, backed_up_before
from ui.commands.opening import customer_of, day, opened
from ui.commands.passwords import NEW, chosen_password


def _assign_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("customer", metavar="CUSTOMER", help="its id, or words that fit it alone")
    parser.add_argument("login", metavar="LOGIN", help="who handles it from now on")
    parser.add_argument("--role", metavar="ROLE", help="owner (if none is given), stand-in, service, ...")
    parser.add_argument("--from", dest="from_day", type=day, metavar="DAY", help="the first day; else today")
    parser.add_argument("--until", type=day, metavar="DAY", help="the last day; else open")


def _assign(args: Namespace) -> dict[str, Any]:
    with opened(args) as book:
        chosen = (customer_of(book, args.customer),)
        done = book.do(Assign(chosen, args.login, args.role, from_day=args.from_day, until_day=args.until))
    return {"operation": done.operation, "summary": done.summary}


def _show_assigned(answer: dict[str, Any]) -> Iterator[str]:
    yield f"{answer['summary']}. Undo with: housebook undo {answer['operation']}"


def _who_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("customer", metavar="CUSTOMER", help="its id, or words that fit it alone")
    parser.add_argument("--on", type=day, metavar="DAY", help="as of this day; else today")


def _who(args: Namespace) -> list[dict[str, Any]]:
    on = args.on or clock.today()
    with opened(args) as book:
        handlers = book.ask(who_handles, customer_of(book, args.customer), on)
    return [
        {"role": one.role, "user": one.login, "name": one.user, "from": one.from_day, "until": one.until_day}
        for one in handlers
    ]


def _show_who(answer: list[dict[str, Any]]) -> Iterator[str]:
    if not answer:
        yield "Nobody handles this customer on that day."
    for one in answer:
        until = f" until {one['until']}" if one["until"] else ""
        yield f"{one['role']}: {one['name']} ({one['user']}) since {one['from']}{until}"


def _users_arguments(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="add|role|password|lock|unlock|remove", help="change who there is")
    add = _act(acts, "add", "add a user; the first password from HOUSEBOOK_NEW_PASSWORD, or asked for")
    add.add_argument("--name", required=True, metavar="NAME", help="the full name")
    add.add_argument(
        "--role", required=True, metavar="ROLE", help="owner, manager, staff, viewer, IT, or the firm's own"
    )
    add.add_argument("--team", metavar="TEAM", help="a team of the book, by its name, as Sales; else none")
    role = _act(acts, "role", "give a user another role")
    role.add_argument("role", metavar="ROLE")
    _act(acts, "password", "set a user's password: HOUSEBOOK_NEW_PASSWORD, or asked for")
    lock = _act(acts, "lock", "lock a user out of the book")
    _act(acts, "unlock", "let a user in again, who then needs a new password")
    remove = _act(acts, "remove", "remove a locked user's login from a prepared server; the user stays in the book")
    for act in (lock, remove):
        act.add_argument("--no-backup", action="store_true", help=NO_BACKUP)


def _act(acts: Any, name: str, what: str) -> ArgumentParser:
    made: ArgumentParser = acts.add_parser(name, help=what, description=what)
    made.add_argument("login", metavar="LOGIN")
    for option in ("--book", "--user"):
        made.add_argument(option, default=SUPPRESS, help=SUPPRESS)
    made.add_argument("--json", action="store_true", default=SUPPRESS, help=SUPPRESS)
    return made


def _users(args: Namespace) -> list[dict[str, Any]]:
    with opened(args) as book:
        if args.act in _DEPARTURES:
            backed_up_before(book, args, DEPARTURE)
        if args.act is not None:
            args.done = (f"{book.do(_ACTS[args.act](book, args)).summary}.",)
        on_server = book.server_logins()
        return [_told(one) | ({"server_login": on_server.get(one.id)} if on_server else {}) for one in book.ask(users)]


def _told(user: UserLine) -> dict[str, Any]:
    return {
        "login": user.login,
        "name": user.name,
        "role": user.role_name,
        "team": user.team,
        "locked": user.locked,
    }


def _add(book: Book, args: Namespace) -> Any:
    password = chosen_password(args.login, NEW) if book.has_passwords else None
    return AddUser(args.login, args.name, args.role, args.team, password)


def _role(book: Book, args: Namespace) -> Any:
    user = next((one for one in book.ask(users) if one.login == args.login), None)
    if user is None:
        raise NotFound(f"There is no user {args.login} in this book.")
    return EditUser(user.id, {"role": (user.role, args.role)})


_ACTS: dict[str, Callable[[Book, Namespace], Any]] = {
    "add": _add,
    "role": _role,
    "password": lambda _book, args: SetPassword(args.login, chosen_password(args.login, NEW)),
    "lock": lambda _book, args: LockUser(args.login),
    "remove": lambda _book, args: RemoveLogin(args.login),
    "unlock": lambda _book, args: LockUser(args.login, locked=False),
}
"""What changes who there is, by the word on the command line."""
_DEPARTURES = ("lock", "remove")


def _show_users(answer: list[dict[str, Any]]) -> Iterator[str]:
    for one in answer:
        locked = "  (locked out)" if one["locked"] else ""
        server = f"  signs in as {one['server_login']}" if one.get("server_login") else ""
        yield f"{one['login']:12} {one['name']:28} {one['role']:8} {one['team']}{locked}{server}".rstrip()


SUBCOMMANDS = {
    "assign": Subcommand(_assign_arguments, _assign, _show_assigned),
    "who": Subcommand(_who_arguments, _who, _show_who),
    "users": Subcommand(_users_arguments, _users, _show_users),
}
