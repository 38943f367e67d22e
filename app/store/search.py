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

from app.rules.folding import Term, query_terms

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


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of SQL that is true for the rows sought, and its parameters."""

    sql: str
    parameters: dict[str, object]


def customers_like(session: Session, typed: str, *, names_only: bool = False) -> Condition | None:
    """A condition on `listing.rank` for the customers that all typed words fit; nothing if no word was typed."""
    terms = query_terms(typed)
    if not terms:
        return None
    sqlite = session.connection().dialect.name == "sqlite"
    find = _sqlite_terms if sqlite else _postgres_terms
    return find(terms, names_only)


def touch_points_like(session: Session, typed: str) -> Condition | None:
    """A condition on `touch_points.id` for those whose words fit."""
    terms = query_terms(typed)
    if not terms:
        return None
    if session.connection().dialect.name == "sqlite":
        match = " AND ".join(_fts(term) for term in terms)
        return Condition("touch_points.id IN (SELECT rowid FROM said WHERE said MATCH :said)", {"said": match})
    query = " & ".join(_tsquery(term.variants) for term in terms)
    sql = "touch_points.id IN (SELECT id FROM said WHERE words @@ CAST(:said AS tsquery))"
    return Condition(sql, {"said": query})


def _fts(term: Term) -> str:
    return "(" + " OR ".join(f'"{variant}" *' for variant in term.variants) + ")"


def _sqlite_terms(terms: Sequence[Term], names_only: bool) -> Condition:
    column = "{name} : " if names_only else ""
    plain = [_fts(term) for term in terms if term.kind == "word"]
    pieces, parameters = [], dict[str, object]()
    if plain:
        pieces.append("listing.rank IN (SELECT rowid FROM search_words WHERE search_words MATCH :words)")
        parameters["words"] = f"{column}({' AND '.join(plain)})"
    for number, term in enumerate(term for term in terms if term.kind == "digits"):
        words = f"SELECT rowid FROM search_words WHERE search_words MATCH :word{number}"
        digits = f"SELECT rowid FROM search_digits WHERE search_digits MATCH :digits{number}"
        pieces.append(f"listing.rank IN ({digits} UNION {words})")
        parameters |= {f"word{number}": column + _fts(term), f"digits{number}": f'"{term.digits}"'}
    return Condition(" AND ".join(pieces), parameters)


def _tsquery(variants: Iterable[str]) -> str:
    quoted = ("'" + variant.replace("\\", "\\\\").replace("'", "''") + "':*" for variant in variants)
    return "(" + " | ".join(quoted) + ")"


def _postgres_terms(terms: Sequence[Term], names_only: bool) -> Condition:
    column = "name" if names_only else "words"
    pieces, parameters = [], dict[str, object]()
    for number, term in enumerate(terms):
        piece = f"{column} @@ CAST(:word{number} AS tsquery)"
        parameters[f"word{number}"] = _tsquery(term.variants)
        if term.kind == "digits":
            piece = f"({piece} OR digits @@ CAST(:digits{number} AS tsquery))"
            parameters[f"digits{number}"] = _tsquery([term.digits])
        pieces.append(piece)
    return Condition(f"listing.rank IN (SELECT rank FROM search_words WHERE {' AND '.join(pieces)})", parameters)
