"""A program one migration ahead of this one, for tests of how books are brought up to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.store import schema

NEWEST = "9000"
"""What the made-up step is called."""

NEW_COLUMN = 'op.add_column("customers", sa.Column("nick", sa.Text(), nullable=False, server_default=""))'
NEW_RIGHT = 'from app.store.migrations.granting import grant; grant(op.get_bind(), {"viewer": ["EXPORT"]})'
"""A step that writes rows of its own into a journalled table."""
_STEP = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{newest}", "{head}", None, None


def upgrade() -> None:
    {step}
"""


@contextmanager
def newer_program(folder: Path, step: str = NEW_COLUMN) -> Iterator[None]:
    """Within it the program has this step more than it has."""
    was = schema.HEAD, schema.KNOWN, schema.MIGRATIONS
    migrations = folder / "migrations"
    shutil.copytree(schema.MIGRATIONS, migrations)
    made = _STEP.format(newest=NEWEST, head=schema.HEAD, step=step)
    (migrations / "versions" / f"step_{NEWEST}.py").write_text(made)
    schema.HEAD, schema.KNOWN, schema.MIGRATIONS = NEWEST, (*schema.KNOWN, NEWEST), migrations
    try:
        yield
    finally:
        schema.HEAD, schema.KNOWN, schema.MIGRATIONS = was
        shutil.rmtree(migrations)
