"""Ways round the program, for a salesperson with SQL and their own login.

`{names}` are filled in from the book that is tried. Before a way that changes rows, an operation is begun, as the
program does: else all of them would fail for the want of it.
"""

from __future__ import annotations

from dataclasses import dataclass

BEGIN = "SELECT begin_operation('desk', 'Raw')"

_ENDING = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{admin}' AND datname = current_database()"
)
"""Of this book alone: where it is not refused, others are at work on the same server."""


@dataclass(frozen=True, slots=True)
class Way:
    """What is tried: all steps but the last prepare it. Shut if the last one is refused, or finds and changes nothing.

    `login`: as whom. `once`: without a transaction around it. `silent`: shut only if it neither finds anything nor
    tells by failing.
    """

    words: str
    steps: tuple[str, ...]
    login: str = "staff"
    once: bool = False
    silent: bool = False


def _reading(words: str, sql: str, *, silent: bool = False) -> Way:
    return Way(words, (sql,), silent=silent)


def _writing(words: str, *steps: str, login: str = "staff") -> Way:
    return Way(words, (BEGIN, *steps), login)


def _leaving(**told: str) -> str:
    """A line of the ledger of the manager's, as the database takes it, but for what is told otherwise."""
    values = {
        "id": "nextval('keys')", "version": "0", "user_id": "me()", "desk": "'desk'", "way": "'csv'", "customers": "1",
        "at": "(SELECT at FROM operations WHERE id = current_setting('housebook.operation')::bigint)",
        "keys": "'{other}'", "destination": "'list.csv'", "reason": "'For the tax office'", "request_id": "NULL",
        "fingerprint": "'HBX' || upper(translate(left(md5(random()::text), 20), '01', 'xy'))",
    }  # fmt: skip
    values |= told
    return f"INSERT INTO exports ({', '.join(values)}) SELECT {', '.join(values.values())}"


def _requesting(**told: str) -> str:
    """A request of the manager's, likewise."""
    values = {
        "id": "nextval('keys')", "version": "0", "user_id": "me()", "way": "'csv'", "customers": "1",
        "at": "(SELECT at FROM operations WHERE id = current_setting('housebook.operation')::bigint)",
        "keys": "'{other}'", "reason": "'For the tax office'", "until_day": "current_date", "approved": "false",
    }  # fmt: skip
    values |= told
    return f"INSERT INTO export_requests ({', '.join(values)}) SELECT {', '.join(values.values())}"


def _asking(answered_by: str, approved: str) -> str:
    """A request of the manager's, as the database takes it."""
    return (
        "INSERT INTO export_requests (id, version, at, user_id, way, customers, keys, reason, until_day,"
        " answered_at, answered_by, approved) SELECT -1, 0, 0, me(), 'csv', 1, '1', 'x', current_date,"
        f" {answered_by}, {answered_by}, {approved}"
    )


_OF_CANARIES = "SELECT 1 FROM changes WHERE table_name = 'canaries' AND before IS NOT NULL"

