"""The firm's own key for signing, so that whoever has the book open can sign its keys file; when passwords were set
and users locked out."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns that stay empty where there are no keys to sign, and no passwords."""
    op.add_column("book", sa.Column("signing_key", sa.LargeBinary(), nullable=True))
    for name in ("password_set_at", "locked_at"):
        op.add_column("users", sa.Column(name, sa.BigInteger(), nullable=True))
