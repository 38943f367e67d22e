"""Which public halves the program wrote into the keys file, and what the firm signed with before."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables. Nothing is known of the halves that a keys file has by now."""
    op.create_table(
        "key_halves",
        sa.Column("user_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_key_halves"),
    )
    op.create_table(
        "former_keys",
        sa.Column("id", _KEY, autoincrement=False, nullable=False),
        sa.Column("signing", sa.LargeBinary(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_former_keys"),
    )
