"""Who is who on the server, and that nobody rises above what they hold: the rules of `app.house_roles`, once more."""

from __future__ import annotations

from app.rules.permissions import Permission, Role
from app.store.server.functions import Function, Trigger

_EVERYTHING = "ARRAY[" + ", ".join(f"'{right.name}'" for right in sorted(Permission, key=lambda one: one.name)) + "]"
_HIGHER = "RAISE insufficient_privilege USING MESSAGE = 'this holds more than your own role'"

FUNCTIONS = (
    Function(
        "me()",
        "bigint",
        "BEGIN RETURN (SELECT l.user_id FROM server_logins l WHERE l.role = session_user); END",
        called=True,
    ),
    Function(
        "at_work()",
        "boolean",
        "BEGIN RETURN EXISTS (SELECT FROM users u WHERE u.id = me() AND u.locked_at IS NULL"
        " AND (u.departed_on IS NULL OR u.departed_on > current_date))"
        " AND NOT EXISTS (SELECT FROM server_logins l WHERE l.user_id = me() AND l.shut_at IS NOT NULL); END",
    ),
    Function(
        "held_by(key text)",
        "text[]",
        f"BEGIN IF key = '{Role.OWNER}' THEN RETURN {_EVERYTHING}; END IF;"
        " RETURN coalesce((SELECT array_agg(p.permission) FROM user_roles r JOIN role_permissions p ON p.role_id = r.id"
        " WHERE r.key = held_by.key), '{}'); END",
    ),
    Function(
        "may(wanted text)",
        "boolean",
        "BEGIN RETURN at_work() AND wanted = ANY (held_by((SELECT u.role FROM users u WHERE u.id = me()))); END",
        called=True,
    ),
    Function(
        "most_at_once(key text)",
        "bigint",
        f"BEGIN IF key = '{Role.OWNER}' THEN RETURN NULL; END IF;"
        " RETURN (SELECT r.most_at_once FROM user_roles r WHERE r.key = most_at_once.key); END",
    ),
    Function(
        "refuse_too_many(customers bigint)",
        "void",
        "BEGIN IF customers > most_at_once((SELECT u.role FROM users u WHERE u.id = me())) THEN"
        " RAISE insufficient_privilege USING MESSAGE = 'so many customers at once are not for your role'; END IF; END",
    ),
    Function(
        "refuse_higher(key text, freely boolean)",
        "void",
        "DECLARE own text := (SELECT u.role FROM users u WHERE u.id = me()); most bigint; BEGIN"
        f" IF me() IS NULL OR own = '{Role.OWNER}' THEN RETURN; END IF; most := most_at_once(own);"
        " IF held_by(key) <@ held_by(own) AND (most IS NULL OR coalesce(most_at_once(key) <= most, false))"
        " AND NOT EXISTS (SELECT FROM user_roles mine, user_roles r WHERE mine.key = own AND r.key = refuse_higher.key"
        " AND (CASE coalesce(r.whose, '') WHEN '' THEN 3 WHEN 'team' THEN 2 ELSE 1 END"
        " > CASE coalesce(mine.whose, '') WHEN '' THEN 3 WHEN 'team' THEN 2 ELSE 1 END"
        " OR NOT string_to_array(mine.fixed, ' ') <@ string_to_array(r.fixed, ' '))) THEN RETURN; END IF;"
        " IF freely AND EXISTS (SELECT FROM user_roles r WHERE r.key = refuse_higher.key AND r.given_freely) THEN"
        f" RETURN; END IF; {_HIGHER}; END",
    ),
    Function(
        "guard_users()",
        "trigger",
        "BEGIN IF TG_OP <> 'INSERT' THEN PERFORM refuse_higher(OLD.role, OLD.id <> me()); END IF;"
        " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;"
        " PERFORM refuse_higher(NEW.role, NEW.id <> me()); RETURN NEW; END",
    ),
    Function(
        "guard_roles()",
        "trigger",
        "DECLARE key text; BEGIN IF TG_TABLE_NAME = 'user_roles' THEN"
        " key := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END ->> 'key';"
        " ELSE key := (SELECT r.key FROM user_roles r WHERE r.id ="
        " (CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END ->> 'role_id')::bigint); END IF;"
        " PERFORM refuse_higher(key, false);"
        " IF TG_TABLE_NAME = 'role_permissions' AND TG_OP = 'DELETE' AND me() IS NOT NULL"
        f" AND NOT may(to_jsonb(OLD) ->> 'permission') THEN {_HIGHER}; END IF; RETURN NULL; END",
    ),
    Function(
        "known_logins()",
        "TABLE (user_id bigint, role text)",
        "BEGIN RETURN QUERY SELECT l.user_id, l.role FROM server_logins l"
        " WHERE l.user_id = me() OR may('EDIT_TEAM'); END",
        called=True,
    ),
    Function(
        "my_export(export bigint)",
        "boolean",
        "BEGIN RETURN EXISTS (SELECT FROM exports e WHERE e.id = export AND e.user_id = me()); END",
        called=True,
    ),
    Function(
        "guard_removal()",
        "trigger",
        "BEGIN IF me() IS NOT NULL AND NOT may('UNDO_ANY') AND NOT may('ERASE') AND NOT EXISTS (SELECT FROM changes c"
        " WHERE c.customer_id = OLD.id AND c.table_name = 'customers' AND c.kind = 'added' AND mine(c.operation_id))"
        " THEN RAISE insufficient_privilege USING MESSAGE = 'somebody else added this'; END IF; RETURN OLD; END",
    ),
    Function(
        "guard_hands()",
        "trigger",
        "BEGIN IF me() IS NOT NULL AND NOT may('ASSIGN') AND EXISTS (SELECT FROM written w WHERE w.user_id <> me()"
        " OR NOT EXISTS (SELECT FROM changes c WHERE c.customer_id = w.customer_id AND c.table_name = 'customers'"
        " AND c.kind = 'added' AND c.operation_id = current_setting('housebook.operation')::bigint)) THEN"
        " RAISE insufficient_privilege USING MESSAGE = 'to give customers away is not for your role'; END IF;"
        " RETURN NULL; END",
    ),
    Function(
        "refuse_fixed(op bigint)",
        "void",
        "DECLARE fixed text[] := (SELECT string_to_array(r.fixed, ' ') FROM users u JOIN user_roles r ON r.key = u.role"
        f" WHERE u.id = me() AND r.fixed <> '' AND u.role <> '{Role.OWNER}'); BEGIN"
        " IF fixed IS NOT NULL AND EXISTS (SELECT FROM changes c WHERE c.operation_id = op"
        " AND c.customer_id IS NOT NULL AND (c.table_name = ANY (fixed)"
        " OR (c.table_name = 'customers' AND c.kind = 'changed' AND c.before::jsonb ?| fixed))"
        " AND NOT EXISTS (SELECT FROM changes a WHERE a.operation_id = op"
        " AND a.table_name = 'customers' AND a.kind = 'added' AND a.row_id = c.customer_id)) THEN"
        " RAISE insufficient_privilege USING MESSAGE = 'your role leaves this field as it is'; END IF; END",
    ),
    Function(
        "guard_touch_point()",
        "trigger",
        "BEGIN IF me() IS NOT NULL AND OLD.user_id <> me() AND NOT may('CORRECT_TOUCH_POINTS') AND NOT may('UNDO_ANY')"
        " THEN RAISE insufficient_privilege USING MESSAGE = 'this is somebody else''s touch point'; END IF;"
        " RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END; END",
    ),
    Function(
        "guard_logged()",
        "trigger",
        "BEGIN IF me() IS NOT NULL AND EXISTS (SELECT FROM written w WHERE w.user_id <> me())"
        " AND NOT may('CORRECT_TOUCH_POINTS') AND NOT may('UNDO_ANY') THEN"
        " RAISE insufficient_privilege USING MESSAGE = 'nobody logs in the name of others'; END IF; RETURN NULL; END",
    ),
)

_OF_ROLES = "AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW"
_LOGGED = "AFTER INSERT ON {table} REFERENCING NEW TABLE AS written FOR EACH STATEMENT"

TRIGGERS = (
    Trigger(
        "guard_users", "users", "BEFORE INSERT OR DELETE OR UPDATE OF role ON {table} FOR EACH ROW", "guard_users()"
    ),
    Trigger(
        "guard_locking",
        "users",
        "BEFORE UPDATE OF locked_at, departed_on ON {table} FOR EACH ROW",
        "guard_users()",
    ),
    Trigger("guard_roles", "user_roles", _OF_ROLES, "guard_roles()"),
    Trigger("guard_roles", "role_permissions", _OF_ROLES, "guard_roles()"),
    Trigger("guard_removal", "customers", "BEFORE DELETE ON {table} FOR EACH ROW", "guard_removal()"),
    Trigger("guard_hands", "assignments", _LOGGED, "guard_hands()"),
    Trigger("guard_logged", "touch_points", _LOGGED, "guard_logged()"),
    Trigger(
        "guard_touch_point", "touch_points", "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW", "guard_touch_point()"
    ),
)
