"""The words by which tables, fields and numbers of things are told to people."""

from __future__ import annotations

from collections.abc import Callable

TABLES: dict[str, str] = {
    "teams": "team", "users": "user", "assignment_roles": "role", "stages": "stage", "tags": "tag",
    "user_roles": "role", "role_permissions": "right", "fields": "declared field", "settings": "setting",
    "saved_lists": "saved list", "customers": "customer",
    "contacts": "person", "memberships": "place of a person", "phones": "phone", "emails": "e-mail", "links": "link",
    "addresses": "address", "customer_tags": "tag", "field_values": "field", "origins": "origin",
    "assignments": "assignment", "touch_points": "touch point", "follow_ups": "follow-up",
    "exports": "export", "export_ends": "end of an export", "export_requests": "request for an export",
    "canaries": "canary customer", "canary_ends": "end of a canary customer",
    "customer_readers": "person who opens it",
    "erasures": "erasing", "backups": "backup", "backup_keys": "key of backups",
    "backup_places": "place of backups", "backup_copies": "copy of a backup", "backup_plan": "plan of backups",
}  # fmt: skip
"""What one row of a table is called."""

_FIELDS: dict[str, str] = {
    "name": "name", "kind": "kind", "prefix": "title", "given": "given name", "additional": "middle name",
    "family": "family name", "suffix": "suffix", "nickname": "nickname", "organisation": "company",
    "job_title": "job title", "stage_id": "stage", "since": "customer since", "number": "customer number",
    "tax_number": "tax number", "language": "language", "preferred_channel": "preferred way",
    "do_not_call": "do not call", "do_not_write": "do not write", "do_not_mail": "do not mail",
    "birthday": "birthday", "notes": "notes", "photo": "picture", "retired_on": "retired on", "raw": "number",
    "address": "address", "url": "address", "preferred": "preferred", "label": "label", "street": "street",
    "extra": "more", "postal_code": "postal code", "town": "town", "region": "region", "country": "country",
    "role": "role", "value": "value", "user_id": "who", "role_id": "role", "from_day": "from", "until_day": "until",
    "at": "when", "contact_id": "with", "direction": "direction", "mood": "mood", "minutes": "minutes",
    "words": "words", "withdrawn_at": "withdrawn", "due_on": "due", "done_at": "done", "login": "login",
    "team_id": "team", "away_from": "away from", "away_until": "away until", "departed_on": "departed on",
    "tag_id": "tag", "field_id": "field", "customer_id": "customer", "shared": "shared", "position": "place",
    "sign": "sign", "choices": "choices", "is_owner": "is the owner's", "criteria": "filter", "file_name": "file",
    "most_at_once": "most customers at once", "restricted_on": "restricted since", "whose": "whose customers",
    "fixed": "not to change",
    "given_freely": "given by all who change the team", "permission": "right",
}  # fmt: skip

HIDDEN = frozenset(
    {"id", "uid", "version", "sort_name", "folded", "e164", "digest", "touch_point_id", "keys", "digests", "operations"}
)
"""Columns that say nothing to people."""


def field_words(name: str) -> str:
    """What a field is called."""
    return _FIELDS.get(name, name.replace("_", " "))


def counted(number: int, noun: str, many: str = "", told: Callable[[int], str] = "{:,}".format) -> str:
    """1 customer, 1,063 customers; `many` where an s does not make the plural."""
    return f"{told(number)} {noun if number == 1 else many or noun + 's'}"
