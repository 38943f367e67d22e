"""How many cards each user opened."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    user = sa.ForeignKey("users.id", name="fk_card_openings_user_id", deferrable=True, initially="DEFERRED")
    op.create_table(
        "card_openings",
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("user_id", _KEY, user, nullable=False),
        sa.Column("cards", _KEY, nullable=False),
        sa.Column("id", _KEY, autoincrement=False, nullable=False),
        sa.Column("version", _KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_openings")),
    )
    op.create_index("ix_card_openings_at", "card_openings", ["at"])
