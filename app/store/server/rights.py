"""What each right of the book's roles gives in its tables: one list, from which grants and their tests come.

Who changes rows needs the right to see them too, as a database shows a row to whom it lets change it. Coarser than the
program are: the drawn lists and search entries, which whoever changes customers may write; the rows' `version`;
and that whoever sees customers may read all of them in one statement. Who may back up gets every row, by a function.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.models import JOURNALLED, Journalled
from app.models.base import table_of
from app.rules.permissions import Permission as May

_ALL: tuple[None] = (None,)
_SEE = (May.SEE_CUSTOMERS,)
_LEDGER = (May.EXPORT, May.APPROVE, May.SEE_LEDGER)
_WORKING = (
    May.EDIT_CUSTOMERS, May.RETIRE_CUSTOMERS, May.LOG_TOUCH_POINTS, May.CORRECT_TOUCH_POINTS, May.ASSIGN, May.IMPORT,
    May.EDIT_BOOK, May.ERASE, May.RESTRICT_CUSTOMERS,
)  # fmt: skip
"""Whose acts change what is drawn of customers."""

READ: dict[str, Sequence[May | None]] = {
    **dict.fromkeys(
        (
            "alembic_version", "assignment_roles", "backup_copies", "backup_places", "backup_plan", "backups",
            "book", "changes", "erasures", "fields", "operations",
            "role_permissions", "settings", "stages", "tags", "teams", "user_roles", "users",
        ),
        _ALL,
    ),
    **dict.fromkeys(
        (
            "addresses", "assignments", "contacts", "customer_readers", "customer_tags", "customers", "emails",
            "field_values", "files", "follow_ups",
            "links", "listing", "memberships", "origins", "phones", "said", "saved_lists",
            "search_words", "touch_points",
        ),
        _SEE,
    ),
    **dict.fromkeys(("export_ends", "export_requests", "exports"), _LEDGER),
    "card_openings": (May.SEE_LEDGER, May.SEE_CUSTOMERS),
    "failed_sign_ins": (May.EDIT_TEAM,),
    **dict.fromkeys(("canaries", "canary_ends", "export_canaries"), (May.SEED_CANARIES,)),
    **dict.fromkeys(("backup_keys", "former_keys", "key_halves"), (May.BACK_UP,)),
}  # fmt: skip
"""Who may read each table; of some of them only the rows that `policies` lets through."""

PRIVATE = frozenset({"server_logins", "server_place", "server_turns"})
"""What nobody may touch but the owner's own functions."""

_IMPORTED = (
    "addresses", "contacts", "customer_tags", "customers", "emails", "field_values", "links", "memberships", "phones",
    "tags",
)  # fmt: skip
_DRAWN = ("listing", "search_words", "said")
BY_FUNCTION = "customers"
"""From here rows are removed by a function: who may remove from a table can lock all of it, and then nobody would come
in, as it is asked at each opening whether there are restricted customers."""
_ANSWER = ("answered_at", "answered_by", "approved", "version")


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """An act on a table that a right gives; on some of its columns, where they are named."""

    table: str
    act: str
    right: May | None
    columns: tuple[str, ...] = ()


def grants() -> Iterator[Grant]:
    """All that is granted in a prepared book; what is not in it is refused."""
    yield from (Grant(table, "SELECT", right) for table, rights in READ.items() for right in rights)
    for model in JOURNALLED.values():
        yield from _of_model(model)
    yield from _besides()


def _of_model(model: type[Journalled]) -> Iterator[Grant]:
    name = table_of(model).name
    yield Grant(name, "INSERT", model.needs)
    if model.stays or name == "export_requests":
        return
    if name != BY_FUNCTION:
        yield Grant(name, "DELETE", model.needs)
    columns = tuple(sorted({column.name for column in table_of(model).columns} - {"id"} - model.needs_for.keys()))
    yield Grant(name, "UPDATE", model.needs, columns)
    for column, right in model.needs_for.items():
        yield Grant(name, "UPDATE", right, (column, "version"))


_COUNTED = {
    "assignments": (),
    "customers": ("id", "retired_on", "since"),
    "follow_ups": ("customer_id", "done_at", "due_on", "id", "touch_point_id", "user_id"),
    "touch_points": ("at", "customer_id", "id", "kind", "user_id", "withdrawn_at"),
}
"""What the board of the team is counted from: whoever may change the team sees how many, though no names."""


def _besides() -> Iterator[Grant]:
    """What is done to rows on the way to something else."""
    yield from (Grant(table, "SELECT", May.EDIT_TEAM, columns) for table, columns in _COUNTED.items())
    yield from (Grant(table, "INSERT", May.IMPORT) for table in _IMPORTED)
    yield Grant("tags", "INSERT", May.EDIT_BOOK)
    yield from (Grant("files", "INSERT", right) for right in (May.EDIT_CUSTOMERS, May.IMPORT))
    for table in _DRAWN:
        yield from (Grant(table, act, right) for right in _WORKING for act in ("INSERT", "UPDATE", "DELETE"))
    yield from (Grant("assignments", "INSERT", right) for right in (May.EDIT_CUSTOMERS, May.IMPORT))
    yield Grant("customers", "SELECT", None, ("restricted_on",))
    yield Grant("operations", "UPDATE", May.ERASE, ("summary",))
    yield Grant("changes", "UPDATE", May.ERASE, ("before",))
    yield Grant("files", "DELETE", May.ERASE)
    yield from (Grant("operations", "UPDATE", right, ("undone_by",)) for right in (May.UNDO_OWN, May.UNDO_ANY))
    yield Grant("export_requests", "UPDATE", May.EXPORT, ("used_at", "version"))
    yield Grant("export_requests", "UPDATE", May.APPROVE, _ANSWER)
    # To lock a row takes the right to change a column of it; triggers see to it that no key changes.
    yield from (Grant("customers", "UPDATE", right, ("id",)) for right in _WORKING)
    yield Grant("exports", "UPDATE", May.EXPORT, ("id",))
