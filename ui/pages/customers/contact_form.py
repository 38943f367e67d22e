"""The form of a person at a customer: a new one, one who is changed, or one who is known from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCompleter, QLineEdit

from app.computer.drafts import Drafts
from app.features.customers.card import Card, ContactLine
from app.features.customers.contacts import ROLES, EditContact, LinkContact
from app.features.customers.people import PersonFound, find_people
from app.rules.uid import new_uid
from ui.pages.customers.card_values import Pair, adding_contact, command_edits, contact_values
from ui.pages.customers.customer_fields import contact_fields
from ui.pages.customers.draft_keys import CONTACT, contact_key
from ui.pages.customers.duplicates_hint import Alike, DuplicatesHint
from ui.pages.customers.reach_words import language_words
from ui.pages.customers.record_form import RecordForm
from ui.parts.form_draft import FormDraft

if TYPE_CHECKING:
    from ui.desk import Desk

_PAUSE = 250
_BLANK = ContactLine(0, "", "", "", "", "", False, (), (), ())


class ContactForm(RecordForm):
    """Name, role here, and how to reach them; who is at another customer already can be taken from there."""

    def __init__(self, desk: Desk, drafts: Drafts, card: Card, contact: ContactLine | None, region: str) -> None:
        title = f"New person at {card.name[:200]}" if contact is None else f"Edit {contact.name[:200]}"
        super().__init__(desk, "contact_form", title, "Save person", contact_fields())
        self._card, self._contact, self._region = card, contact, region
        self.hint = DuplicatesHint("contact_form.known", "Known from elsewhere; press to add here too:")
        self.head.addWidget(self.hint)
        self._look = QTimer(self, singleShot=True, interval=_PAUSE)
        self._look.timeout.connect(self._look_for_known)
        if contact is None:
            self.form.edited.connect(self._look.start)
        self._suggest_roles()
        key = contact_key(card.id, None if contact is None else contact.id)
        title = "" if contact is None else contact.name
        draft = FormDraft(drafts, CONTACT, key, self.changed, self, title)
        draft.uid = new_uid()
        self.begin(contact_values(contact or _BLANK), draft)

    def command(self, edits: Mapping[str, Pair]) -> Any:
        if self._contact is None:
            uid = self.draft.uid if self.draft is not None else ""
            return adding_contact(self._card.id, self.form.values(), self._region, uid)
        return EditContact(self._card.id, self._contact.id, edits, self._region)

    def edits(self) -> dict[str, Pair]:
        edits = command_edits(self.changed())
        return edits or ({"name": ("", "")} if self._contact is None else {})

    def value_words(self, field: str, value: object) -> str:
        return language_words(str(value)) if field == "language" else str(value)

    def _suggest_roles(self) -> None:
        box = self.form.editor("role")
        if isinstance(box, QLineEdit):
            known = {contact.role for contact in self._card.contacts} | set(ROLES)
            completer = QCompleter(sorted(role for role in known if role), box)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.activated.connect(lambda _role: self.form.edited.emit())
            box.setCompleter(completer)

    def _look_for_known(self) -> None:
        name = self.form.values()["name"].strip()
        if len(name) < 3:
            self.hint.show_found(())
        else:
            self.desk.ask(self, find_people, name, then=self._show_known)

    def _show_known(self, found: list[PersonFound]) -> None:
        here = {contact.id for contact in self._card.contacts}
        known = {one.contact_id: one for one in reversed(found) if one.contact_id not in here}
        self.hint.show_found([self._known(one) for one in reversed(known.values())])

    def _known(self, one: PersonFound) -> Alike:
        detail = f"{one.role}, {one.customer}" if one.role else one.customer
        return Alike(one.contact_id, one.name, detail, lambda: self._take_over(one.contact_id))

    def _take_over(self, contact_id: int) -> None:
        """They are at this customer too, in the role that was typed."""
        values = self.form.values()
        link = LinkContact(self._card.id, contact_id, values["role"], values["job_title"])
        self.desk.do(self, link, then=self._saved, otherwise=self._not_saved)
