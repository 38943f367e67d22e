"""The plain rows that the readers hand out; all their text is clean, except `raw`."""

from dataclasses import dataclass
from typing import Literal

ReachKind = Literal["work", "home", "mobile", "fax", "pager", "main", "other"]
CardKind = Literal["person", "company"]


@dataclass(frozen=True, slots=True)
class Reach:
    """One e-mail address, phone number or link."""

    value: str
    kind: ReachKind = "other"
    preferred: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    street: str = ""
    extra: str = ""
    postal_code: str = ""
    town: str = ""
    region: str = ""
    country: str = ""
    kind: ReachKind = "other"
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a customer, as a file of Housebook tells of them."""

    name: str
    role: str = ""
    job_title: str = ""
    language: str = ""
    note: str = ""
    do_not_call: bool = False
    phones: tuple[Reach, ...] = ()
    emails: tuple[Reach, ...] = ()
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One person or company as a file tells of it.

    `line` is where it begins in its file (from 1), `raw` its exact text there. `extra` keeps what the book
    has no place for: unknown properties as their unfolded lines, unknown columns as "column: cell". What follows
    it only files of Housebook itself have: `marks` are the first letters of do not call, write and mail.
    """

    line: int
    raw: str
    kind: CardKind
    name: str
    prefix: str = ""
    given: str = ""
    additional: str = ""
    family: str = ""
    suffix: str = ""
    nickname: str = ""
    organisation: str = ""
    unit: str = ""
    job_title: str = ""
    emails: tuple[Reach, ...] = ()
    phones: tuple[Reach, ...] = ()
    addresses: tuple[Address, ...] = ()
    links: tuple[Reach, ...] = ()
    birthday: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    photo: bytes | None = None
    language: str = ""
    uid: str = ""
    created: str = ""
    revised: str = ""
    extra: tuple[str, ...] = ()
    number: str = ""
    tax_number: str = ""
    stage: str = ""
    since: str = ""
    channel: str = ""
    marks: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """A card or row that did not come in, and why; `raw` is its text, to be mended and imported again."""

    line: int
    reason: str
    raw: str
