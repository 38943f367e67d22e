"""The small form of a follow-up on the card: a new one, or one that is there already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from PySide6.QtCore import Signal

from app.computer.drafts import Drafts
from app.errors import Conflict, HousebookError, Refused
from app.features.followups import AddFollowUp, EditFollowUp, FollowUpLine
from app.features.team import UserLine
from ui.pages.customers.draft_keys import FOLLOW_UP, follow_up_key
from ui.pages.customers.sights import Sight
from ui.parts.buttons import set_kind
from ui.parts.fields import Choice, Day, Line
from ui.parts.form import Form
from ui.parts.form_draft import FormDraft
from ui.parts.settling import settle
from ui.theme.tokens import Space

Send = Callable[[Any, Callable[[Any], object], Callable[[HousebookError], object]], object]
_WEEK: Final = timedelta(days=7)
_LABELS: Final = {"words": "What", "due_on": "By", "user_id": "Who"}


class FollowUpForm(Form):
    """By when, what, and by whom."""

    closed = Signal()

    def __init__(
        self,
        sight: Sight,
        user_id: int,
        users: Iterable[UserLine],
        drafts: Drafts,
        send: Send,
        one: FollowUpLine | None = None,
    ) -> None:
        kept_by = one.user_id if one is not None else user_id
        here = [
            user for user in users if user.departed_on is None or user.departed_on > sight.today or user.id == kept_by
        ]
        self._names = {user.id: user.name for user in here}
        fields = [
            Line("words", "What"),
            Day("due_on", "By"),
            Choice("user_id", "Who", options=tuple(self._names.items())),
        ]
        super().__init__("follow_up_form", fields)
        self._customer, self._send, self._one = sight.card.id, send, one
        set_kind(
            self.buttons("Add follow-up" if one is None else "Save follow-up"), ""
        )  # the page has another filled one
        self.setContentsMargins(0, 0, 0, Space.S)
        key = follow_up_key(self._customer, one.id if one is not None else None)
        self._draft = FormDraft(drafts, FOLLOW_UP, key, self.changed, self, sight.card.name)
        if one is None:
            self.set_values({"due_on": sight.today + _WEEK, "user_id": user_id, "words": ""})
        else:
            self.set_values({"due_on": one.due_on, "user_id": one.user_id, "words": one.words})
        self._begin()

    def _begin(self) -> None:
        kept = self._draft.kept()
        if kept is not None:
            self.fill({name: now for name, (_, now) in kept[0].items()})
        self.edited.connect(self._draft.typed)
        self.submitted.connect(self._send_it)
        self.left.connect(self.leave)

    def leave(self) -> None:
        """Put it away; what was typed stays as a draft."""
        self._draft.keep()
        self.closed.emit()

    def _send_it(self) -> None:
        self.set_busy(True)
        values = self.values()
        if values["due_on"] is None:
            self.refuse("due_on", "Say by which day.")
        elif self._one is None:
            self._send(AddFollowUp(self._customer, **values), self._saved, self._refused)
        else:
            self._change(self.changed())

    def _change(self, edits: Mapping[str, tuple[Any, Any]]) -> None:
        if self._one is not None and edits:
            self._send(EditFollowUp(self._one.id, edits), self._saved, self._refused)
        else:
            self._saved(None)

    def _saved(self, _done: Any) -> None:
        self._draft.drop()
        self.closed.emit()

    def _refused(self, error: HousebookError) -> None:
        self._draft.keep()
        if isinstance(error, Conflict):
            self.set_busy(False)
            settle(
                self.window(), error, _LABELS, self._settled, lambda _field, value: self._names.get(value, str(value))
            )
        else:
            self.refuse(error.field if isinstance(error, Refused) else None, error.words)

    def _settled(self, chosen: Mapping[str, tuple[Any, Any]]) -> None:
        """Save again, from what is in the book now to what was chosen."""
        self.set_busy(True)
        self._change({name: pair for name, pair in {**self.changed(), **chosen}.items() if pair[0] != pair[1]})

    def _words(self, _field: str, value: Any) -> str:
        return self._names.get(value, str(value))
