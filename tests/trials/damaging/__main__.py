"""A desk's life with damaged books, in a process of its own: a line with paths in, a line with what came of it out."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from app.book import Book, open_book
from app.entrance import check_book
from app.errors import HousebookError
from app.features.assignments.board import board
from app.features.assignments.gaps import gaps
from app.features.customers.card import card
from app.features.customers.finding import find
from app.features.customers.lists import ListFilter, count_customers, first_lines, letters
from app.features.followups import open_follow_ups
from app.features.journal.reading import JournalFilter, journal
from app.features.journal.verifying import verify
from app.features.lists import stages, tags
from app.features.team import users
from app.features.touchpoints import LogTouchPoint, time_line
from app.store import damage
from app.store.engine import Store
from app.store.noted import noted
from app.store.sqlite import SqliteStore
from tests.trials.damaging.books import KEY, LOGIN

Answers = dict[str, Any]


def questions(book: Book) -> Iterator[Callable[[], Any]]:
    """What the window asks, and some cards."""
    now = datetime.now(UTC)
    today = now.astimezone().date()
    everyone = ListFilter()
    yield lambda: book.ask(first_lines, everyone, ())
    yield lambda: book.ask(first_lines, everyone, (("touch", True),))
    yield lambda: book.ask(letters, everyone)
    yield lambda: book.ask(count_customers, everyone)
    yield from (partial(book.ask, find, words) for words in ("a", "mar", "030", "gmbh"))
    yield lambda: book.ask(board, today, today, now)
    yield lambda: list(book.ask(lambda session: list(gaps(session, today, now))))
    yield lambda: book.ask(journal, JournalFilter())
    yield lambda: book.ask(open_follow_ups)
    yield from (partial(book.ask, listed) for listed in (users, stages, tags))
    yield lambda: book.ask(verify)
    yield lambda: book.changes_since(0)


def _cards(book: Book, faults: list[str]) -> Iterator[tuple[int, list[Any]]]:
    """Looks at some customers: each, and what came of it."""
    for line in (_guarded(faults, lambda: book.ask(first_lines, ListFilter(), ())) or [])[:8]:
        looks = partial(book.ask, card, line.id), partial(book.ask, time_line, line.id)
        yield line.id, [_guarded(faults, look) for look in looks]


def _guarded(faults: list[str], work: Callable[[], Any]) -> Any:
    """What comes of it; what is no sentence for a person is noted."""
    try:
        return work()
    except HousebookError:
        return None
    except Exception:  # noqa: BLE001 - that is what is looked for
        faults.append(traceback.format_exc())
        return None


def live(path: str, key: bytes | None) -> Answers:
    """Open the book, ask what the window asks, save once, close."""
    faults: list[str] = []
    told: list[str] = []
    nothing = {"opened": False, "known": False, "saved": False, "asked": 0, "answered": 0}
    answers: Answers = {**nothing, "faults": faults, "told": told}
    try:
        book = open_book(path, LOGIN, key)
    except HousebookError as error:
        return {**answers, "told": [error.words]}
    except Exception:  # noqa: BLE001 - that is what is looked for
        return {**answers, "faults": [traceback.format_exc()]}
    answers["opened"] = True
    try:
        came = [_guarded(faults, question) for question in questions(book)]
        looks = list(_cards(book, faults))
        customer = looks[0][0] if looks else None
        came += [answer for _, some in looks for answer in some]
        answers |= {"asked": len(came), "answered": sum(answer is not None for answer in came)}
        answers["known"] = book.damage is not None
        answers["saved"] = _saved(book, customer or 1, faults)
        told += [book.damage] if book.damage else []
    finally:
        book.close()
    return answers


def _saved(book: Book, customer: int, faults: list[str]) -> bool:
    done = _guarded(faults, lambda: book.do(LogTouchPoint(customer, "call", "Asked about the offer")))
    return done is not None


def checked(path: str, key: bytes | None) -> tuple[bool, bool]:
    """Whether `housebook check` finds something wrong, and whether it keeps that in mind for all others."""
    try:
        return bool(check_book(path, key)), noted(Path(path)) is not None
    except HousebookError:
        return True, False


def after_the_check(path: str, key: bytes | None) -> Answers:
    """A desk that comes after a check that found something, and then one that knows of no check."""
    found, kept = checked(path, key)
    warned = live(path, key) if kept else {"saved": False, "faults": []}
    Path(f"{path}.damaged").unlink(missing_ok=True)
    came = live(path, key)
    return {**came, "faults": came["faults"] + warned["faults"], "saved_after": warned["saved"], "found": found}


def main() -> None:
    """Until the end of the input: path, whether encrypted, whether as if the file were too large to look through."""
    small = damage._SMALL
    if "reckless" in sys.argv:
        _be_reckless()
    for line in sys.stdin:
        path, encrypted, large = json.loads(line)
        damage._SMALL = 0 if large else small
        key = KEY if encrypted else None
        came = after_the_check(path, key)
        if "curt" in sys.argv:  # for a control: what is wrong, and no more
            came["told"] = [words.partition(". ")[0] for words in came["told"]]
        print(json.dumps(came), flush=True)


def _be_reckless() -> None:
    """For a control: a store that knows of the damage and goes on writing."""
    for kind, name in ((Store, "refuse_damaged"), (SqliteStore, "_read_only")):
        setattr(kind, name, lambda _self: None)


if __name__ == "__main__":
    main()
