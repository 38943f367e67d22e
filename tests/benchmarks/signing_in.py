"""What a password adds to the opening of an encrypted book, beside its own derivation."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from app import unlocking
from app.book import open_book
from app.keys import sealing
from app.keys.keys_file import write_keys
from app.keys.place import keys_path
from app.keys.sealing import new_key
from app.keys.slots import Slots, first_slots, new_signing_key, private_key
from app.sign_in import sign_in
from app.store.file import BookFile, connect
from app.unlocking import signing_key
from tests.benchmarks import Figure, p50, side_by_side
from tests.benchmarks.books import KEY, LOGIN, Books
from tests.benchmarks.window.child import told

PASSWORD = "correct horse battery"
OPENING, NOISE = 1.0, 30.0
_ROUNDS = 31


def figures(books: Books) -> Iterator[Figure]:
    """Of the encrypted book, if it is among those wanted."""
    if "encrypted" in books.files:
        with keys_beside(books.encrypted) as slots:
            yield _opening(books.encrypted)
            yield _painted(books.encrypted, slots)


@contextmanager
def keys_beside(path: Path) -> Iterator[Slots]:
    """A keys file beside the book for its owner, who else opens it with the raw key; gone again in the end."""
    with closing(open_book(str(path), LOGIN, KEY)) as book:
        user, signing = (book.user.id, LOGIN), book.ask(signing_key)
    before, signing = signing, signing or new_signing_key()
    _sign_with(path, signing)
    slots = first_slots(KEY, signing, user, PASSWORD, new_key())
    write_keys(keys_path(path), slots, signing)
    try:
        yield slots
    finally:
        keys_path(path).unlink()
        _sign_with(path, before)


def _sign_with(path: Path, signing: bytes | None) -> None:
    with closing(connect(BookFile(path, KEY), "rw")) as raw:
        raw.execute("UPDATE book SET signing_key = ?", (signing,))


def _opening(path: Path) -> Figure:
    """What is done besides the derivation and besides the opening with the key that comes of all this."""
    added: list[float] = []
    with _timed(sealing, "_stretched") as derived, _timed(unlocking, "open_book") as opened:
        for _ in range(_ROUNDS):
            began = time.perf_counter()
            book = sign_in(str(path), LOGIN, PASSWORD)
            taken = (time.perf_counter() - began) * 1000
            book.close()
            added.append(taken - derived.pop() - opened.pop())
    return Figure(
        "opening with a password, beside its derivation",
        f"below {OPENING:.0f} ms",
        f"{p50(added):.2f} ms, the least {min(added):.2f}",
        p50(added) < OPENING,
    )


@contextmanager
def _timed(module: ModuleType, name: str) -> Iterator[list[float]]:
    """How many milliseconds each call takes: these two vary by more, beside other work, than all that is looked for."""
    taken: list[float] = []
    whole = getattr(module, name)

    def timed(*args: Any) -> Any:
        began = time.perf_counter()
        try:
            return whole(*args)
        finally:
            taken.append((time.perf_counter() - began) * 1000)

    setattr(module, name, timed)
    try:
        yield taken
    finally:
        setattr(module, name, whole)


def _painted(path: Path, slots: Slots) -> Figure:
    derived = p50(side_by_side({"derived": partial(private_key, slots.of(LOGIN), PASSWORD)})["derived"])
    seen = told("enter", str(path), KEY.hex(), PASSWORD)
    added = seen["password"] - seen["key"]
    measured = (
        f"{seen['password']:.0f} ms, with a raw key {seen['key']:.0f} ms: {added:+.0f} ms; derivation {derived:.0f} ms"
    )
    return Figure("from the password to painted rows", "the derivation only", measured, added <= derived + NOISE)
