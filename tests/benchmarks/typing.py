"""Type-ahead as the search box asks it, beside the same statements on the bare driver, and a LIKE scan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from app.book import Book
from tests.benchmarks import Figure, milliseconds, p50, p95
from tests.benchmarks.bare import Bare, statements
from tests.benchmarks.books import FILES, Books
from tests.benchmarks.importing_beside import import_going_on
from tests.benchmarks.words import typed
from ui.pages.customers.search import customers_found, people_found

ROUNDS = 3
TIMES_BARE, MOST_MS, MOST_MS_SERVER, TIMES_PLAIN, SCAN_TIMES = 1.5, 15.0, 60.0, 2.0, 50.0
SCANNED = 8
LIKE = (
    "SELECT customer_id FROM listing WHERE NOT retired AND (lower(name) LIKE {mark} OR lower(town) LIKE {mark}"
    " OR lower(email) LIKE {mark} OR phone LIKE {mark}) ORDER BY rank DESC"
)
"""What a program without a search index does: every line is looked at, whatever is found."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of each question, asked of the book and of the bare driver in turns."""

    ours: list[float]
    bare: list[float]

    def line(self) -> str:
        """As the table has it."""
        ours, bare = f"p50 {p50(self.ours):.2f}, p95 {p95(self.ours):.2f} ms", f"{p95(self.bare):.2f}"
        return f"{ours}; bare p95 {bare}: {self.times:.2f} x"

    @property
    def times(self) -> float:
        """How much longer than bare, at the 95th."""
        return p95(self.ours) / p95(self.bare)


def figures(books: Books) -> Iterator[Figure]:
    """Each kind of book at rest, and while an import runs in another process."""
    at_rest: dict[str, Taken] = {}
    for kind in books.kinds:
        with closing(books.open(kind)) as book, closing(Bare(books, kind)) as bare:
            asked = [words for some in typed(book).values() for words in some]
            at_rest[kind] = _taken(book, bare, customers_found, asked)
            yield _typing(f"type-ahead, {kind}", kind, at_rest[kind])
            yield _beside_scan(kind, bare, asked, at_rest[kind])
            yield _typing(f"people under them, {kind}", kind, _taken(book, bare, people_found, asked))
            with import_going_on(books, kind):
                beside = _taken(book, bare, customers_found, asked)
            yield _typing(f"type-ahead while an import runs, {kind}", kind, beside)
    if books.files == FILES:
        yield _encrypted(at_rest)


def _taken(book: Book, bare: Bare, query: Callable[..., object], asked: Sequence[str]) -> Taken:
    taken = Taken([], [])
    pairs = [(partial(book.ask, query, words), bare.running(statements(book, query, words))) for words in asked]
    for ours, theirs in pairs:  # both find their statements prepared
        ours(), theirs()
    for _ in range(ROUNDS):
        for ours, theirs in pairs:
            taken.ours.append(milliseconds(ours))
            taken.bare.append(milliseconds(theirs))
    return taken


def _typing(what: str, kind: str, taken: Taken) -> Figure:
    most = MOST_MS_SERVER if kind == "server" else MOST_MS
    met = p95(taken.ours) < most and taken.times <= TIMES_BARE
    return Figure(what, f"p95 within {TIMES_BARE} x bare, below {most:.0f} ms", taken.line(), met)


def _beside_scan(kind: str, bare: Bare, asked: Sequence[str], taken: Taken) -> Figure:
    """Against the middle one of the scans, since each takes about the same."""
    statement = LIKE.format(mark="%s" if kind == "server" else "?")
    some = asked[:: len(asked) // SCANNED]
    scans = [milliseconds(bare.running([(statement, (f"%{words.lower()}%",) * 4)])) for words in some]
    times = p50(scans) / p95(taken.ours)
    measured = f"LIKE scan p50 {p50(scans):.0f} ms: {times:.0f} x our p95"
    return Figure(f"type-ahead beside a LIKE scan, {kind}", f"a {SCAN_TIMES:.0f}th", measured, times >= SCAN_TIMES)


def _encrypted(at_rest: Mapping[str, Taken]) -> Figure:
    times = p95(at_rest["encrypted"].ours) / p95(at_rest["plain"].ours)
    return Figure(
        "type-ahead, encrypted to plain", f"{TIMES_PLAIN:.0f} x", f"{times:.2f} x at p95", times <= TIMES_PLAIN
    )
