"""The words for ways to reach somebody: kinds, addresses, languages, marks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from PySide6.QtCore import QLocale

from app.features.customers.reaches import AddressInput, EmailInput, LinkInput, PhoneInput, ReachInput

Kinds = tuple[tuple[str, str], ...]

PHONE_KINDS: Final[Kinds] = (
    ("", "Phone"), ("work", "Office"), ("mobile", "Mobile"), ("main", "Main"), ("home", "Home"), ("fax", "Fax"),
    ("pager", "Pager"), ("other", "Other"),
)  # fmt: skip
EMAIL_KINDS: Final[Kinds] = (("", "E-mail"), ("work", "Office"), ("home", "Private"), ("other", "Other"))
ADDRESS_KINDS: Final[Kinds] = (
    ("", "Address"), ("visit", "Visit"), ("post", "Post"), ("billing", "Billing"), ("delivery", "Delivery"),
    ("work", "Office"), ("home", "Home"), ("main", "Main"), ("other", "Other"),
)  # fmt: skip
LINK_KINDS: Final[Kinds] = (
    ("", "Web"), ("profile", "Profile"), ("messenger", "Messenger"), ("work", "Office"), ("home", "Private"),
    ("other", "Other"),
)  # fmt: skip
CHANNELS: Final[Kinds] = (
    ("", "–"), ("call", "Call"), ("email", "E-mail"), ("letter", "Letter"), ("visit", "Visit"),
)  # fmt: skip

_KINDS: Final[dict[type[ReachInput], Kinds]] = {
    PhoneInput: PHONE_KINDS, EmailInput: EMAIL_KINDS, AddressInput: ADDRESS_KINDS, LinkInput: LINK_KINDS,
}  # fmt: skip
_LANGUAGES: Final = (
    "ar bg bs ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu id is it ja ko lt lv mk mt nb nl pl pt ro ru sk "
    "sl sq sr sv th tr uk ur vi zh"
)
_WISHES: Final = {"call": "Call", "email": "Write", "letter": "Send a letter", "visit": "Visit"}


def kind_words(reach: ReachInput) -> str:
    """What stands before a number or address: Office, E-mail, Visit; an own word stands as it is."""
    kinds = _KINDS[type(reach)]
    if reach.kind in ("work", "other") and not isinstance(reach, PhoneInput):
        return kinds[0][1]
    return dict(kinds).get(reach.kind, reach.kind.capitalize())


def reach_text(reach: ReachInput) -> str:
    """The number, the e-mail address, the link, or the address in one line."""
    if isinstance(reach, PhoneInput):
        return reach.raw
    if isinstance(reach, EmailInput):
        return reach.address
    if isinstance(reach, LinkInput):
        return reach.url
    return ", ".join(address_lines(reach)) if isinstance(reach, AddressInput) else ""


def address_lines(address: AddressInput) -> list[str]:
    """Street and the like, then town and country, as the card shows them."""
    first = ", ".join(part for part in (address.street, address.extra) if part)
    town = " ".join(part for part in (address.postal_code, address.town) if part)
    second = ", ".join(part for part in (town, address.region, address.country) if part)
    return [line for line in (first, second) if line]


@cache
def language_words(code: str) -> str:
    """The language of a code as es or pt-BR; what is no code stands as it is."""
    locale = QLocale(code.replace("-", "_"))
    if not code or locale.language() == QLocale.Language.C:
        return code
    return QLocale.languageToString(locale.language())


@cache
def languages() -> Kinds:
    """The languages that a form offers, by name."""
    named = [(code, language_words(code)) for code in _LANGUAGES.split()]
    return (("", "–"), *sorted(named, key=lambda one: one[1]))


def mark_words(values: Mapping[str, Any]) -> str:
    """ "Do not call or write." or nothing."""
    marks = (("do_not_call", "call"), ("do_not_write", "write"), ("do_not_mail", "send mailings"))
    verbs = [words for name, words in marks if values[name]]
    if not verbs:
        return ""
    listed = verbs[0] if len(verbs) == 1 else f"{', '.join(verbs[:-1])} or {verbs[-1]}"
    return f"Do not {listed}."


def wish_words(values: Mapping[str, Any], own_language: str) -> str:
    """ "Write, in Spanish." or as much of it as is known and not a matter of course."""
    channel, code = values["preferred_channel"], values["language"]
    wish = _WISHES.get(channel, channel)
    foreign = code and not code.lower().startswith(own_language.lower())
    language = language_words(code)[:60] if foreign else ""
    if not language:
        return f"{wish}." if wish else ""
    return f"{wish}, in {language}." if wish else f"In {language}."