READING = (
    _reading("read a restricted customer", "SELECT name FROM customers WHERE id = {restricted}"),
    _reading("read what was said to it", "SELECT words FROM touch_points WHERE customer_id = {restricted}"),
    _reading("read its telephone numbers", "SELECT raw FROM phones WHERE customer_id = {restricted}"),
    _reading("read its line in the list", "SELECT name FROM listing WHERE customer_id = {restricted}"),
    _reading("find it in the search's words", "SELECT rank FROM search_words WHERE words @@ 'quiet'"),
    _reading("find what was said in the search's words", "SELECT id FROM said WHERE words @@ 'whispered'"),
    _reading("read its old values in the journal", "SELECT before FROM changes WHERE customer_id = {restricted}"),
    _reading("read old values of its people", "SELECT before FROM changes WHERE contact_id = {person}"),
    _reading("read its name in the journal's sentences", "SELECT 1 FROM operations WHERE summary ~ 'Quiet'"),
    _reading("read its people's names there", "SELECT 1 FROM operations WHERE summary ~ 'Nia Roth'"),
    _reading("copy it out", "COPY (SELECT name FROM customers WHERE id = {restricted}) TO STDOUT"),
    _reading(
        "make a failing condition tell of it",
        "SELECT 1 FROM customers WHERE name ~ 'Quiet' AND 1 / (CASE WHEN name ~ 'Quiet' THEN 0 ELSE 1 END) = 1",
        silent=True,
    ),
    _reading("read it in the planner's statistics", "SELECT 1 FROM pg_stats WHERE tablename = 'customers'"),
    _reading("read another's private list", "SELECT criteria FROM saved_lists WHERE name = 'Ann''s own'"),
    _reading("read the ledger of exports", "SELECT reason FROM exports"),
    _reading("read the requests of others", "SELECT reason FROM export_requests"),
    _reading("read of exports in the journal", "SELECT 1 FROM operations WHERE command = 'LetOut'"),
    _reading("read of the team in the journal", "SELECT 1 FROM changes WHERE table_name = 'users'"),
    _reading("read wrong passwords of others", "SELECT login FROM failed_sign_ins"),
    _reading("read who has which login", "SELECT role FROM server_logins"),
    _reading("read verifiers of passwords", "SELECT rolpassword FROM pg_authid"),
    _reading("read them another way", "SELECT passwd FROM pg_shadow"),
    _reading(
        "read what others ask just now",
        "SELECT query FROM pg_stat_activity WHERE usename <> current_user AND query NOT LIKE '<insufficient%'",
    ),
    _reading("read a file of the server", "SELECT pg_read_file('/etc/passwd')"),
    _reading("list a folder of the server", "SELECT pg_ls_dir('/')"),
)
JOURNAL = (
    _writing("rewrite a sentence of the journal", "UPDATE operations SET summary = 'nothing' WHERE revision = 1"),
    _writing("give an operation to somebody else", "UPDATE operations SET user_id = 1 WHERE user_id = {me}"),
    _writing("remove an operation", "DELETE FROM operations WHERE user_id = {me}"),
    _writing("write an operation by hand", "INSERT INTO operations SELECT * FROM operations LIMIT 1"),
    _writing("say that an operation was undone", "UPDATE operations SET undone_by = 1 WHERE id = {mine}"),
    _writing("rewrite an old value", "UPDATE changes SET before = '{{}}' WHERE operation_id = {mine}"),
    _writing("remove a change", "DELETE FROM changes WHERE operation_id = {mine}"),
    _writing("write a change by hand", "INSERT INTO changes SELECT * FROM changes LIMIT 1"),
    _writing("forge the head of the chain", "UPDATE book SET head = 'forged'"),
    _writing("turn the book's revision back", "UPDATE book SET revision = 1"),
    Way("empty the journal", ("TRUNCATE changes",)),
    Way("empty the customers", ("TRUNCATE customers CASCADE",)),
    Way("change a customer without an operation", ("UPDATE customers SET notes = 'x' WHERE id = {customer}",)),
    Way(
        "put a change into somebody else's operation",
        (
            "SELECT set_config('housebook.operation', '{theirs}', true)",
            "UPDATE customers SET notes = 'x' WHERE id = {customer}",
        ),
    ),
    Way(
        "put a change into an own one that is sealed",
        (
            "SELECT set_config('housebook.operation', '{mine}', true)",
            "UPDATE customers SET notes = 'x' WHERE id = {customer}",
        ),
    ),
    _writing("leave an operation open", "UPDATE customers SET notes = 'x' WHERE id = {customer}", "COMMIT"),
    _writing(
        "seal an undoing of what others did",
        "UPDATE customers SET notes = 'x' WHERE id = {customer}",
        "SELECT seal_operation('Undid', {theirs}, (SELECT rank FROM book))",
    ),
    Way("write the journal by its trigger's function", ("SELECT journal_customers_changed()",)),
    Way("make nothing happen in triggers", ("SET session_replication_role = replica",)),
    Way("switch a trigger off", ("ALTER TABLE customers DISABLE TRIGGER ALL",)),
    Way("drop a trigger", ("DROP TRIGGER journal_customers_changed ON customers",)),
    Way("replace a trigger's function", ("ALTER FUNCTION journal_customers_changed() RENAME TO gone",)),
    Way("put a trigger of one's own", ("CREATE TRIGGER mine BEFORE INSERT ON changes EXECUTE FUNCTION guard_key()",)),
)
LEDGER = (
    _writing("write into the ledger", "INSERT INTO exports SELECT * FROM exports"),
    _writing("change the ledger", "UPDATE exports SET reason = 'none'"),
    _writing("remove from the ledger", "DELETE FROM exports"),
    Way("empty the ledger", ("TRUNCATE exports, export_ends",)),
    _writing("approve a request", "UPDATE export_requests SET approved = true"),
    _writing("forget what one took of late", "UPDATE exports SET keys = ''", login="manager"),
    _writing("date it back", "UPDATE exports SET at = 0", login="manager"),
    _writing("take it for approved", "UPDATE exports SET request_id = 1", login="manager"),
    _writing("ask with the answer in it", _asking("{manager}", "true"), login="manager"),
    _writing(
        "use an approval twice",
        _asking("NULL", "false"),
        "UPDATE export_requests SET used_at = 1 WHERE id = -1",
        "UPDATE export_requests SET used_at = NULL WHERE id = -1",
        login="manager",
    ),
)
_OPENED = "INSERT INTO card_openings (id, version, at, user_id, cards) SELECT nextval('keys'), 0, {at}, me(), {cards}"
_NOW = "(SELECT at FROM operations WHERE id = current_setting('housebook.operation')::bigint)"
_ANSWERED = "UPDATE export_requests SET answered_at = {at}, answered_by = {who}, approved = true WHERE id = {{asked}}"
FORGED = (
    *(
        _writing(f"put into the ledger {words}", _leaving(**told), login="manager")
        for words, told in (
            ("what left long ago", {"at": "0"}),
            ("in another's name", {"user_id": "1"}),
            ("more customers than it names", {"customers": "999"}),
            ("no customers", {"customers": "0", "keys": "''"}),
            ("customers who are not there", {"customers": "999", "keys": "'900000001-900000999'"}),
            ("one customer twice", {"customers": "2", "keys": "'{other},{other}'"}),
            ("a way that there is not", {"way": "'pigeon'"}),
            ("no reason", {"reason": "''"}),
            ("a mark that is none", {"fingerprint": "'mine'"}),
            ("other customers than were approved", {"request_id": "{approved}", "keys": "'{mine_too}'"}),
            ("another reason than was approved", {"request_id": "{approved}", "reason": "'For myself'"}),
            ("another way than was approved", {"request_id": "{approved}", "way": "'vcard4'"}),
            ("what nobody has approved", {"request_id": "{unanswered}"}),
            ("what somebody else asked for", {"request_id": "{asked}"}),
        )
    ),
    _writing(
        "use an approval for two exports",
        _leaving(request_id="{approved}"),
        _leaving(request_id="{approved}"),
        login="manager",
    ),
    *(
        _writing(f"ask {words}", _requesting(**told), login="manager")
        for words, told in (
            ("for more customers than one names", {"customers": "999"}),
            ("for what is never over", {"until_day": "'2099-01-01'"}),
            ("long ago", {"at": "0"}),
            ("in another's name", {"user_id": "1"}),
        )
    ),
    _writing(
        "take an approval for used that was not",
        f"UPDATE export_requests SET used_at = {_NOW} WHERE id = {{approved}}",
        login="manager",
    ),
    _writing("date an answer back", _ANSWERED.format(at="1", who="me()"), login="manager"),
    _writing("answer in another's name", _ANSWERED.format(at=_NOW, who="1"), login="manager"),
    _writing("have opened cards long ago", _OPENED.format(at="0", cards="1"), login="viewer"),
    _writing("have opened a million at once", _OPENED.format(at=_NOW, cards="1000000"), login="viewer"),
    _writing(
        "end an export of long ago",
        _leaving(id="-7"),
        "INSERT INTO export_ends (id, version, export_id, at, finished, digest) VALUES (-8, 0, -7, 0, true, '')",
        login="manager",
    ),
    _writing(
        "end another's export",
        "INSERT INTO export_ends (id, version, export_id, at, finished, digest)"
        f" SELECT -8, 0, {{export}}, {_NOW}, false, ''",
        login="manager",
    ),
)
RIGHTLY = (
    _writing("export as the ledger has it", _leaving(), login="manager"),
    _writing("export what was approved", _leaving(request_id="{approved}"), login="manager"),
    _writing("ask for an export", _requesting(), login="manager"),
    _writing("answer a request", _ANSWERED.format(at=_NOW, who="me()"), login="manager"),
    _writing("note opened cards", _OPENED.format(at=_NOW, cards="9"), login="viewer"),
)
"""What the forged ones differ from: these are not refused."""
CANARIES = (
    _reading("read the canary customers", "SELECT name FROM canaries"),
    _reading("read which of them left with which export", "SELECT canary_id FROM export_canaries"),
    _reading("have another's export's canaries handed over", "SELECT * FROM canaries_for({export})"),
    Way("the same as a manager", ("SELECT * FROM canaries_for({export})",), login="manager"),
    Way("read the canary customers as a manager", ("SELECT name FROM canaries",), login="manager"),
    Way("read which left, as a manager", ("SELECT canary_id FROM export_canaries",), login="manager"),
    Way("read them in the journal, as a manager", (_OF_CANARIES,), login="manager"),
    _reading("try whether an address is a canary's", "SELECT canaries_among(ARRAY['elvira@letters.example'])"),
    _writing("seed a canary", "INSERT INTO canaries SELECT * FROM canaries"),
    _writing("change one", "UPDATE canaries SET name = 'x'", login="manager"),
    _writing("let none leave", "INSERT INTO canary_ends SELECT id, 0, id, 0 FROM canaries", login="manager"),
    _writing("take from the notes of which left", "DELETE FROM export_canaries", login="manager"),
)
RIGHTS = (
    _writing("raise the own role", "UPDATE users SET role = 'owner' WHERE id = {me}"),
    _writing("let oneself in for good", "UPDATE users SET departed_on = NULL WHERE id = {me}"),
    _writing("change another user", "UPDATE users SET password_set_at = 1 WHERE id = 1"),
    _writing(
        "give the own role a right",
        "INSERT INTO role_permissions (id, version, role_id, permission)"
        " SELECT 0, 0, id, 'EXPORT' FROM user_roles LIMIT 1",
    ),
    _writing("lift the limit of the own role", "UPDATE user_roles SET most_at_once = NULL"),
    _writing("add a user", "INSERT INTO users (id, version, login, name, role) VALUES (0, 0, 'x', 'X', 'owner')"),
    _writing(
        "be named at a restricted customer",
        "INSERT INTO customer_readers (customer_id, user_id, id, version) VALUES ({restricted}, {me}, 0, 0)",
    ),
    _writing("open a restricted customer to all", "UPDATE customers SET restricted_on = NULL"),
    _writing("change a restricted customer", "UPDATE customers SET notes = 'x' WHERE id = {restricted}"),
    _writing("change a restricted customer's line", "DELETE FROM listing WHERE customer_id = {restricted}"),
    _writing("take over another's customer", "UPDATE assignments SET user_id = {me}"),
    _writing(
        "take a customer into one's own hands",
        "INSERT INTO assignments (id, version, customer_id, user_id, role_id, from_day)"
        " SELECT 0, 0, {other}, {me}, id, current_date FROM assignment_roles LIMIT 1",
    ),
    _writing("remove a customer that somebody else added", "DELETE FROM customers WHERE id = {other}"),
    _writing(
        "log in the name of others",
        "INSERT INTO touch_points (id, version, uid, customer_id, at, user_id, kind, direction, mood, words)"
        " VALUES (0, 0, 'x', {other}, 0, 1, 'call', '', '', '')",
    ),
    _writing("retire a customer", "UPDATE customers SET retired_on = current_date WHERE id = {customer}"),
    _writing("give a customer another key", "UPDATE customers SET id = -1 WHERE id = {customer}"),
    _writing("correct another's touch point", "UPDATE touch_points SET words = 'x' WHERE id = {said}"),
    _writing("share a list with the firm", "UPDATE saved_lists SET shared = true"),
    _writing("change a setting of the book", "INSERT INTO settings (id, version, name, value) VALUES (0, 0, 'x', '1')"),
    Way("become the holder of the tables", ('SET ROLE "{prefix} owner"',)),
    Way("become the keeper of logins", ('SET ROLE "{prefix} keeper"',)),
    Way("become the server's administrator", ("SET ROLE {admin}",)),
    Way("take on a right's group", ('SET ROLE "{prefix} may edit_team"',)),
    Way("take on the own right's group", ('SET ROLE "{prefix} may see_customers"',)),
    Way("be Ann", ('SET SESSION AUTHORIZATION "{ann}"',)),
    Way("give oneself a group", ('GRANT "{prefix} may export" TO "{own}"',)),
    Way("give oneself the tables", ('GRANT "{prefix} owner" TO "{own}"',)),
    Way("make a login", ("CREATE ROLE spare LOGIN",)),
    Way("be a superuser", ('ALTER ROLE "{own}" SUPERUSER',)),
    Way("look past the policies", ('ALTER ROLE "{own}" BYPASSRLS',)),
    Way("set Ann's password", ("ALTER ROLE \"{ann}\" PASSWORD 'x'",)),
    Way("set it by the program's function", ("SELECT let_in(1, 'SCRAM-SHA-256$4096:x$y:z')",)),
    Way("have the logins settled", ("SELECT let_in_only()",)),
    Way("end others' connections", (_ENDING,)),
)
DATABASE = (
    Way("drop a table", ("DROP TABLE customers CASCADE",)),
    Way("change a table", ("ALTER TABLE customers ADD COLUMN mine text",)),
    Way("own a table", ('ALTER TABLE customers OWNER TO "{own}"',)),
    Way("switch the policies off", ("ALTER TABLE customers DISABLE ROW LEVEL SECURITY",)),
    Way("drop a policy", ("DROP POLICY seen ON customers",)),
    Way("keep everybody waiting", ("LOCK TABLE book IN ACCESS EXCLUSIVE MODE",)),
    Way(
        "put a function in the way",
        ("CREATE FUNCTION public.sha256(text) RETURNS bytea LANGUAGE sql AS 'SELECT NULL'",),
    ),
    Way("replace who one is", ("CREATE OR REPLACE FUNCTION me() RETURNS bigint LANGUAGE sql AS 'SELECT 1'",)),
    Way("make a place of one's own", ("CREATE SCHEMA mine",)),
    Way("make a table in the book's place", ("CREATE TABLE public.mine (id int)",)),
    Way("put a table before the journal's", ("CREATE TEMP TABLE changes (LIKE public.changes)",)),
    Way("run a program by COPY", ("COPY customers TO PROGRAM 'cat'",), once=True),
    Way("write a file by COPY", ("COPY customers TO '/tmp/housebook-taken'",), once=True),
    Way("read a file by COPY", ("COPY tags FROM '/etc/passwd'",), once=True),
    Way("make a large object", ("SELECT lo_create(0)",)),
    Way("read a file into a large object", ("SELECT lo_import('/etc/passwd')",)),
    Way("load an extension", ("CREATE EXTENSION plpython3u",)),
    Way("load a language", ("CREATE FUNCTION public.c() RETURNS int LANGUAGE c AS 'libc', 'system'",)),
    Way("change the server's settings", ("ALTER SYSTEM SET log_statement = 'none'",), once=True),
    Way("change the database's settings", ('ALTER DATABASE "{database}" SET search_path = mine',)),
)
HOLDS = (
    ("SELECT pg_advisory_lock(hashtext('housebook:logins')), pg_advisory_lock(hashtext('housebook:owners'))",),
    (BEGIN, "SELECT number_operation()"),
    ("LOCK TABLE listing, phones, touch_points IN ACCESS EXCLUSIVE MODE",),
    ("ALTER ROLE CURRENT_USER PASSWORD 'mine'",),
)
"""What a salesperson can hold, each in a connection of its own; all of it ends when they are locked out."""
HOLDING = (
    *(
        Way(f"lock {words} as {login}", (f"SELECT 1 FROM {rows} FOR {how}",), login)
        for words, rows, login, how in (
            ("the book's row", "book", "viewer", "UPDATE"),
            ("the book's row", "book", "manager", "SHARE"),
            ("a user's row", "users", "viewer", "UPDATE"),
            ("a user's row", "users", "staff", "KEY SHARE"),
            ("customers", "customers", "viewer", "SHARE"),
            ("lines of the list", "listing", "viewer", "UPDATE"),
            ("the notes of logins", "server_logins", "staff", "UPDATE"),
            ("the turns of others", "server_turns", "staff", "UPDATE"),
        )
    ),
    Way("lock the customers' table", ("LOCK TABLE customers IN ACCESS EXCLUSIVE MODE",)),
    _writing("remove by the program's function what somebody else added", "SELECT remove_customers(ARRAY[{other}])"),
    Way("lock the users", ("LOCK TABLE users IN SHARE MODE",)),
    Way("take the turn of who changes the team", ("SELECT take_turn('owners')",)),
    Way("take the turn of who backs up", ("SELECT take_turn('keys of backups')",)),
    Way("take the turn of who exports", ("SELECT take_turn('exports')",), login="viewer"),
    _writing("remove a login", "SELECT * FROM remove_login({manager})"),
    _writing("remove the login of who is not locked out", "SELECT * FROM remove_login({manager})", login="it"),
    Way("cut somebody off from the server", ("SELECT * FROM shut_out('manager')",)),
    Way("cut off who holds more", ("SELECT * FROM shut_out('manager')",), login="it"),
    _writing("note another's password as set", "SELECT note_password(1)"),
    _writing("take over the list's lines", "UPDATE listing SET owner_id = me(), last_touch_at = 1", login="viewer"),
    _writing("date the lists to come", "UPDATE book SET listed_on = '2099-01-01'", login="viewer"),
    Way("have them drawn as of such a day", ("SELECT list_as_of('2099-01-01')",), login="viewer"),
)
WAYS = (*READING, *JOURNAL, *LEDGER, *FORGED, *CANARIES, *RIGHTS, *HOLDING, *DATABASE)
