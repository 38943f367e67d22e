"""PostgreSQL for the tests: a server when one is first asked for, and fresh databases on it.

`HOUSEBOOK_TEST_POSTGRES` names a server to use; without it the tests start one (see postgres_server.py).
"""

import atexit
import os
import shutil
import sys
import tempfile
import uuid
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

RUN_FOLDER = "HOUSEBOOK_TEST_RUN"


@cache
def server_url() -> str:
    """The URL of a server on which databases may be made; it names a database to connect to."""
    named = os.environ.get("HOUSEBOOK_TEST_POSTGRES")
    if named:
        return named
    if sys.platform == "win32":
        raise RuntimeError("Name a server to test with: HOUSEBOOK_TEST_POSTGRES=postgresql://user@host/postgres")
    from tests.postgres_server import join  # here: its file locks do not exist on Windows

    return join(run_folder())


def run_folder() -> Path:
    """One folder for all the processes of one run: named by the first, inherited by its workers."""
    if RUN_FOLDER not in os.environ:
        folder = tempfile.mkdtemp(prefix="housebook-tests-")
        os.environ[RUN_FOLDER] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(os.environ[RUN_FOLDER])


def fresh_database(template: str | None = None) -> str:
    """A new database's URL: empty, or a copy of the one at `template` (to which nobody may be connected)."""
    name = f"test_{uuid.uuid4().hex}"
    original = make_url(template).database if template else "template0"
    _admin(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(original or "")))
    return make_url(server_url()).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str) -> None:
    """Remove a database, whoever is still connected to it."""
    name = sql.Identifier(make_url(url).database or "")
    _admin(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def _admin(statement: sql.Composed) -> None:
    with psycopg.connect(server_url(), autocommit=True) as connection:
        connection.execute(statement)
