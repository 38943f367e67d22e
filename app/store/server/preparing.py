"""Makes an empty database the place of a book: its roles, and what the server itself refuses to everybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from app.errors import NotAllowed, Refused
from app.rules.permissions import Permission
from app.store.hot import run
from app.store.server.granting import PLACE, as_role, grant_all
from app.store.server.names import free_prefix, group, keeper, owner, people, quoted

_OLDEST = 160000
_NOTHING = "Nothing was changed."
_OBJECTS = (
    "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%%'"
)
_BEYOND_FOUNDING = "SELECT (SELECT count(*) FROM operations) > 1 OR EXISTS (SELECT FROM customers)"
_IN_USE = (
    "There is a prepared book in this database already, and more in it than its founding. Nothing was changed. Restore"
    " into an empty database; or let the backup take that book's place: housebook restore FILE --to URL --over."
)
_END = "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE usename = :role AND pid <> pg_backend_pid()"
_MADE = (
    "SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, relname FROM pg_class"
    " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')"
)
_ABOUT_ME = (
    "SELECT r.rolsuper, r.rolcreaterole OR r.rolsuper, current_setting('server_version_num')::int,"
    " r.rolsuper OR pg_has_role(d.datdba, 'USAGE'), current_database(), current_user"
    " FROM pg_roles r, pg_database d WHERE r.rolname = current_user AND d.datname = current_database()"
)
_LARGE_OBJECTS = (
    "lo_create(oid)", "lo_creat(integer)", "lo_from_bytea(oid, bytea)", "lo_put(oid, bigint, bytea)",
    "lo_open(oid, integer)", "lowrite(integer, bytea)", "loread(integer, integer)", "lo_unlink(oid)",
    "lo_get(oid)", "lo_get(oid, bigint, integer)", "lo_truncate(integer, integer)", "lo_truncate64(integer, bigint)",
)  # fmt: skip


def make_place(connection: Connection) -> str:
    """Make the roles of a book in this empty database, and answer what their names begin with.

    Raises Refused where the database is not empty, NotAllowed where the login has not the right to do this.
    """
    superuser, creates, version, owns, database, me = _ask(connection, _ABOUT_ME)[0]
    if _ask(connection, _OBJECTS)[0][0]:
        raise Refused(f"This database is not empty. Make an empty one for the book. {_NOTHING}")
    if version < _OLDEST:
        found = f"{version // 10_000}.{version % 10_000}"
        needed = f"a prepared book needs {_OLDEST // 10_000} or newer"
        raise Refused(f"The server is too old: it is PostgreSQL {found}, and {needed}. {_NOTHING}")
    if not creates:
        raise NotAllowed(f"{me} may not make roles on this server. Use an administrator's login. {_NOTHING}")
    if not owns:
        raise NotAllowed(f"{me} does not own this database. Use its owner's login, or an administrator's. {_NOTHING}")
    prefix = free_prefix(database, {name for (name,) in _ask(connection, "SELECT rolname FROM pg_roles")})
    for statement in (*_roles(prefix, me, superuser=superuser), *_closed(prefix, database, superuser=superuser)):
        connection.exec_driver_sql(statement)
    as_role(connection, owner(prefix))
    return prefix


def give_rights(connection: Connection, prefix: str) -> None:
    """After its tables are made: note what the roles of the place are called, and give everybody their rights."""
    for statement in PLACE:
        connection.exec_driver_sql(statement)
    run(connection, "INSERT INTO server_place VALUES (:prefix)", {"prefix": prefix})
    grant_all(connection, prefix)


def settle_people(connection: Connection) -> list[str]:
    """As the holder of the tables: let in just who stands in the book, and answer their logins on the server."""
    connection.exec_driver_sql("SELECT let_in_only()")
    return [role for (role,) in _ask(connection, "SELECT role FROM server_logins ORDER BY user_id")]


def empty_place(connection: Connection, prefix: str) -> None:
    """Take all tables out of a prepared book that has nothing but its founding, and the logins of its people with them.

    The roles of the place stay. Raises Refused where there is more in it, NotAllowed as `renew_place`.
    """
    renew_place(connection, prefix)
    connection.exec_driver_sql("LOCK TABLE operations, customers IN ACCESS EXCLUSIVE MODE")
    if _ask(connection, _BEYOND_FOUNDING)[0][0]:
        raise Refused(_IN_USE)
    logins = [role for (role,) in _ask(connection, "SELECT role FROM server_logins")]
    as_role(connection, keeper(prefix))
    for role in logins:
        run(connection, _END, {"role": role})
        connection.exec_driver_sql(f"DROP OWNED BY {quoted(role)}")
        connection.exec_driver_sql(f"DROP ROLE {quoted(role)}")
    as_role(connection, owner(prefix))
    for kind, name in _ask(connection, _MADE):
        connection.exec_driver_sql(f"DROP {kind} IF EXISTS {quoted(name)} CASCADE")


def prefix_of(connection: Connection) -> str | None:
    """What the roles of a prepared book begin with; nothing in one that was not prepared."""
    if _ask(connection, "SELECT to_regclass('public.server_place') IS NULL")[0][0]:
        return None
    holder = "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'public.server_place'::regclass"
    return str(_ask(connection, holder)[0][0]).removesuffix(" owner")


def reads_whole_journal(connection: Connection) -> bool:
    """Whether who has signed in is shown every operation; where the server guards nothing, everybody is."""
    guarded = connection.dialect.name == "postgresql" and prefix_of(connection) is not None
    return not guarded or bool(_ask(connection, "SELECT me() IS NULL OR (may('SEE_JOURNAL') AND sees_all())")[0][0])


def administers(connection: Connection, prefix: str) -> bool:
    """Whether who has signed in to the server may be the holder of a book's tables."""
    member = f"SELECT pg_has_role(session_user, '{owner(prefix).replace(chr(39), chr(39) * 2)}', 'SET')"
    return bool(_ask(connection, member)[0][0])


