"""The properties of a vCard, one function each: into the draft of a card; what has none is kept as it stands."""

import re
from collections.abc import Callable

from app.formats.card import Address, Reach, ReachKind
from app.formats.dates import birthday
from app.formats.draft import Draft, RankedReach, address_of_label
from app.formats.vcard_head import Head, base64_bytes, split_escaped, unescaped
from app.rules.text import clean

MOST_TAGS = 1_000
REASON = "X-HOUSEBOOK-REASON"
EXPORT = "X-HOUSEBOOK-EXPORT"
EXACT = "X-HOUSEBOOK-EXACT"

# Reads one property into the draft; False where the value is none, so that its line is kept instead.
Reader = Callable[[Draft, Head, str], bool]

_ADDRESSEE = re.compile(r"[^<>]*<([^<>@\s]+@[^<>\s]+)>")
_MESSAGING = re.compile(r"X-MESSAGING/([A-Z0-9-]+)-ALL")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def _one(value: str) -> str:
    return clean(unescaped(value)) if "\\" in value else clean(value)


def _parts(value: str, separator: str) -> list[str]:
    if "\\" in value:
        return [clean(part) for part in split_escaped(value, separator)]
    return [part.strip() for part in clean(value).split(separator)]


def _nothing(_draft: Draft, _head: Head, _value: str) -> bool:
    """For the lines that only hold a card together."""
    return True


def _full_name(draft: Draft, _head: Head, value: str) -> bool:
    draft.name = draft.name or _one(value)
    return True


def _name(draft: Draft, _head: Head, value: str) -> bool:
    if draft.family or draft.given:
        return False
    parts = _parts(value, ";")
    parts += [""] * (5 - len(parts))
    draft.family, draft.given, draft.additional, draft.prefix, draft.suffix = parts[:5]
    return not any(parts[5:])


def _nickname(draft: Draft, _head: Head, value: str) -> bool:
    if draft.nickname:
        return False
    draft.nickname = _one(value)
    return True


def _organisation(draft: Draft, _head: Head, value: str) -> bool:
    if draft.organisation:
        return False
    name, *units = _parts(value, ";")
    draft.organisation = name
    draft.unit = draft.unit or ", ".join(unit for unit in units if unit)
    return True


def _title(draft: Draft, _head: Head, value: str) -> bool:
    title = _one(value)
    if draft.job_title and draft.job_title != title:
        return False
    draft.job_title = title
    return True


def _email(draft: Draft, head: Head, value: str) -> bool:
    address = _one(value).removeprefix("mailto:")
    if found := _ADDRESSEE.fullmatch(address):
        address = found[1]
    kind: ReachKind = head.kind if head.kind in ("work", "home") else "other"
    return _add(draft.emails, head, address, kind)


def _phone(draft: Draft, head: Head, value: str) -> bool:
    number = _one(value)
    if number[:4].lower() == "tel:":
        number = number[4:].replace(";ext=", " ext. ")
    return _add(draft.phones, head, number, head.kind)


def _link(draft: Draft, head: Head, value: str) -> bool:
    return _add(draft.links, head, _one(value), head.kind)


def _messenger(draft: Draft, head: Head, value: str) -> bool:
    """IMPP and X-SOCIALPROFILE: the value is an address with a scheme, the service may be named apart."""
    address = _one(value)
    scheme = address.partition(":")[0] if _SCHEME.match(address) else ""
    label = clean(head.service) or head.label or ("" if scheme in ("http", "https") else scheme)
    return _add(draft.links, head, address, head.kind, label)


def _legacy_messenger(service: str) -> Reader:
    def read(draft: Draft, head: Head, value: str) -> bool:
        # Two private-use signs separate several names of one service in KDE's files.
        for name in re.split("[\ue000\ue001]", _one(value)):
            address = name if _SCHEME.match(name) else f"{service}:{name}"
            _add(draft.links, head, address, head.kind, service)
        return True

    return read


def _add(found: list[RankedReach], head: Head, value: str, kind: ReachKind, label: str | None = None) -> bool:
    if value:
        own = head.label if label is None else label
        found.append((head.rank, head.group, Reach(value, kind, False, own)))
    return True


def _address(draft: Draft, head: Head, value: str) -> bool:
    parts = _parts(value, ";")
    if not any(parts):
        draft.printed_address = draft.printed_address or _printed(head, head.address)
        return True
    if len(parts) == 1:
        parts = ["", "", *parts]
    parts += [""] * (7 - len(parts))
    box, inside, street, town, region, code, country = parts[:7]
    extra = ", ".join(part for part in (box, inside) if part)
    address = Address(street, extra, code, town, region, country, head.kind)
    draft.addresses.append((head.rank, head.group, address))
    return not any(parts[7:])


