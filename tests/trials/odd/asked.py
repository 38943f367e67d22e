"""Odd texts as search words and as values of every filter: both kinds of book give the same answers, and show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields
from functools import partial
from typing import Any, get_type_hints

from app.book import Book
from app.errors import HousebookError
from app.features.customers.commands import AddCustomer
from app.features.customers.contacts import AddContact
from app.features.customers.finding import duplicates, find
from app.features.customers.lists import ListFilter, count_customers, first_lines, letters, towns
from app.features.customers.people import find_people
from app.features.customers.reaches import AddressInput
from app.features.journal.reading import JournalFilter, journal
from app.features.touchpoints import LogTouchPoint, TouchFilter, firm_time_line
from app.rules.folding import index_words
from app.rules.text import clean
from tests.trials.odd.time_limit import LIMIT, TooLong, ended_after
from tests.trials.odd.typed import Tally, two_books

Ask = Callable[..., Any]
Question = tuple[str, Callable[[Book, str], list[Any]]]
_MOST = 10_000
_CHOSEN = {"kind", "kinds", "directions", "moods"}  # from a list; nobody types them
_SHOWN = {"find_people", "ListFilter.words", "ListFilter.town", "ListFilter.language", "towns", "TouchFilter.words"}
"""Here what was written under the text must be among the answers."""


def usual_ask(book: Book, query: Callable[..., Any], *given: Any) -> Any:
    """How every question enters a book."""
    return book.ask(query, *given)


def try_questions(texts: Sequence[str], ask: Ask = usual_ask, limit: float = LIMIT) -> Tally:
    """Ask every question for each text in two books that hold all of them."""
    tally = Tally()
    with two_books() as books:
        for book in books:
            for text in texts:
                _written(book, text)
        asked = list(_questions(ask))
        tally.places = len(asked)
        for text in texts:
            for name, question in asked:
                _judge(tally, name, text, [_answered(question, book, text, limit) for book in books])
    return tally


def _written(book: Book, text: str) -> None:
    """A customer, a person there and a call under this text; where it cannot be a name, nothing."""
    with suppress(HousebookError):
        where = AddressInput(town=text)
        customer = book.do(AddCustomer(name=text, values={"language": text}, addresses=(where,))).answer
        book.do(AddContact(customer, text))
        book.do(LogTouchPoint(customer, "note", text))


def _questions(ask: Ask) -> Iterator[Question]:
    yield "find", lambda book, text: [line.name for line in ask(book, find, text)]
    yield "find_people", lambda book, text: [one.name for one in ask(book, find_people, text, _MOST)]
    yield "towns", lambda book, text: list(ask(book, towns, text, _MOST))
    yield (
        "duplicates",
        lambda book, text: [
            (one.name, one.why) for one in ask(book, duplicates, text, text, (f"{text}@b.example",), (text,))
        ],
    )
    for kind, answers in ((ListFilter, _lines), (TouchFilter, _said), (JournalFilter, _noted)):
        for name in _text_fields(kind):
            yield f"{kind.__name__}.{name}", partial(_filtered, ask, kind, name, answers)


def _text_fields(kind: type[Any]) -> Iterator[str]:
    hints = get_type_hints(kind)
    yield from (one.name for one in fields(kind) if hints[one.name] in (str, tuple[str, ...]))


def _filtered(ask: Ask, kind: type[Any], name: str, answers: Callable[..., list[Any]], book: Book, text: str) -> Any:
    several = get_type_hints(kind)[name] is not str
    value = clean(text) if name in _CHOSEN else text
    return answers(partial(ask, book), kind(**{name: (value,) if several else value}))


def _lines(ask: Callable[..., Any], chosen: ListFilter) -> list[Any]:
    """The lines themselves first; also of the filter as a saved list keeps it."""
    kept = ListFilter.from_json(chosen.to_json())
    names = [line.name for line in ask(first_lines, chosen, (), _MOST)]
    return [*names, ask(count_customers, kept), *ask(letters, chosen)]


def _said(ask: Callable[..., Any], chosen: TouchFilter) -> list[Any]:
    return [one.words for one in ask(firm_time_line, chosen, None, _MOST)]


def _noted(ask: Callable[..., Any], chosen: JournalFilter) -> list[Any]:
    return [one.summary for one in ask(journal, chosen)]


def _answered(question: Callable[[Book, str], list[Any]], book: Book, text: str, limit: float) -> tuple[str, Any]:
    try:
        with ended_after(limit):
            return "", question(book, text)
    except HousebookError as refusal:
        return "", refusal.words
    except TooLong as hang:
        return "hang", f"{book.kind}: {hang}"
    except Exception as crash:  # noqa: BLE001 (whatever it is, it is counted)
        return "crash", f"{book.kind}: {type(crash).__name__}: {str(crash)[:200]}"


def _judge(tally: Tally, name: str, text: str, came: Sequence[tuple[str, Any]]) -> None:
    tally.tried += 1
    tally.compared += 1
    told = f"{name} for {text[:60]!a}"
    tally.crashes += [f"{told}: {what}" for kind, what in came if kind == "crash"]
    tally.hangs += [f"{told}: {what}" for kind, what in came if kind == "hang"]
    answers = [what for kind, what in came if not kind]
    if any(one != answers[0] for one in answers):
        tally.differences.append(f"{told}: {_first_difference(answers)}")
    written = clean(text, lines=name.startswith("Touch"))
    shown = [answer for answer in answers if name in _SHOWN and clean(text) and index_words(clean(text))]
    tally.unfound += [told for answer in shown if written not in answer]


def _first_difference(answers: Sequence[Any]) -> str:
    here, there = answers
    pairs = zip(here, there, strict=False) if isinstance(here, list) and isinstance(there, list) else ()
    return next((f"{one!a} and {other!a}" for one, other in pairs if one != other), f"{here!a} and {there!a}")[:300]
