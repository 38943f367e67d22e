"""The draft of a form: what was typed and not yet saved, as (was, now) of each changed field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QSignalBlocker, QTimer, Signal

from app import clock
from app.computer.drafts import Drafts
from ui.parts.days import full_words, hour_words, local
from ui.parts.form import Form
from ui.parts.strip import Strip

Pair = tuple[Any, Any]
Changed = Mapping[str, Pair]
"""Fields as (was, now)."""
_PAUSE = 500
_UID = "uid"


class FormDraft(QObject):
    """Keeps the draft of one form on this computer, at every pause of typing."""

    written = Signal(bool)
    """Kept, or (False) nothing differs from the book any more."""

    def __init__(
        self, drafts: Drafts, form: str, key: str, changed: Callable[[], Changed], parent: QObject, title: str = ""
    ) -> None:
        super().__init__(parent)
        self.uid = ""
        self._drafts, self._form, self._key, self._changed, self._title = drafts, form, key, changed, title
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
            self._drafts.save(self._form, self._key, {**changed, _UID: self.uid}, self._called(changed))
        else:
            self._drafts.drop(self._form, self._key)
        self.written.emit(bool(changed))
        return bool(changed)

    def keep_now(self) -> None:
        """Keep at once what was typed since the last pause."""
        if self._pause.isActive():
            self.keep()

    def kept(self) -> tuple[dict[str, Pair], datetime] | None:
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

    def _called(self, changed: Changed) -> str:
        """Whose draft it is; what is new is called as it was named so far."""
        return self._title or str(changed.get("name", ("", ""))[1])


class KeptForm(QObject):
    """A form that keeps its draft: brought back when it is opened again, put away when it was saved.

    The draft's own `was` is compared with, so that what others changed meanwhile is seen and not overwritten.
    Put `strip` above the form: it says that a draft was brought back, and throws it away.
    """

    brought = Signal()
    """A draft came, or went."""

    def __init__(self, form: Form, drafts: Drafts, name: str, key: str, title: str = "") -> None:
        super().__init__(form)
        self._form = form
        self._book = form.values()
        self.draft = FormDraft(drafts, name, key, form.changed, self, title)
        self.strip = Strip(
            "notice", "", verb="Throw away", run=self.throw_away, sign="note", name=f"{form.objectName()}.draft"
        )
        self.strip.hide()
        form.edited.connect(self.draft.typed)

    def begin(self, values: Mapping[str, Any]) -> None:
        """Show what stands in the book, and on top of it what was typed earlier."""
        blocked = QSignalBlocker(self._form)
        self._form.set_values(values)
        self._book = self._form.values()
        pairs, at = self.draft.kept() or ({}, clock.now())
        known = {name: pair for name, pair in pairs.items() if name in self._book}
        self._form.set_values({name: was for name, (was, _) in known.items()})
        self._form.fill({name: now for name, (_, now) in known.items()})
        blocked.unblock()
        self.strip.set_words(f"Draft of {_moment(at)} brought back.")
        self.strip.setVisible(bool(known))
        self.brought.emit()

    def throw_away(self) -> None:
        """Forget the draft and show what stands in the book."""
        self.put_away()
        self._form.set_values(self._book)

    def put_away(self) -> None:
        """It was saved: nothing is left to keep."""
        self.draft.drop()
        self.strip.hide()
        self.brought.emit()


def _moment(at: datetime) -> str:
    return hour_words(at) if local(at).date() == clock.today() else full_words(at)
