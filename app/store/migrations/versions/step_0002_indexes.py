"""Indexes that hold only the rows that are looked for; every order of a list, and a firm's days, from one alone."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REACHES = ("phones", "emails", "links", "addresses")
GIVEN = (
    *((f"ix_{table}_{key}", table, [key]) for table in REACHES for key in ("customer_id", "contact_id")),
    ("ix_touch_points_contact_id", "touch_points", ["contact_id"]),
    ("ix_follow_ups_touch_point_id", "follow_ups", ["touch_point_id"]),
    ("ix_changes_customer_id", "changes", ["customer_id", "operation_id"]),
    ("ix_changes_contact_id", "changes", ["contact_id"]),
)


ORDERS = (("owner", "owner_id"), ("stage", "stage_id"), ("town", "folded_town"))
NEW_ORDERS = (("kind", "kind"), ("tags", "tags"))


def upgrade() -> None:
    """Make indexes anew: where their first column has a value, and of changes where something was there before."""
    for name, table, columns in GIVEN:
        _make_anew(name, table, columns, f"{columns[0]} IS NOT NULL")
    _make_anew("ix_changes_row", "changes", ["table_name", "row_id"], "before IS NOT NULL")
    _make_anew("ix_touch_points_at", "touch_points", ["at", "id", "user_id", "withdrawn_at"])
    for name, _ in ORDERS:
        op.drop_index(f"ix_listing_{name}", table_name="listing")
    for name, column in (*ORDERS, *NEW_ORDERS):
        op.create_index(f"ix_listing_{name}", "listing", ["retired", column, "sort_name", "customer_id"])
    for column in ("number", "phone", "email"):
        op.create_index(f"ix_listing_{column}", "listing", ["retired", column])


def _make_anew(name: str, table: str, columns: list[str], given: str | None = None) -> None:
    op.drop_index(name, table_name=table)
    where = None if given is None else sa.text(given)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
