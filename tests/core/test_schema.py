"""Models and migrations say the same, and the program knows its newest step."""

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from app.book import Book
from app.models import Row
from app.store import schema

DERIVED = ("search_", "said", "alembic_version", "sqlite_")


def test_models_and_migrations_do_not_drift_apart(book: Book) -> None:
    with book._store.reading() as session:
        options = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith(DERIVED)}
        context = MigrationContext.configure(session.connection(), opts=options)
        found = compare_metadata(context, Row.metadata)
    assert [step for step in found if "said" not in str(step) and "search_" not in str(step)] == []


def test_the_newest_step_is_the_one_the_program_asks_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == schema.HEAD
    assert {script.revision for script in scripts.walk_revisions()} == set(schema.KNOWN)


def test_every_journalled_table_has_its_three_triggers(book: Book) -> None:
    from app.models import JOURNALLED

    listed = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with book._store.reading() as session:
        names = set(session.execute(text(listed[book.kind])).scalars())
    assert {name for name in names if name.startswith("journal_")} == {
        f"journal_{table}_{kind}" for table in JOURNALLED for kind in ("added", "changed", "removed")
    }
