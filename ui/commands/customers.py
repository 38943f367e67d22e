"""Finding customers, and showing one with all that is known."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from app import clock
from app.book import Book
from app.errors import Refused
from app.features.assignments import who_handles
from app.features.customers.card import Card, card
from app.features.customers.finding import find
from app.features.followups import open_follow_ups
from app.features.touchpoints import time_line
from app.rules.folding import query_terms
from ui.commands import Subcommand
from ui.commands.opening import count, customer_of, login_of, opened
from ui.commands.openings import note_openings

MOST_FOUND = 50
"""More than these leave by the gate, as in the window, where each page of the list is seen by itself."""


def _find_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", metavar="WORDS")
    parser.add_argument("--limit", type=count, default=MOST_FOUND, metavar="N", help=f"at most {MOST_FOUND}")


def _find(args: Namespace) -> list[dict[str, Any]]:
    if args.limit > MOST_FOUND:
        raise Refused(f"At most {MOST_FOUND} customers are listed. For more of them use: housebook export FILE.")
    if not query_terms(" ".join(args.words)):
        raise Refused("Nothing was looked for: type a word, or a part of a number.")
    with opened(args) as book:
        logins = login_of(book)
        lines = book.ask(find, " ".join(args.words), args.limit)
        note_openings(book, len(lines))
    return [
        {
            "id": line.id,
            "name": line.name,
            "kind": line.kind,
            "town": line.town,
            "phone": line.phone,
            "email": line.email,
            "handled_by": logins.get(line.owner_id, ""),
        }
        for line in lines
    ]


def _show_found(answer: list[dict[str, Any]]) -> Iterator[str]:
    if not answer:
        yield "No customer fits."
    for line in answer:
        told = (line["town"], line["phone"], line["email"], line["handled_by"])
        yield f"{line['id']:>8}  {line['name']}" + "".join(f" · {one}" for one in told if one)


def _show_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("customer", metavar="CUSTOMER", help="its id, or words that fit it alone")
    parser.add_argument("--touch-points", type=count, default=100, metavar="N", help="how many of them, newest first")


def _one(args: Namespace) -> dict[str, Any]:
    with opened(args) as book:
        seen = book.ask(card, customer_of(book, args.customer))
        answer = {**_plain(seen), **_around(book, seen.id, args.touch_points)}
        note_openings(book, 1)
        return answer


def _plain(seen: Card) -> dict[str, Any]:
    values = {name: value for name, value in seen.values.items() if name != "stage_id"}
    contacts = [
        {
            "id": person.id,
            "name": person.name,
            "role": person.role,
            "job_title": person.job_title,
            "phones": [phone.raw for phone in person.phones],
            "emails": [email.address for email in person.emails],
        }
        for person in seen.contacts
    ]
    return {
        "id": seen.id,
        "uid": seen.uid,
        **values,
        "stage": seen.stage,
        "retired_on": seen.retired_on,
        "tags": list(seen.tags),
        "fields": {field.name: field.value for field in seen.fields},
        "contacts": contacts,
        "emails": [_reach(asdict(email), "address") for email in seen.emails],
        "phones": [_reach(asdict(phone), "raw") for phone in seen.phones],
        "links": [_reach(asdict(link), "url") for link in seen.links],
        "addresses": [{name: value for name, value in asdict(one).items() if name != "id"} for one in seen.addresses],
    }


def _reach(row: dict[str, Any], value: str) -> dict[str, Any]:
    return {"value": row[value], "kind": row["kind"], "label": row["label"], "preferred": row["preferred"]}


def _around(book: Book, customer: int, limit: int) -> dict[str, Any]:
    today = clock.today()
    entries = book.ask(time_line, customer, limit=limit)
    handlers = book.ask(who_handles, customer, today)
    logins = login_of(book)
    promises = book.ask(open_follow_ups, customer_id=customer)
    return {
        "follow_ups": [
            {"id": one.id, "due_on": one.due_on, "words": one.words, "user": logins.get(one.user_id, "")}
            for one in promises
        ],
        "touch_points": [
            {
                "id": entry.id,
                "at": entry.at.isoformat(),
                "kind": entry.kind,
                "direction": entry.direction,
                "mood": entry.mood,
                "words": entry.words,
                "user": logins.get(entry.user_id, ""),
                "contact": entry.contact,
            }
            for entry in entries
        ],
        "assignments": [
            {"role": one.role, "user": one.login, "from": one.from_day, "until": one.until_day} for one in handlers
        ],
    }


def _show_one(answer: dict[str, Any]) -> Iterator[str]:
    yield f"{answer['name']} ({answer['kind']}, {answer['stage']}, no. {answer['id']})"
    for mark in ("do_not_call", "do_not_write", "do_not_mail"):
        if answer[mark]:
            yield f"  {mark.replace('_', ' ').capitalize()}."
    for name in _TOLD:
        if answer[name]:
            yield f"  {name.replace('_', ' ')}: {answer[name]}"
    if answer["tags"]:
        yield f"  tags: {', '.join(answer['tags'])}"
    for name, value in answer["fields"].items():
        if value:
            yield f"  {name}: {value}"
    for reach in (*answer["phones"], *answer["emails"], *answer["links"]):
        yield f"  {reach['kind'] or 'other':8} {reach['value']}"
    for address in answer["addresses"]:
        parts = ("street", "extra", "postal_code", "town", "region", "country")
        yield "  address  " + ", ".join(address[part] for part in parts if address[part])
    for person in answer["contacts"]:
        reached = ", ".join([*person["phones"], *person["emails"]])
        yield "  person   " + " · ".join(one for one in (person["name"], person["role"], reached) if one)
    for promise in answer["follow_ups"]:
        yield f"  promised for {promise['due_on']}: {promise['words']} ({promise['user']})"
    for one in answer["assignments"]:
        yield f"  {one['role']}: {one['user']} since {one['from']}"
    for entry in answer["touch_points"]:
        yield f"  {entry['at'][:16]}  {entry['kind']:9} {entry['user']}: {entry['words']}"


_TOLD = (
    *("organisation", "job_title", "number", "tax_number", "since", "birthday", "language", "preferred_channel"),
    "notes",
)

SUBCOMMANDS = {
    "find": Subcommand(_find_arguments, _find, _show_found),
    "show": Subcommand(_show_arguments, _one, _show_one),
}
