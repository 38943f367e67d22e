"""The journal as the server keeps it: who does what, when, in which order, and the chain, beyond everybody's reach.

A person begins an operation, changes rows, and seals it. The server says who and when it was, writes what was changed
(the journal's triggers), and computes the chain as `app.rules.chain` does. It takes no change into an operation that is
somebody else's or sealed, and commits none that is not sealed.
"""

from __future__ import annotations

from app.models import JOURNALLED
from app.rules.chain import ERASED
from app.store.server.functions import Function, Trigger

_OPENED = (
    "IF NOT EXISTS (SELECT FROM operations o WHERE o.id = op AND o.user_id = me() AND o.hash = '') THEN"
    " RAISE insufficient_privilege USING MESSAGE = 'no operation of yours is open'; END IF;"
)
_AT = (
    "to_char(timestamp 'epoch' + done.at * interval '1 microsecond', 'YYYY-MM-DD\"T\"HH24:MI:SS')"
    " || CASE WHEN done.at % 1000000 = 0 THEN '' ELSE '.' || lpad((done.at % 1000000)::text, 6, '0') END || '+00:00'"
)
_FIELDS = (
    "'[' || concat_ws(', ', op::text, (stood.revision + 1)::text, to_json(moment)::text, done.user_id::text,"
    " to_json(done.desk)::text, to_json(done.command)::text, to_json(said)::text, to_json(about)::text,"
    " coalesce(back::text, 'null')) || ']'"
)
_LINKS = (
    "string_agg(c.table_name || E'\\x1f' || c.row_id || E'\\x1f' || c.kind || E'\\x1f' || c.version || E'\\x1f'"
    " || coalesce(c.digest, '') || E'\\x1e', '' ORDER BY c.id)"
)
_TOPICS = " ".join(f"WHEN '{name}' THEN '{model.topic}'" for name, model in JOURNALLED.items())
_TOPIC = f'(CASE c.table_name {_TOPICS} END) COLLATE "C"'
_WHO_MAY_WHAT = "('users', 'user_roles', 'role_permissions')"

