"""Who handles the customer: faces, roles, since when; who is away or has departed, and where nobody is."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.features.assignments import Assigned
from ui.pages.customers.card_rows import INDENT, AddVerb, CardSection, fixed, note_label, plain_row, readable, shrinking
from ui.pages.customers.sights import Sight
from ui.pages.customers.verbs import Verbs
from ui.parts.avatar import GAP, Avatar, face_for
from ui.parts.days import day_words, month_words, short_day, whole_day
from ui.parts.labels import IconLabel, plain_tip, text_label
from ui.theme.fonts import words_width
from ui.theme.tokens import Size, Space, Weight

_ROLE, _LONG_ROLE, _SINCE = 72, 112, 60


class AssignedSection(CardSection):
    """One row a colleague, the owner first; who it was before, on demand."""

    def __init__(self, sight: Sight, verbs: Verbs) -> None:
        can, gap = verbs.can("team.assign"), bool(sight.gap_role)
        self._sight, self._verbs = sight, verbs
        self._role_width = _room_for_roles([*(one.role for one in sight.handlers), sight.gap_role])
        verb = "" if not can else "Assign…" if gap else "Hand over…"
        super().__init__("card.handlers", "Who handles them", verb=verb, run=self._assign)
        if gap:
            self.rows.addWidget(self._gap())
        for one in sight.handlers:
            self.rows.addWidget(self._row(one, "card.handler"))
        self._history = QVBoxLayout()
        self._history.setSpacing(0)
        self.rows.addLayout(self._history)
        self._show_earlier = AddVerb("Show earlier and later", verbs.show_history, "card.history")
        line = QHBoxLayout()
        line.addSpacing(INDENT)
        line.addWidget(self._show_earlier)
        line.addStretch(1)
        self.rows.addLayout(line)
        # Only now: shown before it stands in the card, it would come up as a window and take the keyboard away.
        self._show_earlier.setVisible(sight.others > 0)
        self.end()

    def show_history(self, history: Iterable[Assigned]) -> None:
        """All who ever looked after them, or will, below those who do."""
        now = {one.assignment_id for one in self._sight.handlers}
        others = [one for one in history if one.assignment_id not in now]
        self._show_earlier.hide()
        for one in others:
            self._history.addWidget(self._row(one, "card.earlier", past=True))

    def _assign(self) -> None:
        self._verbs.trigger("team.assign", customers=[self._sight.card.id])

    def _row(self, one: Assigned, name: str, past: bool = False) -> QWidget:
        gone = one.departed_on is not None and one.departed_on <= self._sight.today
        row, line = plain_row(Avatar(face_for(one.user_id, one.user)))
        row.setObjectName(f"{name}.{one.assignment_id}")
        tone = "text2" if gone or past else "text"
        who = text_label(one.user, Size.VALUE, Weight.MEDIUM, tone, elide=True)
        line.addWidget(readable(shrinking(who), 112))
        if not past:
            self._add_state(line, one)
        line.addStretch(1)
        role = text_label(one.role, Size.DETAIL, Weight.BOLD if one.is_owner else Weight.PLAIN, tone, elide=True)
        role.set_tone("text" if one.is_owner and not past else "text2")
        line.addWidget(fixed(role, self._role_width))
        line.addWidget(self._since(one, past))
        row.setAccessibleName(f"{one.role}: {one.user}, since {whole_day(one.from_day)}")
        return row

    def _add_state(self, line: QHBoxLayout, one: Assigned) -> None:
        """Away, leaving or departed: a sign and the word with its day."""
        today = self._sight.today
        if one.departed_on is not None and one.departed_on <= today:
            sign, words, tone = "departed", f"departed {short_day(one.departed_on, today)}", "text2"
        elif one.departed_on is not None:
            sign, words, tone = "leaving", f"leaves {day_words(one.departed_on, today)}", "warn"
        elif one.away_until is not None:
            sign, words, tone = "away", f"away to {short_day(one.away_until, today)}", "text2"
        else:
            return
        line.addSpacing(Space.S)
        line.addWidget(IconLabel(sign, 14, tone))
        line.addSpacing(Space.XS)
        line.addWidget(note_label(words, tone))
        line.addSpacing(Space.S)

    def _since(self, one: Assigned, past: bool) -> QWidget:
        words = month_words(one.from_day)
        if past and one.until_day is not None:
            words = f"to {month_words(one.until_day)}"
        label = text_label(words, Size.DETAIL, Weight.PLAIN, "text3", elide=True)
        fixed(label, _SINCE + (Space.M if past else 0))
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        until = f" until {whole_day(one.until_day)}" if one.until_day else ""
        label.setToolTip(plain_tip(f"Since {whole_day(one.from_day)}{until}"))
        return label

    def _gap(self) -> QWidget:
        since = self._sight.gap_since
        row, line = plain_row(Avatar(GAP))
        row.setObjectName("card.gap")
        words = f"Nobody since {short_day(since, self._sight.today)}" if since else "Nobody"
        line.addWidget(shrinking(text_label(words, Size.VALUE, Weight.MEDIUM, "warn", elide=True)))
        line.addStretch(1)
        role = text_label(self._sight.gap_role, Size.DETAIL, Weight.BOLD, "text", elide=True)
        line.addWidget(fixed(role, self._role_width))
        line.addSpacing(_SINCE)
        row.setAccessibleName(f"{self._sight.gap_role}: {words}")
        return row


def _room_for_roles(roles: Iterable[str]) -> int:
    """As wide as the longest role, within bounds, so that all stand in a column."""
    widest = max((words_width(role, Size.DETAIL, Weight.BOLD) for role in roles), default=0)
    return min(_LONG_ROLE, max(_ROLE, round(widest) + Space.XS))
