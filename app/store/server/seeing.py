"""What a user does not see of the customers, as `app.store.sight` has it, once more on the server itself.

Only a book with restricted customers, or with roles that see their own customers alone, looks at each row: what is
sealed switches that on and off. Meanwhile the server uses no index for words and names that it cannot prove to keep
silent about what is hidden. Who may restrict customers sees all of them here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.rules.permissions import Whose
from app.store.server.functions import Function
from app.store.sight import BY_CUSTOMER

_OF_PEOPLE: Final = ("addresses", "emails", "links", "phones")
_HELD: Final = "a.from_day <= current_date AND (a.until_day IS NULL OR a.until_day >= current_date)"


def in_sight(column: str) -> str:
    """The condition that whose customer a row is, is seen; what is of no customer is seen."""
    shown = f"{column} NOT IN (SELECT hidden_customers())"
    mine = f"((SELECT sees_everybodys()) OR {column} IN (SELECT my_customers()))"
    return f"((SELECT sees_all()) OR {column} IS NULL OR ({shown} AND {mine}))"


def change_in_sight(row: str = "") -> str:
    """The condition that what a row of the journal tells is seen: of its customer, and of its person."""
    person = f"((SELECT sees_all()) OR {row}contact_id IS NULL OR person_in_sight({row}contact_id))"
    return f"({in_sight(f'{row}customer_id')} AND {person})"


def _conditions() -> Iterator[tuple[str, str]]:
    for table, column in BY_CUSTOMER.items():
        person = "(contact_id IS NULL OR EXISTS (SELECT FROM contacts c WHERE c.id = contact_id))"
        yield table, in_sight(column) + (f" AND {person}" if table in _OF_PEOPLE else "")
    at_one = "EXISTS (SELECT FROM memberships m WHERE m.contact_id = contacts.id)"
    yield "contacts", f"(SELECT sees_all()) OR {at_one} OR at_none(contacts.id)"
    yield "search_words", "(SELECT sees_all()) OR rank IN (SELECT l.rank FROM listing l)"
    yield "said", "(SELECT sees_all()) OR id IN (SELECT t.id FROM touch_points t)"


CONDITIONS: Final = dict(_conditions())
"""By table which rows are seen, where not all of them are."""
OPERATION_SEEN: Final = "((SELECT sees_all()) OR all_in_sight(id))"

_LISTED = ", ".join(f"'{table}'" for table in CONDITIONS)

FUNCTIONS = (
    Function(
        "sees_everybodys()",
        "boolean",
        "BEGIN RETURN NOT EXISTS (SELECT FROM users u JOIN user_roles r ON r.key = u.role"
        " WHERE u.id = me() AND r.whose IS NOT NULL AND u.role <> 'owner'); END",
        called=True,
    ),
    Function(
        "hidden_customers()",
        "SETOF bigint",
        "BEGIN IF NOT may('RESTRICT_CUSTOMERS') THEN"
        " RETURN QUERY SELECT c.id FROM customers c WHERE c.restricted_on IS NOT NULL AND c.id NOT IN"
        " (SELECT n.customer_id FROM customer_readers n WHERE n.user_id = me()); END IF; END",
        called=True,
    ),
    Function(
        "sees_all()",
        "boolean",
        "BEGIN RETURN sees_everybodys() AND NOT EXISTS (SELECT FROM hidden_customers()); END",
        called=True,
    ),
    Function(
        "my_customers()",
        "SETOF bigint",
        f"BEGIN RETURN QUERY SELECT a.customer_id FROM assignments a WHERE {_HELD} AND (a.user_id = me() OR"
        f" (a.user_id IN (SELECT o.id FROM users o, users u, user_roles r WHERE u.id = me() AND r.key = u.role"
        f" AND r.whose = '{Whose.TEAM}' AND o.team_id = u.team_id)));"
        " RETURN QUERY SELECT c.row_id FROM changes c WHERE c.table_name = 'customers' AND c.kind = 'added'"
        " AND c.operation_id = nullif(current_setting('housebook.operation', true), '')::bigint"
        " AND mine(c.operation_id); END",
        called=True,
    ),
    Function(
        "at_none(contact bigint)",
        "boolean",
        "BEGIN RETURN NOT EXISTS (SELECT FROM memberships m WHERE m.contact_id = contact); END",
        called=True,
    ),
    Function(
        "person_in_sight(contact bigint)",
        "boolean",
        "BEGIN RETURN at_none(contact) OR EXISTS (SELECT FROM memberships m WHERE m.contact_id = contact"
        f" AND {in_sight('m.customer_id')}); END",
        called=True,
    ),
    Function(
        "all_in_sight(operation bigint)",
        "boolean",
        "BEGIN RETURN NOT EXISTS (SELECT FROM changes c WHERE c.operation_id = operation"
        f" AND NOT {change_in_sight('c.')}); END",
        called=True,
    ),
    Function(
        "look_at_each()",
        "void",
        "DECLARE needed boolean := EXISTS (SELECT FROM customers c WHERE c.restricted_on IS NOT NULL)"
        " OR EXISTS (SELECT FROM user_roles r WHERE r.whose IS NOT NULL); one record; BEGIN"
        f" FOR one IN SELECT c.relname FROM pg_class c WHERE c.relname IN ({_LISTED})"
        " AND c.relnamespace = 'public'::regnamespace AND c.relrowsecurity <> needed LOOP"
        " SET CONSTRAINTS ALL IMMEDIATE;"
        " EXECUTE format('ALTER TABLE %I %s ROW LEVEL SECURITY', one.relname,"
        " CASE WHEN needed THEN 'ENABLE' ELSE 'DISABLE' END); END LOOP; END",
    ),
)
