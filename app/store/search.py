"""The search index on both engines: the same words in, the same customers out.

SQLite has contentless FTS5 tables whose rowid is the customer's rank, so that the newest saved stream out first; digits
have one of their own with trigrams, for any part of a number. PostgreSQL keeps word lists as tsvector, and every
ending of a number as a word, so that any part is the beginning of one: no extension is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.models.among import handed, keys_in
from app.store.hot import run
from app.store.rows import store_plain, store_rows

_WORD_LIMIT = 64
_WORDS_LIMIT = 4000
_SHORTEST_DIGITS = 3

_HASH_BYTES = 8 << 20
"""How much of new entries SQLite gathers before it writes them out: fewer and larger pieces to be merged."""

_FTS = "tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co Cn'\""
SEARCHED = ("search_words", "search_digits", "said")
"""The tables of a file's index."""
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
    if connection.dialect.name == "sqlite":
        for table in SEARCHED:
            connection.exec_driver_sql(f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', {_HASH_BYTES})")


def store_entries(connection: Connection, gone: Sequence[int], entries: Sequence[Entry]) -> None:
    """Replace the entries of the ranks in `gone` by new ones."""
    if connection.dialect.name == "sqlite":
        for table in ("search_words", "search_digits"):
            _forget(connection, table, "rowid", gone)
        words = [(e.rank, _line(e.name), _line(e.rest)) for e in entries]
        store_plain(connection, "search_words", ("rowid", "name", "rest"), words)
        digits = [(e.rank, " ".join(e.digits)) for e in entries if e.digits]
        store_plain(connection, "search_digits", ("rowid", "digits"), digits)
        return
    _forget(connection, "search_words", "rank", gone)
    rows = [(e.rank, _lexemes(e.name), _lexemes([*e.name, *e.rest]), _lexemes(_endings(e.digits))) for e in entries]
    store_rows(connection, "search_words", ("rank", "name", "words", "digits"), rows)


def store_said(connection: Connection, gone: Sequence[int], said: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Replace what is found of touch points: the ids in `gone`, then (id, words)."""
    if connection.dialect.name == "sqlite":
        _forget(connection, "said", "rowid", gone)
        store_plain(connection, "said", ("rowid", "words"), [(key, _line(words)) for key, words in said])
        return
    _forget(connection, "said", "id", gone)
    store_rows(connection, "said", ("id", "words"), [(key, _lexemes(words)) for key, words in said])


def _forget(connection: Connection, table: str, key: str, gone: Sequence[int]) -> None:
    if gone:
        engine = connection.dialect.name
        run(connection, f"DELETE FROM {table} WHERE {keys_in(engine, key)}", {"ids": handed(engine, gone)})


def _lexemes(words: Iterable[str]) -> str:
    """Words as PostgreSQL reads a tsvector: each in quotes, in which quotes and backslashes are doubled."""
    quoted = (word.replace("\\", "\\\\").replace("'", "''") for word in _kept(words))
    return " ".join(f"'{word}'" for word in quoted)


def _kept(words: Iterable[str]) -> list[str]:
    return [word[:_WORD_LIMIT] for word in dict.fromkeys(words)][:_WORDS_LIMIT]


def _line(words: Sequence[str]) -> str:
    """Words that are each there once, and no longer than they may be, as they come from the folding."""
    return " ".join(words[:_WORDS_LIMIT])


def _endings(numbers: Iterable[str]) -> list[str]:
    """Every ending of each number: any part of a number is the beginning of one of its endings."""
    ends = (number[start:] for number in numbers for start in range(len(number) - _SHORTEST_DIGITS + 1))
    return _kept(ends)
