"""Reading and proving the journal, and taking operations back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from app.features.journal.reading import JournalFilter, journal
from app.features.journal.verifying import verify
from app.features.undo import UndoOperation
from app.rules.words import counted
from ui.commands import Subcommand
from ui.commands.opening import count, customer_of, key, login_of, opened


def _journal_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--customer", metavar="CUSTOMER", help="only what touched this customer")
    parser.add_argument("--verify", action="store_true", help="prove that nobody rewrote the journal")
    parser.add_argument("--limit", type=count, default=200, metavar="N")


def _journal(args: Namespace) -> Any:
    with opened(args) as book:
        if args.verify:
            return asdict(book.ask(verify))
        customer = customer_of(book, args.customer) if args.customer else None
        logins = login_of(book)
        lines = book.ask(journal, JournalFilter(customer_id=customer), limit=args.limit)
    return [
        {
            "operation": line.id,
            "revision": line.revision,
            "at": line.at.isoformat(),
            "user": logins.get(line.user_id, ""),
            "command": line.command,
            "summary": line.summary,
            "undone_by": line.undone_by,
        }
        for line in lines
    ]


def _show_journal(answer: Any) -> Iterator[str]:
    if isinstance(answer, dict):
        told = "The journal is whole" if answer["ok"] else f"The journal was changed at no. {answer['broken_at']}"
        yield f"{told}: {counted(answer['operations'], 'operation')}."
        return
    for line in answer:
        undone = " (undone)" if line["undone_by"] else ""
        yield f"{line['operation']:>8}  {line['at'][:16]}  {line['user']:10} {line['summary']}{undone}"


def _whole(answer: Any) -> int:
    return 3 if isinstance(answer, dict) and not answer["ok"] else 0


def _undo_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("operation", type=key, metavar="OPERATION", help="its number in the journal")


def _undo(args: Namespace) -> dict[str, Any]:
    with opened(args) as book:
        done = book.do(UndoOperation(args.operation))
    kept = [asdict(one) for one in done.answer.kept]
    return {"undone": done.answer.undone, "kept": kept, "operation": done.operation, "summary": done.summary}


def _show_undone(answer: dict[str, Any]) -> Iterator[str]:
    yield f"{answer['summary']}: {counted(answer['undone'], 'row')} put back as before, {len(answer['kept']):,} kept."
    for one in answer["kept"][:50]:
        yield f"  kept: {one['table']} {one['row_id']} {one['customer']} ({one['why']})"


SUBCOMMANDS = {
    "journal": Subcommand(_journal_arguments, _journal, _show_journal, _whole),
    "undo": Subcommand(_undo_arguments, _undo, _show_undone),
}
