"""All rows of a prepared book, for whoever may back it up: no table gives them, for SQL of their own."""

from __future__ import annotations

from typing import Final

from app.rules.permissions import Permission
from app.store.lines import SHAPES, postgres_lines
from app.store.server.functions import Function

_REFUSE: Final = (
    f"IF me() IS NOT NULL AND NOT may('{Permission.BACK_UP.name}') THEN RAISE insufficient_privilege; END IF;"
)
_EACH: Final = " ".join(
    f"WHEN '{name}' THEN RETURN QUERY {postgres_lines(name, shape)};" for name, shape in SHAPES.items()
)

FUNCTIONS = (
    Function(
        "backed_up(of_table text)",
        "TABLE (line text)",
        f"#variable_conflict use_column\nBEGIN {_REFUSE} CASE of_table {_EACH} END CASE; END",
        called=True,
    ),
    Function(
        "backed_up_files()",
        "TABLE (digest text, data bytea)",
        f"#variable_conflict use_column\nBEGIN {_REFUSE}"
        " RETURN QUERY SELECT f.digest, f.data FROM files f ORDER BY f.digest; END",
        called=True,
    ),
    Function(
        "backed_up_keys()",
        "bigint",
        f"BEGIN {_REFUSE} RETURN (SELECT last_value FROM keys); END",
        called=True,
    ),
)
