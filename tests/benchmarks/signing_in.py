"""What a password adds to the opening of an encrypted book, beside its own derivation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from app.book import open_book
from app.keys.keys_file import write_keys
from app.keys.place import keys_path
from app.keys.sealing import Cost, new_key
from app.keys.slots import Slots, first_slots, is_of_firm, new_signing_key, private_key
from app.store.file import BookFile, connect
from app.unlocking import signing_key, unlock
from tests.benchmarks import Figure, p50, side_by_side
from tests.benchmarks.books import KEY, LOGIN, Books
from tests.benchmarks.window.child import told

PASSWORD = "correct horse battery"
CHEAP = Cost(1, 8_192, 1)
"""What derives in a few milliseconds, so that what is added to it can be seen."""
OPENING, NOISE = 1.0, 30.0
_ROUNDS = 31


def figures(books: Books) -> Iterator[Figure]:
    """Of the encrypted book, if it is among those wanted."""
    if "encrypted" in books.files:
        with _keys(books.encrypted, CHEAP) as slots:
            yield _opening(books.encrypted, slots)
        with _keys(books.encrypted, None) as slots:
            yield _painted(books.encrypted, slots)


@contextmanager
def _keys(path: Path, cost: Cost | None) -> Iterator[Slots]:
    """A keys file beside the book for its owner, who else opens it with the raw key; gone again in the end."""
    with closing(open_book(str(path), LOGIN, KEY)) as book:
        user, signing = (book.user.id, LOGIN), book.ask(signing_key)
    before, signing = signing, signing or new_signing_key()
    _sign_with(path, signing)
    slots = first_slots(KEY, signing, user, PASSWORD, new_key(), cost)
    write_keys(keys_path(path), slots, signing)
    try:
        yield slots
    finally:
        keys_path(path).unlink()
        _sign_with(path, before)


def _sign_with(path: Path, signing: bytes | None) -> None:
    with closing(connect(BookFile(path, KEY), "rw")) as raw:
        raw.execute("UPDATE book SET signing_key = ?", (signing,))


def _opening(path: Path, slots: Slots) -> Figure:
    """What is done besides the derivation: the keys file read, the data key opened, book and keys file compared."""
    with closing(open_book(str(path), LOGIN, KEY)) as book:
        works: dict[str, Callable[[], object]] = {
            "unlocked": lambda: unlock(str(path), LOGIN, PASSWORD),
            "derived": partial(private_key, slots.of(LOGIN), PASSWORD),
            "compared": lambda: is_of_firm(slots, book.ask(signing_key) or b""),
        }
        taken = side_by_side(works, _ROUNDS)
    # The shortest of each: a derivation beside other work varies by more than all that is looked for.
    unlocked, derived, compared = map(min, taken.values())
    added = unlocked - derived + compared
    measured = f"{added:.2f} ms: {unlocked:.2f} with a derivation of {derived:.2f}, and {compared:.2f} to compare"
    return Figure(
        "opening with a password, beside its derivation", f"below {OPENING:.0f} ms", measured, added < OPENING
    )


def _painted(path: Path, slots: Slots) -> Figure:
    derived = p50(side_by_side({"derived": partial(private_key, slots.of(LOGIN), PASSWORD)})["derived"])
    seen = told("enter", str(path), KEY.hex(), PASSWORD)
    added = seen["password"] - seen["key"]
    measured = (
        f"{seen['password']:.0f} ms, with a raw key {seen['key']:.0f} ms: {added:+.0f} ms; derivation {derived:.0f} ms"
    )
    return Figure("from the password to painted rows", "the derivation only", measured, added <= derived + NOISE)
