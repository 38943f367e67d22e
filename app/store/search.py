"""The search index on both engines: the same words in, the same customers out.

SQLite has contentless FTS5 tables whose rowid is the customer's rank, so that the newest saved stream out first; digits
have one of their own with trigrams, for any part of a number. PostgreSQL keeps word lists as tsvector, and every
ending of a number as a word, so that any part is the beginning of one: no extension is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.orm import Session

_WORD_LIMIT = 64
_WORDS_LIMIT = 4000
_SHORTEST_DIGITS = 3

_FTS = "tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co Cn'\""
_SQLITE_TABLES = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5(name, rest, content='', contentless_delete=1,"
    f" detail=column, prefix='1 2 3 4', {_FTS})",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_digits USING fts5(digits, content='', contentless_delete=1,"
    " tokenize=trigram)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS said USING fts5(words, content='', contentless_delete=1, detail=none,"
    f" prefix='2 3', {_FTS})",
)
_POSTGRES_TABLES = (
    "CREATE TABLE IF NOT EXISTS search_words (rank bigint PRIMARY KEY, name tsvector NOT NULL,"
    " words tsvector NOT NULL, digits tsvector NOT NULL)",
    "CREATE INDEX IF NOT EXISTS ix_search_words_name ON search_words USING gin (name)",
    "CREATE INDEX IF NOT EXISTS ix_search_words_words ON search_words USING gin (words)",
    "CREATE INDEX IF NOT EXISTS ix_search_words_digits ON search_words USING gin (digits)",
    "CREATE TABLE IF NOT EXISTS said (id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX IF NOT EXISTS ix_said_words ON said USING gin (words)",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one customer is found by. `rank` is the number it is stored under."""

    rank: int
    name: Sequence[str]
    rest: Sequence[str]
    digits: Sequence[str]


def remake_search(connection: Connection) -> None:
    """Make the tables of the search index where they are missing."""
    for statement in _SQLITE_TABLES if connection.dialect.name == "sqlite" else _POSTGRES_TABLES:
        connection.exec_driver_sql(statement)


def store_entries(session: Session, gone: Sequence[int], entries: Sequence[Entry]) -> None:
    """Replace the entries of the ranks in `gone` by new ones."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        _many(connection, "DELETE FROM search_words WHERE rowid = ?", [(rank,) for rank in gone])
        _many(connection, "DELETE FROM search_digits WHERE rowid = ?", [(rank,) for rank in gone])
        words = [(e.rank, _line(e.name), _line(e.rest)) for e in entries]
        _many(connection, "INSERT INTO search_words (rowid, name, rest) VALUES (?, ?, ?)", words)
        digits = [(e.rank, " ".join(e.digits)) for e in entries if e.digits]
        _many(connection, "INSERT INTO search_digits (rowid, digits) VALUES (?, ?)", digits)
        return
    _many(connection, "DELETE FROM search_words WHERE rank = %s", [(rank,) for rank in gone])
    rows = [(e.rank, _kept(e.name), _kept([*e.name, *e.rest]), _endings(e.digits)) for e in entries]
    insert = (
        "INSERT INTO search_words (rank, name, words, digits) VALUES (%s, array_to_tsvector(%s::text[]),"
        " array_to_tsvector(%s::text[]), array_to_tsvector(%s::text[]))"
    )
    _many(connection, insert, rows)


def store_said(session: Session, gone: Sequence[int], said: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Replace what is found of touch points: the ids in `gone`, then (id, words)."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        _many(connection, "DELETE FROM said WHERE rowid = ?", [(key,) for key in gone])
        rows = [(key, _line(words)) for key, words in said]
        _many(connection, "INSERT INTO said (rowid, words) VALUES (?, ?)", rows)
        return
    _many(connection, "DELETE FROM said WHERE id = %s", [(key,) for key in gone])
    kept = [(key, _kept(words)) for key, words in said]
    _many(connection, "INSERT INTO said (id, words) VALUES (%s, array_to_tsvector(%s::text[]))", kept)


def _many(connection: Connection, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(statement, list(rows))


def _kept(words: Iterable[str]) -> list[str]:
    return [word[:_WORD_LIMIT] for word in dict.fromkeys(words)][:_WORDS_LIMIT]


def _line(words: Iterable[str]) -> str:
    return " ".join(_kept(words))


def _endings(numbers: Iterable[str]) -> list[str]:
    """Every ending of each number: any part of a number is the beginning of one of its endings."""
    ends = (number[start:] for number in numbers for start in range(len(number) - _SHORTEST_DIGITS + 1))
    return _kept(ends)
