"""Users, and who handles whom."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from app import clock
from app.features.assignments import Assign, who_handles
from app.features.team import AddUser, users
from app.rules.permissions import Role
from ui.commands import Subcommand
from ui.commands.opening import customer_of, day, opened


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
    adding = parser.add_subparsers(dest="act", metavar="add", help="add a user")
    add = adding.add_parser("add", help="add a user")
    add.add_argument("login", metavar="LOGIN")
    add.add_argument("--name", required=True, metavar="NAME")
    add.add_argument("--role", required=True, choices=[role.value for role in Role])
    add.add_argument("--team", metavar="TEAM")
    for option in ("--book", "--user"):
        add.add_argument(option, default=SUPPRESS, help=SUPPRESS)
    add.add_argument("--json", action="store_true", default=SUPPRESS, help=SUPPRESS)


def _users(args: Namespace) -> list[dict[str, Any]]:
    with opened(args) as book:
        if args.act == "add":
            book.do(AddUser(args.login, args.name, args.role, args.team))
        return [{"login": one.login, "name": one.name, "role": one.role, "team": one.team} for one in book.ask(users)]


def _show_users(answer: list[dict[str, Any]]) -> Iterator[str]:
    for one in answer:
        yield f"{one['login']:12} {one['name']:28} {one['role']:8} {one['team']}".rstrip()


SUBCOMMANDS = {
    "assign": Subcommand(_assign_arguments, _assign, _show_assigned),
    "who": Subcommand(_who_arguments, _who, _show_who),
    "users": Subcommand(_users_arguments, _users, _show_users),
}
