"""Who the sample company's customers are: names, places, numbers and addresses of many countries."""

from __future__ import annotations

import re
from dataclasses import replace

from app.rules.folding import fold
from app.rules.likeness import LEGAL_FORMS
from app.rules.names import display_name, sort_key
from app.rules.phones import e164
from app.sample.dice import Dice
from app.sample.rows import Identity, SampleAddress, SampleContact, SampleReach
from app.sample.tables import Country, countries, lines

_PERSONS, _LONG, _AT_A_FIRM = 0.25, 0.005, 0.2
_DIGIT = re.compile("[#N]")
_NOT_IN_DOMAIN = re.compile(r"[^a-z0-9]+")
_IN_BRACKETS = re.compile(r"\(.*\)")
_NOT_TELLING = LEGAL_FORMS | {"z", "oo", "sti"}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue"})
_MAIL = ("mail.example", "post.example", "inbox.example")
_TITLES = {
    "decides": ("Managing director", "Owner", "Head of purchasing", "Plant manager"),
    "uses": ("Workshop foreman", "Warehouse", "Production", "Maintenance"),
    "pays": ("Accounts", "Finance", "Bookkeeping"),
    "influences": ("Engineering", "Quality", "Planning", "Secretary to the board"),
}
_ROLES = ("decides", "uses", "pays", "influences", "uses", "influences")


def make_identity(rng: Dice) -> Identity:
    """A company or a private person, somewhere."""
    table = countries()
    country = rng.choices(table.all, cum_weights=table.weights)[0]
    return _person(rng, country) if rng.random() < _PERSONS else _company(rng, country)


def nearly_the_same(identity: Identity, rng: Dice) -> Identity:
    """The same customer as somebody else once typed it: the name a bit different, half of the rest missing."""
    spellings = [identity.name.replace("ß", "ss"), identity.name.replace("&", "+"), identity.name.rsplit(" ", 1)[0]]
    if identity.kind == "company":
        spellings += [identity.name.replace(",", "").replace(".", ""), identity.name.upper()]
    name = rng.choice([one for one in spellings if one != identity.name] or [identity.name])
    phones = tuple(replace(one, value=one.e164 or one.value) for one in identity.phones[:1])
    keep_mail = rng.random() < 0.5
    return replace(
        identity,
        name=name,
        sort_name=sort_key(name, identity.kind, identity.family, identity.given),
        phones=phones,
        emails=identity.emails[:1] if keep_mail else (),
        links=(),
    )


def make_contacts(rng: Dice, identity: Identity, count: int) -> tuple[SampleContact, ...]:
    """So many people at a company: the one who decides first."""
    country = next(one for one in countries().all if one.code == identity.country)
    people = (_contact(rng, country, identity.domain, role) for role in _ROLES[:count])
    return tuple({person.name: person for person in people}.values())


def tax_number(rng: Dice, code: str) -> str:
    """A number as that country's tax office gives it."""
    return filled(rng, next(one.tax for one in countries().all if one.code == code))


def filled(rng: Dice, pattern: str) -> str:
    """A pattern with its digits drawn: "#" is any, "N" one from 2 to 9."""
    return _DIGIT.sub(lambda sign: str(rng.randrange(2 if sign[0] == "N" else 0, 10)), pattern)


def _company(rng: Dice, country: Country) -> Identity:
    address = _address(rng, country, "work")
    written, read = _company_name(rng, country, address.town)
    if rng.random() < _LONG:
        written = read = rng.choice(lines("long_names"))
    domain = f"{_slug(read, country.language)}.example"
    phones = [_phone(rng, country, "main" if rng.random() < 0.5 else "work", preferred=True)]
    phones += [_phone(rng, country, "fax")] if rng.random() < 0.15 else []
    emails = [SampleReach(f"{_mailbox(rng, country)}@{domain}", "work", True)] if rng.random() < 0.92 else []
    emails += [SampleReach(f"invoices@{domain}", "work")] if rng.random() < 0.2 else []
    links = (SampleReach(f"https://www.{domain}", "work", True),) if rng.random() < 0.6 else ()
    return Identity(
        country=country.code,
        language=country.language,
        kind="company",
        name=written,
        sort_name=sort_key(written, "company"),
        domain=domain,
        address=address,
        phones=tuple(phones),
        emails=tuple(emails),
        links=links,
    )


