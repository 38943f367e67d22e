"""The fields of a customer that a role may be kept from changing: by the column's or the table's name."""

from __future__ import annotations

from typing import Final

from app.rules.words import field_words

COLUMNS: Final = (
    "name", "stage_id", "since", "number", "tax_number", "language", "preferred_channel", "do_not_call",
    "do_not_write", "do_not_mail", "birthday", "notes",
)  # fmt: skip
TABLES: Final = {
    "phones": "phones", "emails": "e-mails", "addresses": "addresses", "links": "links", "customer_tags": "tags",
    "field_values": "own fields",
}  # fmt: skip
FIXABLE: Final = {**{name: field_words(name) for name in COLUMNS}, **TABLES}
"""By name what each is called."""
FORM_FIELDS: Final = {"customer_tags": "tags"}
"""What a form calls it otherwise."""
