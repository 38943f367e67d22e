"""What people wait for on the server, and what is done for them there as they hold no right to lock or change the rows.

Who may change a column of a row can lock it and keep everybody waiting; so nobody can but who needs to.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.rules.permissions import Permission as May
from app.store.about import OWNER
from app.store.server.functions import Function
from app.store.server.seeing import in_sight


def _any(rights: Iterable[May]) -> str:
    return " OR ".join(f"may('{right.name}')" for right in rights)


TURNS: Final = {
    "exports": (May.EXPORT,),
    "import": (May.IMPORT,),
    "keys of backups": (May.BACK_UP,),
    "owners": (May.EDIT_TEAM, May.EDIT_ROLES),
}
"""What is done by one after the other, and by whom at all."""
BEFORE_TURNS: Final = "schema"
"""What comes before there are such turns, or may bring new ones."""
_MAY_TAKE = " ".join(f"WHEN '{what}' THEN {_any(rights)}" for what, rights in TURNS.items())
_OWNER = OWNER.format(customer="listing.customer_id").replace(":today", "day")

FUNCTIONS = (
    Function(
        "take_turn(what text)",
        "void",
        f"BEGIN IF NOT (CASE take_turn.what {_MAY_TAKE} ELSE false END) THEN RAISE insufficient_privilege; END IF;"
        " PERFORM FROM server_turns t WHERE t.what = take_turn.what FOR UPDATE; END",
        called=True,
    ),
    Function(
        "list_as_of(day date)",
        "void",
        "DECLARE stood date; BEGIN IF NOT may('SEE_CUSTOMERS') OR day IS NULL OR abs(day - current_date) > 1 THEN"
        " RAISE insufficient_privilege USING MESSAGE = 'lists are drawn as of today'; END IF;"
        " SELECT b.listed_on INTO stood FROM book b FOR UPDATE; IF stood = day THEN RETURN; END IF;"
        f" UPDATE listing SET owner_id = ({_OWNER}) WHERE customer_id IN (SELECT a.customer_id FROM assignments a"
        " WHERE (a.from_day > least(stood, day) AND a.from_day <= greatest(stood, day))"
        " OR (a.until_day >= least(stood, day) AND a.until_day < greatest(stood, day)));"
        " UPDATE book SET listed_on = day; END",
        called=True,
    ),
    Function(
        "remove_customers(keys bigint[])",
        "void",
        "BEGIN IF NOT may('EDIT_CUSTOMERS') THEN RAISE insufficient_privilege; END IF;"
        f" DELETE FROM customers c WHERE c.id = ANY (keys) AND {in_sight('c.id')}; END",
        called=True,
    ),
    Function(
        "note_password(whom bigint)",
        "void",
        "BEGIN IF NOT at_work() OR (whom <> me() AND NOT may('EDIT_TEAM')) THEN RAISE insufficient_privilege; END IF;"
        " UPDATE users u SET password_set_at = o.at, version = o.id FROM operations o WHERE u.id = whom"
        " AND o.id = current_setting('housebook.operation')::bigint; END",
        called=True,
    ),
    Function(
        "who_holds()",
        "TABLE (name text)",
        "DECLARE waited interval := current_setting('lock_timeout'); BEGIN RETURN QUERY SELECT DISTINCT u.name"
        " FROM pg_stat_activity a JOIN server_logins l ON l.role = a.usename JOIN users u ON u.id = l.user_id"
        " WHERE at_work() AND a.datname = current_database() AND a.pid <> pg_backend_pid()"
        " AND a.xact_start < clock_timestamp() - waited"
        " AND EXISTS (SELECT FROM pg_locks k WHERE k.pid = a.pid AND k.granted AND k.mode <> 'AccessShareLock'"
        " AND k.locktype IN ('relation', 'advisory')); END",
        called=True,
        kept=True,
    ),
)