def _person(rng: Dice, country: Country) -> Identity:
    (given, given_read), (family, family_read) = _both(rng.choice(country.given)), _both(rng.choice(country.family))
    name = display_name(given, family)
    address = _address(rng, country, "home")
    mailbox = f"{_mailbox_of(country, given_read, family_read)}{rng.randrange(1, 99)}"
    domain = rng.choice(_MAIL)
    phones = [_phone(rng, country, "mobile", preferred=True)] if rng.random() < 0.85 else []
    phones += [_phone(rng, country, "home")] if rng.random() < 0.3 else []
    return Identity(
        country=country.code,
        language=country.language,
        kind="person",
        name=name,
        sort_name=sort_key(name, "person", family, given),
        domain=domain,
        address=address,
        given=given,
        family=family,
        organisation=_company_name(rng, country, address.town)[0] if rng.random() < _AT_A_FIRM else "",
        phones=tuple(phones),
        emails=(SampleReach(f"{mailbox}@{domain}", "home", True),) if rng.random() < 0.8 else (),
    )


def _company_name(rng: Dice, country: Country, town: str) -> tuple[str, str]:
    """As it is written, and as it is read in Latin letters."""
    pattern = rng.choice(country.companies)
    drawn = {
        "family": _both(rng.choice(country.family)),
        "other": _both(rng.choice(country.family)),
        "given": _both(rng.choice(country.given)),
        "trade": _both(rng.choice(country.trades)),
    }
    read = {name: pair[1] for name, pair in drawn.items()}
    roman = " ".join(read[name] for name in ("family", "trade") if f"{{{name}}}" in pattern)
    written = pattern.format(**{name: pair[0] for name, pair in drawn.items()}, town=town, roman=roman)
    plain = pattern if "/" not in country.family[0] else "{family} {trade}"
    return written, plain.format(**read, town=town, roman=roman)


def _contact(rng: Dice, country: Country, domain: str, role: str) -> SampleContact:
    (given, given_read), (family, family_read) = _both(rng.choice(country.given)), _both(rng.choice(country.family))
    name = display_name(given, family)
    address = f"{_mailbox_of(country, given_read, family_read)}@{domain}"
    return SampleContact(
        name=name,
        sort_name=sort_key(name, "person", family, given),
        role=role,
        job_title=rng.choice(_TITLES[role]),
        language=country.language,
        phones=(_phone(rng, country, "mobile", preferred=True),) if rng.random() < 0.45 else (),
        emails=(SampleReach(address, "work", True),) if rng.random() < 0.65 else (),
    )


def _both(entry: str) -> tuple[str, str]:
    """As it is written and as it is read."""
    written, _, read = entry.partition("/")
    return written, read or written


def _slug(text: str, language: str = "") -> str:
    """The name as it stands in addresses: without its legal form, umlauts written out where German is spoken."""
    plain = _IN_BRACKETS.sub("", text).replace(".", "")
    words = _NOT_IN_DOMAIN.split(fold(plain.translate(_UMLAUTS) if language == "de" else plain))
    telling = [word for word in words if word and word not in _NOT_TELLING]
    return "-".join(telling)[:40].strip("-") or "office"


def _mailbox_of(country: Country, given: str, family: str) -> str:
    return f"{_slug(given, country.language)}.{_slug(family, country.language)}"


def _mailbox(rng: Dice, country: Country) -> str:
    own = {"de": "kontakt", "es": "compras", "fr": "contact", "it": "ufficio", "pl": "biuro", "nl": "verkoop"}
    return rng.choice(("info", "office", "mail", own.get(country.language, "purchasing")))


def _phone(rng: Dice, country: Country, kind: str, *, preferred: bool = False) -> SampleReach:
    typed = filled(rng, rng.choice(country.mobiles if kind == "mobile" else country.phones))
    return SampleReach(typed, kind, preferred, e164(typed, country.code) or "")


def _address(rng: Dice, country: Country, kind: str) -> SampleAddress:
    postal_code, town = rng.choice(country.places)
    numbers = {"n": rng.randrange(1, 140), "m": rng.randrange(1, 20)}
    street = country.street.format(street=rng.choice(country.streets), **numbers)
    return SampleAddress(street, postal_code, town, country.name, kind)
