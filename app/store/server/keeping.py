"""The keeper of logins: makes one for each user, locks and removes them, and gives each the groups of their rights.

It is a role of its own, as to make roles is a power that the holder of the tables needs not have. What it does follows
from the tables alone, so that whoever calls it gains nothing by that.
"""

from __future__ import annotations

from app.rules.permissions import Permission, Role
from app.store.server.functions import Function
from app.store.server.names import MOST_OF_LOGIN

_NOW_OUT = "(u.locked_at IS NOT NULL OR u.departed_on <= current_date OR l.shut_at IS NOT NULL)"
_OWNS = f"FROM users u LEFT JOIN server_logins l ON l.user_id = u.id WHERE u.role = '{Role.OWNER}'"
_END = (
    "PERFORM pg_stat_clear_snapshot(); PERFORM pg_terminate_backend(a.pid, 2000) FROM pg_stat_activity a"
    " WHERE a.usename = one.role AND a.pid <> pg_backend_pid();"
)
_DROP = (
    f"{_END} IF EXISTS (SELECT FROM pg_roles r WHERE r.rolname = one.role) THEN"
    " EXECUTE format('DROP OWNED BY %I', one.role); EXECUTE format('DROP ROLE %I', one.role); END IF;"
    " DELETE FROM server_logins l WHERE l.role = one.role;"
)
"""Who has one can make it own something: what it lets others do with things of its own that are yet to come."""
_TURN = "PERFORM FROM server_place FOR UPDATE;"
"""One after the other; nobody else can lock what this locks."""
_GIVEN = (
    "SELECT l.role, g.rolname::text AS grp FROM server_logins l JOIN pg_roles r ON r.rolname = l.role"
    " JOIN pg_auth_members m ON m.member = r.oid JOIN pg_roles g ON g.oid = m.roleid"
)
_GROUP = "place.prefix || CASE WHEN held = '' THEN ' people' ELSE ' may ' || lower(held) END"
_KNOWN = ", ".join(f"'{right.name}'" for right in Permission)

