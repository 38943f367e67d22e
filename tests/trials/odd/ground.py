"""A book with one of everything, so that every command has something to work on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, Text, bindparam, func, select
from sqlalchemy.orm import Session

from app.book import Book
from app.features.assignments import Assign
from app.features.customers.card import card
from app.features.customers.commands import AddCustomer
from app.features.customers.contacts import AddContact
from app.features.customers.lists import ListFilter
from app.features.customers.reaches import AddressInput, EmailInput, LinkInput, PhoneInput
from app.features.customers.saved import SaveList
from app.features.followups import AddFollowUp
from app.features.importing import read_files
from app.features.leaving.gate import LetOut
from app.features.lists import AddTag, DeclareField
from app.features.team import AddUser
from app.features.touchpoints import LogTouchPoint
from app.models import (
    JOURNALLED,
    Assignment,
    AssignmentRole,
    Change,
    Contact,
    Customer,
    FollowUp,
    Journalled,
    Listing,
    Membership,
    Row,
    Stage,
    Team,
    TouchPoint,
    User,
    UserRole,
)  # fmt: skip
from app.models.base import table_of
from app.rules.permissions import Role
from tests.trials.odd.slots import Ground, commands

CARD = b"BEGIN:VCARD\nVERSION:3.0\nFN:Cara Card\nTEL:+49 30 7\nEND:VCARD\n"
_EDITED: Mapping[str, tuple[type[Journalled], ...]] = {
    "customer_id": (Customer,),
    "contact_id": (Contact, Membership),
    "touch_point_id": (TouchPoint,),
    "follow_up_id": (FollowUp,),
    "user_id": (User,),
}
Told = list[tuple[str, str, str]]
"""Table, column and text."""


def ground(book: Book) -> Ground:
    """Fill a new book and say what is in it."""
    given = _fill(book)
    given |= book.ask(_found)
    for command in commands():
        names = [one.name for one in fields(command)]  # type: ignore[arg-type]
        if "edits" in names:
            given[f"{command.__name__}.edits"] = _edits(book, names, given)
    given["AddCustomer.values"] = dict.fromkeys(text_columns(Customer), "")
    return Ground(given)


def _fill(book: Book) -> dict[str, Any]:
    other = book.do(AddCustomer(name="Usual firm", tags=("usual",))).answer
    reached: Any = {"phones": (PhoneInput(raw="+49 30 1"),), "emails": (EmailInput(address="a@b.example"),)}
    more: Any = {"links": (LinkInput(url="https://b.example"),), "addresses": (AddressInput(town="Kiel"),)}
    key = book.do(AddCustomer(name="Usual customer", tags=("usual",), **reached, **more)).answer
    due = book.ask(_today) + timedelta(days=9)
    field = book.do(DeclareField("Shoe size")).answer
    book.do(Assign((key,), "ann"))
    return {
        "customer_id": key, "customer_ids": (key,), "due_on": due, "field": field, "fields": {field: ""},
        "contact_id": book.do(AddContact(key, "Usual person", **reached)).answer,
        "LinkContact.contact_id": book.do(AddContact(other, "Other person")).answer,
        "touch_point_id": book.do(LogTouchPoint(key, "note", "usual words")).answer,
        "follow_up_id": book.do(AddFollowUp(key, due, "usual words")).answer,
        "user_id": book.do(AddUser("bob", "Bob Brown", "staff")).answer, "from_day": None, "until_day": None,
        "list_id": book.do(SaveList("Usual list", ListFilter())).answer,
        "tag": book.do(AddTag("Usual tag")).answer, "operation_id": book.do(AddTag("Another tag")).operation,
        "NoteEnd.export_id": book.do(LetOut((key,), "csv", "usual.csv", "usual reason")).answer.id,
        "reading": read_files([("usual.vcf", CARD)]), "follow_up_on": due, "data": None, "AddFollowUp.user_id": None,
    }  # fmt: skip


def _found(session: Session) -> dict[str, Any]:
    def first(model: type[Journalled]) -> int:
        key: int = session.execute(select(func.min(table_of(model).c.id))).scalar_one()
        return key

    viewer: int = session.execute(select(UserRole.id).where(UserRole.key == Role.VIEWER)).scalar_one()
    roles = {"RenameRole.role": first(AssignmentRole), "Assign.role": "Service"}
    owner: int = session.execute(select(func.min(User.id))).scalar_one()
    roles |= {"RestrictCustomer.users": (owner,), "ChangeUserRole.role": viewer, "RemoveUserRole.role": viewer}
    return {**roles, "stage": first(Stage), "team_id": first(Team), "assignment_ids": (first(Assignment),),
            "ImportCards.stage": "Customer"}  # fmt: skip


def _today(_session: Session) -> date:
    return datetime.now(UTC).astimezone().date()


def _edits(book: Book, names: list[str], given: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """All texts of the rows that the command names, each as it is now."""
    edits: dict[str, tuple[Any, Any]] = {}
    for name in names:
        for model in _EDITED.get(name, ()) if name != "customer_id" or "contact_id" not in names else ():
            row = book.ask(_texts_of, model, given[name])
            edits |= {column: (text, text) for column, text in row.items()}
    if "customer_id" in names or "contact_id" in names:
        edits |= _lists_of(book, given, contact="contact_id" in names)
    return edits


def _lists_of(book: Book, given: Mapping[str, Any], *, contact: bool) -> dict[str, tuple[Any, Any]]:
    seen = book.ask(card, given["customer_id"])
    whose = next(one for one in seen.contacts if one.id == given["contact_id"]) if contact else seen
    names = ("phones", "emails") if contact else ("phones", "emails", "addresses", "links")
    edits: dict[str, tuple[Any, Any]] = {}
    for name in names:
        rows = tuple(getattr(whose, name))
        edits[name] = (rows, rows)
    if not contact:
        edits |= {"tags": (("usual",), ("usual", "more")), "fields": ({}, {given["field"]: ""})}
    return edits


def text_columns(model: type[Row]) -> list[str]:
    """The columns of a table that hold text."""
    return [column.name for column in model.__table__.columns if isinstance(column.type, Text)]


def _texts_of(session: Session, model: type[Journalled], key: int) -> dict[str, Any]:
    table = table_of(model)
    by = table.c.contact_id if model is Membership else table.c.id
    row = session.execute(select(table).where(by == key)).mappings().one()
    return {name: row[name] for name in text_columns(model)}


def left_behind(session: Session, operation: int) -> Told:
    """All texts in the rows that an operation wrote, and in the lines of the customers that it touched."""
    told: Told = []
    written = set(session.execute(_WRITTEN, {"operation": operation}).scalars())
    for name, rows in _LEFT.items():
        if name in written:
            found = session.execute(rows, {"operation": operation}).mappings()
            told += [(name, column, row[column] or "") for row in found for column in _TEXTS[name]]
    for line in session.execute(_LINES, {"operation": operation}).mappings():
        told += [("listing", column, line[column] or "") for column in _LINE_TEXTS]
    return told


_TEXTS = {name: text_columns(model) for name, model in JOURNALLED.items()}
_LINE_TEXTS = text_columns(Listing)
_BY = Change.operation_id == bindparam("operation")
_WRITTEN = select(Change.table_name).where(_BY).distinct()
_LEFT = {
    name: select(table).where(table.c.version == bindparam("operation")).order_by(table.c.id)
    for name, table in ((name, table_of(model)) for name, model in JOURNALLED.items())
}
_LINES: Select[Any] = (
    select(*(getattr(Listing, name) for name in _LINE_TEXTS))
    .where(Listing.customer_id.in_(select(Change.customer_id).where(_BY)))
    .order_by(Listing.customer_id)
)