def renew_place(connection: Connection, prefix: str) -> None:
    """Before a migration: make the groups of rights that are new, and go on as the holder of the tables.

    Raises NotAllowed where the login is no administrator of this book.
    """
    if not administers(connection, prefix):
        raise NotAllowed(
            "An older Housebook made this book. Whoever administers the server brings it up to date:"
            " housebook server update URL. Nothing was changed."
        )
    there = {name for (name,) in _ask(connection, "SELECT rolname FROM pg_roles")}
    for right in Permission:
        if group(prefix, right) not in there:
            connection.exec_driver_sql(f"CREATE ROLE {quoted(group(prefix, right))} NOLOGIN")
            connection.exec_driver_sql(_kept(prefix, right))
    connection.exec_driver_sql(f"GRANT CREATE ON SCHEMA public TO {quoted(keeper(prefix))}")
    as_role(connection, owner(prefix))


def _roles(prefix: str, me: str, *, superuser: bool) -> Iterator[str]:
    yield f"CREATE ROLE {quoted(owner(prefix))} NOLOGIN"
    yield f"CREATE ROLE {quoted(keeper(prefix))} NOLOGIN CREATEROLE"
    for right in (None, *Permission):
        yield f"CREATE ROLE {quoted(group(prefix, right))} NOLOGIN"
        yield _kept(prefix, right)
    if not superuser:
        for role in (owner(prefix), keeper(prefix)):
            yield f"GRANT {quoted(role)} TO {quoted(me)} WITH INHERIT FALSE, SET TRUE"


def _kept(prefix: str, right: Permission | None) -> str:
    options = "WITH ADMIN TRUE, INHERIT FALSE, SET FALSE"
    return f"GRANT {quoted(group(prefix, right))} TO {quoted(keeper(prefix))} {options}"


def _closed(prefix: str, database: str, *, superuser: bool) -> Iterator[str]:
    """What a database lets everybody do unless it is told otherwise."""
    name = quoted(database)
    yield f"REVOKE ALL ON DATABASE {name} FROM PUBLIC"
    yield f"GRANT CONNECT ON DATABASE {name} TO {quoted(people(prefix))}"
    yield "REVOKE ALL ON SCHEMA public FROM PUBLIC"
    yield f"GRANT USAGE, CREATE ON SCHEMA public TO {quoted(owner(prefix))} WITH GRANT OPTION"
    yield f"GRANT USAGE, CREATE ON SCHEMA public TO {quoted(keeper(prefix))}"
    if superuser:
        yield f"REVOKE EXECUTE ON FUNCTION {', '.join(_LARGE_OBJECTS)} FROM PUBLIC"


def _ask(connection: Connection, question: str) -> Sequence[Any]:
    return connection.exec_driver_sql(question).fetchall()
