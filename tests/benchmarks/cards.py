"""Cards as an address book exports them, as many as are wanted: the sample company's people and firms as vCards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.sample.company import make_sample
from app.sample.rows import SampleCustomer

_DAY = date(2026, 1, 15)


def vcards(number: int) -> bytes:
    """So many cards of version 3.0, each a customer of the sample company."""
    company = make_sample(number, _DAY)
    return "".join(line for one in company.customers(0, number) for line in _card(one)).encode()


def _card(one: SampleCustomer) -> Iterator[str]:
    who, place = one.identity, one.identity.address
    yield f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{one.index}@cards.example\r\n"
    yield f"FN:{_escaped(who.name)}\r\nN:{_escaped(who.family)};{_escaped(who.given)};;;\r\n"
    if who.kind == "company":
        yield f"ORG:{_escaped(who.name)}\r\nX-ABShowAs:COMPANY\r\n"
    yield from (f"TEL;TYPE={phone.kind.upper()},VOICE:{phone.value}\r\n" for phone in who.phones)
    yield from (f"EMAIL;TYPE=INTERNET,{email.kind.upper()}:{email.value}\r\n" for email in who.emails)
    parts = ";".join(_escaped(part) for part in (place.street, place.town, "", place.postal_code, place.country))
    yield f"ADR;TYPE=WORK:;;{parts}\r\n"
    if one.notes:
        yield f"NOTE:{_escaped(one.notes)}\r\n"
    yield "REV:2026-01-15T09:30:00Z\r\nEND:VCARD\r\n"


def _escaped(text: str) -> str:
    """Text as a vCard has it (RFC 6350, section 3.4)."""
    for sign in ("\\", ",", ";"):
        text = text.replace(sign, "\\" + sign)
    return text.replace("\n", "\\n")
