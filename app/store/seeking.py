"""What is asked of the search index, on both engines: the same words in, the same customers out.

SQLite's index is walked from the newest entry down and left as soon as enough are found; two walks that must agree
(words, and a part of a number) are merged on the way. PostgreSQL's index knows no order: there the newest entries are
looked at one by one first, which finds what is frequent, and only then the index is asked, for what is rare.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.rules.folding import Term, query_terms
from app.store.hot import engine_of

NEWEST = 2**63 - 1
"""Above every rank: where a search begins."""

_WINDOW = "(SELECT 500 + sqrt(:most * rank::float8)::bigint FROM book)"
"""How many of the newest PostgreSQL looks at: so many that, where too few of them fit, not many more fit at all."""

_LONG = 4
"""Signs of a term that so few fit that it is worth asking the index of a server."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of SQL that is true for the rows sought, and its parameters."""

    sql: str
    parameters: dict[str, object]


def customers_like(session: Session, typed: str) -> Condition | None:
    """A condition on `listing.rank` for the customers that all typed words fit; nothing if no word was typed."""
    terms = query_terms(typed)
    if not terms:
        return None
    return _rank_in(terms) if engine_of(session) == "sqlite" else _postgres_rank_in(terms, "words")


def newest_like(session: Session, typed: str, *, names_only: bool = False, numbers: bool = True) -> Condition | None:
    """A SELECT of the ranks that all typed words fit, from the newest saved down; nothing if no word was typed.

    It wants two more parameters: `below`, where to begin, and `most`, how many. Without `numbers` digits are sought
    among the words only.
    """
    terms = query_terms(typed)
    if not terms:
        return None
    if not numbers:
        terms = [Term("word", term.variants) for term in terms]
    if engine_of(session) == "sqlite":
        return _walk(terms, "{name} : " if names_only else "")
    return _window_first(terms, "name" if names_only else "words")


def touch_points_like(session: Session, typed: str) -> Condition | None:
    """A condition on `touch_points.id` for those whose words fit."""
    terms = query_terms(typed)
    if not terms:
        return None
    if engine_of(session) == "sqlite":
        sql = "touch_points.id IN (SELECT rowid FROM said WHERE said MATCH :said)"
        return Condition(sql, {"said": _all(terms)})
    query = " & ".join(_tsquery(term.variants) for term in terms)
    sql = "touch_points.id IN (SELECT id FROM said WHERE words @@ CAST(:said AS tsquery))"
    return Condition(sql, {"said": query})


# SQLite


def _walk(terms: Sequence[Term], column: str) -> Condition:
    """With one number among the terms: (words and a part of a number) or all of them as words."""
    words = [term for term in terms if term.kind == "word"]
    numbers = [term for term in terms if term.kind == "digits"]
    if len(numbers) > 1:
        found = _rank_in(terms, column)
        return Condition(
            f"SELECT rank FROM listing WHERE {found.sql} AND rank < :below {_NEWEST_FIRST}", found.parameters
        )
    as_words = column + f"({_all(terms)})"
    if not numbers:
        return Condition(f"{_fitting('search_words', 'words')} {_NEWEST_FIRST}", {"words": as_words})
    parameters: dict[str, object] = {"digits": f'"{numbers[0].digits}"', "as_words": as_words}
    pieces = [_fitting("search_digits", "digits"), "UNION", _fitting("search_words", "as_words"), _NEWEST_FIRST]
    if words:
        pieces[:0] = [_fitting("search_words", "words"), "INTERSECT"]
        parameters["words"] = column + f"({_all(words)})"
    return Condition(" ".join(pieces), parameters)


_NEWEST_FIRST = "ORDER BY 1 DESC LIMIT :most"


def _fitting(table: str, parameter: str) -> str:
    return f"SELECT rowid AS rank FROM {table} WHERE {table} MATCH :{parameter} AND rowid < :below"


def _rank_in(terms: Sequence[Term], column: str = "") -> Condition:
    plain = [term for term in terms if term.kind == "word"]
    pieces, parameters = [], dict[str, object]()
    if plain:
        pieces.append("listing.rank IN (SELECT rowid FROM search_words WHERE search_words MATCH :words)")
        parameters["words"] = column + f"({_all(plain)})"
    for number, term in enumerate(term for term in terms if term.kind == "digits"):
        words = f"SELECT rowid FROM search_words WHERE search_words MATCH :word{number}"
        digits = f"SELECT rowid FROM search_digits WHERE search_digits MATCH :digits{number}"
        pieces.append(f"listing.rank IN ({digits} UNION {words})")
        parameters |= {f"word{number}": column + _fts(term), f"digits{number}": f'"{term.digits}"'}
    return Condition(" AND ".join(pieces), parameters)


def _all(terms: Iterable[Term]) -> str:
    return " AND ".join(map(_fts, terms))


def _fts(term: Term) -> str:
    return "(" + " OR ".join(f'"{variant}" *' for variant in term.variants) + ")"


# PostgreSQL


def _window_first(terms: Sequence[Term], column: str) -> Condition:
    fits = _postgres_fits(terms, column)
    sql = f"""WITH near AS MATERIALIZED (
            SELECT rank FROM (
                SELECT rank, {column}, digits FROM search_words WHERE rank < :below ORDER BY rank DESC LIMIT {_WINDOW}
            ) AS newest WHERE {fits.sql} ORDER BY rank DESC LIMIT :most
        ), far AS MATERIALIZED (
            SELECT rank FROM search_words WHERE {fits.sql} AND rank < :below AND (SELECT count(*) FROM near) < :most
        )
        SELECT rank FROM near UNION (SELECT rank FROM far ORDER BY rank DESC LIMIT :most) ORDER BY rank DESC"""
    return Condition(sql, fits.parameters)


def _postgres_rank_in(terms: Sequence[Term], column: str) -> Condition:
    fits = _postgres_fits(terms, column)
    return Condition(f"listing.rank IN (SELECT rank FROM search_words WHERE {fits.sql})", fits.parameters)


def _postgres_fits(terms: Sequence[Term], column: str) -> Condition:
    """Beside a longer term a short one, which fits very many, is only looked for in what that finds."""
    pieces, parameters = [], dict[str, object]()
    long = any(map(_is_long, terms))
    for number, term in enumerate(terms):
        piece = f"{column} @@ CAST(:word{number} AS tsquery)"
        parameters[f"word{number}"] = _tsquery(term.variants)
        if term.kind == "digits":
            piece = f"({piece} OR digits @@ CAST(:digits{number} AS tsquery))"
            parameters[f"digits{number}"] = _tsquery([term.digits])
        pieces.append(f"({piece}) IS TRUE" if long and not _is_long(term) else piece)
    return Condition(" AND ".join(pieces), parameters)


def _is_long(term: Term) -> bool:
    return min(map(len, term.variants)) >= _LONG


def _tsquery(variants: Iterable[str]) -> str:
    quoted = ("'" + variant.replace("\\", "\\\\").replace("'", "''") + "':*" for variant in variants)
    return "(" + " | ".join(quoted) + ")"