def _address_label(draft: Draft, head: Head, value: str) -> bool:
    draft.printed_address = draft.printed_address or _printed(head, unescaped(value))
    return True


def _printed(head: Head, label: str) -> Address | None:
    return address_of_label(clean(label, lines=True), head.kind)


def _apple_label(draft: Draft, head: Head, value: str) -> bool:
    draft.labels[head.group] = _one(value)
    return bool(head.group)


def _birthday(draft: Draft, _head: Head, value: str) -> bool:
    day = birthday(_one(value))
    draft.birthday = draft.birthday or day
    return bool(day)


def _note(draft: Draft, _head: Head, value: str) -> bool:
    if note := clean(unescaped(value), lines=True):
        draft.notes.append(note)
    return True


def _tags(draft: Draft, _head: Head, value: str) -> bool:
    tags = [tag for tag in _parts(value, ",") if tag]
    if len(tags) > MOST_TAGS:
        return False
    draft.tags += tags
    return True


def photo(draft: Draft, head: Head, value: str) -> bool:
    picture = None if draft.photo else _picture(head, value)
    draft.photo = draft.photo or picture
    return picture is not None


def logo(draft: Draft, head: Head, value: str) -> bool:
    picture = None if draft.logo else _picture(head, value)
    draft.logo = draft.logo or picture
    return picture is not None


def _picture(head: Head, value: str) -> bytes | None:
    value = unescaped(value.strip())
    if value[:5].lower() == "data:":
        form, comma, value = value.partition(",")
        return base64_bytes(value) if comma and form.lower().endswith(";base64") else None
    return base64_bytes(value) if head.encoding == "b" else None


def _language(draft: Draft, head: Head, value: str) -> bool:
    rank = head.rank or 101
    if not draft.language[1] or rank < draft.language[0]:
        draft.language = (rank, _one(value))
    return True


def _uid(draft: Draft, _head: Head, value: str) -> bool:
    draft.uid = draft.uid or _one(value)
    return True


def _created(draft: Draft, _head: Head, value: str) -> bool:
    draft.created = _one(value)
    return True


def _revised(draft: Draft, _head: Head, value: str) -> bool:
    draft.revised = _one(value)
    return True


def _kind(draft: Draft, _head: Head, value: str) -> bool:
    kind = value.strip().lower()
    if kind in ("org", "organization", "company"):
        draft.kind = "company"
    draft.group = draft.group or kind == "group"
    return kind in ("org", "organization", "company", "individual", "person", "group")


def _exact(draft: Draft, _head: Head, value: str) -> bool:
    draft.exact = draft.exact or unescaped(value)
    return True


def other(draft: Draft, head: Head, value: str) -> bool:
    if found := _MESSAGING.fullmatch(head.name):
        return _legacy_messenger(found[1].lower())(draft, head, value)
    if head.name.startswith("X-ABSHOWAS"):
        return _kind(draft, head, value)
    return False


READERS: dict[str, Reader] = {
    "BEGIN": _nothing,
    "END": _nothing,
    "VERSION": _nothing,
    "AGENT": _nothing,
    REASON: _nothing,
    EXPORT: _nothing,
    EXACT: _exact,
    "FN": _full_name,
    "N": _name,
    "NICKNAME": _nickname,
    "ORG": _organisation,
    "TITLE": _title,
    "ROLE": _title,
    "EMAIL": _email,
    "TEL": _phone,
    "URL": _link,
    "ADR": _address,
    "LABEL": _address_label,
    "X-ABLABEL": _apple_label,
    "BDAY": _birthday,
    "NOTE": _note,
    "CATEGORIES": _tags,
    "PHOTO": photo,
    "LOGO": logo,
    "LANG": _language,
    "UID": _uid,
    "CREATED": _created,
    "REV": _revised,
    "KIND": _kind,
    "X-ADDRESSBOOKSERVER-KIND": _kind,
    "IMPP": _messenger,
    "X-SOCIALPROFILE": _messenger,
    "X-AIM": _legacy_messenger("aim"),
    "X-ICQ": _legacy_messenger("icq"),
    "X-JABBER": _legacy_messenger("xmpp"),
    "X-MSN": _legacy_messenger("msn"),
    "X-YAHOO": _legacy_messenger("yahoo"),
    "X-SKYPE": _legacy_messenger("skype"),
    "X-SKYPE-USERNAME": _legacy_messenger("skype"),
    "X-GTALK": _legacy_messenger("gtalk"),
    "X-GOOGLE-TALK": _legacy_messenger("gtalk"),
    "X-QQ": _legacy_messenger("qq"),
    "X-GADUGADU": _legacy_messenger("gg"),
    "X-TWITTER": _legacy_messenger("twitter"),
}
