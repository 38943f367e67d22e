"""Runs the migrations inside the transaction that `app.store.schema` has opened."""

from alembic import context

from app.models import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
