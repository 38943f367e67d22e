"""The plain rows of the sample company. Users are told by their place in its list of users."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class SampleUser:
    """A colleague, from the day of joining on."""

    login: str
    name: str
    team: str
    role: str
    joined_on: date
    away_from: date | None = None
    away_until: date | None = None
    departed_on: date | None = None

    def here_on(self, day: date) -> bool:
        """Whether this user worked for the firm on that day."""
        return self.joined_on <= day and (self.departed_on is None or day <= self.departed_on)


@dataclass(frozen=True, slots=True)
class SampleReach:
    """A phone number (`e164` beside it), an e-mail address or a web site."""

    value: str
    kind: str
    preferred: bool = False
    e164: str = ""


@dataclass(frozen=True, slots=True)
class SampleAddress:
    """A postal address."""

    street: str
    postal_code: str
    town: str
    country: str
    kind: str = "work"


@dataclass(frozen=True, slots=True)
class SampleContact:
    """A person at a customer."""

    name: str
    sort_name: str
    role: str
    job_title: str
    language: str
    phones: tuple[SampleReach, ...] = ()
    emails: tuple[SampleReach, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a customer is and how it is reached."""

    country: str
    language: str
    kind: str
    name: str
    sort_name: str
    domain: str
    address: SampleAddress
    given: str = ""
    family: str = ""
    organisation: str = ""
    phones: tuple[SampleReach, ...] = ()
    emails: tuple[SampleReach, ...] = ()
    links: tuple[SampleReach, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleAssignment:
    """A user looks after the customer in a role, from a day to a day."""

    role: str
    user: int
    from_day: date
    until_day: date | None = None


@dataclass(frozen=True, slots=True)
class SamplePromise:
    """A follow-up."""

    user: int
    due_on: date
    words: str
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SampleTouch:
    """A touch point; `contact` is the place among the customer's contacts."""

    at: datetime
    user: int
    contact: int | None
    kind: str
    direction: str
    mood: str
    minutes: int | None
    words: str
    promise: SamplePromise | None = None


@dataclass(frozen=True, slots=True)
class SampleCustomer:
    """A customer with all that belongs to it."""

    index: int
    identity: Identity
    stage: str
    since: date
    number: str
    tax_number: str
    preferred_channel: str
    marks: frozenset[str]
    """Of do_not_call, do_not_write, do_not_mail."""
    notes: str
    retired_on: date | None
    logo: int | None
    tags: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    contacts: tuple[SampleContact, ...] = ()
    shared_with: int | None = None
    """The earlier customer whose first contact works here too."""
    assignments: tuple[SampleAssignment, ...] = ()
    touches: tuple[SampleTouch, ...] = field(default=())
