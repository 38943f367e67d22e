"""Where a book is: a file on this computer or a folder, or a database on a PostgreSQL server."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.errors import NotABook

_SERVER = ("postgresql", "postgres", "postgresql+psycopg")


def is_server(location: str) -> bool:
    """Whether the location names a database on a server."""
    return location.partition("://")[0] in _SERVER and "://" in location


def server_url(location: str, password: str | None = None) -> URL:
    """The SQLAlchemy address of a `postgresql://` location; with a password, unless it has one in it."""
    try:
        url = make_url(location).set(drivername="postgresql+psycopg")
        return url if password is None or url.password is not None else url.set(password=password)
    except (ArgumentError, ValueError) as fault:
        raise NotABook(
            "The address is not one of a PostgreSQL database. It looks like postgresql://user@host/name."
        ) from fault


def file_path(location: str) -> Path:
    """The absolute path of a book file."""
    return Path(location).expanduser().absolute()


def shown(location: str) -> str:
    """The location as it may be shown: without a password."""
    if is_server(location):
        return server_url(location)._replace(password=None).set(drivername="postgresql").render_as_string()
    return str(file_path(location))
