"""What was promised to the customer: a tick finishes it, a small form adds to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.computer.drafts import Drafts
from app.errors import HousebookError, Refused
from app.features.followups import AddFollowUp, FinishFollowUp, FollowUpLine
from app.features.team import UserLine
from app.rules.permissions import Permission
from ui.pages.customers.card_rows import CardSection, note_label, plain_row, shrinking
from ui.pages.customers.day_words import day_words, late_words, whole_day
from ui.pages.customers.draft_keys import FOLLOW_UP
from ui.pages.customers.sights import Sight
from ui.pages.customers.verbs import Verbs
from ui.parts.avatar import Avatar, face_for
from ui.parts.buttons import set_kind
from ui.parts.fields import Choice, Day, Line
from ui.parts.form import Form
from ui.parts.form_draft import FormDraft
from ui.parts.labels import IconLabel, plain_tip, text_label
from ui.theme.tokens import Size, Space, Weight

Send = Callable[[Any, Callable[[Any], object], Callable[[HousebookError], object]], object]
_WEEK = timedelta(days=7)


class FollowUpsSection(CardSection):
    """The open ones, the first due on top."""

    def __init__(self, sight: Sight, verbs: Verbs) -> None:
        self._sight, self._verbs = sight, verbs
        self._may = verbs.may(Permission.LOG_TOUCH_POINTS)
        number = len(sight.follow_ups)
        count = f"{number} open" if number else ""
        verb = "Add" if self._may else ""
        super().__init__("card.follow_ups", "Follow-ups", count, verb, verbs.add_follow_up)
        self.form: FollowUpForm | None = None
        self._form_place = self.rows.count()
        for one in sight.follow_ups:
            self.rows.addWidget(self._row(one))
        self.end()

    def show_form(self, form: FollowUpForm) -> None:
        """Put the small form below the title."""
        self.close_form()
        self.form = form
        self.rows.insertWidget(self._form_place, form)
        form.editor("words").setFocus()

    def close_form(self) -> None:
        """Take the form away."""
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def _row(self, one: FollowUpLine) -> QWidget:
        words = " ".join(one.words.split()) or "Follow-up"
        tick = QCheckBox()
        tick.setObjectName(f"card.follow_up.{one.id}")
        tick.setAccessibleName(f"Finish: {words}, due {whole_day(one.due_on)}, {one.user}")
        tick.setEnabled(self._may)
        tick.setToolTip("Done")
        tick.clicked.connect(lambda: self._finish(tick, one.id))
        row, line = plain_row(tick)
        label = text_label(words[:500], Size.VALUE, elide=True)
        line.addWidget(shrinking(label))
        line.addStretch(1)
        line.addSpacing(Space.S)
        self._add_due(line, one)
        line.addSpacing(Space.M)
        face = Avatar(face_for(one.user_id, one.user), 20)
        face.setToolTip(plain_tip(one.user))
        line.addWidget(face)
        return row

    def _add_due(self, line: QHBoxLayout, one: FollowUpLine) -> None:
        today = self._sight.today
        late = one.is_late(today)
        words = late_words(one.due_on, today) if late else day_words(one.due_on, today)
        if late:
            line.addWidget(IconLabel("late", 14, "bad"))
            line.addSpacing(Space.XS)
        due = note_label(words, "bad" if late else "text3", Weight.BOLD if late else Weight.PLAIN)
        due.setMinimumWidth(due.sizeHint().width())
        due.setToolTip(plain_tip(whole_day(one.due_on)))
        line.addWidget(due)

    def _finish(self, tick: QCheckBox, follow_up: int) -> None:
        tick.setEnabled(False)
        self._verbs.do(FinishFollowUp(follow_up))


class FollowUpForm(Form):
    """By when, what, and by whom."""

    closed = Signal()

    def __init__(self, sight: Sight, user_id: int, users: Iterable[UserLine], drafts: Drafts, send: Send) -> None:
        here = [(one.id, one.name) for one in users if one.departed_on is None or one.departed_on > sight.today]
        fields = [Line("words", "What"), Day("due_on", "By"), Choice("user_id", "Who", options=tuple(here))]
        super().__init__("follow_up_form", fields)
        self._customer, self._send = sight.card.id, send
        set_kind(self.buttons("Add follow-up"), "")  # the page has one filled button, and that is not here
        self.setContentsMargins(0, 0, 0, Space.S)
        self._draft = FormDraft(drafts, FOLLOW_UP, str(self._customer), self.changed, self, sight.card.name)
        self.set_values({"due_on": sight.today + _WEEK, "user_id": user_id, "words": ""})
        kept = self._draft.kept()
        if kept is not None:
            self.fill({name: now for name, (_, now) in kept[0].items()})
        self.edited.connect(self._draft.typed)
        self.submitted.connect(self._add_it)
        self.left.connect(self.leave)

    def leave(self) -> None:
        """Put it away; what was typed stays as a draft."""
        self._draft.keep()
        self.closed.emit()

    def _add_it(self) -> None:
        self.set_busy(True)
        values = self.values()
        if values["due_on"] is None:
            self.refuse("due_on", "Say by which day.")
            return
        self._send(AddFollowUp(self._customer, **values), self._saved, self._refused)

    def _saved(self, _done: Any) -> None:
        self._draft.drop()
        self.closed.emit()

    def _refused(self, error: HousebookError) -> None:
        self._draft.keep()
        self.refuse(error.field if isinstance(error, Refused) else None, error.words)
