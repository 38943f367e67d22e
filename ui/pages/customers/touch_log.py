"""What is typed into the log box: drafted for each customer on this computer, and stored once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer

from app.computer.memory import Memory
from app.errors import HousebookError, Refused
from app.features.touchpoints import CorrectTouchPoint, LogTouchPoint, TimeLineEntry, touch_point
from app.rules.touch import DIRECTED
from app.rules.uid import new_uid
from ui.pages.customers.log_box import LogBox
from ui.parts.days import hour_words

if TYPE_CHECKING:
    from ui.desk import Desk

FORM: Final = "touchpoints.log"
_PAUSE: Final = 500
_CORRECTABLE: Final = ("kind", "direction", "mood", "minutes", "words", "contact_id", "at")


class TouchLog(QObject):
    """One box for all customers; what was typed for one waits while another is shown.

    A save whose answer was lost may have been stored. So each draft has one uid for all its tries: it is stored
    once, and what was typed after the try that was stored is written as a correction.
    """

    def __init__(self, box: LogBox, desk: Desk, memory: Memory) -> None:
        super().__init__(box)
        self._box, self._desk, self._drafts = box, desk, memory.drafts
        self._customer: int | None = None
        self._uid = ""
        self.title = ""
        """What the customer is called, as soon as it is known."""
        self._unkept = False
        self._busy: set[int] = set()
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self.keep)
        box.edited.connect(self._edited)
        box.submitted.connect(self.save)

    def show(self, customer: int | None) -> None:
        """The box is now for this customer; what was typed for the one before is kept."""
        if customer == self._customer:
            return
        self.keep()
        self._customer, self.title = customer, ""
        draft = self._drafts.load(FORM, str(customer)) or {}
        at = self._drafts.saved_at(FORM, str(customer))
        self._begin(draft, f"Draft of {hour_words(at)}" if draft and at else "")
        self._box.set_busy(customer in self._busy)

    def keep(self) -> None:
        """Write the draft now if something was typed since it was written last."""
        self._soon.stop()
        if not self._unkept or self._customer is None:
            return
        self._unkept = False
        if self._box.is_blank():
            self._drafts.drop(FORM, str(self._customer))
            self._box.say_state("")
        else:
            values = self._box.values() | {"uid": self._uid}
            written = self._drafts.save(FORM, str(self._customer), values, self.title)
            self._box.say_state("Draft kept" if written else "Draft kept until you close Housebook")

    def save(self) -> None:
        """Store it; until the answer is there the draft stays."""
        customer = self._customer
        if customer is None or customer in self._busy:
            return
        self.keep()
        command = self._command(customer)
        self._busy.add(customer)
        self._box.set_busy(True)
        self._box.say_state("Saving…")
        saved, failed = partial(self._saved, command), partial(self._failed, customer)
        self._desk.do(self, command, then=saved, otherwise=failed)

    def _begin(self, draft: dict[str, Any], state: str = "") -> None:
        self._uid = str(draft.get("uid") or new_uid())
        self._unkept = False
        self._box.fill(draft)
        self._box.say_state(state)

    def _edited(self) -> None:
        self._unkept = True
        self._soon.start()

    def _command(self, customer: int) -> LogTouchPoint:
        values = self._box.values()
        return LogTouchPoint(
            customer_id=customer,
            kind=values["kind"],
            words=values["words"],
            contact_id=values["contact_id"],
            direction=values["direction"] if values["kind"] in DIRECTED else "",
            mood=values["mood"],
            minutes=self._box.when.length(),
            at=self._box.when.at(),
            follow_up_on=self._box.promise.day.day(),
            follow_up_words=values["follow_up_words"],
            uid=self._uid,
        )

    def _saved(self, command: LogTouchPoint, done: Any) -> None:
        customer = command.customer_id
        self._busy.discard(customer)
        self._drafts.drop(FORM, str(customer))
        if done.operation is None:
            self._desk.ask(self, touch_point, done.answer, then=partial(self._correct, command))
        if customer == self._customer:
            self._begin({})
            self._box.set_busy(False)

    def _correct(self, command: LogTouchPoint, stored: TimeLineEntry) -> None:
        """An earlier try had been stored after all: what was typed since comes after it."""
        typed = {name: getattr(command, name) for name in _CORRECTABLE}
        edits = {
            name: (getattr(stored, name), now)
            for name, now in typed.items()
            if now != getattr(stored, name) and not (name == "at" and now is None)
        }
        if edits:
            self._desk.do(self, CorrectTouchPoint(stored.id, edits))

    def _failed(self, customer: int, error: HousebookError) -> None:
        self._busy.discard(customer)
        if customer != self._customer:
            self._desk.failed.emit(error)
            return
        self._box.set_busy(False)
        refused = isinstance(error, Refused)
        words = error.words if refused or "kept" in error.words else f"{error.words} Your text is kept."
        self._box.refuse(error.field if isinstance(error, Refused) else None, words)
        self._unkept = True
        self.keep()
