"""The ledger of what left the book, and the requests for it."""

import sqlalchemy as sa
from alembic import op

from app.store.migrations.granting import grant, is_book

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _own(*more: sa.Column[object]) -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", _KEY, primary_key=True, autoincrement=False),
        sa.Column("version", _KEY, nullable=False),
        *more,
    )


def _link(table: str, name: str, target: str, *, needed: bool = True) -> sa.Column[object]:
    link = sa.ForeignKey(target, name=f"fk_{table}_{name}", deferrable=True, initially="DEFERRED")
    return sa.Column(name, _KEY, link, nullable=not needed)


def _text(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    """Three tables, of which the ledger's own two are never changed; and in a book that is there, who may use them."""
    _make_tables()
    connection = op.get_bind()
    if is_book(connection):
        grant(connection, {"manager": ("EXPORT", "APPROVE", "SEE_LEDGER")})


def _make_tables() -> None:
    op.create_table(
        "export_requests",
        *_own(sa.Column("at", sa.BigInteger(), nullable=False), _link("export_requests", "user_id", "users.id")),
        _text("way"),
        sa.Column("customers", _KEY, nullable=False),
        _text("keys"),
        _text("reason"),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.BigInteger()),
        _link("export_requests", "answered_by", "users.id", needed=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("used_at", sa.BigInteger()),
    )
    op.create_index("ix_export_requests_user_id", "export_requests", ["user_id", "answered_at"])
    op.create_table(
        "exports",
        *_own(sa.Column("at", sa.BigInteger(), nullable=False), _link("exports", "user_id", "users.id")),
        _text("desk"),
        _text("way"),
        sa.Column("customers", _KEY, nullable=False),
        _text("keys"),
        _text("destination"),
        _text("reason"),
        _link("exports", "request_id", "export_requests.id", needed=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.UniqueConstraint("fingerprint", name="uq_exports_fingerprint"),
    )
    op.create_index("ix_exports_at", "exports", ["at"])
    op.create_table(
        "export_ends",
        *_own(_link("export_ends", "export_id", "exports.id"), sa.Column("at", sa.BigInteger(), nullable=False)),
        sa.Column("finished", sa.Boolean(), nullable=False),
        _text("digest"),
        sa.UniqueConstraint("export_id", name="uq_export_ends_export_id"),
    )
    op.create_index("ix_export_ends_digest", "export_ends", ["digest"])
