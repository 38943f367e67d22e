"""The ledger takes no line that is not so: who took how many customers and when, and who said yes to that.

What it cannot know is taken as it is told: where to, why, from which desk, and whether a file was finished.
"""

from __future__ import annotations

from typing import Final

from app.rules.ways_out import FINGERPRINT, MOST_OPENED, REQUEST_DAYS, WAYS
from app.store.server.functions import Function, Trigger
from app.store.server.seeing import in_sight

_REFUSED: Final = "RAISE insufficient_privilege USING MESSAGE = 'the ledger takes only what is so'"
_KNOWN: Final = ", ".join(f"'{name}'" for name in WAYS)
_SPAN: Final = "[0-9]{1,18}(-[0-9]{1,18})?"
_SPANS: Final = (
    "SELECT place, split_part(span, '-', 1)::bigint AS first,"
    " coalesce(nullif(split_part(span, '-', 2), ''), span)::bigint AS last"
    " FROM unnest(string_to_array(keys, ',')) WITH ORDINALITY AS told (span, place)"
)
_EARLIEST: Final = "(now() AT TIME ZONE 'Etc/GMT+12')::date"
_LATEST: Final = "(now() AT TIME ZONE 'Etc/GMT-14')::date"
"""Between them is the day of every desk, wherever it stands."""
_TOLD_WRONG: Final = (
    f"NEW.customers IS DISTINCT FROM named_by(NEW.keys) OR NEW.way NOT IN ({_KNOWN})"
    " OR char_length(btrim(NEW.reason)) < 4"
)

FUNCTIONS = (
    Function(
        "open_at()",
        "bigint",
        "BEGIN RETURN (SELECT o.at FROM operations o WHERE o.user_id = me() AND o.hash = ''"
        " AND o.id = nullif(current_setting('housebook.operation', true), '')::bigint); END",
    ),
    Function(
        "named_by(keys text)",
        "bigint",
        "DECLARE named bigint; ordered boolean; BEGIN"
        f" IF keys !~ '^{_SPAN}(,{_SPAN})*$' THEN RETURN NULL; END IF;"
        " SELECT sum(last - first + 1), bool_and(first <= last AND first > before) INTO named, ordered"
        " FROM (SELECT first, last, lag(last, 1, -1::bigint) OVER (ORDER BY place) AS before"
        f" FROM ({_SPANS}) AS s) AS t;"
        f" IF NOT ordered OR named <> (SELECT count(*) FROM ({_SPANS}) AS s JOIN customers c"
        f" ON c.id BETWEEN s.first AND s.last WHERE {in_sight('c.id')}) THEN RETURN NULL; END IF; RETURN named; END",
    ),
    Function(
        "guard_instant()",
        "trigger",
        f"BEGIN IF me() IS NOT NULL AND NEW.at IS DISTINCT FROM open_at() THEN {_REFUSED}; END IF; RETURN NEW; END",
    ),
    Function(
        "guard_export()",
        "trigger",
        "DECLARE asked export_requests; BEGIN IF me() IS NULL THEN RETURN NEW; END IF;"
        f" IF {_TOLD_WRONG} OR NEW.fingerprint !~ '^{FINGERPRINT}$' THEN {_REFUSED}; END IF;"
        " IF NEW.request_id IS NOT NULL THEN"
        " SELECT * INTO asked FROM export_requests r WHERE r.id = NEW.request_id FOR UPDATE;"
        " IF asked.id IS NULL OR asked.user_id <> me() OR NOT asked.approved OR asked.used_at IS NOT NULL"
        f" OR asked.until_day < {_EARLIEST} OR (asked.way, asked.keys, asked.reason) <> (NEW.way, NEW.keys, NEW.reason)"
        f" OR EXISTS (SELECT FROM exports e WHERE e.request_id = asked.id) THEN {_REFUSED}; END IF; END IF;"
        " RETURN NEW; END",
    ),
    Function(
        "guard_end()",
        "trigger",
        "BEGIN IF me() IS NOT NULL AND (NOT my_export(NEW.export_id) OR NEW.digest !~ '^([0-9a-f]{64})?$'"
        f" OR (NEW.digest <> '' AND NOT NEW.finished)) THEN {_REFUSED}; END IF; RETURN NEW; END",
    ),
    Function(
        "guard_openings()",
        "trigger",
        f"BEGIN IF me() IS NOT NULL AND NOT NEW.cards BETWEEN 1 AND {MOST_OPENED} THEN {_REFUSED}; END IF;"
        " RETURN NEW; END",
    ),
    Function(
        "guard_asking()",
        "trigger",
        "BEGIN IF me() IS NOT NULL AND (NEW.answered_at IS NOT NULL OR NEW.answered_by IS NOT NULL OR NEW.approved"
        " OR NEW.used_at IS NOT NULL) THEN RAISE insufficient_privilege USING"
        " MESSAGE = 'nobody answers what they ask for themselves'; END IF;"
        f" IF me() IS NOT NULL AND ({_TOLD_WRONG} OR NEW.until_day < {_EARLIEST}"
        f" OR NEW.until_day >= {_LATEST} + {REQUEST_DAYS}) THEN {_REFUSED}; END IF; RETURN NEW; END",
    ),
    Function(
        "guard_answer()",
        "trigger",
        "BEGIN IF me() IS NOT NULL AND (OLD.user_id = me() OR NEW.answered_by IS DISTINCT FROM me()"
        " OR OLD.answered_at IS NOT NULL) THEN RAISE insufficient_privilege USING"
        " MESSAGE = 'somebody else has to answer this, and once'; END IF;"
        " IF me() IS NOT NULL AND (NEW.answered_at IS DISTINCT FROM open_at()"
        f" OR OLD.until_day < {_EARLIEST}) THEN {_REFUSED}; END IF; RETURN NEW; END",
    ),
    Function(
        "guard_use()",
        "trigger",
        "BEGIN IF me() IS NOT NULL AND OLD.used_at IS NOT NULL THEN RAISE insufficient_privilege USING"
        " MESSAGE = 'an approval serves once'; END IF;"
        " IF me() IS NOT NULL AND (NEW.used_at IS DISTINCT FROM open_at() OR NOT EXISTS (SELECT FROM exports e"
        f" WHERE e.request_id = NEW.id AND e.at = NEW.used_at)) THEN {_REFUSED}; END IF; RETURN NEW; END",
    ),
)

_NEW: Final = "BEFORE INSERT ON {table} FOR EACH ROW"
_ANSWERED: Final = "BEFORE UPDATE OF answered_at, answered_by, approved ON {table} FOR EACH ROW"
_USED: Final = "BEFORE UPDATE OF used_at ON {table} FOR EACH ROW WHEN (OLD.used_at IS DISTINCT FROM NEW.used_at)"

TRIGGERS = (
    *(
        Trigger("guard_instant", table, _NEW, "guard_instant()")
        for table in ("canary_ends", "card_openings", "export_ends", "export_requests", "exports")
    ),
    Trigger("guard_export", "exports", _NEW, "guard_export()"),
    Trigger("guard_end", "export_ends", _NEW, "guard_end()"),
    Trigger("guard_openings", "card_openings", _NEW, "guard_openings()"),
    Trigger("guard_asking", "export_requests", _NEW, "guard_asking()"),
    Trigger("guard_answer", "export_requests", _ANSWERED, "guard_answer()"),
    Trigger("guard_use", "export_requests", _USED, "guard_use()"),
)
