"""What was promised to the customer: a tick finishes it, a small form adds to it or changes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.features.followups import FinishFollowUp, FollowUpLine
from app.rules.permissions import Permission
from ui.pages.customers.card_rows import CardSection, note_label, plain_row, shrinking
from ui.pages.customers.follow_up_form import FollowUpForm
from ui.pages.customers.sights import Sight
from ui.pages.customers.verbs import Verbs
from ui.parts.avatar import Avatar, face_for
from ui.parts.days import day_words, late_words, whole_day
from ui.parts.labels import IconLabel, plain_tip, text_label
from ui.theme.icons import icon
from ui.theme.tokens import Size, Space, Weight


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
        self._shown: dict[QObject, int] = {}
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
        if self._may:
            self._let_edit(row, one.id)
        return row

    def _let_edit(self, row: QWidget, follow_up: int) -> None:
        """By a double click, or from the menu of the row (also by its key on the tick)."""
        edit = QAction(icon("edit"), "Edit…", row)
        edit.setObjectName(f"card.follow_up.{follow_up}.edit")
        edit.triggered.connect(lambda _on=False: self._verbs.edit_follow_up(follow_up))
        row.addAction(edit)
        row.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._shown[row] = follow_up
        row.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        twice = event.type() == QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent)
        if twice and watched in self._shown:
            self._verbs.edit_follow_up(self._shown[watched])
            return True
        return super().eventFilter(watched, event)

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
