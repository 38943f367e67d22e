"""Every failure that a person may meet; each carries the sentence they read."""

from __future__ import annotations

from dataclasses import dataclass


class HousebookError(Exception):
    """A known failure, told in `words`: what was not done, what was kept, what to do."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words

    def __str__(self) -> str:
        return self.words


class Refused(HousebookError):
    """The command cannot be carried out as asked; `field` names the input that is wrong."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


class NotAllowed(HousebookError):
    """The user's role lacks the permission that the command needs."""


class PasswordNeeded(HousebookError):
    """The book opens with a password only; `login` is whose."""

    def __init__(self, login: str, why: str = "") -> None:
        """`why`: what kept the key that should have opened it from doing so."""
        words = f"The password of {login} is needed: it is asked for at a terminal, or taken from HOUSEBOOK_PASSWORD."
        super().__init__(f"{why} {words}".lstrip())
        self.login, self.why = login, why


class NotFound(HousebookError):
    """What was asked for is not in the book (or no longer)."""


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One field changed by two people: `mine` wants in, `theirs` is in the book, `original` was before both."""

    field: str
    mine: object
    theirs: object
    original: object


class Conflict(HousebookError):
    """Someone else changed the same fields since the form was opened; nothing was written."""

    def __init__(self, fields: tuple[FieldConflict, ...], by: str | None = None) -> None:
        who = by or "Somebody else"
        super().__init__(f"Not saved: {who} changed the same fields meanwhile. Choose which value stays.")
        self.fields = fields
        self.by = by


class Stopped(HousebookError):
    """The question was overtaken by a newer one, or the person pressed Stop."""

    def __init__(self, words: str = "Stopped. The book is as it was before.") -> None:
        super().__init__(words)


class BookUnreachable(HousebookError):
    """The file or the server does not answer."""


class ServerRefuses(BookUnreachable):
    """The server answers, but keeps this user from what was asked of it."""


class BookDamaged(HousebookError):
    """The file is a book, but parts of it cannot be read."""


class NotABook(HousebookError):
    """The file or the database is something else, or not yet a book."""


class BookTooNew(HousebookError):
    """A newer program wrote this book."""


class UnreadableFile(HousebookError):
    """A file that was to be brought in is not what the program can read: an import, a backup."""


class DamagedFile(UnreadableFile):
    """It could be read, and is not what was written there: damaged, cut off, or changed by somebody.

    `found` says that alone, without what to do.
    """

    def __init__(self, found: str, cure: str = "Take another one.") -> None:
        super().__init__(f"{found} {cure}")
        self.found = found
