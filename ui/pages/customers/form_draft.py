"""The draft of a form: what was typed and not yet saved, as (was, now) of each changed field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.computer.drafts import Drafts
from ui.pages.customers.card_values import Changed

CUSTOMER, CONTACT = "customers.edit", "customers.contact"
NEW = "new"
_PAUSE = 500
_UID = "uid"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft that waits to be continued."""

    form: str
    key: str
    at: datetime


class FormDraft(QObject):
    """Keeps the draft of one form on this computer, at every pause of typing."""

    written = Signal(bool)
    """Kept, or (False) nothing differs from the book any more."""

    def __init__(self, drafts: Drafts, form: str, key: str, changed: Callable[[], Changed], parent: QObject) -> None:
        super().__init__(parent)
        self.uid = ""
        self._drafts, self._form, self._key, self._changed = drafts, form, key, changed
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.keep)

    def typed(self) -> None:
        """Something was typed: keep it when the typing pauses."""
        self._pause.start()

    def keep(self) -> bool:
        """Keep what is there now; False if nothing differs from the book."""
        self._pause.stop()
        changed = dict(self._changed())
        if changed:
            self._drafts.save(self._form, self._key, {**changed, _UID: self.uid})
        else:
            self._drafts.drop(self._form, self._key)
        self.written.emit(bool(changed))
        return bool(changed)

    def keep_now(self) -> None:
        """Keep at once what was typed since the last pause."""
        if self._pause.isActive():
            self.keep()

    def kept(self) -> tuple[dict[str, Any], datetime] | None:
        """What was typed earlier, and when."""
        draft, at = self._drafts.load(self._form, self._key), self._drafts.saved_at(self._form, self._key)
        if draft is None or at is None:
            return None
        self.uid = str(draft.pop(_UID, "") or self.uid)
        pairs = {name: pair for name, pair in draft.items() if isinstance(pair, tuple) and len(pair) == 2}
        return (pairs, at) if pairs else None

    def drop(self) -> None:
        """Forget it: it was saved, or thrown away."""
        self._pause.stop()
        self._drafts.drop(self._form, self._key)


def contact_key(customer_id: int, contact_id: int | None) -> str:
    """Under which key the draft of a person at a customer is kept."""
    return f"{customer_id}:{NEW if contact_id is None else contact_id}"


def waiting(drafts: Drafts, customer_id: int | None) -> list[Waiting]:
    """The drafts to offer on a customer's card: its own, those of its people, and that of a new customer."""
    found = [(CUSTOMER, key) for key in ((str(customer_id), NEW) if customer_id is not None else (NEW,))]
    people = [(CONTACT, key) for key, _ in drafts.all(CONTACT) if key.split(":")[0] == str(customer_id)]
    kept = [(form, key, drafts.saved_at(form, key)) for form, key in (*found, *people)]
    return [Waiting(form, key, at) for form, key, at in kept if at is not None]
