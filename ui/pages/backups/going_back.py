"""The whole book goes back, from the page: what would be lost is shown, then it is done, beside all other work."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject

from app.features.backups import BackupLine
from app.rules.pace import BACKING_UP, CHECKING
from app.ticket import Ticket
from ui.desk import Desk
from ui.pages.backups.difference_dialog import DifferenceDialog
from ui.pages.backups.making import NOT_ALL, Making, refuse_others
from ui.parts.days import full_words
from ui.parts.labels import in_words
from ui.parts.numbers import counted

if TYPE_CHECKING:
    from app.putting_back import Difference, PutBackDone

_GO_ON: Final = "Go back"
_LEFT_OUT: Final = "{customers} erased since did not come back."
_STOPPED: Final = "Stopped. The book is as it was; a backup of today that was made by then stays."


class GoingBack(QObject):
    """Asks by a dialog, and works where the page makes its backups."""

    def __init__(self, desk: Desk, making: Making) -> None:
        super().__init__(making)
        self._desk, self._making = desk, making

    def to_backup(self, one: BackupLine) -> None:
        """The book shall be what a backup has."""
        self._making.run(_look_at_backup, one, what=CHECKING, then=self._ask)

    def to_minute(self, moment: datetime) -> None:
        """The book shall be what it was at a minute."""
        self._making.run(_look_at_minute, moment, what=CHECKING, then=self._ask)

    def _ask(self, told: Difference) -> None:
        self._making.end()
        guarded = self._desk.users_have_logins
        DifferenceDialog(self._making.window(), told, guarded, partial(self._begin, told)).begin()

    def _begin(self, told: Difference, administrator: str) -> None:
        self._making.with_words(partial(self._go, told, administrator), _GO_ON)

    def _go(self, told: Difference, administrator: str, words: str) -> None:
        asked = (_put_back, told, administrator, words)
        self._making.run(*asked, what=BACKING_UP, then=self._done, stopped=_STOPPED)

    def _done(self, done: PutBackDone) -> None:
        self._making.end()
        lost = counted(done.lost, "operation")
        kept = f"What was done since ({lost}) is in the backup {in_words(done.safety.name)}, and in no other."
        out = _LEFT_OUT.format(customers=counted(done.erased, "customer")) if done.erased else ""
        told = (f"The book is what it was on {full_words(done.earlier.at)}.", kept, out)
        self._making.said.emit(" ".join(filter(None, told)))
        if done.told:
            self._making.say(NOT_ALL, " ".join(done.told))


def _look_at_backup(book: Any, one: BackupLine, ticket: Ticket) -> Difference:
    # Loaded when it is needed: archives are no part of the start.
    from app.backup_files import file_of
    from app.earlier import of_backup
    from app.features.backups import opening_keys
    from app.putting_back import difference

    return difference(book, of_backup(book, file_of(book, one, ticket), book.ask(opening_keys), ticket))


def _look_at_minute(book: Any, moment: datetime, _ticket: Ticket) -> Difference:
    from app.earlier import of_minute
    from app.putting_back import difference

    return difference(book, of_minute(book, moment))


def _put_back(book: Any, told: Difference, administrator: str, words: str, ticket: Ticket) -> PutBackDone:
    from app.putting_back import put_back

    return put_back(book, told.earlier, refuse_others, ticket, administrator or None, words)