FUNCTIONS = (
    Function(
        "let_in(whom bigint, verifier text)",
        "TABLE (signs_in_as text)",
        "DECLARE place server_place; one server_logins; base text; wanted users; n int := 1; BEGIN"
        " SELECT * INTO place FROM server_place; SELECT * INTO wanted FROM users u WHERE u.id = whom;"
        " IF wanted.id IS NULL OR verifier !~ '^SCRAM-SHA-256[$]' THEN RAISE check_violation; END IF;"
        " IF me() = whom THEN IF NOT at_work() THEN RAISE insufficient_privilege; END IF;"
        " ELSE IF me() IS NOT NULL THEN IF NOT may('EDIT_TEAM') THEN RAISE insufficient_privilege; END IF;"
        f" PERFORM refuse_higher(wanted.role, true); END IF; {_TURN} END IF;"
        " SELECT * INTO one FROM server_logins l WHERE l.user_id = whom;"
        " IF one.role IS NULL THEN"
        " base := place.prefix || '_' || wanted.login;"
        f" WHILE octet_length(base) > {MOST_OF_LOGIN} LOOP base := left(base, -1); END LOOP; one.role := base;"
        " WHILE EXISTS (SELECT FROM pg_roles r WHERE r.rolname = one.role) LOOP"
        " n := n + 1; one.role := base || n; END LOOP;"
        " INSERT INTO server_logins (user_id, role) VALUES (whom, one.role); END IF;"
        " UPDATE server_logins l SET shut_at = NULL WHERE l.user_id = whom AND l.shut_at IS NOT NULL;"
        " IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = one.role) THEN"
        " EXECUTE format('CREATE ROLE %I', one.role);"
        " EXECUTE format('GRANT %I TO %I WITH INHERIT TRUE, SET FALSE', one.role, current_user); END IF;"
        " EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L', one.role, verifier);"
        " signs_in_as := one.role; RETURN NEXT; END",
        called=True,
        kept=True,
    ),
    Function(
        "let_in_only()",
        "void",
        f"DECLARE place server_place; one record; BEGIN {_TURN} SELECT * INTO place FROM server_place;"
        " UPDATE server_logins l SET shut_at = NULL FROM users u"
        " WHERE u.id = l.user_id AND u.locked_at IS NOT NULL AND l.shut_at IS NOT NULL;"
        f" IF NOT EXISTS (SELECT {_OWNS} AND NOT coalesce({_NOW_OUT}, false)) THEN"
        " RAISE check_violation USING MESSAGE = 'a book keeps an owner'; END IF;"
        " FOR one IN SELECT l.role, r.rolcanlogin FROM server_logins l JOIN users u ON u.id = l.user_id"
        f" JOIN pg_roles r ON r.rolname = l.role WHERE {_NOW_OUT} LOOP {_END}"
        " IF one.rolcanlogin THEN EXECUTE format('ALTER ROLE %I NOLOGIN PASSWORD NULL', one.role); END IF; END LOOP;"
        " FOR one IN SELECT l.role, u.departed_on FROM server_logins l JOIN users u ON u.id = l.user_id"
        " JOIN pg_roles r ON r.rolname = l.role"
        f" WHERE NOT coalesce({_NOW_OUT}, false) AND (NOT r.rolcanlogin"
        " OR coalesce(u.departed_on::timestamptz, 'infinity') <> coalesce(r.rolvaliduntil, 'infinity')) LOOP"
        " EXECUTE format('ALTER ROLE %I LOGIN VALID UNTIL %L', one.role,"
        " coalesce(one.departed_on::timestamptz, 'infinity')); END LOOP;"
        " FOR one IN WITH held AS (SELECT l.role, h.held FROM server_logins l JOIN users u ON u.id = l.user_id"
        " JOIN pg_roles r ON r.rolname = l.role, unnest(array_append(held_by(u.role), '')) AS h (held)"
        f" WHERE NOT coalesce({_NOW_OUT}, false) AND (h.held = '' OR h.held IN ({_KNOWN}))),"
        f" wanted AS (SELECT role, {_GROUP} AS grp FROM held), given AS ({_GIVEN})"
        " SELECT coalesce(w.role, g.role) AS role, coalesce(w.grp, g.grp) AS grp, w.grp IS NULL AS taken"
        " FROM wanted w FULL JOIN given g ON g.role = w.role AND g.grp = w.grp"
        " WHERE w.grp IS NULL OR g.grp IS NULL LOOP"
        " IF one.taken THEN EXECUTE format('REVOKE %I FROM %I', one.grp, one.role);"
        " ELSE EXECUTE format('GRANT %I TO %I WITH INHERIT TRUE, SET FALSE', one.grp, one.role); END IF; END LOOP;"
        " FOR one IN SELECT l.role FROM server_logins l LEFT JOIN users u ON u.id = l.user_id WHERE u.id IS NULL LOOP"
        f" {_DROP} END LOOP; END",
        kept=True,
    ),
    Function(
        "remove_login(whom bigint)",
        "TABLE (removed text)",
        "DECLARE one server_logins; wanted users; BEGIN"
        " SELECT * INTO wanted FROM users u WHERE u.id = whom; SELECT * INTO one FROM server_logins l"
        " WHERE l.user_id = whom AND whom <> me(); IF one.role IS NULL THEN RETURN; END IF;"
        " IF NOT may('EDIT_TEAM') OR open_at() IS NULL OR NOT coalesce(wanted.locked_at IS NOT NULL"
        " OR wanted.departed_on <= current_date, false) THEN RAISE insufficient_privilege; END IF;"
        f" PERFORM refuse_higher(wanted.role, true); {_TURN} {_DROP}"
        " removed := one.role; RETURN NEXT; END",
        called=True,
        kept=True,
    ),
    Function(
        "shut_out(whom text)",
        "TABLE (shut text)",
        "DECLARE one server_logins; given text; BEGIN IF NOT may('EDIT_TEAM') THEN RETURN; END IF;"
        " SELECT l.* INTO one FROM server_logins l JOIN users u ON u.id = l.user_id"
        " WHERE u.login = whom AND l.user_id <> me();"
        f" IF one.role IS NULL OR NOT EXISTS (SELECT {_OWNS} AND NOT coalesce({_NOW_OUT}, false)"
        " AND u.id <> one.user_id) THEN RETURN; END IF;"
        " BEGIN PERFORM refuse_higher((SELECT u.role FROM users u WHERE u.id = one.user_id), true);"
        " EXCEPTION WHEN insufficient_privilege THEN RETURN; END;"
        " PERFORM set_config('lock_timeout', '250ms', true);"
        f" FOR turn IN 1 .. 20 LOOP {_END} BEGIN"
        " EXECUTE format('ALTER ROLE %I NOLOGIN PASSWORD NULL', one.role); EXIT;"
        " EXCEPTION WHEN undefined_object THEN EXIT; WHEN lock_not_available OR internal_error THEN"
        " IF turn = 20 THEN RAISE; END IF; END; END LOOP;"
        f" FOR given IN SELECT g.grp FROM ({_GIVEN}) AS g WHERE g.role = one.role LOOP"
        " EXECUTE format('REVOKE %I FROM %I', given, one.role); END LOOP;"
        " UPDATE server_logins l SET shut_at = extract(epoch FROM clock_timestamp()) * 1000000"
        " WHERE l.user_id = one.user_id AND l.shut_at IS NULL;"
        f" {_END} shut := one.role; RETURN NEXT; END",
        called=True,
        kept=True,
    ),
)
"""`shut_out` comes before a user is locked out in the tables, in a transaction of its own, and waits for nothing that
they could hold: what they hold ends with their connections, which end before anything is written."""
