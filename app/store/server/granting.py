"""Makes a prepared book's functions, guards, grants and policies; as often as asked, always to the same end.

It runs after each migration, so that no table and no right can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from app.rules.permissions import Permission
from app.store.server import backing_up, canaries, keeping, ledger, sealing, seeing, standing, waiting
from app.store.server.functions import PINNED, Function
from app.store.server.names import group, keeper, owner, people, quoted
from app.store.server.policies import GUARDED, POLICIES
from app.store.server.rights import PRIVATE, READ, grants
from app.store.server.waiting import TURNS

_KEEPER_READS = ("role_permissions", "server_logins", "server_place", "user_roles", "users")
_BY_OTHERS = frozenset(
    {
        "at_work()",
        "held_by(key text)",
        "may(wanted text)",
        "me()",
        "open_at()",
        "refuse_higher(key text, freely boolean)",
    }
)
"""What the keeper calls."""

PLACE = (
    "CREATE TABLE IF NOT EXISTS server_place (prefix text PRIMARY KEY)",
    "CREATE TABLE IF NOT EXISTS server_logins (user_id bigint PRIMARY KEY, role text NOT NULL UNIQUE)",
    "ALTER TABLE server_logins ADD COLUMN IF NOT EXISTS shut_at bigint",
    "CREATE TABLE IF NOT EXISTS server_turns (what text PRIMARY KEY)",
    *(f"INSERT INTO server_turns VALUES ('{what}') ON CONFLICT DO NOTHING" for what in TURNS),
)
"""The tables that only a prepared book has: what its roles begin with, which login is whose and since when it is shut
though its user is not locked out yet, and whose turn it is."""


def as_role(connection: Connection, role: str) -> None:
    """Be another role until the transaction ends, looking for tables in their own place only."""
    connection.exec_driver_sql(f"SET LOCAL ROLE {quoted(role)}")
    connection.exec_driver_sql(f"SET LOCAL search_path = {PINNED}")


def grant_all(connection: Connection, prefix: str) -> None:
    """Give everybody just what `rights` and `policies` say."""
    as_role(connection, owner(prefix))
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end stands in the way of guards
    for statement in _as_owner(prefix):
        connection.exec_driver_sql(statement)
    as_role(connection, keeper(prefix))
    for statement in _made_by(prefix, kept=True):
        connection.exec_driver_sql(statement)
    as_role(connection, owner(prefix))
    connection.exec_driver_sql(f"REVOKE CREATE ON SCHEMA public FROM {quoted(keeper(prefix))}")


def _as_owner(prefix: str) -> Iterator[str]:
    everyone = ", ".join(quoted(group(prefix, right)) for right in (None, *Permission))
    holds = quoted(keeper(prefix))
    yield from PLACE
    yield from _made_by(prefix, kept=False)
    for trigger in (*sealing.TRIGGERS, *standing.TRIGGERS, *ledger.TRIGGERS):
        yield from trigger.made
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {everyone}"
    yield f"GRANT USAGE ON SCHEMA public TO {quoted(people(prefix))}, {holds}"
    yield f"GRANT CREATE ON SCHEMA public TO {holds}"
    yield f"GRANT USAGE ON SEQUENCE keys TO {quoted(people(prefix))}"
    yield f"GRANT SELECT ON {', '.join(_KEEPER_READS)} TO {holds}"
    yield f"GRANT INSERT, DELETE, UPDATE (shut_at) ON server_logins TO {holds}"
    yield f"GRANT UPDATE (prefix) ON server_place TO {holds}"
    yield from _granted(prefix)
    yield from _policed(prefix)


def _granted(prefix: str) -> Iterator[str]:
    for one in sorted(set(grants()), key=str):
        columns = f" ({', '.join(one.columns)})" if one.columns else ""
        yield f"GRANT {one.act}{columns} ON {one.table} TO {quoted(group(prefix, one.right))}"


def _policed(prefix: str) -> Iterator[str]:
    for table in (*sorted(GUARDED), *seeing.CONDITIONS):
        yield (
            "DO $body$ DECLARE name text; BEGIN FOR name IN SELECT polname FROM pg_policy"
            f" WHERE polrelid = '{table}'::regclass LOOP EXECUTE format('DROP POLICY %%I ON {table}', name);"
            " END LOOP; END $body$"
        )
    for table in sorted(GUARDED):
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    for number, one in enumerate(POLICIES):
        rows = f" USING ({one.rows})" if one.act != "INSERT" else ""
        new = f" WITH CHECK ({one.new or one.rows})" if one.act != "SELECT" else ""
        to = quoted(group(prefix, one.right))
        yield f"CREATE POLICY may_{number} ON {one.table} FOR {one.act} TO {to}{rows}{new}"
    for table, seen in seeing.CONDITIONS.items():
        to = quoted(people(prefix))
        yield f"CREATE POLICY seen ON {table} FOR ALL TO {to} USING ({seen}) WITH CHECK (true)"
    yield "SELECT look_at_each()"
    yield f"CREATE POLICY keeper ON users FOR SELECT TO {quoted(keeper(prefix))} USING (true)"


def _made_by(prefix: str, *, kept: bool) -> Iterator[str]:
    for one in (
        *standing.FUNCTIONS,
        *seeing.FUNCTIONS,
        *sealing.FUNCTIONS,
        *canaries.FUNCTIONS,
        *ledger.FUNCTIONS,
        *backing_up.FUNCTIONS,
        *keeping.FUNCTIONS,
        *waiting.FUNCTIONS,
    ):
        if one.kept == kept:
            yield one.made
            yield from _called(prefix, one)


def _called(prefix: str, one: Function) -> Iterator[str]:
    yield f"REVOKE ALL ON FUNCTION {one.head} FROM PUBLIC"
    if one.called:
        yield f"GRANT EXECUTE ON FUNCTION {one.head} TO {quoted(people(prefix))}"
    if one.kept:
        yield f"GRANT EXECUTE ON FUNCTION {one.head} TO {quoted(owner(prefix))}"
    elif one.head in _BY_OTHERS:
        yield f"GRANT EXECUTE ON FUNCTION {one.head} TO {quoted(keeper(prefix))}"


def undeclared(connection: Connection) -> list[str]:
    """The tables of the book of which nobody said who may read them."""
    listed = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [name for (name,) in listed if name not in READ and name not in PRIVATE]
