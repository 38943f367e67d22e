"""Places that backups are kept in, what each was made for, and when they are made by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; of backups that were made before nothing more is known."""
    for name in ("why", "fault"):
        op.add_column("backups", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("backups", sa.Column("seconds", _KEY, nullable=False, server_default="0"))
    op.add_column("backups", sa.Column("tried_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "backup_places", *_numbers("id", "version"), *(_needed(name, sa.Text()) for name in ("uid", "name", "folder"))
    )
    op.create_table(
        "backup_copies", *_numbers("id", "version", "backup_id", "place_id"), _needed("at", sa.BigInteger())
    )
    op.create_table(
        "backup_plan",
        *_numbers("id", "version"),
        sa.Column("hour", _KEY, nullable=True),
        *_numbers("daily", "weekly", "monthly", "yearly"),
        sa.Column("begun_at", sa.BigInteger(), nullable=True),
    )


def _numbers(*names: str) -> tuple[sa.Column[object], ...]:
    return tuple(sa.Column(name, _KEY, nullable=False, primary_key=name == "id", autoincrement=False) for name in names)


def _needed(name: str, kind: sa.Text | sa.BigInteger) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=False)