FUNCTIONS = (
    Function(
        "begin_operation(desk text, command text)",
        "TABLE (id bigint, at bigint, user_id bigint)",
        "BEGIN id := nextval('keys'); at := extract(epoch FROM clock_timestamp()) * 1000000; user_id := me();"
        " IF NOT at_work() THEN RAISE insufficient_privilege USING MESSAGE = 'no user of this book'; END IF;"
        " INSERT INTO operations (id, at, user_id, desk, command, summary, topics, previous_hash, hash)"
        " VALUES (begin_operation.id, begin_operation.at, begin_operation.user_id, begin_operation.desk,"
        " begin_operation.command, '', '', '', '');"
        " PERFORM set_config('housebook.operation', begin_operation.id::text, true); RETURN NEXT; END",
        called=True,
    ),
    Function(
        "number_operation()",
        "TABLE (revision bigint, head text, rank bigint)",
        f"DECLARE op bigint := current_setting('housebook.operation')::bigint; BEGIN {_OPENED}"
        " RETURN QUERY SELECT b.revision + 1, b.head, b.rank FROM book b FOR UPDATE; END",
        called=True,
    ),
    Function(
        "seal_operation(said text, back bigint, new_rank bigint)",
        "TABLE (hash text)",
        "DECLARE op bigint := current_setting('housebook.operation')::bigint; stood book; done operations;"
        f" about text; moment text; links text; customers bigint; sealed text; BEGIN {_OPENED}"
        " SELECT * INTO stood FROM book FOR UPDATE; SELECT * INTO done FROM operations o WHERE o.id = op;"
        f" SELECT {_LINKS}, string_agg(DISTINCT {_TOPIC}, ',' ORDER BY {_TOPIC}), count(DISTINCT c.customer_id)"
        " INTO links, about, customers FROM changes c WHERE c.operation_id = op;"
        " IF links IS NULL OR new_rank < stood.rank THEN"
        " RAISE check_violation USING MESSAGE = 'nothing was changed'; END IF;"
        " IF back IS NOT NULL AND NOT (may('UNDO_ANY') OR mine(back)) THEN"
        " RAISE insufficient_privilege USING MESSAGE = 'this was done by somebody else'; END IF;"
        " PERFORM refuse_too_many(customers); PERFORM refuse_fixed(op);"
        f" moment := {_AT};"
        f" sealed := encode(sha256(convert_to(stood.head || {_FIELDS} || links, 'UTF8')), 'hex');"
        " UPDATE operations o SET revision = stood.revision + 1, summary = said, topics = about, undoes = back,"
        " previous_hash = stood.head, hash = sealed WHERE o.id = op;"
        " UPDATE book SET revision = stood.revision + 1, head = sealed, rank = new_rank;"
        f" IF EXISTS (SELECT FROM changes c WHERE c.operation_id = op AND c.table_name IN {_WHO_MAY_WHAT}) THEN"
        " PERFORM let_in_only(); END IF;"
        " IF EXISTS (SELECT FROM changes c WHERE c.operation_id = op AND (c.table_name IN"
        " ('customer_readers', 'user_roles') OR (c.table_name = 'customers' AND c.kind <> 'added')))"
        " OR EXISTS (SELECT FROM customers k JOIN changes c ON c.row_id = k.id WHERE k.restricted_on IS NOT NULL"
        " AND c.operation_id = op AND c.table_name = 'customers') THEN"
        " PERFORM look_at_each(); END IF;"
        " hash := sealed; RETURN NEXT; END",
        called=True,
    ),
    Function(
        "newer_operations(known bigint)",
        "TABLE (revision bigint, topics text)",
        "BEGIN RETURN QUERY SELECT o.revision, o.topics FROM operations o WHERE o.revision > known; END",
        called=True,
    ),
    Function(
        "mine(operation bigint)",
        "boolean",
        "BEGIN RETURN EXISTS (SELECT FROM operations o WHERE o.id = operation AND o.user_id = me()); END",
        called=True,
    ),
    Function(
        "guard_changes()",
        "trigger",
        "BEGIN IF me() IS NOT NULL AND EXISTS (SELECT FROM written w LEFT JOIN operations o ON o.id = w.operation_id"
        " AND o.user_id = me() AND o.hash = '' WHERE o.id IS NULL) THEN"
        " RAISE insufficient_privilege USING MESSAGE = 'no operation of yours is open'; END IF; RETURN NULL; END",
    ),
    Function(
        "guard_sealed()",
        "trigger",
        "BEGIN IF EXISTS (SELECT FROM operations o WHERE o.id = NEW.id AND o.hash = '') THEN"
        " RAISE check_violation USING MESSAGE = 'an operation ends by being sealed'; END IF; RETURN NULL; END",
    ),
    Function(
        "guard_undoing()",
        "trigger",
        "BEGIN IF me() IS NOT NULL AND NEW.undone_by IS NOT NULL AND NOT EXISTS (SELECT FROM operations o"
        " WHERE o.id = NEW.undone_by AND (o.undoes = NEW.id OR (o.user_id = me() AND o.hash = ''))) THEN"
        " RAISE insufficient_privilege USING MESSAGE = 'this did not undo it'; END IF; RETURN NEW; END",
    ),
    Function(
        "guard_erasing()",
        "trigger",
        "BEGIN IF me() IS NOT NULL AND (CASE TG_TABLE_NAME WHEN 'changes' THEN to_jsonb(NEW) ->> 'before' IS NOT NULL"
        f" ELSE to_jsonb(OLD) ->> 'hash' <> '' AND to_jsonb(NEW) ->> 'summary' <> '{ERASED}' END) THEN"
        " RAISE insufficient_privilege USING MESSAGE = 'the journal forgets, but does not learn'; END IF;"
        " RETURN NEW; END",
    ),
    Function(
        "guard_key()",
        "trigger",
        "BEGIN RAISE insufficient_privilege USING MESSAGE = 'a key stays as it is'; END",
    ),
)

_ADDED = "AFTER INSERT ON {table} REFERENCING NEW TABLE AS written FOR EACH STATEMENT"
_LAST = "AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"

TRIGGERS = (
    Trigger("guard_changes", "changes", _ADDED, "guard_changes()"),
    Trigger("guard_sealed", "operations", _LAST, "guard_sealed()"),
    Trigger("guard_undoing", "operations", "BEFORE UPDATE OF undone_by ON {table} FOR EACH ROW", "guard_undoing()"),
    Trigger("guard_erasing", "operations", "BEFORE UPDATE OF summary ON {table} FOR EACH ROW", "guard_erasing()"),
    Trigger("guard_erasing", "changes", "BEFORE UPDATE OF before ON {table} FOR EACH ROW", "guard_erasing()"),
    Trigger(
        "guard_key",
        "customers",
        "BEFORE UPDATE OF id ON {table} FOR EACH ROW WHEN (OLD.id IS DISTINCT FROM NEW.id)",
        "guard_key()",
    ),
)
