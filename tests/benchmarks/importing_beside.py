"""An import that runs in another process as long as it is wanted, and leaves nothing behind: it is never committed.

As a program: `python -m tests.benchmarks.importing_beside LOCATION [KEY]`.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import ClassVar

from app.book import open_book
from app.features.importing import ImportCards, read_files
from app.rules.permissions import Permission
from app.work import Command, Work
from tests.benchmarks.books import KEY, LOGIN, Books

_CARDS = 1000
_BEGUN = "begun"


@dataclass(frozen=True)
class ImportOnAndOn(Command[None]):
    """Bring in one file after another in one work."""

    needs: ClassVar[Permission] = Permission.IMPORT

    def carry_out(self, work: Work) -> None:
        for number in count():
            cards = "".join(_card(number * _CARDS + one) for one in range(_CARDS))
            ImportCards(read_files([(f"{number}.vcf", cards.encode())])).carry_out(work)
            print(_BEGUN, flush=True)


def _card(number: int) -> str:
    name, town = f"Beside{number:07}", ("Bremen", "Malmö", "Sevilla", "Lyon")[number % 4]
    return (
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ina {name}\r\nN:{name};Ina;;;\r\nTEL;TYPE=CELL:+4917{number:08}\r\n"
        f"EMAIL:ina@{name.lower()}.example\r\nADR:;;Am Wall {number % 99};{town};;28195;DE\r\nEND:VCARD\r\n"
    )


@contextmanager
def import_going_on(books: Books, kind: str) -> Iterator[None]:
    """It is in the middle of its work, and is ended with us."""
    key = [KEY.hex()] if kind == "encrypted" else []
    command = [sys.executable, "-m", __name__, books.place(kind), *key]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        try:
            if child.stdout is None or child.stdout.readline().strip() != _BEGUN:
                raise RuntimeError("The import beside did not begin.")
            yield
            if child.poll() is not None:
                raise RuntimeError("The import beside did not go on to the end.")
        finally:
            child.kill()


if __name__ == "__main__":
    location, *key = sys.argv[1:]
    open_book(location, LOGIN, bytes.fromhex(key[0]) if key else None).do(ImportOnAndOn())
