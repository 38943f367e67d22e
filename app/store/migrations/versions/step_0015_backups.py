"""Backups that were made, the keys they are sealed with, and the right to make and restore them."""

import sqlalchemy as sa
from alembic import op

from app.store.migrations.granting import grant, is_book

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; who looks after the computers may back up."""
    op.create_table("backup_keys", *_own(), *_texts("private", "firm", "signing", "recovery"))
    op.create_table(
        "backups",
        *_own(),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *(sa.Column(name, _KEY, nullable=False) for name in ("revision", "rows", "bytes")),
        *_texts("digest", "file", "place"),
        sa.Column("proven_at", sa.BigInteger(), nullable=True),
    )
    op.create_index("ix_backups_digest", "backups", ["digest"])
    if is_book(op.get_bind()):
        grant(op.get_bind(), {"IT": ["BACK_UP"]})


def _own() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", _KEY, primary_key=True, autoincrement=False),
        sa.Column("version", _KEY, nullable=False),
    )


def _texts(*names: str) -> tuple[sa.Column[object], ...]:
    return tuple(sa.Column(name, sa.Text(), nullable=False) for name in names)
