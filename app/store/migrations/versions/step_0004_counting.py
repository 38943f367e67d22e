"""Indexes from which the board is counted without a look at any row of a customer or a touch point."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WIDER = (
    ("ix_assignments_customer", ["customer_id", "role_id", "from_day", "until_day"]),
    ("ix_assignments_user", ["user_id", "role_id", "from_day", "until_day"]),
)
GIVEN = (
    ("ix_customers_since", "customers", ["since"], "since IS NOT NULL"),
    ("ix_customers_retired_on", "customers", ["retired_on"], "retired_on IS NOT NULL"),
    (
        "ix_touch_points_orders", "touch_points", ["customer_id", "at", "kind", "withdrawn_at"],
        "kind = 'order' AND withdrawn_at IS NULL",
    ),
)  # fmt: skip


def upgrade() -> None:
    """Assignments with all their days, orders alone, who came when and was retired, and all that passed by customer."""
    for name, columns in WIDER:
        op.drop_index(name, table_name="assignments")
        op.create_index(name, "assignments", columns)
    for name, table, columns, given in GIVEN:
        where = sa.text(given)
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
    op.create_index("ix_touch_points_customer", "touch_points", ["customer_id", "at", "user_id", "withdrawn_at"])
