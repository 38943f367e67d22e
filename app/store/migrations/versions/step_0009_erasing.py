"""What is remembered of those who were erased."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One table; owners alone may erase, and theirs is every right."""
    user = sa.ForeignKey("users.id", name="fk_erasures_user_id", deferrable=True, initially="DEFERRED")
    op.create_table(
        "erasures",
        sa.Column("id", _KEY, primary_key=True, autoincrement=False),
        sa.Column("version", _KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("user_id", _KEY, user, nullable=False),
        sa.Column("operation_id", _KEY, nullable=False),
        sa.Column("digests", sa.Text(), nullable=False),
        sa.Column("operations", sa.Text(), nullable=False),
        sa.UniqueConstraint("operation_id", name="uq_erasures_operation_id"),
    )
