"""Canary customers: invented ones that leave with larger exports, and with which they left."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXTS = (
    "kind", "name", "given", "family", "organisation", "email", "folded", "phone", "street", "postal_code", "town",
    "country",
)  # fmt: skip


def upgrade() -> None:
    """Make the tables; the owner's role holds the new right without a row."""
    op.create_table(
        "canaries",
        *_own(),
        sa.Column("uid", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXTS),
        sa.UniqueConstraint("uid", name="uq_canaries_uid"),
    )
    op.create_table(
        "canary_ends",
        *_own(),
        _link("canary_ends", "canary_id", "canaries.id"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("canary_id", name="uq_canary_ends_canary_id"),
    )
    op.create_table(
        "export_canaries",
        _link("export_canaries", "export_id", "exports.id"),
        _link("export_canaries", "canary_id", "canaries.id"),
        sa.PrimaryKeyConstraint("export_id", "canary_id", name="pk_export_canaries"),
    )
    op.create_index("ix_export_canaries_canary_id", "export_canaries", ["canary_id"])


def _own() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", _KEY, primary_key=True, autoincrement=False),
        sa.Column("version", _KEY, nullable=False),
    )


def _link(table: str, name: str, target: str) -> sa.Column[object]:
    link = sa.ForeignKey(target, name=f"fk_{table}_{name}", deferrable=True, initially="DEFERRED")
    return sa.Column(name, _KEY, link, autoincrement=False, nullable=False)
