"""Command and Work: one thing a person does, in one transaction that ends as one operation of the journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, make_transient_to_detached

from app.errors import Conflict, FieldConflict, NotFound
from app.models import Change, Customer, File, Journalled, Operation, User
from app.models.among import among
from app.models.base import table_of
from app.out_of_sight import NO_CUSTOMER, InSight
from app.rules.chunks import chunks
from app.rules.permissions import Needed
from app.rules.uid import new_uid
from app.store.canaries import Leaver, take_canaries
from app.store.engine import Store
from app.store.hot import engine_of, rows_of
from app.store.operations import Opened
from app.store.rows import insert_rows, update_rows
from app.ticket import Ticket
from app.users import SignedIn

R = TypeVar("R")
M = TypeVar("M", bound=Journalled)

Edits = Mapping[str, tuple[Any, Any]]
"""By field: what it was when the form was opened, and what it shall be now."""


_KEPT = "SELECT name FROM customers WHERE id = :customer"
_KEPT_ON = {"sqlite": _KEPT, "postgresql": f"{_KEPT} FOR KEY SHARE"}


class Command(Generic[R]):
    """One thing a person can do: a frozen dataclass whose fields are what they say."""

    needs: ClassVar[Needed]

    @property
    def shuts_out(self) -> str | None:
        """The login of a user who is cut off from a server before anything else is done, if this does that."""
        return None

    def carry_out(self, work: Work) -> R:
        """Do all that happens, or raise Refused; `work.say` must be told what was done."""
        raise NotImplementedError


class Work:
    """One transaction at work for one user: reads, writes, and the sentence for the journal."""

    def __init__(
        self, session: Session, store: Store, user: SignedIn, opened: Opened, ticket: Ticket | None = None
    ) -> None:
        self.session = session
        self.user = user
        self.opened = opened
        self.operation = opened.id
        self.now = opened.at
        self.today = self.now.astimezone().date()
        self.ticket = ticket or Ticket()
        self.summary = ""
        self.undoes: int | None = None
        self.in_sight = InSight(session, user.sight)
        self._store = store
        # A locked row can still be referred to: else who edits it and who adds to it would wait for each other.
        self._lock = {"key_share": True} if store.kind == "postgresql" else None

    def say(self, summary: str) -> None:
        """Set the sentence that stands in the journal for all that is done here."""
        self.summary = summary

    def new_keys(self, count: int) -> Sequence[int]:
        """Keys for rows to be added."""
        return self._store.next_keys(self.session, count)

    def one_at_a_time(self, what: str) -> None:
        """Wait until no other desk is at this kind of work, and keep the others waiting until the end of ours."""
        self._store.one_at_a_time(self.session, what)

    def get(self, model: type[M], key: int, *, words: str | None = None) -> M:
        """The row with this key, locked against others until the end. Raises NotFound."""
        row = self.session.get(model, key, with_for_update=self._lock)
        gone = words or f"This {_noun(model)} is not in the book (any more)."
        if row is None:
            raise NotFound(gone)
        for table, column in (("customers", row.customer_key), ("contacts", row.contact_key)):
            if column is not None and getattr(row, column) is not None:
                self.in_sight.find(table, [getattr(row, column)], gone)
        return row

    def find(self, customers: Iterable[int], words: str = NO_CUSTOMER) -> None:
        """Raise NotFound where one of these customers is out of the user's sight."""
        self.in_sight.find("customers", customers, words)

    def find_hidden(self, customer: int) -> Customer:
        """A customer, locked, whoever may see it: for what is done about that itself. Raises NotFound."""
        self.in_sight.trust(customer)
        return self.get(Customer, customer)

    def keep(self, customer: int) -> str:
        """Keep a customer in the book until the end, for what is added to it; answers its name. Raises NotFound.

        On a server others may still change it: only who removes it has to wait.
        """
        kept = rows_of(self.session, _KEPT_ON[engine_of(self.session)], {"customer": customer})
        if not kept:
            raise NotFound(NO_CUSTOMER)
        self.find([customer])
        return str(kept[0][0])

    def add(self, row: M) -> M:
        """Add one row; it gets its key, and a uid where it has one."""
        row.id = self.new_keys(1)[0]
        row.version = self.operation
        if hasattr(row, "uid") and not row.uid:
            row.uid = new_uid()
        self.session.flush()
        values = {name: _given(row, name, default) for name, default in _defaults(type(row)).items()}
        insert_rows(self.session.connection(), table_of(type(row)), tuple(values), [tuple(values.values())])
        make_transient_to_detached(row)
        self.session.add(row)
        return row

    def add_many(self, model: type[Journalled], rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
        """Add many rows in bulk statements; rows without `id` and `uid` get them. Answers the keys."""
        if not rows:
            return []
        self.session.flush()
        keys = iter(self.new_keys(sum("id" not in row for row in rows)))
        blank = {**_defaults(model), "version": self.operation}
        names = tuple(blank)
        values = itemgetter(*names)
        full = [values(self._whole(blank, row, keys)) for row in rows]
        insert_rows(self.session.connection(), table_of(model), names, full)
        place = names.index("id")
        return [row[place] for row in full]

    def _whole(self, blank: dict[str, Any], row: Mapping[str, Any], keys: Iterator[int]) -> dict[str, Any]:
        """The row with what it leaves out."""
        whole = {**blank, **row}
        if len(whole) != len(blank):
            raise TypeError(f"There are no columns {', '.join(sorted(whole.keys() - blank.keys()))}")
        if "id" not in row:
            whole["id"] = next(keys)
        if "uid" in blank and not whole["uid"]:
            whole["uid"] = new_uid()
        return whole

    def change(self, row: Journalled, **values: Any) -> None:
        """Set fields of one row."""
        for name, value in values.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
                row.version = self.operation
        self.session.flush()

    def edit(self, row: Journalled, edits: Edits) -> None:
        """Set fields that a form changed: raises Conflict where somebody else changed the same ones meanwhile."""
        clashes = tuple(
            FieldConflict(name, now, getattr(row, name), was)
            for name, (was, now) in edits.items()
            if getattr(row, name) not in (was, now)
        )
        if clashes:
            raise Conflict(clashes, by=self.last_hand(getattr(row, row.customer_key)) if row.customer_key else None)
        self.change(row, **{name: now for name, (_, now) in edits.items()})

    def last_hand(self, customer_id: int) -> str | None:
        """Who changed this customer, or what belongs to it, last before now."""
        hand = (
            select(User.name)
            .join(Operation, Operation.user_id == User.id)
            .join(Change, Change.operation_id == Operation.id)
            .where(Change.customer_id == customer_id, Operation.id != self.operation)
            .order_by(Change.id.desc())
            .limit(1)
        )
        return self.session.execute(hand).scalar_one_or_none()

    def change_many(self, model: type[Journalled], keys: Iterable[int], **values: Any) -> int:
        """Set the same fields of many rows in bulk statements. Answers how many there were."""
        self.session.flush()
        table, changed = table_of(model), 0
        for some in chunks(list(keys)):
            chosen = update(table).where(among(table.c.id)).values(**values, version=self.operation)
            changed += self.session.connection().execute(chosen, {"ids": some}).rowcount
        self.session.expire_all()
        return changed

    def remove_many(self, model: type[Journalled], keys: Iterable[int]) -> None:
        """Remove many rows in bulk statements."""
        self.session.flush()
        table = table_of(model)
        for some in chunks(list(keys)):
            if not self._store.remove_rows(self.session, table.name, some):
                self.session.connection().execute(delete(table).where(among(table.c.id)), {"ids": some})
        self.session.expire_all()

    def put_back(self, model: type[Journalled], values: Sequence[Mapping[str, Any]]) -> None:
        """Give rows the earlier values listed, their earlier version among them; each names its row by `id`."""
        self.session.flush()
        alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
        for row in values:
            names = tuple(sorted(row.keys() - {"id"}))
            alike[names].append((*(row[name] for name in names), row["id"]))
        for names, rows in alike.items():
            update_rows(self.session.connection(), table_of(model), names, rows)
        self.session.expire_all()

    def remove(self, row: Journalled) -> None:
        """Remove one row; the journal keeps the whole of it."""
        self.session.delete(row)
        self.session.flush()

    def get_operation(self, key: int) -> Operation | None:
        """An operation of the journal, locked against others' undoing of it."""
        return self.session.get(Operation, key, with_for_update=self._lock)

    def undo(self, operation: Operation, *, complete: bool) -> None:
        """Say that this work undoes an earlier operation; what that one had undone is in force again, and so on."""
        self.undoes = operation.id
        if complete:
            operation.undone_by = self.operation
            current: Operation | None = operation
            while current is not None:
                self.session.flush()
                current = self._passed_on(current)

    def _passed_on(self, undoing: Operation) -> Operation | None:
        """What is in force again as its undoing no longer is; or undone again, if nothing of it stands."""
        undone = self.get_operation(undoing.undoes) if undoing.undoes else None
        if undone is None:
            return None
        if undoing.undone_by is not None and undone.undone_by == undoing.id:
            undone.undone_by = None
        elif undoing.undone_by is None and undone.undone_by is None and self._nothing_stands(undone.id):
            undone.undone_by = undoing.id
        else:
            return None
        return undone

    def _nothing_stands(self, operation: int) -> bool:
        """Whether the undoings of an operation that are in force took back each of its rows."""
        undoings = select(Operation.id).where(Operation.undoes == operation, Operation.undone_by.is_(None))
        rows = select(Change.table_name, Change.row_id)
        done, taken_back = rows.where(Change.operation_id == operation), rows.where(Change.operation_id.in_(undoings))
        return self.session.execute(done.except_(taken_back).limit(1)).first() is None

    def let_in(self, user: User, password: str) -> str:
        """Let a user open the book with this password. Raises Refused where a book has no passwords.

        Answers what they sign in as where that is not their login.
        """
        return self._store.let_in(self.session, (user.id, user.login), password)

    @property
    def users_have_logins(self) -> bool:
        """Whether each user signs in to a server by a login of their own."""
        return self._store.knows_users

    def remove_login(self, user: User) -> str | None:
        """Remove what a user who is locked out signed in to the server as, and answer it; nothing if there is none.

        Their row gets this work's version, so that the journal has it.
        """
        removed = self._store.remove_login(self.session, user.id)
        if removed is not None:
            user.version = self.operation
            self.session.flush()
        return removed

    def note_password(self, user: User) -> None:
        """Note when a user's password was set."""
        if self._store.note_password(self.session, user.id):
            self.session.expire(user)
        else:
            self.change(user, password_set_at=self.now)

    def renew_recovery(self, public: bytes) -> None:
        """Let another recovery key open the book, by its public half. Raises Refused where a book has none."""
        self._store.renew_recovery(self.session, public)

    def take_canaries(self, export: int) -> Sequence[Leaver]:
        """Choose the canaries that leave with an export, and note that they did."""
        self.session.flush()
        return take_canaries(self.session.connection(), export)

    def keep_file(self, digest: str, media_type: str, data: bytes) -> None:
        """Keep a picture under the SHA-256 of its bytes, once."""
        if self.session.get(File, digest) is None:
            self.session.add(File(digest=digest, media_type=media_type, data=data))
            self.session.flush()


def _noun(model: type[Journalled]) -> str:
    return table_of(model).name.replace("_", " ").removesuffix("s")


def _given(row: Journalled, name: str, default: Any) -> Any:
    """What a new row has in a column, or gets there."""
    if getattr(row, name) is None:
        setattr(row, name, default)
    return getattr(row, name)


@cache
def _defaults(model: type[Journalled]) -> dict[str, Any]:
    """What a new row has in the columns that are not given."""
    return {column.name: getattr(column.default, "arg", None) for column in table_of(model).columns}
