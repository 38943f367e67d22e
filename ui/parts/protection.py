"""What keeps others from reading a book, and what does not: one sentence for each place where a book can be."""

from __future__ import annotations

from typing import Final

ENCRYPTED: Final = (
    "Without a password or the recovery key a copy of the file shows nothing but the logins; it is no help against"
    " somebody who knows or guesses a password, who copied the key while they could, or who sits at a computer where"
    " the book is open."
)
PLAIN: Final = "Whoever can copy the file can read all of it, and no right in the program keeps them from it."
ON_SERVER: Final = (
    "The server keeps the book: who may log in there can read what the server lets them, and who looks after the server"
    " can read all of it."
)


def protection(kind: str, has_passwords: bool) -> str:
    """What holds for this kind of book."""
    return ON_SERVER if kind == "postgresql" else ENCRYPTED if has_passwords else PLAIN
