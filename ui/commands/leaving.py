"""Exporting customers, the ledger of what left, and the approvals for it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from app import clock
from app.book import Book
from app.disk import contents
from app.errors import NotFound, Refused, UnreadableFile
from app.features.customers.lists import ListFilter, customer_ids
from app.features.customers.saved import saved_lists
from app.features.leaving import (
    AnswerRequest,
    AskApproval,
    FoundCanaries,
    FoundExport,
    LedgerFilter,
    LedgerLine,
    RequestLine,
    Traces,
    canaries_found,
    found_in_ledger,
    ledger,
    requests,
    traces_of,
)
from app.features.openings import OpenedCards, openings
from app.features.settings import ChangeSetting, book_settings
from app.features.team import users
from app.leaving import Leaving, let_out
from app.leaving_files import DrawnFile, FileOutlet
from app.rules.days import Span, day_start
from app.rules.permissions import Permission
from app.rules.ways_out import FILES, fingerprints_in, way_for
from app.rules.words import counted
from app.settings import NO_LIMIT
from ui.commands import Subcommand
from ui.commands.drawing import begin_drawing
from ui.commands.opening import day, key, opened
from ui.commands.progress import progress

_DAYS = 90
_HOW = {
    "mark": "It bears the mark of this export.",
    "file": "It is this very file.",
    "canaries": "Canary customers that left with this export stand in it.",
    "contents": "It bears no mark, but {} of its customers left with this export: likely, no proof.",
}


def _export_arguments(parser: ArgumentParser) -> None:
    parser.description = (
        "Let customers leave the book in a file. The ledger keeps who took them, how many, where to and why."
    )
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("words", nargs="*", metavar="WORDS", help="only the customers that all these words fit")
    parser.add_argument("--format", choices=FILES, help="else as the file's name ends")
    parser.add_argument("--reason", default="", metavar="TEXT", help="what it is for, in a sentence")
    parser.add_argument("--list", dest="kept", metavar="NAME", help="only the customers on this saved list")
    parser.add_argument("--retired", action="store_true", help="the retired customers instead")
    parser.add_argument("--replace", action="store_true", help="a file of this name goes")
    parser.add_argument("--ask", action="store_true", help="ask a second person for approval, and export nothing yet")


def _export(args: Namespace) -> dict[str, Any]:
    path, way = Path(args.file), _way(args)
    with opened(args) as book:
        found = book.ask(customer_ids, _filter(book, args), (("name", False),))
        if args.ask:
            done = book.do(AskApproval(found, way, args.reason))
            return {"request": done.answer, "customers": len(found)}
        leaving = Leaving(found, way, str(path.absolute()), args.reason)
        with progress(args) as ticket:
            left = let_out(book, leaving, _outlet(book, path, way, args.replace), ticket)
    told = {"customers": left.customers, "ledger": left.ledger, "fingerprint": left.fingerprint}
    return told if left.noted else {**told, "note": left.in_ledger}


def _outlet(book: Book, path: Path, way: str, replace: bool) -> FileOutlet | DrawnFile:
    if way != "pdf":
        return FileOutlet(path, way, replace=replace)
    begin_drawing()
    from ui.parts.list_paper import Head, PdfPaper

    return DrawnFile(path, PdfPaper(Head(book.firm, book.user.name, clock.today())), replace=replace)


def _way(args: Namespace) -> str:
    way = args.format or way_for(Path(args.file).suffix)
    if way is None:
        raise Refused(f"Nothing was exported: say in which form, by --format {'|'.join(FILES)}.")
    return str(way)


def _filter(book: Book, args: Namespace) -> ListFilter:
    chosen = ListFilter(words=" ".join(args.words), retired=args.retired)
    if args.kept:
        named = [one for one in book.ask(saved_lists, book.user.id) if one.name.casefold() == args.kept.casefold()]
        if not named:
            raise NotFound(f"There is no saved list {args.kept}. Nothing was exported.")
        chosen = named[0].filter
    return chosen.seen_by(book.user.id, clock.today())


def _show_export(answer: dict[str, Any]) -> Iterator[str]:
    customers = counted(answer["customers"], "customer")
    if "request" in answer:
        yield f"Asked for the approval of a second person for {customers}: request {answer['request']}."
    else:
        yield f"{customers} exported. Ledger no. {answer['ledger']}, fingerprint {answer['fingerprint']}."
        if note := answer.get("note"):
            yield str(note)


def _ledger_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--find", metavar="FILE", help="from which export a file came, or a fingerprint")
    parser.add_argument("--openings", action="store_true", help="how many cards each user opened, hour by hour")
    parser.add_argument("--by", metavar="LOGIN", help="only what this user took")
    parser.add_argument("--since", type=day, metavar="DAY", help=f"the first day; else {_DAYS} days ago")


def _ledger(args: Namespace) -> list[dict[str, Any]]:
    if args.find:
        return _found(args)
    with opened(args) as book:
        span = Span(day_start(args.since or clock.today() - timedelta(days=_DAYS)), clock.now())
        whose = None if args.by is None else _user(book, args.by)
        if args.openings:
            return [_opened(one) for one in book.ask(openings, span) if whose in (None, one.user_id)]
        return [_line(one) for one in book.ask(ledger, LedgerFilter(whose, span))]


def _found(args: Namespace) -> list[dict[str, Any]]:
    with opened(args) as book:
        sees_canaries = book.user.may(Permission.SEED_CANARIES)
        traces = _traces(args.find, sees_canaries)
        found = book.ask(found_in_ledger, traces)
        told = [_likely(one) for one in found]
        if sees_canaries:
            told = _with_canaries(told, book.ask(canaries_found, traces))
    if not told:
        raise NotFound(f"No export of this book is found by {Path(args.find).name}.")
    return told


def _likely(one: FoundExport) -> dict[str, Any]:
    """Where it is told by customers alone, `more` exports may be it besides all that are told."""
    more = {"more": one.more} if one.how == "contents" else {}
    return {**_line(one.line), "how": one.how, "of_the_file": one.known or None, **more}


def _with_canaries(told: list[dict[str, Any]], found: FoundCanaries) -> list[dict[str, Any]]:
    """With the canaries that stand in the file beside the exports with which they left."""
    seen = [{"name": one.name, "by": list(one.by), "words": one.words} for one in found.canaries]
    left = {one.id: {"canaries": seen, "of_them": found.together} for one in found.exports}
    others = [one for one in found.exports if one.id not in {line["ledger"] for line in told}]
    told = [*told, *({**_line(one), "how": "canaries", "of_the_file": None} for one in others)]
    return [{**line, **left.get(line["ledger"], {})} for line in told]


def _traces(named: str, people: bool) -> Traces:
    """Of a file, or of a fingerprint as it stands on paper."""
    if not Path(named).exists() and (marks := tuple(fingerprints_in(named))):
        return Traces(marks, "")
    try:
        return traces_of(Path(named).name, contents(Path(named)), people=people)
    except (OSError, ValueError) as fault:
        raise UnreadableFile(f"{named} cannot be read: {getattr(fault, 'strerror', None) or fault}.") from fault


def _opened(one: OpenedCards) -> dict[str, Any]:
    return {
        "user": one.login,
        "from": one.begin.isoformat(),
        "until": one.until.isoformat(),
        "cards": one.cards,
        "notice": one.many,
    }


def _user(book: Book, login: str) -> int:
    for one in book.ask(users):
        if one.login == login:
            return one.id
    raise NotFound(f"There is no user {login} in this book.")


def _line(one: LedgerLine) -> dict[str, Any]:
    return {
        "ledger": one.id,
        "at": one.at.isoformat(),
        "user": one.login,
        "what": one.way,
        "customers": one.customers,
        "to": one.to,
        "reason": one.reason,
        "approved_by": one.approver or None,
        "fingerprint": one.fingerprint,
        "finished": one.finished,
    }


def _show_ledger(answer: list[dict[str, Any]]) -> Iterator[str]:
    if not answer:
        yield "Nothing."
    for one in answer:
        if "cards" in one:
            many = "  many" if one["notice"] else ""
            yield f"{one['until'][:16]}  {one['user']:10} {counted(one['cards'], 'card')} opened within an hour{many}"
            continue
        approved = f", approved by {one['approved_by']}" if one["approved_by"] else ""
        ended = "" if one["finished"] else " (was not finished)" if one["finished"] is False else " (end not known)"
        customers = counted(one["customers"], "customer")
        yield f"{one['at'][:16]}  {one['user']:10} {customers} as {one['what']} to {one['to']}{ended}"
        yield f"                  {one['reason']}{approved}; no. {one['ledger']}, {one['fingerprint']}"
        if how := one.get("how"):
            yield f"                  {_HOW[how].format(one.get('of_the_file'))}"
        if seen := one.get("canaries"):
            names = ", ".join(each["words"] for each in seen)
            yield f"                  Canary customers in it: {names}. {one['of_them']} of them left with this export."
    if more := max((one.get("more", 0) for one in answer), default=0):
        yield f"... and {more:,} more may be it: they hold at least half of its customers, too."


def _approvals_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("act", nargs="?", choices=("list", "approve", "refuse", "above"), default="list")
    parser.add_argument(
        "number", nargs="?", type=key, metavar="N", help="of a request; or above how many they are needed"
    )


def _approvals(args: Namespace) -> dict[str, Any]:
    with opened(args) as book:
        if args.act != "list":
            if args.number is None:
                raise Refused(f"Say which: approvals {args.act} N.")
            book.do(_act(args))
        answers = book.user.rights.allow(Permission.APPROVE)
        found = book.ask(requests, book.user.id, clock.today(), to_answer=answers)
        return {"above": book.ask(book_settings)["export_limit"], "requests": [_request(one) for one in found]}


def _act(args: Namespace) -> Any:
    if args.act == "above":
        return ChangeSetting("export_limit", args.number)
    return AnswerRequest(args.number, args.act == "approve")


def _request(one: RequestLine) -> dict[str, Any]:
    return {
        "request": one.id,
        "at": one.at.isoformat(),
        "user": one.user,
        "what": one.way,
        "customers": one.customers,
        "reason": one.reason,
        "state": one.state,
        "answered_by": one.answered_by or None,
        "until": one.until,
    }


def _exports_above(number: int) -> str:
    some = {0: "Each export", NO_LIMIT: "No export"}
    return some.get(number, f"An export of more than {counted(number, 'customer')}")


def _show_approvals(answer: dict[str, Any]) -> Iterator[str]:
    waits = "" if answer["requests"] else " Nobody asks for it."
    yield f"{_exports_above(answer['above'])} needs the yes of a second person.{waits}"
    for one in answer["requests"]:
        by = f" by {one['answered_by']}" if one["answered_by"] else ""
        what = f"{counted(one['customers'], 'customer')} as {one['what']}"
        yield f"{one['request']:>6}  {one['state']}{by}: {one['user']}, {what}, until {one['until']}: {one['reason']}"


SUBCOMMANDS = {
    "export": Subcommand(_export_arguments, _export, _show_export),
    "ledger": Subcommand(_ledger_arguments, _ledger, _show_ledger),
    "approvals": Subcommand(_approvals_arguments, _approvals, _show_approvals),
}
