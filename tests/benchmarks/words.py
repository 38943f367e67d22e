"""What people type into the search box, drawn from what the book holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random

from app.book import Book
from app.features.customers.lists import CustomerLine, ListFilter, customer_ids, lines_of
from app.rules.phones import digits

EACH = 20
_POOL = 400


def typed(book: Book, each: int = EACH) -> dict[str, list[str]]:
    """By kind what is typed, the same for the same book."""
    chance = Random(11)
    ids = book.ask(customer_ids, ListFilter(), ())
    lines = book.ask(lines_of, chance.sample(list(ids), min(_POOL, len(ids))))
    return {kind: _some(chance, each, lines, make) for kind, make in _KINDS.items()}


def _some(
    chance: Random, each: int, lines: Iterable[CustomerLine], make: Callable[[Random, CustomerLine], str]
) -> list[str]:
    made = [words for line in lines if (words := make(chance, line).strip())]
    return made[:each]


def _letters(count: int) -> Callable[[Random, CustomerLine], str]:
    def beginning(chance: Random, line: CustomerLine) -> str:
        word = chance.choice(line.name.split())[:count]
        return word if len(word) == count else ""

    return beginning


def _two_words(chance: Random, line: CustomerLine) -> str:
    words = line.name.split()
    return f"{words[-1][:5]} {words[0][: chance.randint(2, 5)]}" if len(words) > 1 else ""


def _company(chance: Random, line: CustomerLine) -> str:
    return " ".join(line.name.split()[: chance.randint(1, 2)]) if line.kind == "company" else ""


def _phone_part(chance: Random, line: CustomerLine) -> str:
    number = digits(line.phone)
    start = chance.randrange(max(len(number) - 4, 1))
    part = number[start : start + chance.randint(3, 7)]
    return part if len(part) > 2 else ""


def _word_and_digits(chance: Random, line: CustomerLine) -> str:
    part = _phone_part(chance, line)
    return f"{line.name.split()[0][: chance.randint(3, 8)]} {part}" if part else ""


def _domain(_chance: Random, line: CustomerLine) -> str:
    return f"@{line.email.partition('@')[2]}" if line.email else ""


_KINDS: dict[str, Callable[[Random, CustomerLine], str]] = {
    "1 letter": _letters(1),
    "2 letters": _letters(2),
    "3 letters": _letters(3),
    "4 letters": _letters(4),
    "5 letters": _letters(5),
    "full name": lambda _chance, line: line.name,
    "two words": _two_words,
    "company": _company,
    "e-mail": lambda _chance, line: line.email,
    "domain": _domain,
    "part of a number": _phone_part,
    "word and digits": _word_and_digits,
    "no hit": lambda chance, _line: "".join(chance.choice("qxzjwk") for _ in range(chance.randint(5, 9))),
}
