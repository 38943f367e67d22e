"""Customers whom only named people open."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from app.book import Book
from app.errors import NotFound, Refused
from app.features.restricting import OpenToAll, RestrictCustomer, RestrictedLine, restricted_customers
from app.features.team import users
from ui.commands import Subcommand
from ui.commands.opening import customer_of, opened


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("customer", nargs="?", metavar="CUSTOMER", help="its id or name; none: list those restricted")
    parser.add_argument("logins", nargs="*", metavar="LOGIN", help="who opens it from now on, and nobody else")
    parser.add_argument("--open", action="store_true", help="let everybody open it again")


def _restrict(args: Namespace) -> list[dict[str, Any]]:
    with opened(args) as book:
        if args.customer is not None:
            book.do(_command(book, args))
        return [_told(one) for one in book.ask(restricted_customers)]


def _told(line: RestrictedLine) -> dict[str, Any]:
    logins = [login for _, login, _ in line.people]
    return {"id": line.customer_id, "name": line.name, "since": line.since, "users": logins}


def _command(book: Book, args: Namespace) -> OpenToAll | RestrictCustomer:
    customer = _customer(book, args.customer)
    if args.open:
        return OpenToAll(customer)
    if not args.logins:
        raise Refused("Say who opens it from now on: one login or several, or --open for everybody.")
    ids = {one.login: one.id for one in book.ask(users)}
    for login in args.logins:
        if login not in ids:
            raise NotFound(f"There is no user {login} in this book.")
    return RestrictCustomer(customer, tuple(ids[login] for login in args.logins))


def _customer(book: Book, named: str) -> int:
    """One of those restricted, which need not be in sight, or any other."""
    for one in book.ask(restricted_customers):
        if named in (str(one.customer_id), one.name):
            return one.customer_id
    return customer_of(book, named)


def _show(answer: list[dict[str, Any]]) -> Iterator[str]:
    if not answer:
        yield "No customer is restricted."
    for one in answer:
        yield f"{one['name']} ({one['id']}), since {one['since']}: {', '.join(one['users'])}"


SUBCOMMANDS = {"restrict": Subcommand(_arguments, _restrict, _show)}
