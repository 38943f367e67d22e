"""The process that imports odd files, one batch after another; it tells when each begins and what came of it."""

from __future__ import annotations

import random
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from app.book import Book, create_book
from app.errors import HousebookError
from tests.postgres import drop_database, fresh_database
from tests.trials.odd.importing import NamedBytes, Reader, import_beside
from tests.trials.odd.monsters import monsters
from tests.trials.odd.mutations import mutated, seeds

BATCH = 6


@dataclass(frozen=True)
class Job:
    """How long each part goes on, in seconds of the processor, and where it begins: what hung is not tried again."""

    fuzz_seconds: float
    hypothesis_seconds: float
    monsters: float  # their scale
    every: int  # of the monsters only each so manieth
    servers: bool  # whether each import goes into a book on a server too
    first: int = 0
    monster: int = 0


class _Told:
    """The way to whoever watches."""

    def __init__(self, books: Sequence[Book], read: Reader, way: Connection, first: int) -> None:
        self.books, self.read, self.way, self.number = books, read, way, first

    def batch(self, what: str, files: Sequence[NamedBytes]) -> None:
        self.number += 1
        looking = partial(self.way.send, ("looking", self.number, what, 0, []))
        self.way.send(("begin", self.number, what, 0, []))
        try:
            wrong = import_beside(self.books, self.number, files, self.read, looking)
        except HousebookError as refusal:
            wrong = [f"lost: the whole import was refused: {refusal.words}"]
        except Exception:  # noqa: BLE001 (whatever it is, it is counted)
            wrong = [f"crash: {traceback.format_exc(limit=-3)}"]
        self.way.send(("done", self.number, what, len(files), wrong))


def run(way: Connection, job: Job, read: Reader) -> None:
    """Import until the time is over, then say so."""
    sys.setswitchinterval(1)
    with TemporaryDirectory(prefix="housebook-odd-") as folder:
        url = fresh_database() if job.servers else ""
        places = [str(Path(folder) / "odd.book"), *([url] if url else [])]
        books = [create_book(place, "Odd", "ann") for place in places]
        told = _Told(books, read, way, job.first)
        _fuzz(told, job)
        _generate(told, job)
        for number, (name, data) in enumerate(monsters(job.monsters)):
            if number >= job.monster and number % job.every == 0:
                told.batch(f"monster {number} {name}", [(name, data)])
        for book in books:
            book.close()
        if url:
            drop_database(url)
    way.send(("over", told.number, "", 0, []))


def _fuzz(told: _Told, job: Job) -> None:
    known, end = seeds(), process_time() + job.fuzz_seconds
    while process_time() < end:
        rng = random.Random(told.number)
        told.batch("fuzz", [(_named(rng, n), mutated(rng, rng.choice(known))) for n in range(BATCH)])


def _named(rng: random.Random, number: int) -> str:
    """A file's name says nothing reliable about what is in it."""
    return f"{number}.{rng.choice(('vcf', 'csv', 'txt', 'VCF'))}"


def _generate(told: _Told, job: Job) -> None:
    end = process_time() + job.hypothesis_seconds
    while process_time() < end:
        _generated(told, end)


def _generated(told: _Told, end: float) -> None:
    lines = st.lists(st.sampled_from([line for seed in seeds() for line in seed]) | st.text(max_size=50), max_size=30)
    joined = lines.map(lambda some: "\n".join(["BEGIN:VCARD", *some]).encode("utf-8", "surrogatepass"))
    files = st.lists(st.binary() | joined | st.builds(mutated, st.randoms(), st.sampled_from(seeds())), max_size=BATCH)

    @seed(told.number)
    @settings(
        max_examples=100, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(files)
    def one(datas: list[bytes]) -> None:
        if process_time() < end:
            told.batch("hypothesis", [(f"{number}.vcf", data) for number, data in enumerate(datas)])

    one()
