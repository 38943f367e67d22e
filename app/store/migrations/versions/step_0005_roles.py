"""What each role may do stands in the book, as rows."""

import sqlalchemy as sa
from alembic import op

from app.store.migrations.granting import grant, is_book, new_keys

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STAFF = ("SEE_CUSTOMERS", "EDIT_CUSTOMERS", "LOG_TOUCH_POINTS", "UNDO_OWN")
MANAGER = (
    *STAFF, "RETIRE_CUSTOMERS", "CORRECT_TOUCH_POINTS", "ASSIGN", "IMPORT", "SHARE_LISTS", "SEE_JOURNAL", "UNDO_ANY",
)  # fmt: skip
RIGHTS = {"manager": MANAGER, "staff": STAFF, "viewer": ("SEE_CUSTOMERS",), "IT": ("EDIT_TEAM", "UNDO_OWN")}
ROLES = (("owner", False), ("manager", False), ("staff", True), ("viewer", True), ("IT", False))
"""By key in their order, and whether all who change the team may give it."""


def upgrade() -> None:
    """Make the two tables; in a book that is there, with the roles as they were, and IT."""
    _make_tables()
    connection = op.get_bind()
    if not is_book(connection):
        return
    insert = sa.text(
        "INSERT INTO user_roles (id, version, key, name, position, given_freely)"
        " VALUES (:id, 0, :key, :key, :position, :freely)"
    )
    for position, (new, (key, freely)) in enumerate(zip(new_keys(connection, len(ROLES)), ROLES, strict=True)):
        connection.execute(insert, {"id": new, "key": key, "position": position, "freely": freely})
    grant(connection, RIGHTS)


def _make_tables() -> None:
    op.create_table(
        "user_roles",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", KEY, nullable=False),
        sa.Column("most_at_once", KEY, nullable=True),
        sa.Column("given_freely", sa.Boolean(), nullable=False),
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("version", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_roles")),
        sa.UniqueConstraint("key", name=op.f("uq_user_roles_key")),
        sa.UniqueConstraint("name", name=op.f("uq_user_roles_name")),
    )
    op.create_table(
        "role_permissions",
        sa.Column("role_id", KEY, nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("version", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["role_id"],
            ["user_roles.id"],
            name=op.f("fk_role_permissions_role_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_permissions")),
        sa.UniqueConstraint("role_id", "permission", name=op.f("uq_role_permissions_role_id_permission")),
    )
