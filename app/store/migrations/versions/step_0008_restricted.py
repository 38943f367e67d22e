"""Customers whom only named people open, and roles that see their own or their team's."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Everybody sees all, as before."""
    op.add_column("user_roles", sa.Column("whose", sa.Text(), nullable=True))
    op.add_column("customers", sa.Column("restricted_on", sa.Date(), nullable=True))
    given = sa.text("restricted_on IS NOT NULL")
    op.create_index(
        "ix_customers_restricted_on", "customers", ["restricted_on"], sqlite_where=given, postgresql_where=given
    )
    op.create_table(
        "customer_readers",
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("version", KEY, nullable=False),
        _link("customer_id", "customers.id"),
        _link("user_id", "users.id"),
        sa.PrimaryKeyConstraint("id", name="pk_customer_readers"),
        sa.UniqueConstraint("customer_id", "user_id", name="uq_customer_readers_customer_id_user_id"),
    )
    op.create_index("ix_customer_readers_user_id", "customer_readers", ["user_id"])


def _link(column: str, target: str) -> sa.ForeignKeyConstraint:
    name = f"fk_customer_readers_{column}"
    return sa.ForeignKeyConstraint([column], [target], name=name, initially="DEFERRED", deferrable=True)
