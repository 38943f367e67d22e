"""The command that turns cards into customers: many rows, one operation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.book_settings import book_settings
from app.errors import Refused
from app.features.importing.card_rows import (
    Columns,
    address_columns,
    customer_columns,
    email_columns,
    kept_photo,
    link_columns,
    person_columns,
    phone_columns,
    photo_digest,
)
from app.features.importing.preview import already_there, fresh_cards
from app.features.importing.reading import Aside, ReadCard, Reading
from app.formats.card import Person
from app.limits import refuse_beyond
from app.models import (
    Address,
    Contact,
    Customer,
    CustomerTag,
    Email,
    Field,
    FieldValue,
    Journalled,
    Link,
    Membership,
    Origin,
    Phone,
    Stage,
    Tag,
)
from app.rules.permissions import Permission
from app.rules.pictures import media_type
from app.rules.text import clean
from app.rules.words import counted
from app.work import Command, Work

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """What came of an import."""

    files: int
    read: int
    added: int
    already_there: int
    set_aside: tuple[Aside, ...]


@dataclass(frozen=True)
class ImportCards(Command[ImportAnswer]):
    """Bring in what was read: one customer for each card that is not in the book yet."""

    needs: ClassVar[Permission] = Permission.IMPORT

    reading: Reading
    stage: str = "Customer"
    region: str = ""
    tags: Sequence[str] = ()

    def carry_out(self, work: Work) -> ImportAnswer:
        work.one_at_a_time("import")
        stage_id = _stage(work.session, self.stage)
        cards = fresh_cards(self.reading, already_there(work.session, self.reading))
        refuse_beyond(work, self.needs, len(cards))
        if cards:
            self._bring_in(work, cards, stage_id)
            work.say(f"Imported {counted(len(cards), 'customer')} from {_sources(self.reading.files)}")
        known = len(self.reading.cards) - len(cards)
        answer = len(self.reading.files), self.reading.read, len(cards), known, self.reading.set_aside
        return ImportAnswer(*answer)

    def _bring_in(self, work: Work, cards: Sequence[ReadCard], stage_id: int) -> None:
        always = [name for tag in self.tags if (name := clean(tag))]
        tags = _tags(work, [*always, *(tag for one in cards for tag in one.card.tags)])
        region = self.region or str(book_settings(work.session)["home_region"])
        known = _Known(stage_id, region, always, tags, _by_name(work.session, Stage), _by_name(work.session, Field))
        for start in range(0, len(cards), _BATCH):
            work.ticket.report("Bringing in customers", start, len(cards))
            batch = _Batch(known)
            some = cards[start : start + _BATCH]
            people = iter(work.new_keys(sum(len(one.card.people) for one in some)))
            for customer_id, one in zip(work.new_keys(len(some)), some, strict=True):
                batch.take(customer_id, one, work.keep_file)
                for person in one.card.people:
                    batch.take_person(next(people), person, customer_id)
            for model, rows in batch.rows.items():
                work.add_many(model, rows)
        work.ticket.report("Bringing in customers", len(cards), len(cards))


@dataclass(frozen=True, slots=True)
class _Known:
    """What the cards are read with: the stage and tags for all of them, and what the book has, by case-folded names."""

    stage_id: int
    region: str
    always: Sequence[str]
    tags: dict[str, int]
    stages: dict[str, int]
    fields: dict[str, int]
    contacts: dict[str, int] = field(default_factory=dict)
    """By the numbers that the files give them, who has come in."""


_TABLES = (
    Customer, Contact, Membership, Phone, Email, Link, Address, CustomerTag, FieldValue, Origin
)  # fmt: skip


@dataclass(slots=True)
class _Batch:
    """Some thousand cards as rows, table by table."""

    known: _Known
    rows: dict[type[Journalled], list[Columns]] = field(default_factory=lambda: {model: [] for model in _TABLES})

    def take(self, key: int, one: ReadCard, keep_file: Callable[[str, str, bytes], Any]) -> None:
        card, known, whose = one.card, self.known, {"customer_id": key}
        if photo := kept_photo(card):
            keep_file(photo_digest(photo), media_type(photo), photo)
        stage_id = known.stages.get(card.stage.casefold(), known.stage_id)
        undeclared = [f"{name}: {value}" for name, value in card.fields if name.casefold() not in known.fields]
        self.rows[Customer].append({"id": key, **customer_columns(card, stage_id, undeclared)})
        self.rows[Phone] += phone_columns(card, whose, known.region)
        self.rows[Email] += email_columns(card, whose)
        self.rows[Link] += link_columns(card, key)
        self.rows[Address] += address_columns(card, key)
        borne = dict.fromkeys(known.tags[tag.casefold()] for tag in (*known.always, *card.tags) if tag)
        self.rows[CustomerTag] += [{**whose, "tag_id": tag_id} for tag_id in borne]
        given = {known.fields.get(name.casefold(), 0): value for name, value in card.fields}
        self.rows[FieldValue] += [{**whose, "field_id": key, "value": value} for key, value in given.items() if key]
        self.rows[Origin].append({**whose, "digest": one.digest, "file_name": one.file})

    def take_person(self, key: int, person: Person, customer_id: int) -> None:
        """Somebody at a customer, who may have come in at another one already."""
        there = self.known.contacts.setdefault(person.uid, key) if person.uid else key
        at = {"customer_id": customer_id, "contact_id": there, "role": person.role, "job_title": person.job_title}
        self.rows[Membership].append(at)
        if there != key:
            return
        self.rows[Contact].append(person_columns(person, key))
        self.rows[Phone] += phone_columns(person, {"contact_id": key}, self.known.region)
        self.rows[Email] += email_columns(person, {"contact_id": key})


def _by_name(session: Session, model: type[Stage | Field]) -> dict[str, int]:
    return {name.casefold(): key for key, name in session.execute(select(model.id, model.name))}


def _stage(session: Session, name: str) -> int:
    stages = session.execute(select(Stage.id, Stage.name).order_by(Stage.position)).all()
    wanted = clean(name).casefold()
    for key, known in stages:
        if known.casefold() == wanted:
            return key
    names = ", ".join(known for _, known in stages)
    raise Refused(f"Nothing was imported: there is no stage {name}. The book has: {names}.", "stage")


def _tags(work: Work, names: Iterable[str]) -> dict[str, int]:
    """The ids of tags by their case-folded names; those that are missing are made."""
    stored = work.session.execute(select(Tag.name, Tag.id).order_by(Tag.id)).all()
    ids = {name.casefold(): key for name, key in reversed(stored)}
    missing = {name.casefold(): name for name in reversed(list(names)) if name and name.casefold() not in ids}
    made = work.add_many(Tag, [{"name": name} for name in missing.values()])
    return ids | dict(zip(missing, made, strict=True))


def _sources(files: Sequence[str]) -> str:
    return files[0] if len(files) == 1 else counted(len(files), "file")
