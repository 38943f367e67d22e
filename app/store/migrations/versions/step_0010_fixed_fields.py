"""Fields of a customer that a role may not change."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None, as before."""
    op.add_column("user_roles", sa.Column("fixed", sa.Text(), nullable=False, server_default=""))
