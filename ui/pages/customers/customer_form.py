"""The form of a customer: a new one, or one that is being changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from app.computer.drafts import Drafts
from app.features.customers.commands import EditCustomer
from app.features.customers.finding import Duplicate, duplicates
from app.rules.fixed_fields import FORM_FIELDS
from app.rules.names import split_name
from app.rules.uid import new_uid
from ui.pages.customers.card_values import Pair, adding, command_edits, customer_values, declared_values
from ui.pages.customers.customer_fields import PERSONS_ONLY, customer_fields
from ui.pages.customers.draft_keys import CUSTOMER, NEW
from ui.pages.customers.duplicates_hint import Alike, DuplicatesHint
from ui.pages.customers.reach_words import CHANNELS, language_words
from ui.pages.customers.record_form import RecordForm
from ui.pages.customers.sights import FormLists
from ui.parts.form_draft import FormDraft

if TYPE_CHECKING:
    from ui.desk import Desk

_PAUSE = 250
_NAMES = ("prefix", "given", "additional", "family", "suffix")


class CustomerForm(RecordForm):
    """All fields of a customer; while a new one is typed it looks for the same one in the book."""

    asked = Signal(int)
    """Another customer is to be seen, without losing the draft."""

    def __init__(self, desk: Desk, drafts: Drafts, lists: FormLists, name: str = "") -> None:
        card = lists.card
        title = "New customer" if card is None else f"Edit {card.name[:200]}"
        super().__init__(desk, "customer_form", title, "Save customer", customer_fields(lists))
        self._lists, self._kind = lists, ""
        self.hint = DuplicatesHint("customer_form.duplicates", "Perhaps in the book already:")
        self.head.addWidget(self.hint)
        self._look = QTimer(self, singleShot=True, interval=_PAUSE)
        self._look.timeout.connect(self._look_for_duplicates)
        self.form.edited.connect(self._follow)
        key, known = (NEW, "") if card is None else (str(card.id), card.name)
        draft = FormDraft(drafts, CUSTOMER, key, self.changed, self, known)
        draft.uid = new_uid()
        self.begin(_blank(lists) if card is None else customer_values(card), draft)
        if name and not self.form.values()["name"]:
            self.form.fill({"name": name})
        self._show_kind()
        self._fix(() if card is None else desk.user.rights.fixed)

    @property
    def customer_id(self) -> int | None:
        """Whose form it is; None for a new one."""
        return None if self._lists.card is None else self._lists.card.id

    def command(self, edits: Mapping[str, Pair]) -> Any:
        if self.customer_id is not None:
            return EditCustomer(self.customer_id, edits, self._lists.region)
        uid = self.draft.uid if self.draft is not None else ""
        return adding(self.form.values(), self._lists.region, uid)

    def edits(self) -> dict[str, Pair]:
        fields = self._lists.card.fields if self._lists.card is not None else self._lists.fields
        edits = command_edits(self.changed(), fields)
        # An empty new form is sent too, to be refused at its name.
        return edits or ({"name": ("", "")} if self.customer_id is None else {})

    def value_words(self, field: str, value: object) -> str:
        stages = {stage.id: stage.name for stage in self._lists.stages}
        if field == "stage_id":
            return next((name for key, name in stages.items() if key == value), "another stage")
        if field == "preferred_channel":
            return dict(CHANNELS).get(str(value), str(value))
        return language_words(str(value)) if field == "language" else str(value)

    def throw_away(self) -> None:
        super().throw_away()
        self._show_kind()
        self.hint.show_found(())

    def _fix(self, fields: Iterable[str]) -> None:
        """What the user's role may not change is shown, and not offered to be changed."""
        for name in (FORM_FIELDS.get(one, one) for one in fields):
            if name in self.form.values():
                self.form.editor(name).setEnabled(False)

    def _follow(self) -> None:
        if self.form.values()["kind"] != self._kind:
            self._take_name_apart()
            self._show_kind()
        if self.customer_id is None:
            self._look.start()

    def _show_kind(self) -> None:
        """A company has no given name."""
        self._kind = self.form.values()["kind"]
        person = self._kind == "person"
        for name in PERSONS_ONLY:
            self.form.show_field(name, person)
        box = self.form.editor("name")
        if isinstance(box, QLineEdit):
            box.setPlaceholderText("As the names above" if person else "")

    def _take_name_apart(self) -> None:
        """Who turns out to be a person keeps the name that was typed."""
        values = self.form.values()
        if values["kind"] == "person" and values["name"].strip() and not any(values[part] for part in _NAMES):
            parts = split_name(values["name"].strip())
            if parts.family:
                self.form.fill({**dict(zip(_NAMES, parts, strict=True)), "name": ""})

    def _look_for_duplicates(self) -> None:
        values = self.form.values()
        name = values["name"] or f"{values['given']} {values['family']}".strip()
        town = next((row["town"] for row in values["addresses"] if row["town"]), "")
        emails = tuple(row["address"] for row in values["emails"])
        phones = tuple(row["raw"] for row in values["phones"])
        region = self._lists.region
        self.desk.ask(self, duplicates, name, town, emails, phones, region, then=self._show_alike)

    def _show_alike(self, found: list[Duplicate]) -> None:
        self.hint.show_found([self._alike(one) for one in found])

    def _alike(self, one: Duplicate) -> Alike:
        detail = ", ".join(part for part in (one.town, one.why) if part)
        return Alike(one.id, one.name, detail, lambda: self.asked.emit(one.id))


def _blank(lists: FormLists) -> dict[str, Any]:
    """A new customer before anything is typed: a company in the first stage."""
    names = ("name", "nickname", "organisation", "job_title")
    texts = ("number", "tax_number", "language", "preferred_channel", "birthday", "notes")
    marks = ("do_not_call", "do_not_write", "do_not_mail")
    several = ("phones", "emails", "addresses", "links", "tags")
    return {
        **dict.fromkeys((*_NAMES, *names, *texts), ""),
        **dict.fromkeys(marks, False),
        **dict.fromkeys(several, ()),
        "kind": "company",
        "stage_id": lists.stages[0].id if lists.stages else None,
        "since": None,
        **declared_values(lists.fields),
    }
