"""The people at the customer: role, title, how to reach them, where else they are."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from app.features.customers.card import ContactLine
from app.features.customers.contacts import UnlinkContact
from app.rules.text import begun
from ui.pages.customers.card_rows import INDENT, CardSection, note_label, plain_row, readable, shrinking
from ui.pages.customers.links import mail_link, tel_link
from ui.pages.customers.sights import Sight
from ui.pages.customers.verbs import Verbs
from ui.parts.avatar import Avatar, face_for
from ui.parts.buttons import button, say, tool_button
from ui.parts.labels import IconLabel, menu_words, plain_tip, text_label
from ui.theme.icons import ICONS, icon
from ui.theme.tokens import Size, Space, Weight

_MOST_ELSEWHERE = 2
_LONGEST = 31


class PeopleSection(CardSection):
    """One block a person."""

    def __init__(self, sight: Sight, verbs: Verbs) -> None:
        people = sight.card.contacts
        verb = "Add person" if verbs.may_edit else ""
        count = str(len(people)) if people else ""
        super().__init__("card.people", "People", count, verb, lambda: verbs.edit_person(None))
        self._sight, self._verbs = sight, verbs
        for person in people:
            self.rows.addWidget(self._person(person))
        self.end()

    def _person(self, person: ContactLine) -> QWidget:
        block = QWidget()
        block.setObjectName(f"card.person.{person.id}")
        block.setAccessibleName(", ".join(part for part in (person.name, person.role, person.job_title) if part))
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(0)
        column.addWidget(self._head(person))
        facts = [person.job_title, *(phone.raw for phone in person.phones[:1])]
        words = " · ".join(fact for fact in facts if fact)
        if words:
            column.addLayout(_indented(text_label(words, Size.DETAIL, Weight.PLAIN, "text2", elide=True)))
        if person.elsewhere:
            column.addLayout(self._elsewhere(person))
        return block

    def _head(self, person: ContactLine) -> QWidget:
        row, line = plain_row(Avatar(face_for(f"person {person.id}", person.name)))
        line.addWidget(readable(shrinking(text_label(person.name, Size.VALUE, Weight.MEDIUM, elide=True)), 112))
        line.addSpacing(Space.M)
        if person.do_not_call:
            self._add_note(line, "do not call", "Do not call", "bad")
        if person.role:
            self._add_note(line, person.role if person.role in ICONS else "role", person.role, "text2")
        line.addStretch(1)
        line.addWidget(self._call(person))
        line.addWidget(self._write(person))
        line.addWidget(self._more(person))
        return row

    def _add_note(self, line: QHBoxLayout, sign: str, words: str, tone: str) -> None:
        line.addWidget(IconLabel(sign, 14, tone))
        line.addSpacing(Space.XS)
        line.addWidget(readable(note_label(words, tone), 56))
        line.addSpacing(Space.S)

    def _call(self, person: ContactLine) -> QToolButton:
        raw = next((phone.raw for phone in person.phones if phone.kind not in ("fax", "pager")), "")
        made = tool_button("call", f"Call {person.name[:100]}", name=f"card.person.{person.id}.call")
        why = self._sight.card.values["do_not_call"] or person.do_not_call
        return self._linked(made, tel_link(raw, self._sight.region), raw, "Do not call is set" if why else "")

    def _write(self, person: ContactLine) -> QToolButton:
        address = person.emails[0].address if person.emails else ""
        made = tool_button("email", f"Write to {person.name[:100]}", name=f"card.person.{person.id}.write")
        why = "Do not write is set" if self._sight.card.values["do_not_write"] else ""
        return self._linked(made, mail_link(address), address, why)

    def _linked(self, made: QToolButton, link: str | None, shown: str, why: str) -> QToolButton:
        if link is None:
            made.hide()
        elif why:
            made.setEnabled(False)
            made.setIcon(icon("do not call"))
            made.setToolTip(plain_tip(why))
        else:
            made.setToolTip(plain_tip(f"{made.accessibleName()}: {shown}"))
            made.clicked.connect(lambda: self._verbs.open(link))
        return made

    def _more(self, person: ContactLine) -> QToolButton:
        made = tool_button("menu", f"More about {person.name[:100]}", name=f"card.person.{person.id}.more")
        made.setToolTip("More")
        menu, verbs = QMenu(made), self._verbs
        menu.setObjectName(f"card.person.{person.id}.menu")
        if verbs.may_edit:
            menu.addAction("Edit").triggered.connect(lambda: verbs.edit_person(person.id))
        if verbs.can("past.person"):
            back = menu.addAction("Take back…")
            back.setObjectName(f"card.person.{person.id}.take_back")
            back.triggered.connect(lambda: verbs.trigger("past.person", person=person.id))
        for phone in person.phones[:5]:
            self._offer_copy(menu, phone.raw, "Phone")
        for email in person.emails[:5]:
            self._offer_copy(menu, email.address, "E-mail")
        if verbs.may_edit:
            menu.addSeparator()
            remove = menu.addAction("Remove from here")
            remove.setObjectName(f"card.person.{person.id}.remove")
            remove.triggered.connect(lambda: verbs.do(UnlinkContact(self._sight.card.id, person.id)))
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setEnabled(not menu.isEmpty())
        return made

    def _offer_copy(self, menu: QMenu, value: str, what: str) -> None:
        shown = menu_words(begun(value, _LONGEST))
        menu.addAction(f"Copy {shown}").triggered.connect(lambda: self._verbs.copy(value, what))

    def _elsewhere(self, person: ContactLine) -> QHBoxLayout:
        """The other customers they belong to, each a word to press."""
        line = _indented(text_label("also at", Size.DETAIL, Weight.PLAIN, "text2"))
        for key, name in person.elsewhere[:_MOST_ELSEWHERE]:
            run = lambda key=key: self._verbs.show(key)  # noqa: E731
            link = button(menu_words(begun(name, _LONGEST)), "link", run=run, name=f"card.person.{person.id}.at.{key}")
            say(link, "Show this customer")
            link.setAccessibleName(f"Show {name[:100]}")
            line.addWidget(link)
        rest = len(person.elsewhere) - _MOST_ELSEWHERE
        if rest > 0:
            line.addWidget(note_label(f"and {rest} more"))
        line.addStretch(1)
        return line


def _indented(widget: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(Space.XS)
    line.addSpacing(INDENT)
    line.addWidget(widget)
    return line
