"""A backup made, proven and restored, beside restic and PostgreSQL's own tools, while a desk goes on searching."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

from app.keys.place import keys_path
from app.store.whole_files import remove
from tests.benchmarks import Figure, milliseconds, p95
from tests.benchmarks.books import KEY, Books
from tests.benchmarks.other_tools import Taken, dump_and_restore, first_copy
from tests.benchmarks.serving import drop_database, empty_database
from tests.benchmarks.signing_in import keys_beside
from tests.benchmarks.words import typed
from ui.pages.customers.search import customers_found

MOST_MB, MOST_MS, SMALL, SMALL_SECONDS = 400.0, 30.0, 5_000, 5.0
_SEARCH_EACH_SECONDS = 0.1
_SCRATCH = "restored_from_backup"


@dataclass(frozen=True, slots=True)
class Act:
    """What an act came to, the most memory that it had, and how long searches took meanwhile, in milliseconds."""

    answer: dict[str, Any]
    megabytes: float
    searches: list[float]

    @property
    def seconds(self) -> float:
        """From its beginning to its end."""
        return float(self.answer["seconds"])

    @property
    def processor(self) -> str:
        """How much of that was work of the processor: the same beside whatever else runs."""
        return f" ({self.answer['processor']:.1f} s of the processor)"


def figures(books: Books) -> Iterator[Figure]:
    """For each kind of book. PostgreSQL's tools are only asked where its book is among those wanted."""
    out = books.folder / "backups"
    out.mkdir(exist_ok=True)
    by_postgres = _by_postgres(books, out)
    try:
        for kind in books.kinds:
            copied = None if kind == "server" else first_copy(Path(books.place(kind)), out)
            with _keys(books, kind):
                made, restored = _both(books, kind, out)
            yield from _lines(books, kind, made, restored, copied, by_postgres)
    finally:
        shutil.rmtree(out)


def _by_postgres(books: Books, out: Path) -> tuple[Taken, Taken] | None:
    return dump_and_restore(books.server, out) if books.server else None


def _keys(books: Books, kind: str) -> AbstractContextManager[object]:
    return keys_beside(books.encrypted) if kind == "encrypted" else nullcontext()


def _both(books: Books, kind: str, out: Path) -> tuple[Act, Act]:
    """Made and proven, then restored to another place of the same kind, of which nothing is left."""
    made = _act(books, kind, "make", str(out))
    file = made.answer["file"]
    if kind == "server":
        place = empty_database(books.server, _SCRATCH)
        try:
            return made, _act(books, kind, "restore", file, place)
        finally:
            drop_database(books.server, _SCRATCH)
    to = out / "restored.book"
    try:
        return made, _act(books, kind, "restore", file, str(to))
    finally:
        remove(to)
        keys_path(to).unlink(missing_ok=True)


def _act(books: Books, kind: str, act: str, *words: str) -> Act:
    """In a process of its own, beside which a desk of this one searches."""
    key = KEY.hex() if kind == "encrypted" else ""
    command = [sys.executable, "-m", "tests.benchmarks.backup_acts", act, books.place(kind), key, *words]
    most, searches = 0.0, list[float]()
    with closing(books.open(kind)) as book:
        asked = cycle([words for some in typed(book).values() for words in some])
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            while child.poll() is None:
                searches.append(milliseconds(lambda: book.ask(customers_found, next(asked))))
                most = max(most, _resident(child.pid))
                time.sleep(_SEARCH_EACH_SECONDS)
            told = child.stdout.read() if child.stdout else ""
    if child.returncode:
        raise RuntimeError(f"The backup was not done: {act}")
    return Act(json.loads(told), most, searches)


def _resident(process: int) -> float:
    """Megabytes that a process and those it began hold; nothing of one that has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return 0.0
    own = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)
    return own / 1024 + sum(_resident(int(child)) for child in children)


def _lines(
    books: Books, kind: str, made: Act, restored: Act, copied: Taken | None, by_postgres: tuple[Taken, Taken] | None
) -> Iterator[Figure]:
    dumped, put_back = by_postgres or (None, None)
    both = Taken("pg_dump and pg_restore", dumped.seconds + put_back.seconds) if dumped and put_back else None
    size = f"{made.answer['bytes'] / 1e6:,.0f} MB of {made.answer['rows']:,} rows"
    goal, other = ("pg_dump", dumped) if kind == "server" else ("restic's first copy", copied)
    yield _beside(f"backup made, {kind}", goal, made.answer["made"], other, f" ({size})")
    small = SMALL_SECONDS if books.customers <= SMALL else None
    yield _beside(f"- made and proven, {kind}", "pg_dump and pg_restore", made.seconds, both, made.processor, small)
    yield _beside(f"- restored, {kind}", "that pg_restore", restored.seconds, put_back, restored.processor)
    held = f"making {made.megabytes:.0f} MB, restoring {restored.megabytes:.0f} MB"
    fits = max(made.megabytes, restored.megabytes) < MOST_MB
    yield Figure(f"- memory, {kind}", f"below {MOST_MB:.0f} MB", held, fits)
    slow = p95(made.searches), p95(restored.searches)
    measured = f"{slow[0]:.1f} ms while it is made and proven, {slow[1]:.1f} while it is restored"
    yield Figure(f"- a desk's search meanwhile, {kind}, p95", f"{MOST_MS:.0f} ms", measured, max(slow) < MOST_MS)


def _beside(
    what: str, goal: str, seconds: float, other: Taken | None, about: str = "", most: float | None = None
) -> Figure:
    """Beside another tool, which may be missing; and where a figure of its own is wanted, below that too."""
    goal = f"1 x {goal}" + ("" if most is None else f"; {most:.0f} s")
    times = (
        f"{other.tool} {other.seconds:.1f} s: {seconds / other.seconds:.2f} x" if other else "not measured beside it"
    )
    met = (other is not None and seconds <= other.seconds) if most is None else seconds < most
    return Figure(what, goal, f"{seconds:.1f} s{about}; {times}", met)
