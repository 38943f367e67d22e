"""The log box: what passed just now, noted in one breath. It only asks and shows; saving is not its business."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from app import clock
from app.rules.touch import Direction, Kind
from ui.pages.customers.kind_bar import KindBar
from ui.pages.customers.log_details import LogDetails
from ui.pages.customers.log_rows import PromiseRow, WhenRow
from ui.parts.buttons import button
from ui.parts.chips import KeyCap
from ui.parts.days import weekday_words
from ui.parts.editors import set_refused
from ui.parts.form import Refusal
from ui.parts.ground import ground
from ui.parts.labels import text_label
from ui.parts.strip import Strip
from ui.theme.fonts import metrics
from ui.theme.icons import icon
from ui.theme.tokens import Size, Space, Weight

_FEWEST, _MOST = 2, 7
_SOON: Final = (("Tomorrow", 1), ("In 3 days", 3), ("In a week", 7), ("In two weeks", 14), ("In a month", 30))


class LogBox(QWidget):
    """Kind, words, direction, person, time, mood, follow-up, and Save with its key."""

    edited = Signal()
    submitted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("log")
        ground(self, "surface")
        self._do_not_call = False
        self._make_fields()
        self._lay_out()
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            save = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            save.activated.connect(self.submit)
        self.clear()

    # Values

    def values(self) -> dict[str, Any]:
        """All that stands there, as it is drafted."""
        return {
            "kind": self.kinds.kind(),
            "words": self.words.toPlainText(),
            **self.details.values(),
            **self.when.values(),
            **self.promise.values(),
        }

    def fill(self, values: dict[str, Any]) -> None:
        """Show these values without telling that anything was edited."""
        blocked = [QSignalBlocker(one) for one in (self, self.words, self.kinds)]
        kind = values.get("kind") or Kind.CALL
        self.kinds.choose(kind)
        self.words.setPlainText(values.get("words") or "")
        self.details.fill(values, Kind(kind))
        self.when.fill(values)
        self.promise.fill(values)
        del blocked
        self.accept()
        self._show()

    def clear(self) -> None:
        """As it is before anything was typed."""
        self.fill({})

    def is_blank(self) -> bool:
        """Whether nothing stands there that would be missed."""
        values = self.values()
        kept = ("words", "mood", "day", "hour", "minutes", "follow_up_on", "follow_up_words")
        return not any(str(values[name]).strip() for name in kept)

    # What is known of the customer

    def show_people(self, people: Sequence[tuple[int, str]]) -> None:
        """The customer's people, of whom one may be chosen."""
        self.details.show_people(people)

    def show_do_not_call(self, is_set: bool) -> None:
        """Whether the customer does not want to be called."""
        self._do_not_call = is_set
        self._show()

    # Saving

    def submit(self) -> None:
        """As if Save were pressed; what cannot be read is said here."""
        if not self.save.isEnabled():
            return
        self.accept()
        wrong = self.when.wrong() or self.promise.wrong()
        if wrong is not None:
            self._refuse(*wrong)
        else:
            self.submitted.emit()

    def set_busy(self, busy: bool) -> None:
        """While the answer is awaited nothing can be typed."""
        if self.save.hasFocus():
            self.words.setFocus()
        self.save.setEnabled(not busy)
        self.words.setReadOnly(busy)

    def refuse(self, field: str | None, words: str) -> None:
        """Say why it was not saved, beside the field if there is one."""
        fields: dict[str, QWidget] = {
            "words": self.words, "at": self.when.day, "minutes": self.when.minutes,
            "follow_up_on": self.promise.day, "follow_up_words": self.promise.words, "contact_id": self.details.person,
        }  # fmt: skip
        self._refuse(fields.get(field or ""), words)

    def accept(self) -> None:
        """Take refusals away."""
        self.refusal.say("")
        for field in (self.words, *self.findChildren(QLineEdit)):
            set_refused(field, False)

    def say_state(self, words: str) -> None:
        """Draft kept, Saving…, or nothing."""
        self.state.setText(words)

    def choose_kind(self, kind: str) -> None:
        """Another kind, as if it were pressed."""
        if kind:
            self.kinds.choose(kind)
            self._take_kind(kind)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # Parts

    def _make_fields(self) -> None:
        self.kinds = KindBar()
        self.kinds.changed.connect(self._take_kind)
        self.words = QPlainTextEdit()
        self.words.setObjectName("log.words")
        self.words.setAccessibleName("What was said")
        self.words.setTabChangesFocus(True)
        self.words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.words.textChanged.connect(self._typed)
        self.details = LogDetails()
        self.details.edited.connect(self._edited)
        self.details.time_wanted.connect(self._open_when)
        self.when, self.promise = WhenRow(), PromiseRow()
        for row in (self.when, self.promise):
            row.edited.connect(self._edited)
            row.closed.connect(self.words.setFocus)
        self._make_foot()

    def _make_foot(self) -> None:
        self.follow_up = button("Follow-up…", "quiet", "follow-up", self._open_soon, "log.follow_up.open")
        self.state = text_label("", Size.SMALL, Weight.PLAIN, "text3", elide=True)
        self.state.setObjectName("log.state")
        self.save = button("Save call", "primary", run=self.submit, name="log.save")
        self.refusal = Refusal("log.refusal")
        self.warning = Strip("mark", "Do not call is set.", "Log it if you did call.", name="log.warning")

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PANE, Space.S, Space.PANE, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(self.kinds)
        column.addWidget(self.words)
        for part in (self.details, self.when, self.promise, self.warning, self.refusal):
            column.addWidget(part)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(self.follow_up)
        foot.addWidget(self.state, 1)
        foot.addWidget(KeyCap("Ctrl+Return"))
        foot.addWidget(self.save)
        column.addLayout(foot)

    # What the person does

    def _typed(self) -> None:
        self._fit_words()
        self._edited()

    def _edited(self) -> None:
        if not self.signalsBlocked():
            self.accept()
            self._show()
            self.edited.emit()

    def _take_kind(self, kind: str) -> None:
        self.details.take_kind(Kind(kind))
        self._edited()

    def _open_when(self) -> None:
        if self.when.isVisible():
            self.when.close_row()
        else:
            self.when.open_row()

    def _open_soon(self) -> None:
        menu, today = self._menu("log.soon"), clock.today()
        for words, days in _SOON:
            day = today + dt.timedelta(days=days)
            entry = menu.addAction(f"{words}\t{weekday_words(day, today)}")
            entry.triggered.connect(lambda _on=False, day=day: self.promise.promise(day))
        menu.addSeparator()
        menu.addAction(icon("date"), "Another day…").triggered.connect(lambda _on=False: self.promise.open_row())
        self._pop_up(menu, self.follow_up)

    def _menu(self, name: str) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName(name)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _pop_up(self, menu: QMenu, below: QWidget) -> None:
        menu.popup(below.mapToGlobal(QPoint(0, below.height() + 2)))

    # Showing

    def _show(self) -> None:
        kind, direction = Kind(self.kinds.kind()), self.details.values()["direction"]
        self.details.show_kind(kind)
        self.save.setText(f"Save {kind.words.lower()}")
        self.save.setAccessibleName(self.save.text())
        self.save.setToolTip("Save  Ctrl Enter")
        self.words.setPlaceholderText(_HINTS[kind])
        self.follow_up.setVisible(self.promise.isHidden())
        self.warning.setVisible(self._do_not_call and kind == Kind.CALL and direction == Direction.OUT)
        self._show_time()
        self._fit_words()

    def _show_time(self) -> None:
        values = self.when.values()
        told = " ".join(values[name] for name in ("day", "hour") if values[name]) or "now"
        self.details.show_time(told, not self.when.isHidden())

    def _fit_words(self) -> None:
        """As high as its lines, between two and seven of them."""
        document = self.words.document()
        lines = max(_FEWEST, min(_MOST, round(document.size().height())))
        self.words.setFixedHeight(round(metrics(Size.VALUE).lineSpacing() * lines) + 2 * Space.M)

    def _refuse(self, field: QWidget | None, words: str) -> None:
        self.refusal.say(words)
        if isinstance(field, QLineEdit | QPlainTextEdit):
            set_refused(field, True)
        (field or self.words).setFocus()


_HINTS: Final = {
    Kind.CALL: "What was said?",
    Kind.EMAIL: "What did it say?",
    Kind.MEETING: "What was agreed?",
    Kind.VISIT: "What did you see and agree?",
    Kind.NOTE: "What should everybody know?",
    Kind.LETTER: "What did it say?",
    Kind.COMPLAINT: "What went wrong, and what did we promise?",
    Kind.ORDER: "What was ordered?",
}
