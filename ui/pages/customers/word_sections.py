"""What else is known of a customer: details and declared fields, tags, notes."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.features.customers.card import DeclaredField
from app.rules.text import begun
from ui.pages.customers.card_rows import INDENT, KIND, AddVerb, CardSection, ValueRow, fixed
from ui.pages.customers.card_values import YES, field_name, read_day
from ui.pages.customers.clamped_text import ClampedText
from ui.pages.customers.reach_words import CHANNELS, language_words
from ui.pages.customers.sights import Sight
from ui.pages.customers.verbs import Verbs
from ui.parts.chips import Tag
from ui.parts.days import date_words
from ui.parts.flow import FlowLayout
from ui.parts.labels import text_label
from ui.theme.tokens import Size, Space, Weight

_TAG_LETTERS = 39
_NOTE_LINES = 12
_DETAILS = (
    ("nickname", "Also called"),
    ("organisation", "Company"),
    ("job_title", "Job title"),
    ("birthday", "Birthday"),
    ("tax_number", "Tax number"),
)


class DetailsSection(CardSection):
    """The lesser fields that are filled, and those that the firm declared."""

    def __init__(self, sight: Sight, verbs: Verbs) -> None:
        facts = list(_facts(sight))
        verb = "" if not verbs.may_edit else "Edit" if facts else "Add"
        super().__init__("card.details", "Details", "", verb, lambda: verbs.edit("number"))
        for key, label, value in facts:
            if value:
                self.rows.addWidget(_fact(key, label, value, verbs))
            elif verbs.may_edit:
                self.rows.addWidget(_missing(key, label, verbs))
        self.end()


class TagsSection(CardSection):
    """The words that the customer bears."""

    def __init__(self, sight: Sight, verbs: Verbs) -> None:
        tags = sight.card.tags
        verb = "" if not verbs.may_edit else "Edit" if tags else "Add"
        super().__init__("card.tags", "Tags", "", verb, lambda: verbs.edit("tags"))
        if tags:
            box = QWidget()
            flow = FlowLayout(box)
            for tag in tags:
                flow.addWidget(Tag(begun(tag, _TAG_LETTERS)))
            self.rows.addWidget(box)
            self.rows.addSpacing(Space.XS)
        self.end()


class NotesSection(CardSection):
    """What was written down about them."""

    def __init__(self, sight: Sight, verbs: Verbs) -> None:
        notes = sight.card.values["notes"]
        verb = "" if not verbs.may_edit else "Edit" if notes else "Add"
        super().__init__("card.notes", "Notes", "", verb, lambda: verbs.edit("notes"))
        if notes:
            self.rows.addWidget(ClampedText(notes, _NOTE_LINES, name="card.notes.text"))
            self.rows.addSpacing(Space.XS)
        self.end()


def _fact(key: str, label: str, value: str, verbs: Verbs) -> ValueRow:
    row = ValueRow(f"card.{key}", label, [value], kind_width=INDENT + KIND)

    def copy() -> None:
        verbs.copy(value, label)

    row.copied.connect(copy)
    row.doings = [("Copy", copy, f"card.{key}.copy")]
    return row


def _missing(key: str, label: str, verbs: Verbs) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, Space.XS - 1, 0, Space.XS - 1)
    line.setSpacing(Space.S)
    words = text_label(label, Size.DETAIL, Weight.PLAIN, "text2", elide=True)
    line.addWidget(fixed(words, INDENT + KIND - Space.S))
    line.addWidget(AddVerb("add", lambda: verbs.edit(key), f"card.add_{key}"))
    line.addStretch(1)
    return row


def _facts(sight: Sight) -> Iterator[tuple[str, str, str]]:
    """Name, label and words of each fact; declared fields stand there also while they are empty."""
    values = sight.card.values
    if values["language"]:
        yield "language", "Language", language_words(values["language"])
    if values["preferred_channel"]:
        channel = values["preferred_channel"]
        yield "preferred_channel", "Prefers", dict(CHANNELS).get(channel, channel)
    for key, label in _DETAILS:
        if values[key]:
            yield key, label, values[key]
    for field in sight.card.fields:
        yield field_name(field.id), field.name, _declared_words(field)


def _declared_words(field: DeclaredField) -> str:
    if field.kind == "yes":
        return "yes" if field.value == YES else field.value or "no"
    day = read_day(field.value) if field.kind == "date" else None
    return date_words(day) if day else field.value
