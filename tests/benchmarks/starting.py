"""From the start of the program to its first customers painted, beside a bare program that shows as many."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import Figure, p50
from tests.benchmarks.books import FILES, Books
from tests.benchmarks.window.child import HERE, book_and_key, environment, last_line

ROUNDS = 9
WARM = 2
TIMES, NOISE = 1.4, 30.0
VERSION = "import ui.cli, sys\ntry: ui.cli.main(['--version'])\nexcept SystemExit: pass\nprint(*sys.modules)"


def figures(books: Books) -> Iterator[Figure]:
    """For each book that is a file, then `--version`."""
    with TemporaryDirectory() as folder:
        taken = _starts(books, environment(_home(folder)))
    for kind in books.files:
        yield _start(kind, taken["bare", kind], taken["begin", kind])
    if books.files == FILES:
        yield _for_the_key({key: p50(times) for key, times in taken.items()})
    with TemporaryDirectory() as folder:
        yield _version(environment(_home(folder)))


def _home(folder: str) -> str:
    home = Path(folder) / "home"
    home.mkdir()
    return str(home)


def _starts(books: Books, env: Mapping[str, str]) -> dict[tuple[str, str], list[float]]:
    """In turns, each in a process of its own; the first rounds fill the caches and are not counted."""
    taken: dict[tuple[str, str], list[float]] = {key: [] for key in product(("bare", "begin"), books.files)}
    for turn in range(WARM + ROUNDS):
        for (program, kind), times in taken.items():
            milliseconds = _to_painted([str(HERE / f"{program}.py"), *book_and_key(books, kind)], dict(env))
            if turn >= WARM:
                times.append(milliseconds)
    return taken


def _start(kind: str, bare_times: list[float], our_times: list[float]) -> Figure:
    bare, ours = p50(bare_times), p50(our_times)
    measured = f"{ours:.0f} ms, bare {bare:.0f} ms: {ours / bare:.2f} x"
    return Figure(f"start to painted rows, {kind}", f"within {TIMES} x bare", measured, ours <= TIMES * bare)


def _for_the_key(middle: Mapping[tuple[str, str], float]) -> Figure:
    """A raw key needs no derivation: what is added is what the bare program has to add."""
    ours, bare = (middle[program, "encrypted"] - middle[program, "plain"] for program in ("begin", "bare"))
    measured = f"{ours:+.0f} ms, bare {bare:+.0f} ms"
    return Figure("what an encrypted book adds to that", "as bare, and noise", measured, ours <= bare + NOISE)


def _to_painted(script: list[str], env: dict[str, str]) -> float:
    began = time.monotonic()
    return (float(last_line([sys.executable, *script], env)) - began) * 1000


def _version(env: dict[str, str]) -> Figure:
    began = time.perf_counter()
    last_line([sys.executable, "-m", "ui.cli", "--version"], env)
    took = (time.perf_counter() - began) * 1000
    loaded = {name.partition(".")[0] for name in last_line([sys.executable, "-c", VERSION], env).split()}
    heavy = loaded & {"PySide6", "shiboken6", "sqlalchemy", "sqlcipher3", "psycopg"}
    measured = f"{took:.0f} ms, {len(loaded)} packages; {', '.join(sorted(heavy)) or 'none of these'}"
    return Figure("`housebook --version`", "loads neither Qt nor SQLAlchemy", measured, not heavy)
